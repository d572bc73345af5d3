import re
from unicodedata import bidirectional

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextLayout, QTextOption

from socket_workbench.gui.looks.fonts import text_font
from socket_workbench.gui.rows.encodings import ENCODINGS
from socket_workbench.gui.rows.text import (
    LEFT_TO_RIGHT,
    copied,
    decoded,
    escapes_in_order,
    event_line,
    letters_in_order,
    lines_of,
    meant,
    shown,
    shown_lines,
)
from socket_workbench.payload.escapes import parse_escapes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain 日本語", "plain 日本語"),
        ("a\r\n\tb\0", r"a\r\n\tb\0"),
        ("\x1b[31m\x7f", r"\x1b[31m\x7f"),
        (r"\x01 \n", r"\\x01 \\n"),
        ("\u202eevil", r"\u202eevil"),
    ],
)
def test_control_characters_are_written_as_escapes(text, expected):
    assert shown(text) == expected


def test_lines_end_after_each_line_feed_only():
    assert shown_lines("one\r\ntwo\u2028three\n\nfour") == [
        r"one\r\n",
        r"two\u2028three\n",
        r"\n",
        "four",
    ]


def test_a_last_line_that_is_ended_adds_no_empty_one():
    assert shown_lines("one\n") == [r"one\n"]
    assert shown_lines("") == []


@given(st.text(alphabet="a\r\n\u2028\0"))
def test_the_lines_together_are_the_text(text):
    lines = lines_of(text)
    assert "".join(lines) == text
    assert all(line.endswith("\n") for line in lines[:-1])
    assert "" not in lines


hostile = st.lists(
    st.sampled_from(
        [b"\\", b"x01", b"\x01", b"n", b"\n", b"\xff", b"\xc3", b"\xa9", b"\0", b"u0001"]
    )
    | st.binary(min_size=1, max_size=2),
    max_size=6,
).map(b"".join)


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1", "utf-16-le", "utf-16-be"])
@given(one=hostile, other=hostile)
def test_no_two_payloads_are_written_alike(encoding, one, other):
    def written(data):
        return shown(decoded(data, encoding), encoding)

    assert (written(one) == written(other)) == (one == other)
    assert "".join(shown_lines(decoded(one, encoding), encoding)) == written(one)


@pytest.mark.parametrize("encoding", [name for _, name in ENCODINGS])
@given(text=st.text(st.characters(max_codepoint=0xFFFF, exclude_categories=["Cs"]), max_size=12))
def test_what_is_shown_can_be_typed_to_send_the_same(encoding, text):
    data = text.encode(encoding, "ignore")
    assert parse_escapes(shown(decoded(data, encoding), encoding), encoding) == data


@given(hostile)
def test_bytes_that_are_no_text_can_be_typed_too(data):
    assert parse_escapes(shown(decoded(data))) == data


@given(st.text())
def test_what_is_copied_is_what_was_sent(text):
    lines = shown_lines(decoded(text.encode()))
    ended = "\n" if text.endswith("\n") else ""
    assert meant("\n".join(lines) + ended) == text
    assert copied(decoded(text.encode())) == text


def test_a_byte_that_is_no_text_is_copied_as_an_escape():
    assert copied(decoded(b"a\xff\\")) == "a\\xff\\"
    assert meant(shown(decoded(b"a\xff\\"))) == "a\\xff\\"


def test_the_sentence_of_an_event_keeps_its_backslashes():
    assert event_line("C:\\new\r\n\x1b") == r"C:\new\r\n\x1b"


def test_a_byte_order_mark_decides_and_is_seen_where_it_does_not():
    assert decoded(b"\xff\xfea\0", "utf-16") == "a"
    assert decoded(b"\0a", "utf-16") == "a"
    assert shown(decoded(b"\xff\xfea\0", "utf-16-le"), "utf-16-le") == r"\ufeffa"
    assert shown(decoded(b"\xef\xbb\xbfa")) == r"\ufeffa"


ALPHABET = "אבعبaZ09 \0\n\r\t\x1b\\.,-ש\udcff日"
"""Letters of both directions, digits, controls, and a byte that is no text."""
ESCAPE = re.compile(r"\\\\|\\([rnt0]|x[0-9a-f]{2})")


def seen_order(text):
    """Return where each character begins when the text is laid out from left to right."""
    layout = QTextLayout(text, text_font())
    option = QTextOption()
    option.setTextDirection(Qt.LayoutDirection.LeftToRight)
    layout.setTextOption(option)
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(1e6)
    layout.endLayout()
    return [line.cursorToX(place)[0] for place in range(len(text) + 1)]  # type: ignore[index]


@given(st.text(st.sampled_from(ALPHABET), max_size=12))
def test_an_escape_is_always_read_from_left_to_right(qapp, text):
    drawn = escapes_in_order(shown(text))
    places = seen_order(drawn)
    for found in ESCAPE.finditer(drawn):
        if found[1]:
            first, *others = (places[at] for at in range(*found.span()))
            assert all(first < other for other in others), drawn
    assert drawn.replace(LEFT_TO_RIGHT, "") == shown(text)


@given(st.text(st.sampled_from("אבعبيّaZ09١ .,-[|日"), max_size=16))
def test_in_a_dump_all_but_the_letters_of_a_word_keep_their_order(qapp, text):
    drawn = letters_in_order(f"d7 90  |{text}|")
    places = seen_order(drawn)
    for at, character in enumerate(drawn):
        if bidirectional(character) not in ("R", "AL", "NSM"):
            assert all(place <= places[at] for place in places[:at]), drawn
            assert all(place >= places[at] for place in places[at:]), drawn
    assert drawn.replace(LEFT_TO_RIGHT, "") == f"d7 90  |{text}|"
