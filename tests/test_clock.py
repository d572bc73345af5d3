import itertools
import time

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
