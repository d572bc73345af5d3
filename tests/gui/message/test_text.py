import pytest
from PySide6.QtGui import QTextCursor, QTextOption

from socket_workbench.gui.looks.fonts import text_font
from socket_workbench.gui.message.text import (
    MOST_BYTES,
    TextView,
    encoding_note,
    is_text_in,
)


@pytest.fixture
def view(qtbot):
    view = TextView()
    qtbot.addWidget(view)
    return view


def copied(view):
    view.selectAll()
    return view.createMimeDataFromSelection().text()


def test_lines_break_where_they_end_and_say_how(view):
    view.set_payload(b"GET /\r\nHost: x\n\x1b", "utf-8")
    assert view.toPlainText() == "GET /\\r\\n\nHost: x\\n\n\\x1b"


@pytest.mark.parametrize(
    "text", ["GET /\r\nHost: x\r\n\r\n", "a\nb", "plain", r"C:\new\n", "\u00a0\t\0\x1b"]
)
def test_what_is_copied_is_what_was_sent(view, text):
    view.set_payload(text.encode(), "utf-8")
    assert copied(view) == text


def test_markup_is_shown_as_it_is(view):
    view.set_payload(b"<b>bold</b>", "utf-8")
    assert view.toPlainText() == "<b>bold</b>"


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("shift_jis", "こんにちは"),
        ("euc_jp", "日本"),
        ("gb18030", "你好"),
        ("big5", "張三"),
        ("euc_kr", "안녕"),
        ("utf-16-le", "é日"),
        ("latin-1", "é"),
    ],
)
def test_any_encoding_is_read(view, encoding, text):
    view.set_payload(text.encode(encoding), encoding)
    assert view.toPlainText() == text
    assert is_text_in(text.encode(encoding), encoding)


def test_a_long_payload_is_shown_in_part(view):
    view.set_payload(b"x" * (MOST_BYTES + 10), "utf-8")
    assert len(view.toPlainText()) == MOST_BYTES


def test_bytes_that_are_no_text_are_shown_as_such(view):
    view.set_payload(b"a\xff\x01\\x01", "utf-8")
    assert view.toPlainText() == r"a\xff\x01\\x01"
    assert copied(view) == "a\\xff\x01\\x01"
    assert not is_text_in(b"a\xff", "utf-8")


def test_what_an_event_says_is_shown_and_copied_as_it_is(view):
    view.set_event(r"C:\new is gone")
    assert view.toPlainText() == r"C:\new is gone"
    assert copied(view) == r"C:\new is gone"


def selected(view):
    return [selection.cursor.selectedText() for selection in view.extraSelections()]


def test_what_was_found_is_highlighted_where_it_is_shown(view):
    view.set_payload(b"a\\b\nc\xffd", "utf-8")
    view.set_found(b"a\\b\nc\xffd", "utf-8", [(1, 3), (4, 6)])
    assert selected(view) == [r"\\b", r"c\xff"]

    view.set_event(r"C:\new")
    view.set_found(rb"C:\new", "utf-8", [(3, 6)], is_message=False)
    assert selected(view) == ["new"]


def test_lines_without_blanks_break_anywhere(view):
    view.set_payload(b"x" * MOST_BYTES, "utf-8")
    assert view.wordWrapMode() is QTextOption.WrapMode.WrapAnywhere
    view.set_payload(b"some words " * 1_000, "utf-8")
    assert view.wordWrapMode() is QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere


@pytest.mark.parametrize(
    ("payload", "note"),
    [
        ("日".encode(), "UTF-8"),
        ("日".encode()[:2], "UTF-8, cut inside a character"),
        ("日a".encode()[1:], "UTF-8, cut inside a character"),
        (b"\xff\xfe", "not UTF-8"),
    ],
)
def test_the_note_tells_what_the_bytes_are(payload, note):
    assert encoding_note(payload, "UTF-8", "utf-8") == note


def test_it_cannot_be_edited_and_tab_leaves_it(view):
    assert view.isReadOnly()
    assert view.tabChangesFocus()
    assert view.accessibleName()


def test_it_grows_with_the_type(view):
    before = view.document().defaultFont().pixelSize()
    view.setFont(text_font(2.0))
    assert view.document().defaultFont().pixelSize() > before * 1.5


def test_escapes_stay_in_order_after_letters_written_from_right_to_left(view, qtbot):
    text = "שלום\0שלום\n0 abc\0"
    view.set_payload(text.encode(), "utf-8")
    view.resize(600, 200)
    with qtbot.waitExposed(view):
        view.show()
    assert copied(view) == text
    shown = view.toPlainText()
    for escape in ("\\0", "\\n", "\\0"):
        place = shown.index(escape)
        cursor = QTextCursor(view.document())
        edges = []
        for at in (place, place + 1):
            cursor.setPosition(at)
            edges.append(view.cursorRect(cursor).x())
        assert edges[0] < edges[1], escape
        shown = shown.replace(escape, "xx", 1)


def test_what_is_found_behind_a_mark_is_highlighted_where_it_stands(view):
    payload = "ש\0ab\0cd".encode()
    view.set_payload(payload, "utf-8")
    for word in (b"ab", b"cd", b"\0cd"):
        begin = payload.index(word)
        view.set_found(payload, "utf-8", [(begin, begin + len(word))])
        (found,) = view.extraSelections()
        assert found.cursor.selectedText().endswith(word[-2:].decode())
