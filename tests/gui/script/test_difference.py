import pytest
from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.dialogues.script_comparison import Comparison, compared
from socket_workbench.dialogues.script_matchers import masked_hex
from socket_workbench.gui.script.difference import (
    MOST_ALIGNED,
    as_hex,
    as_text,
    differences,
    is_text,
)
from socket_workbench.payload.escapes import parse_escapes


def pieces(data, ranges):
    return [data[first:last] for first, last in ranges]


@pytest.mark.parametrize(
    ("expected", "received", "missing", "added"),
    [
        (b"Hello, Anna!", b"Hello, Bob!", [b"Anna"], [b"Bob"]),
        (b"same", b"same", [], []),
        (b"abc", b"ab", [b"c"], []),
        (b"", b"ab", [], [b"ab"]),
        (b"1-2-3", b"1+2+3", [b"-", b"-"], [b"+", b"+"]),
    ],
)
def test_what_differs_is_found_between_what_is_the_same(expected, received, missing, added):
    ranges = differences(compared(expected, received, 0))

    assert pieces(expected, ranges[0]) == missing
    assert pieces(received, ranges[1]) == added


@given(st.binary(max_size=80), st.binary(max_size=80))
def test_without_what_differs_both_are_the_same(expected, received):
    rest = []
    for data, ranges in zip(
        (expected, received), differences(compared(expected, received, 0)), strict=True
    ):
        marked = {place for first, last in ranges for place in range(first, last)}
        rest.append(bytes(byte for place, byte in enumerate(data) if place not in marked))
        assert all(first < last for first, last in ranges)
    assert rest[0] == rest[1]


def test_large_pieces_differ_from_the_first_to_the_last_difference():
    size = MOST_ALIGNED
    expected, received = b"<" + b"ab" * size + b">", b"<" + b"ba" * size + b">"

    assert differences(compared(expected[:600], received[:600], 1))[0] == [(1, 600)]


def test_masked_bytes_are_compared_in_their_places():
    value, mask = masked_hex("0? ff 03 04")

    ranges = differences(compared(value, b"\x0e\xfe\x03\x05\x06", 1, mask))
    assert ranges == ([(1, 2), (3, 4)], [(1, 2), (3, 4), (4, 5)])


def test_the_case_makes_no_difference_where_the_step_says_so():
    assert differences(compared(b"ABC", b"abX", 2, ignores_case=True)) == ([(2, 3)], [(2, 3)])


def test_what_was_not_compared_has_no_marks():
    assert differences(Comparison(b"abc", 3)) == ([], [])


def marked(shown):
    text = shown.text.encode("utf-16-le")
    return [text[2 * first : 2 * last].decode("utf-16-le") for first, last in shown.marks]


def test_text_has_escapes_and_a_line_ends_behind_each_line_feed():
    shown = as_text("é\r\n😀\x00!\n".encode(), [(1, 4), (8, 9)])

    assert shown.text == "é\\r\\n\n😀\\0!\\n"
    assert marked(shown) == ["é\\r\\n", "\\0"]


@given(st.binary(max_size=60))
def test_text_can_be_typed_again(data):
    assert parse_escapes(as_text(data, []).text.replace("\n", "")) == data


def test_hex_has_offsets_and_characters():
    shown = as_hex(b"0123456789\xff", [(7, 9)], offset=256)

    assert shown.text == (
        "0100  30 31 32 33 34 35 36 37  01234567\n0108  38 39 ff                 89."
    )
    assert marked(shown) == ["37", "7", "38", "8"]
    assert as_hex(b"", []).text == ""


def test_digits_that_do_not_count_are_question_marks():
    assert as_hex(b"\x00\xf0", [], mask=b"\x0f\xf0").text.startswith("0000  ?0 f?")


@pytest.mark.parametrize(
    ("data", "expected"), [(b"a\r\n", True), (b"a\0", False), (b"\xff", False), (b"", True)]
)
def test_whether_bytes_are_better_read_as_text(data, expected):
    assert is_text(data) is expected
