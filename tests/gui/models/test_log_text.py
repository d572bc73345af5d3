import pytest
from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.gui.models.log_text import lines_of, shown, shown_lines


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain 日本語", "plain 日本語"),
        ("a\r\n\tb\0", r"a\r\n\tb\0"),
        ("\x1b[31m\x7f", r"\x1b[31m\x7f"),
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
