"""How fast an endpoint moves bytes: counts looked at now and then, kept for a quarter of an hour.

`Rates.look` is called some times a second with what `RunningEndpoint.traffic` returns; nothing here
is on the path of a byte. Times are in `time.monotonic()` seconds.
"""

import math
from array import array
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from socket_workbench.engine.round_trips import KEPT_OF_ENDPOINT, ReplyTimes, reply_times
from socket_workbench.engine.view import Traffic

SPANS = {60: 0.25, 300: 1.0, 900: 3.0}
"""Seconds that a history can go back, and the seconds between its points: few enough to draw."""

SMOOTHING = 1.0
"""Seconds over which a rate is averaged: of single messages, shorter ones would only jump."""


class Ring:
    """The newest numbers, in memory that is bounded and grows only as far as it is used."""

    def __init__(self, capacity: int) -> None:
        self._numbers = array("d")
        self._capacity = capacity
        self._first = 0

    def __len__(self) -> int:
        return len(self._numbers)

    def append(self, number: float) -> None:
        """Add one; when it is full, the oldest goes."""
        if len(self._numbers) < self._capacity:
            self._numbers.append(number)
            return
        self._numbers[self._first] = number
        self._first = (self._first + 1) % self._capacity

    def values(self) -> "array[float]":
        """Return them, the oldest first."""
        return self._numbers[self._first :] + self._numbers[: self._first]


@dataclass(frozen=True, slots=True)
class Rate:
    """What is moved in a second."""

    bytes_in: float = 0.0
    bytes_out: float = 0.0
    messages_in: float = 0.0
    messages_out: float = 0.0


@dataclass(frozen=True, slots=True)
class History:
    """What was seen for some time, the oldest first; all sequences are of one length.

    Attributes:
        times: when it was looked, in `time.monotonic()` seconds.
        bytes_in: bytes received in a second.
        bytes_out: bytes sent in a second.
        median: seconds that the median reply took; not a number where there was none.
        slow: the same for all but the slowest five of a hundred.
    """

    times: Sequence[float]
    bytes_in: Sequence[float]
    bytes_out: Sequence[float]
    median: Sequence[float]
    slow: Sequence[float]


class Series:
    """Numbers over time, one point for each step of time: the highest seen in it.

    Steps begin at round times, so that points do not change their heights while they grow old.

    Args:
        seconds: how far back it goes.
        step: seconds from point to point.
        lines: how many numbers there are at each time.
    """

    def __init__(self, seconds: float, step: float, lines: int) -> None:
        self._step = step
        self._place = -1
        self._latest: list[float] = []
        self._rings = [Ring(math.ceil(seconds / step) + 2) for _ in range(1 + lines)]

    def add(self, now: float, values: Sequence[float]) -> None:
        """Record the numbers of a moment."""
        place = int(now // self._step)
        if place != self._place:
            if self._latest:
                self._append(self._latest)
            self._place, self._latest = place, [now, *values]
            return
        highest = map(_higher, self._latest[1:], values)
        self._latest = [now, *highest]

    def values(self) -> "list[array[float]]":
        """Return the times, and the numbers of each line."""
        found = [ring.values() for ring in self._rings]
        if self._latest:
            for line, number in zip(found, self._latest, strict=True):
                line.append(number)
        return found

    def _append(self, point: Sequence[float]) -> None:
        for ring, number in zip(self._rings, point, strict=True):
            ring.append(number)


def _higher(one: float, other: float) -> float:
    """Return the higher of two numbers, or the one that is not NaN."""
    if math.isnan(one) or other > one:
        return other
    return one


class Rates:
    """The rates of one endpoint, and what it has moved since it was last set to zero."""

    def __init__(self) -> None:
        self._series = {seconds: Series(seconds, step, 4) for seconds, step in SPANS.items()}
        self._newest: deque[tuple[float, Traffic, list[int]]] = deque()
        self._lately: deque[int] = deque(maxlen=KEPT_OF_ENDPOINT)
        self._zero = Traffic()
        self._now = Traffic()
        self._rate = Rate()

    @property
    def rate(self) -> Rate:
        """What is moved in a second now."""
        return self._rate

    @property
    def total(self) -> Traffic:
        """What was moved since it was set to zero."""
        return self._now - self._zero

    def look(self, now: float, traffic: Traffic, round_trips: list[int]) -> None:
        """Record what has been moved up to now.

        Args:
            now: the time.
            traffic: what was moved up to now.
            round_trips: those since the last look, in nanoseconds.
        """
        self._now = traffic
        self._lately.extend(round_trips)
        newest = self._newest
        # Sorted once: to sort a few sorted ones together takes little time.
        newest.append((now, traffic, sorted(round_trips)))
        # One look is kept that is as old as the rate is to be smoothed, or older.
        while len(newest) > 2 and newest[1][0] <= now - SMOOTHING:
            newest.popleft()
        self._rate = self._rate_of(newest[0], newest[-1])
        times = reply_times(self.newest_trips())
        median, slow = (times.median, times.slow) if times is not None else (math.nan, math.nan)
        for series in self._series.values():
            series.add(now, (self._rate.bytes_in, self._rate.bytes_out, median, slow))

    def newest_trips(self) -> Iterator[int]:
        """Return the round trips of the last `SMOOTHING` seconds, in nanoseconds."""
        return chain.from_iterable(trips for _, _, trips in self._newest)

    def start_anew(self, now: float) -> None:
        """Expect counts from zero: the endpoint was started, or started again.

        Args:
            now: the time at which nothing had been moved yet.
        """
        self._newest.clear()
        self._newest.append((now, Traffic(), []))
        self._lately.clear()
        self._zero = self._now = Traffic()
        self._rate = Rate()

    def set_to_zero(self) -> None:
        """Count totals and reply times from now on; rates go on."""
        self._zero = self._now
        self._lately.clear()

    def reply_times(self, longest: int) -> ReplyTimes | None:
        """Return those of the newest round trips; None when there was none.

        Args:
            longest: the longest since the counts were set to zero, in nanoseconds.
        """
        return reply_times(self._lately, longest)

    def history(self, seconds: int) -> History:
        """Return what was seen for so many seconds, one of `SPANS`, and a little longer."""
        return History(*self._series[seconds].values())

    @staticmethod
    def _rate_of(
        earlier: tuple[float, Traffic, list[int]], later: tuple[float, Traffic, list[int]]
    ) -> Rate:
        elapsed = later[0] - earlier[0]
        if elapsed <= 0:
            return Rate()
        moved = later[1] - earlier[1]
        return Rate(
            moved.bytes_in / elapsed,
            moved.bytes_out / elapsed,
            moved.messages_in / elapsed,
            moved.messages_out / elapsed,
        )
