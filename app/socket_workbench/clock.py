"""The time of events: the system's clock, in steps finer than 1 ms on every system, and calendars.

Windows' clock moves in steps of 15.6 ms before Python 3.13, so that a request and its answer would
have the same time. There its performance counter tells the time since a common moment; when the two
have come apart, since the clock was set or the computer slept, a new common moment is taken.
"""

import os
import time
from datetime import datetime

KNOWS_NOTHING_BEFORE_1970 = os.name == "nt"
"""Whether the system refuses to say which date a negative time has (EINVAL; Microsoft's reference
of `localtime_s`). A recorded file may have such times."""

FINE = 0.001
"""Seconds of a clock's step, below which it is taken as it is."""

_APART = 100_000_000
"""Nanoseconds that the two clocks may be apart: some of the system clock's steps."""


class SteppedClock:
    """The system's clock, its steps filled in from the performance counter."""

    def __init__(self) -> None:
        self._offset = time.time_ns() - time.perf_counter_ns()

    def time_ns(self) -> int:
        """Return the nanoseconds since 1970, UTC."""
        now, fine = time.time_ns(), time.perf_counter_ns()
        if abs(now - fine - self._offset) > _APART:
            self._offset = now - fine
        return fine + self._offset


_FIRST_YEAR = 1970
_CYCLE_YEARS = 400
_CYCLE_SECONDS = 146_097 * 24 * 60 * 60
"""After so long, the Gregorian calendar repeats itself, days of the week included."""


def localtime(seconds: int) -> time.struct_time:
    """Return date and time of day, local, like `time.localtime`."""
    if seconds < 0 and KNOWS_NOTHING_BEFORE_1970:
        return _earlier(time.localtime(seconds + _CYCLE_SECONDS))
    return time.localtime(seconds)


def local_seconds(there: datetime) -> int:
    """Return the whole seconds since 1970, UTC, of a local time without a zone.

    Raises:
        ValueError: there is no such time.
        OverflowError: likewise.
        OSError: likewise.
    """
    if KNOWS_NOTHING_BEFORE_1970 and there.year <= _FIRST_YEAR:
        later = there.replace(year=there.year + _CYCLE_YEARS)
        return int(later.timestamp()) - _CYCLE_SECONDS
    return int(there.timestamp())


def gmtime(seconds: int) -> time.struct_time:
    """Return date and time of day in UTC, like `time.gmtime`."""
    if seconds < 0 and KNOWS_NOTHING_BEFORE_1970:
        return _earlier(time.gmtime(seconds + _CYCLE_SECONDS))
    return time.gmtime(seconds)


def _earlier(there: time.struct_time) -> time.struct_time:
    return time.struct_time((there.tm_year - _CYCLE_YEARS, *there[1:]))


time_ns = time.time_ns if time.get_clock_info("time").resolution < FINE else SteppedClock().time_ns
