"""Formats times and time spans for the log."""

import enum
import time
from functools import lru_cache

from socket_workbench.clock import localtime
from socket_workbench.journal.event import UNKNOWN_TIME
from socket_workbench.language import tr

_MICROSECOND = 1_000
_MILLISECOND = 1_000_000
_SECOND = 1_000_000_000


@lru_cache(maxsize=256)
def _clock(second: int) -> str:
    return time.strftime("%H:%M:%S", localtime(second))


def time_text(nanoseconds: int) -> str:
    """Return a time of day, local, with milliseconds: `12:01:07.031`.

    Args:
        nanoseconds: since 1970 in UTC; for `UNKNOWN_TIME` the result is empty.
    """
    if nanoseconds == UNKNOWN_TIME:
        return ""
    second, rest = divmod(nanoseconds, _SECOND)
    return f"{_clock(second)}.{rest // _MILLISECOND:03d}"


def date_time_text(nanoseconds: int) -> str:
    """Return date and time of day, local, with milliseconds: `2026-01-31 12:01:07.031`.

    It is empty for an unknown time.
    """
    if nanoseconds == UNKNOWN_TIME:
        return ""
    day = time.strftime("%Y-%m-%d", localtime(nanoseconds // _SECOND))
    return f"{day} {time_text(nanoseconds)}"


def span_text(nanoseconds: int) -> str:
    """Return a time span in a suitable unit: `0.4 ms`, `1.001 s`.

    A negative span, from a clock that was set back, has a minus sign.
    """
    sign = "−" if nanoseconds < 0 else ""
    span = abs(nanoseconds)
    if span < 100 * _MICROSECOND:
        return sign + tr("{number} µs", number=span // _MICROSECOND)
    if span < _SECOND:
        # Truncate, so that 999.97 ms does not become 1000.0 ms.
        return sign + tr("{number} ms", number=f"{span // (_MILLISECOND // 10) / 10:.1f}")
    if span < 60 * _SECOND:
        return sign + tr("{number} s", number=f"{span // _MILLISECOND / 1000:.3f}")
    minutes, rest = divmod(span // _SECOND, 60)
    if minutes < 60:
        return sign + tr("{minutes} min {seconds} s", minutes=minutes, seconds=rest)
    hours, minutes = divmod(minutes, 60)
    return sign + tr("{hours} h {minutes} min", hours=hours, minutes=minutes)


def wait_text(nanoseconds: int) -> str:
    """Return how long a call waited, in tenths: `84 µs`, `3.5 ms`, `12.4 s`, `2 min 5 s`."""
    if nanoseconds < _MILLISECOND:
        return tr("{number} µs", number=nanoseconds // _MICROSECOND)
    if nanoseconds < 100 * _MILLISECOND:
        return tr("{number} ms", number=f"{nanoseconds / _MILLISECOND:.1f}")
    if nanoseconds < 60 * _SECOND:
        return tr("{number} s", number=f"{nanoseconds // (_SECOND // 10) / 10:.1f}")
    return span_text(nanoseconds)


def since_text(nanoseconds: int) -> str:
    """Return the time since the previous row: `+0.4 ms`."""
    text = span_text(nanoseconds)
    return text if nanoseconds < 0 else f"+{text}"


class TimeFormat(enum.Enum):
    """The format of the time column; the value is stored in the settings."""

    CLOCK = "clock"
    SINCE_START = "start"
    SINCE_ROW = "row"


def time_format_title(format: TimeFormat) -> str:
    """Return the title of a format in a menu."""
    titles = {
        TimeFormat.CLOCK: tr("Time of day"),
        TimeFormat.SINCE_START: tr("Since the session began"),
        TimeFormat.SINCE_ROW: tr("Delta: since the previous row"),
    }
    return titles[format]


def formatted_time(format: TimeFormat, time: int, since: int | None, begin: int) -> str:
    """Return the text of the time column.

    Args:
        format: the format.
        time: the row's, in nanoseconds since 1970, or `UNKNOWN_TIME`.
        since: nanoseconds since the previous row shown; None for the first.
        begin: the start of the session, in nanoseconds since 1970.
    """
    if time == UNKNOWN_TIME:
        return ""
    if format is TimeFormat.SINCE_START:
        return "" if begin == UNKNOWN_TIME else since_text(time - begin)
    if format is TimeFormat.SINCE_ROW:
        return "" if since is None else since_text(since)
    return time_text(time)
