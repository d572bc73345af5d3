"""How long replies take: from a request to the next message in the other direction.

The loops note when they send and receive, in times that the journal has taken anyway: no clock is
read for it. What is kept is bounded, and nothing is locked: a deque's `append` is atomic, and the
interpreter does not switch threads between a comparison and the assignment after it.
"""

from bisect import bisect_left
from collections import deque
from collections.abc import Iterable, Sequence
from typing import NamedTuple

KEPT_OF_ENDPOINT = 1000
"""Round trips that an endpoint remembers."""

KEPT_OF_CONNECTION = 64
"""Round trips that a connection remembers: there may be thousands of connections."""


class RoundTrips:
    """The newest round trips, and the longest of all.

    Attributes:
        newest: how long they took, in nanoseconds, the oldest first.
        longest: the longest since the beginning or since `forget`, in nanoseconds.
    """

    __slots__ = ("longest", "newest")

    def __init__(self, kept: int) -> None:
        self.newest: deque[int] = deque(maxlen=kept)
        self.longest = 0

    def forget(self) -> None:
        """Begin anew."""
        self.newest.clear()
        self.longest = 0

    def take(self) -> list[int]:
        """Return those that have come since the last call, as far as there was room for them."""
        newest = self.newest
        # Counted first: what comes meanwhile is for the next call.
        return [newest.popleft() for _ in range(len(newest))]


class ReplyTimer:
    """Times the replies on one connection; subclasses decide which direction is the reply.

    Of several requests in a row the last one counts, and of several replies the first: what is
    measured is how long it took until the direction changed.

    Attributes:
        round_trips: those of this connection.
    """

    __slots__ = ("_append", "_append_to_all", "_asked_at", "_of_all", "round_trips")

    def __init__(self, of_all: RoundTrips | None = None) -> None:
        """Begin with no request open.

        Args:
            of_all: the endpoint's, where this connection's are counted too.
        """
        self.round_trips = RoundTrips(KEPT_OF_CONNECTION)
        self._of_all = of_all if of_all is not None else RoundTrips(1)
        self._append = self.round_trips.newest.append
        self._append_to_all = self._of_all.newest.append
        self._asked_at = 0

    def received(self, moment: int) -> None:
        """Note that a message has come, at a time in nanoseconds."""

    def sent(self, moment: int) -> None:
        """Note that a message goes out, at a time in nanoseconds."""

    def ask(self, moment: int) -> None:
        """Note a request, at a time in nanoseconds."""
        self._asked_at = moment

    def reply(self, moment: int) -> None:
        """Note a reply; one to no request is not counted."""
        asked_at = self._asked_at
        if asked_at:
            self._asked_at = 0
            took = moment - asked_at
            append, append_to_all = self._append, self._append_to_all
            append(took)
            append_to_all(took)
            if took > self.round_trips.longest:
                self._lengthen(took)

    def _lengthen(self, took: int) -> None:
        self.round_trips.longest = took
        if took > self._of_all.longest:
            self._of_all.longest = took


class ServerReplyTimer(ReplyTimer):
    """A server's: what it receives is the request, what it sends the reply."""

    __slots__ = ()

    received = ReplyTimer.ask
    sent = ReplyTimer.reply


class ClientReplyTimer(ReplyTimer):
    """A client's: what it sends is the request, what it receives the reply."""

    __slots__ = ()

    sent = ReplyTimer.ask
    received = ReplyTimer.reply


class ReplyTimes(NamedTuple):
    """How long some replies took, in seconds.

    Attributes:
        median: half of them were at least as quick (p50).
        slow: 95 of 100 were at least as quick (p95).
        longest: none took longer.
    """

    median: float
    slow: float
    longest: float


def reply_times(round_trips: Iterable[int], longest: int = 0) -> ReplyTimes | None:
    """Sum up round trips in nanoseconds; None when there is none.

    Args:
        round_trips: some of them.
        longest: the longest of all, where that was remembered.
    """
    ordered = sorted(round_trips)
    # The journal's clock is the system's: it can be set back.
    ordered = ordered[bisect_left(ordered, 0) :]
    if not ordered:
        return None
    return ReplyTimes(
        _share(ordered, 50) / 1e9, _share(ordered, 95) / 1e9, max(longest, ordered[-1]) / 1e9
    )


def _share(ordered: Sequence[int], percent: int) -> int:
    """The nearest rank: the least of them that so many percent do not exceed."""
    return ordered[max(0, -(-len(ordered) * percent // 100) - 1)]
