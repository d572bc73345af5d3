import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.journal.search.filter_mistake import FilterError
from socket_workbench.journal.search.filter_time import format_period, parse_period

SECOND = 1_000_000_000
HOUR = 3600 * SECOND


def at(*fields):
    return int(time.mktime((*fields, *(0,) * (6 - len(fields)), 0, 0, -1))) * SECOND


NOON = at(2026, 1, 31, 12, 3, 20)
MOMENTS = st.integers(0, 4_000_000_000 * SECOND)


@pytest.mark.parametrize(
    ("text", "begin", "end"),
    [
        ("12:01..12:05", at(2026, 1, 31, 12, 1), at(2026, 1, 31, 12, 5)),
        ("12:01..", at(2026, 1, 31, 12, 1), None),
        ("..12:05:07.25", None, at(2026, 1, 31, 12, 5, 7) + SECOND // 4),
        ("23:00..1:00", at(2026, 1, 31, 23), at(2026, 2, 1, 1)),
        ("02:00..03:00", at(2026, 2, 1, 2), at(2026, 2, 1, 3)),
        ("..03:00", None, at(2026, 2, 1, 3)),
        ("2026-01-30T08:00..09:00", at(2026, 1, 30, 8), at(2026, 2, 1, 9)),
        ("2026-01-30T08:00..2026-01-30T9:00", at(2026, 1, 30, 8), at(2026, 1, 30, 9)),
        ("1970-01-01T00:00:01Z..1970-01-01T00:00:02z", SECOND, 2 * SECOND),
        ("12:01", at(2026, 2, 1, 12, 1), at(2026, 2, 1, 12, 2)),
        ("12:03", at(2026, 1, 31, 12, 3), at(2026, 1, 31, 12, 4)),
        ("12:03:20", NOON, NOON + SECOND),
        ("12:03:20.5", NOON + SECOND // 2, NOON + SECOND // 2 + SECOND // 10),
        ("12:03:20.000000001", NOON + 1, NOON + 2),
        ("02:00", at(2026, 2, 1, 2), at(2026, 2, 1, 2, 1)),
        ("2026-01-30T08:00", at(2026, 1, 30, 8), at(2026, 1, 30, 8, 1)),
    ],
)
def test_periods(text, begin, end):
    assert parse_period(text, NOON) == (begin, end)


@pytest.mark.parametrize(
    ("text", "column", "problem"),
    [
        ("12", 10, "a time is"),
        ("12:01Z:07", 10, "a time is"),
        ("..", 10, "a period is two times"),
        ("12..13:00", 10, "a time is"),
        ("12:01..12", 17, "a time is"),
        ("25:00..", 10, "no such time"),
        ("2026-02-30T12:00..", 10, "no such time"),
        ("2026-02-02T12:00..2026-02-02T11:00", 28, "ends before it begins"),
    ],
)
def test_mistakes_have_their_column(text, column, problem):
    with pytest.raises(FilterError, match=problem) as error:
        parse_period(text, NOON, 10)
    assert error.value.column == column


@pytest.mark.parametrize("zone", ["UTC0", "CET-1", "XXX+11", "YYY-13:30"])
def test_a_time_of_day_in_utc_is_of_the_day_on_which_the_session_began_there(monkeypatch, zone):
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    day = 20_000 * 24 * HOUR
    minute = 60 * SECOND
    begin = day + 12 * HOUR
    found = [
        parse_period(text, begin) for text in ("12:01Z", "12:01Z..12:05z", "11:00Z..", "..11:00Z")
    ]
    monkeypatch.undo()
    time.tzset()

    assert found == [
        (begin + minute, begin + 2 * minute),
        (begin + minute, begin + 5 * minute),
        (day + 11 * HOUR, None),
        (None, day + 35 * HOUR),
    ]


def test_periods_are_written_short():
    assert format_period(at(2026, 1, 31, 12, 1), at(2026, 1, 31, 12, 5, 7), NOON) == (
        "12:01..12:05:07"
    )
    assert format_period(at(2026, 1, 30, 8), None, NOON) == "2026-01-30T08:00.."


@given(st.none() | MOMENTS, st.none() | MOMENTS, MOMENTS)
def test_what_is_written_reads_the_same(begin, end, session_begin):
    if begin is None and end is None:
        return
    if begin is not None and end is not None and end <= begin:
        begin, end = end, begin + 1
    written = format_period(begin, end, session_begin)
    assert parse_period(written, session_begin) == (begin, end)


@pytest.fixture
def summer_time(monkeypatch):
    monkeypatch.setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def test_the_hour_that_comes_twice_is_written_in_utc(summer_time):
    second = 1_792_889_400 * SECOND  # 2026-10-25 02:30 in winter time
    written = format_period(second, None, second - 5 * HOUR)
    assert written == "2026-10-25T01:30Z.." or parse_period(written, second - 5 * HOUR) == (
        second,
        None,
    )
    for moment in (second, second - HOUR):
        text = format_period(moment, None, NOON)
        assert parse_period(text, NOON) == (moment, None)
