import errno
import itertools
import time
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socket_workbench import clock
from socket_workbench.clock import SteppedClock

STEP = 15_625_000


class Clocks:
    """Stands in for the module `time`: the system's clock moves in steps, as Windows' does."""

    def __init__(self, begin=1_700_000_000_000_000_000):
        self.passed = 0
        self.begin = begin

    def time_ns(self):
        return (self.begin + self.passed) // STEP * STEP

    def perf_counter_ns(self):
        return self.passed + 42


class RefusingCalendar:
    """Stands in for the module `time`, as on Windows: no date is before 1970."""

    struct_time = time.struct_time

    @staticmethod
    def gmtime(seconds):
        assert seconds >= 0, "EINVAL"
        return time.gmtime(seconds)

    localtime = gmtime


def test_a_clock_in_steps_is_filled_in(monkeypatch):
    clocks = Clocks()
    monkeypatch.setattr(clock, "time", clocks)
    filled = SteppedClock()
    told = []
    for _ in range(1000):
        clocks.passed += 50_000
        told.append(filled.time_ns())

    assert {later - earlier for earlier, later in itertools.pairwise(told)} == {50_000}
    assert abs(told[-1] - clocks.time_ns()) <= STEP


def test_a_clock_that_is_set_is_followed(monkeypatch):
    clocks = Clocks()
    monkeypatch.setattr(clock, "time", clocks)
    filled = SteppedClock()
    clocks.begin -= 3_600_000_000_000

    assert abs(filled.time_ns() - clocks.time_ns()) <= STEP


def test_events_have_times_in_fine_steps():
    deadline = time.monotonic() + 20
    first = clock.time_ns()
    while (later := clock.time_ns()) == first:
        assert time.monotonic() < deadline, "the clock stands still"

    assert 0 < later - first < 1e9


@given(seconds=st.integers(-9_223_372_036, 9_223_372_036))
def test_a_calendar_that_begins_in_1970_is_the_same_as_one_that_does_not(seconds):
    wanted = tuple(time.gmtime(seconds))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "time", RefusingCalendar)
        patch.setattr(clock, "KNOWS_NOTHING_BEFORE_1970", True)
        assert tuple(clock.gmtime(seconds)) == wanted
        assert tuple(clock.localtime(seconds)) == wanted


class RefusingDateTime(datetime):
    """As on Windows, where a zone's offset is asked of a calendar that begins in 1970."""

    def timestamp(self):
        if super().timestamp() < timedelta(days=1).total_seconds():
            raise OSError(errno.EINVAL, "Invalid argument")
        return super().timestamp()


@given(there=st.datetimes(datetime(1677, 9, 22), datetime(2262, 4, 11)))
def test_a_local_time_is_the_same_moment_in_a_calendar_that_begins_in_1970(there):
    wanted = clock.local_seconds(there.replace(microsecond=0))
    refusing = RefusingDateTime(*there.timetuple()[:6])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "KNOWS_NOTHING_BEFORE_1970", True)
        assert clock.local_seconds(refusing) == wanted
