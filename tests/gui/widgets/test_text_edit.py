import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PySide6.QtGui import QGuiApplication

from socket_workbench.gui.widgets.text_edit import TextEdit


@pytest.fixture
def edit(qtbot):
    edit = TextEdit()
    qtbot.addWidget(edit)
    return edit


LINES = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zp"), exclude_characters="\u2028"))


def test_text_and_copies_are_what_was_put_in(edit):
    @given(st.lists(LINES, max_size=4).map("\n".join))
    @example("one\u00a0two\n\nthree 😀")
    def check(text):
        edit.setPlainText(text)
        assert edit.text() == text
        edit.selectAll()
        assert edit.selected_text() == text
        QGuiApplication.clipboard().setText("before")
        edit.copy()
        assert QGuiApplication.clipboard().text() == (text or "before")

    check()
