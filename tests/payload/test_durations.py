import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.payload.durations import (
    LONGEST,
    DurationError,
    format_duration,
    parse_duration,
)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("1s", 1),
        ("200ms", 0.2),
        ("1.5s", 1.5),
        (".5s", 0.5),
        ("2min", 120),
        ("1.5h", 5400),
        (" 3 s ", 3),
        ("0s", 0),
    ],
)
def test_it_reads_a_number_and_a_unit(text, seconds):
    assert parse_duration(text) == pytest.approx(seconds)


@pytest.mark.parametrize("text", ["", "1", "s", "-1s", "1d", "1 s s", "1,5s", "1e3s", "٣s", "soon"])
def test_anything_else_is_named_in_a_sentence(text):
    with pytest.raises(DurationError, match="is not a duration") as caught:
        parse_duration(text)
    assert f"'{text}'" in str(caught.value)


def test_a_slip_of_the_pen_is_too_long():
    assert parse_duration("1440min") == LONGEST
    assert parse_duration("24h") == LONGEST
    for text in ("1441min", "90h"):
        with pytest.raises(DurationError, match="too long; 24 h is the most"):
            parse_duration(text)


def test_a_number_alone_has_the_unit_that_it_is_said_to_have():
    assert parse_duration("1.5", bare_unit="s") == 1.5
    assert parse_duration("200ms", bare_unit="s") == 0.2


@pytest.mark.parametrize("text", ["9" * 2_000_000, f"{'9' * 2_000_000}s", f".{'0' * 2_000_000}1s"])
def test_more_digits_than_a_decimal_has_are_refused(text):
    with pytest.raises(DurationError):
        parse_duration(text)


@given(st.integers(0, 86_400_000))
def test_milliseconds_are_exact(milliseconds):
    assert parse_duration(f"{milliseconds}ms") == milliseconds / 1000


@given(st.floats(0, LONGEST))
def test_what_is_written_is_read_as_the_very_same_number(seconds):
    assert parse_duration(format_duration(seconds)) == seconds


@pytest.mark.parametrize("text", ["20 ms", "1.5 s", "90 min", "0 s", "100 min", "2 h", "10 s"])
def test_it_is_written_as_people_write_it(text):
    assert format_duration(parse_duration(text)) == text


@given(st.text())
def test_no_text_does_anything_but_read_or_refuse(text):
    with contextlib.suppress(DurationError):
        assert 0 <= parse_duration(text) <= LONGEST
