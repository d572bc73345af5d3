"""Periods as a filter spells them: `12:01..12:05`, `2026-01-31T12:01:07.031..`, `..12:05`.

A single time is a period as long as it is exact: `12:01` is a minute, `12:01:07` a second,
`12:01:07.03` ten milliseconds. Times are local; a `Z` behind a time says UTC. A time of day without
a date is of the day on which the session began, or of the day after where the period would end
before the session begins or before it begins itself.
"""

import re
import time
from calendar import timegm
from datetime import datetime, timedelta

from socket_workbench.clock import gmtime, local_seconds, localtime
from socket_workbench.journal.search.filter_mistake import FilterError
from socket_workbench.language import tr

_SECOND = 1_000_000_000
_MOMENT = re.compile(
    r"(?:(\d{4})-(\d\d?)-(\d\d?)[Tt])?(\d\d?):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?([Zz])?"
)


def parse_period(text: str, session_begin: int, column: int = 1) -> tuple[int | None, int | None]:
    """Read a period.

    Args:
        text: two times with `..` between them, of which one may be missing; or a single time.
        session_begin: when the session began, nanoseconds since 1970.
        column: where the text begins, for mistakes.

    Returns:
        From when on and before when, nanoseconds since 1970; None without a bound.

    Raises:
        FilterError: it is no period.
    """
    first, dots, last = text.partition("..")
    if not (first or last):
        raise FilterError(column, tr("a period is two times, such as 12:01..12:05 or 12:01.. ."))
    if not dots:
        return _single(first, session_begin, column)
    last_column = column + len(first) + len(dots)
    begin = _moment(first, session_begin, 0, column) if first else None
    end = _moment(last, session_begin, 0, last_column) if last else None
    if end is not None and _is_clock(last):
        if end <= session_begin:
            end = _moment(last, session_begin, 1, last_column)
            if begin is not None and _is_clock(first):
                begin = _same_night(first, session_begin, begin, end, column)
        elif begin is not None and end <= begin:
            end = _moment(last, session_begin, 1, last_column)
    if begin is not None and end is not None and end <= begin:
        raise FilterError(last_column, tr("the period ends before it begins."))
    return begin, end


def format_period(begin: int | None, end: int | None, session_begin: int) -> str:
    """Write a period as short as it can be understood; see `parse_period`."""
    text = ""
    for form in (_clock_of, _local_of, _utc_of):
        first = "" if begin is None else form(begin)
        last = "" if end is None else form(end)
        text = f"{first}..{last}"
        try:
            if parse_period(text, session_begin) == (begin, end):
                break
        except FilterError:
            continue
    return text


def _single(text: str, session_begin: int, column: int) -> tuple[int, int]:
    """Return the period that is a single time."""
    begin = _moment(text, session_begin, 0, column)
    seconds, _, fraction = text.rstrip("Zz").partition(".")
    length = 60 * _SECOND if seconds.count(":") == 1 else _SECOND // 10 ** len(fraction)
    if begin + length <= session_begin and _is_clock(text):
        begin = _moment(text, session_begin, 1, column)
    return begin, begin + length


def _same_night(first: str, session_begin: int, begin: int, end: int, column: int) -> int:
    """Return the later of a time of day on two days, if the period still begins before its end."""
    later = _moment(first, session_begin, 1, column)
    return later if later < end else begin


def _is_clock(text: str) -> bool:
    return "-" not in text


def _moment(text: str, session_begin: int, days: int, column: int) -> int:
    """Return a time in nanoseconds; one without its date is so many days after the session began.

    Which day that was depends on whether the time is local or in UTC.
    """
    match = _MOMENT.fullmatch(text)
    if match is None:
        raise FilterError(column, tr("a time is 12:01, 12:01:07.031 or 2026-01-31T12:01."))
    day_of = gmtime if match[8] else localtime
    first_day = day_of(session_begin // _SECOND)[:3]
    year, month, date = map(int, match.group(1, 2, 3)) if match[1] else first_day
    fraction = int((match[7] or "").ljust(9, "0"))
    try:
        there = datetime(year, month, date, int(match[4]), int(match[5]), int(match[6] or 0))
        there += timedelta(days=days)
        seconds = timegm(there.timetuple()) if match[8] else local_seconds(there)
    except (ValueError, OverflowError, OSError):
        raise FilterError(column, tr("there is no such time.")) from None
    return seconds * _SECOND + fraction


def _clock_of(nanoseconds: int) -> str:
    second, rest = divmod(nanoseconds, _SECOND)
    return _clock(localtime(second), rest)


def _local_of(nanoseconds: int) -> str:
    second, rest = divmod(nanoseconds, _SECOND)
    there = localtime(second)
    return f"{time.strftime('%Y-%m-%d', there)}T{_clock(there, rest)}"


def _utc_of(nanoseconds: int) -> str:
    second, rest = divmod(nanoseconds, _SECOND)
    there = gmtime(second)
    return f"{time.strftime('%Y-%m-%d', there)}T{_clock(there, rest)}Z"


def _clock(there: time.struct_time, rest: int) -> str:
    if not there.tm_sec and not rest:
        return time.strftime("%H:%M", there)
    fraction = f".{rest:09}".rstrip("0") if rest else ""
    return time.strftime("%H:%M:%S", there) + fraction
