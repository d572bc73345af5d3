from PySide6.QtWidgets import QPlainTextEdit

from socket_workbench.gui.widgets.typed_text import typed_text


def test_lines_and_no_break_spaces_are_kept(qtbot):
    field = QPlainTextEdit("one\u00a0two\n\nthree 😀")
    qtbot.addWidget(field)

    assert typed_text(field) == "one\u00a0two\n\nthree 😀"
