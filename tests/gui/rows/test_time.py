import re
import time

import pytest

from socket_workbench.gui.rows.time import (
    TimeFormat,
    date_time_text,
    formatted_time,
    since_text,
    span_text,
    time_format_title,
    time_text,
)
from socket_workbench.journal.event import UNKNOWN_TIME

MS = 1_000_000
SECOND = 1000 * MS


def test_a_time_is_local_with_milliseconds():
    nanoseconds = 1_700_000_000 * SECOND + 31_999_999
    expected = time.strftime("%H:%M:%S", time.localtime(1_700_000_000))
    assert time_text(nanoseconds) == f"{expected}.031"
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.031", date_time_text(nanoseconds))


def test_a_time_that_is_not_known_is_empty():
    assert (time_text(UNKNOWN_TIME), date_time_text(UNKNOWN_TIME)) == ("", "")


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        (0, "0 µs"),
        (12_345, "12 µs"),
        (400_000, "0.4 ms"),
        (999_999_999, "999.9 ms"),
        (SECOND + MS, "1.001 s"),
        (59 * SECOND + 999_999_999, "59.999 s"),
        (61 * SECOND, "1 min 1 s"),
        (3 * 3600 * SECOND + 5 * 60 * SECOND, "3 h 5 min"),
        (-400_000, "−0.4 ms"),
    ],
)
def test_a_span_is_written_in_the_unit_that_suits_it(span, expected):
    assert span_text(span) == expected


def test_time_since_has_a_sign():
    assert since_text(400_000) == "+0.4 ms"
    assert since_text(-400_000) == "−0.4 ms"


def test_units_are_translated(pseudo_language):
    assert span_text(MS).startswith("⟦")


def test_times_in_each_form():
    begin = 1_700_000_000_000_000_000
    time = begin + 61_000_000_000
    assert formatted_time(TimeFormat.CLOCK, time, 5, begin) == time_text(time)
    assert formatted_time(TimeFormat.SINCE_START, time, 5, begin) == "+1 min 1 s"
    assert formatted_time(TimeFormat.SINCE_ROW, time, 400_000, begin) == "+0.4 ms"
    assert formatted_time(TimeFormat.SINCE_ROW, time, None, begin) == ""


def test_a_time_that_is_not_known_is_empty_in_every_form():
    time = 1_700_000_000_000_000_000
    for form in TimeFormat:
        assert formatted_time(form, UNKNOWN_TIME, None, time) == ""
    assert formatted_time(TimeFormat.SINCE_START, time, None, UNKNOWN_TIME) == ""


def test_each_has_a_title():
    assert len({time_format_title(form) for form in TimeFormat}) == 3
