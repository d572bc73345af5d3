"""Points in time and spans, as the log writes them."""

import enum
import time
from functools import lru_cache

from socket_workbench.journal.event import UNKNOWN_TIME
from socket_workbench.language import tr

_MICROSECOND = 1_000
_MILLISECOND = 1_000_000
_SECOND = 1_000_000_000


@lru_cache(maxsize=256)
def _clock(second: int) -> str:
    return time.strftime("%H:%M:%S", time.localtime(second))


def time_text(nanoseconds: int) -> str:
    """Return a time of day, local, with milliseconds: `12:01:07.031`.

    Args:
        nanoseconds: since 1970 in UTC; `UNKNOWN_TIME` gives the empty text.
    """
    if nanoseconds == UNKNOWN_TIME:
        return ""
    second, rest = divmod(nanoseconds, _SECOND)
    return f"{_clock(second)}.{rest // _MILLISECOND:03d}"


def date_time_text(nanoseconds: int) -> str:
    """Return date and time of day, local, with milliseconds: `2026-01-31 12:01:07.031`.

    Where the time is not known, it is empty.
    """
    if nanoseconds == UNKNOWN_TIME:
        return ""
    day = time.strftime("%Y-%m-%d", time.localtime(nanoseconds // _SECOND))
    return f"{day} {time_text(nanoseconds)}"


def span_text(nanoseconds: int) -> str:
    """Return how long something took, in the unit that suits it: `0.4 ms`, `1.001 s`.

    A clock that was set back gives a negative span, written with a minus sign.
    """
    sign = "−" if nanoseconds < 0 else ""
    span = abs(nanoseconds)
    if span < 100 * _MICROSECOND:
        return sign + tr("{number} µs", number=span // _MICROSECOND)
    if span < _SECOND:
        # Rounded down, as clocks are: 999.97 ms is not yet a second.
        return sign + tr("{number} ms", number=f"{span // (_MILLISECOND // 10) / 10:.1f}")
    if span < 60 * _SECOND:
        return sign + tr("{number} s", number=f"{span // _MILLISECOND / 1000:.3f}")
    minutes, rest = divmod(span // _SECOND, 60)
    if minutes < 60:
        return sign + tr("{minutes} min {seconds} s", minutes=minutes, seconds=rest)
    hours, minutes = divmod(minutes, 60)
    return sign + tr("{hours} h {minutes} min", hours=hours, minutes=minutes)


def since_text(nanoseconds: int) -> str:
    """Return the time since the row before: `+0.4 ms`."""
    text = span_text(nanoseconds)
    return text if nanoseconds < 0 else f"+{text}"


class TimeForm(enum.Enum):
    """What stands in the column of times; the value is what is kept in the settings."""

    CLOCK = "clock"
    SINCE_START = "start"
    SINCE_ROW = "row"


def time_form_title(form: TimeForm) -> str:
    """Return what a form is called in a menu."""
    titles = {
        TimeForm.CLOCK: tr("Time of day"),
        TimeForm.SINCE_START: tr("Since the session began"),
        TimeForm.SINCE_ROW: tr("Since the row before"),
    }
    return titles[form]


def form_text(form: TimeForm, time: int, since: int | None, begin: int) -> str:
    """Return a row's time.

    Args:
        form: how it is shown.
        time: the row's, in nanoseconds since 1970, or `UNKNOWN_TIME`.
        since: nanoseconds after the row shown before it; None for the first.
        begin: when the session began.
    """
    if time == UNKNOWN_TIME:
        return ""
    if form is TimeForm.SINCE_START:
        return "" if begin == UNKNOWN_TIME else since_text(time - begin)
    if form is TimeForm.SINCE_ROW:
        return "" if since is None else since_text(since)
    return time_text(time)
