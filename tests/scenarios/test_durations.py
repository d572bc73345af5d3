import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.scenarios.durations import (
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
        (" 3 s ", 3),
        ("0s", 0),
    ],
)
def test_it_reads_a_number_and_a_unit(text, seconds):
    assert parse_duration(text) == pytest.approx(seconds)


@pytest.mark.parametrize("text", ["", "1", "s", "-1s", "1h", "1 s s", "1,5s", "1e3s", "٣s", "soon"])
def test_anything_else_is_named_in_a_sentence(text):
    with pytest.raises(DurationError, match="is not a duration") as caught:
        parse_duration(text)
    assert f"'{text}'" in str(caught.value)


def test_a_slip_of_the_pen_is_too_long():
    assert parse_duration("1440min") == LONGEST
    with pytest.raises(DurationError, match="too long"):
        parse_duration("1441min")


@given(st.integers(0, 86_400_000))
def test_milliseconds_are_exact(milliseconds):
    assert parse_duration(f"{milliseconds}ms") == milliseconds / 1000


@given(st.floats(0, LONGEST))
def test_what_is_written_is_read_as_the_very_same_number(seconds):
    assert parse_duration(format_duration(seconds)) == seconds


@pytest.mark.parametrize("text", ["20 ms", "1.5 s", "90 min", "0 s", "100 min", "10 s"])
def test_it_is_written_as_people_write_it(text):
    assert format_duration(parse_duration(text)) == text


@given(st.text())
def test_no_text_does_anything_but_read_or_refuse(text):
    with contextlib.suppress(DurationError):
        assert 0 <= parse_duration(text) <= LONGEST
