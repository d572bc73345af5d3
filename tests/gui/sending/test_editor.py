from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from socket_workbench.gui.sending.editor import MessageEditor, dropped_files


def test_files_are_told_from_text_and_other_places():
    data = QMimeData()
    data.setText("/tmp/a")
    assert dropped_files(data) == []

    data.setUrls([QUrl("http://example.org/"), QUrl.fromLocalFile("/tmp/ä b")])
    assert dropped_files(data) == ["/tmp/ä b"]


def test_enter_begins_a_line_and_ctrl_enter_sends(qtbot):
    editor = MessageEditor()
    qtbot.addWidget(editor)
    qtbot.keyClicks(editor, "a")
    with qtbot.assertNotEmitted(editor.send_requested):
        qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.keyClicks(editor, "b")

    with qtbot.waitSignal(editor.send_requested):
        qtbot.keyClick(editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    assert editor.toPlainText() == "a\nb"


def test_tab_goes_on(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    editor, other = MessageEditor(), QLineEdit()
    column.addWidget(editor)
    column.addWidget(other)
    window.show()
    window.activateWindow()
    editor.setFocus()
    qtbot.waitUntil(editor.hasFocus)

    with qtbot.waitSignal(editor.left):
        qtbot.keyClick(editor, Qt.Key.Key_Tab)

    assert other.hasFocus()
    assert editor.toPlainText() == ""
