from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from socket_workbench.gui.sending.mistake_line import MistakeLine


def test_the_mistake_of_one_field_leaves_no_mark_at_another(qtbot):
    page = QWidget()
    qtbot.addWidget(page)
    column = QVBoxLayout(page)
    bar, first, second = QWidget(), QLineEdit(), QLineEdit()
    for each in (QLabel("list"), bar, first, second):
        column.addWidget(each)
    line = MistakeLine(bar)
    page.show()
    line.show_mistake(first, "Wrong.")
    assert line.isVisible()
    assert line.parentWidget() is page
    assert first.property("mistaken")
    line.show_mistake(second, "Wrong, too.")
    assert not first.property("mistaken")
    assert second.accessibleDescription() == "Wrong, too."
    line.show_mistake(second, "")
    assert line.isHidden()
    assert not second.property("mistaken")
