import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from socket_workbench.gui.widgets.whole_line import LONGEST, WholeLine, too_long, utf16_length


@pytest.fixture
def line(qtbot):
    line = WholeLine()
    qtbot.addWidget(line)
    line.show()
    return line


def paste(line, text):
    QGuiApplication.clipboard().setText(text)
    line.paste()


def test_any_text_is_kept(line):
    @given(st.text(max_size=20))
    def check(text):
        line.clear()
        paste(line, text)
        assert line.text() == text

    check()


def test_more_than_qt_takes_by_itself_is_kept(line):
    paste(line, "x" * 60_000)

    assert line.text() == "x" * 60_000


def test_what_cannot_be_seen_becomes_an_escape_where_that_is_wanted(line):
    line.writes_escapes = True
    line.setText("ab")
    line.setCursorPosition(1)
    paste(line, "\r\n😀")

    assert line.text() == r"a\r\n😀b"
    assert line.cursorPosition() == 7
    line.insert("!")
    assert line.text() == r"a\r\n😀!b"


@pytest.mark.parametrize("length", [LONGEST, LONGEST + 3, 3 * LONGEST])
def test_what_is_too_long_is_refused_as_a_whole(line, qtbot, length):
    line.setText("abcd")
    line.setSelection(1, 2)
    with qtbot.waitSignal(line.refused):
        paste(line, "x" * length)
    assert line.text() == "abcd"
    with qtbot.waitSignal(line.refused):
        qtbot.keyClick(line, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert line.text() == "abcd"
    assert f"{LONGEST:,}" in too_long()


def test_the_cursor_stays_where_a_refused_text_would_have_gone(line):
    line.setText("abcd")
    line.setCursorPosition(2)
    paste(line, "x" * (LONGEST + 1))
    line.insert("_")

    assert line.text() == "ab_cd"


def test_a_text_is_set_or_refused(line, qtbot):
    line.set_text("x" * LONGEST)
    assert len(line.text()) == LONGEST
    with qtbot.waitSignal(line.refused):
        line.set_text("y" * (LONGEST + 1))
    assert line.text() == "x" * LONGEST


def test_length_is_counted_as_qt_does():
    assert [utf16_length(text) for text in ("", "ab", "é", "😀a")] == [0, 2, 1, 3]
