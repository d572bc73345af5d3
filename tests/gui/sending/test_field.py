from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from socket_workbench.gui.sending.field import MessageField


def test_enter_sends_and_up_and_down_recall(qtbot):
    field = MessageField()
    qtbot.addWidget(field)
    told = []
    field.send_requested.connect(lambda: told.append("send"))
    field.earlier_requested.connect(lambda: told.append("earlier"))
    field.later_requested.connect(lambda: told.append("later"))

    qtbot.keyClicks(field, "hi")
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Return):
        qtbot.keyClick(field, key)

    assert told == ["earlier", "later", "send"]
    assert field.text() == "hi"
    assert field.accessibleName() == "Message"


def test_leaving_is_told_but_enter_is_not_leaving(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    field, other = MessageField(), QLineEdit()
    column.addWidget(field)
    column.addWidget(other)
    window.show()
    window.activateWindow()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)

    with qtbot.assertNotEmitted(field.left):
        qtbot.keyClick(field, Qt.Key.Key_Return)
    with qtbot.waitSignal(field.left):
        other.setFocus()
