"""Recognizes loops that ask a non-blocking socket again and again for what is not there."""

from collections import deque
from collections.abc import Iterator
from typing import NamedTuple

from socket_workbench.language import tr
from socket_workbench.watch.mistakes.finding import CONTRACT, WAITING_FOR_SEVERAL, Finding
from socket_workbench.watch.model import MOST_UNTOLD, Call, End

MOST_TRIES = 50
"""How often in a row, within `TRIED`, a socket may have nothing."""

TRIED = 100_000_000
"""Nanoseconds. A loop that looks once for each frame of a picture is slower than this; one that
sleeps for a millisecond is not."""


class _Try(NamedTuple):
    """A call that found nothing.

    Attributes:
        moment: when it returned, nanoseconds since 1970 in UTC.
        number: of the call.
        told: how many calls of its process have been told by then.
    """

    moment: int
    number: int
    told: int


class Tries:
    """The latest calls of each socket that have found nothing, one after the other."""

    def __init__(self) -> None:
        self._tries: dict[End, deque[_Try]] = {}

    def count(self, call: Call) -> None:
        """Take note of any call that has returned."""
        if call.name in WAITING_FOR_SEVERAL:
            # Whoever waits for readiness does not poll, whichever of the sockets has nothing.
            self._tries.clear()

    def look(self, end: End, call: Call) -> Iterator[Finding]:
        """Look at a call that has found nothing; yields the mistake if there were too many."""
        if call.timeout != 0 or call.place is None or not call.place.is_direct:
            return
        tries = self._tries.setdefault(end, deque(maxlen=MOST_TRIES))
        now = _Try(call.ended, call.number, call.process.told)
        if len(tries) == MOST_TRIES and _is_loop(tries[0], now):
            sentence = tr(
                "{call} was called more than {count} times in a tenth of a second with nothing"
                " there: wait with select, or leave the socket blocking.",
                call=call.name,
                count=MOST_TRIES,
            )
            yield Finding("busy-poll", CONTRACT, sentence)
        tries.append(now)

    def forget(self, end: End) -> None:
        """Forget a socket that has received something, or is closed."""
        self._tries.pop(end, None)


def _is_loop(first: _Try, last: _Try) -> bool:
    """Whether two calls are of a loop that does not wait.

    Where calls were left out, those in between may have received something, or waited for it.
    """
    untold = (last.number - first.number) - (last.told - first.told)
    return last.moment - first.moment < TRIED and untold <= MOST_UNTOLD
