import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PySide6.QtGui import Qt as RichText  # Qt's guess stands in this module only
from PySide6.QtGui import QTextDocument

from socket_workbench.gui.looks.plain import (
    LONGEST_LINE,
    LONGEST_TOOLTIP,
    plain_line,
    plain_lines,
    plain_title,
    plain_tooltip,
)

LINE_SEPARATOR = "\u2028"


def rendered(tooltip):
    """Return what Qt shows of a tooltip: `QTipLabel` guesses what it is, as every `QLabel` does."""
    if not RichText.mightBeRichText(tooltip):
        return tooltip
    document = QTextDocument()
    document.setHtml(tooltip)
    return document.toRawText().replace(LINE_SEPARATOR, "\n")


hostile = st.lists(
    st.sampled_from(["<h1>", "<img src='file:///x'>", "&lt;", "&", "<?xml", "\n", "\t", " ", "a"])
    | st.characters(),
    max_size=40,
).map("".join)


@given(hostile)
@example("<h1>large</h1>")
@example("<img src='file:///etc/hostname'>")
@example("<?xml version='1.0'?>")
@example("&lt;b&gt;")
@example("a word " * 40)
@example(" two  blanks\nand a line <b>  ")
@example("\u202e\x1b[2J\0")
def test_a_tooltip_shows_any_text_as_it_is(qapp, text):
    assert rendered(plain_tooltip(text)) == plain_lines(text)


def test_a_short_text_stays_as_it_is():
    assert plain_tooltip("Send a file…") == "Send a file…"
    assert plain_tooltip("") == ""


def test_a_long_text_is_wrapped_and_bounded(qapp):
    assert RichText.mightBeRichText(plain_tooltip("word " * 30))
    assert rendered(plain_tooltip("x" * 1_000_000)) == "x" * LONGEST_TOOLTIP + "…"


def test_a_title_has_neither_key_nor_shortcut():
    assert plain_title("a&b\tCtrl+Q\n") == "a&&b␉Ctrl+Q␊"


@pytest.mark.parametrize(
    ("text", "shown"),
    [("a\nb\tc", "a\nb\tc"), ("\x07\u202eabc\r\n", "␇\\u202eabc␍\n"), ("grüß", "grüß")],
)
def test_lines_have_their_control_characters_visible(text, shown):
    assert plain_lines(text) == shown


@given(hostile)
@example("a\nb\u2028c\u202e")
def test_a_line_is_one_line_that_nothing_turns(text):
    for shown in (plain_line(text), plain_title(text)):
        assert not set("\n\r\t\x1b\u2028\u2029\u202d\u202e\u2066") & set(shown)


def test_of_a_long_line_both_ends_are_seen():
    assert plain_line("a" * 300 + "b") == "a" * 50 + "…" + "a" * 48 + "b"
    assert len(plain_title("x" * 1_000_000)) == LONGEST_LINE
    assert plain_line("x" * 100) == "x" * 100
