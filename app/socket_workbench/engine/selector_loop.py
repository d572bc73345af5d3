"""The loop of a thread that waits for many sockets at once, with a selector."""

import heapq
import time
from collections import deque
from collections.abc import Callable
from itertools import count

from socket_workbench.sockets.waiting.readiness import HasFileno
from socket_workbench.sockets.waiting.selector import Selector

Ready = Callable[[int], object]
"""Called with the events for which a socket is ready."""


class Alarm:
    """Something that is to be done at a time.

    Attributes:
        due: the time, in `time.monotonic()` seconds.
        action: what is done then; None once it was done or cancelled.
    """

    def __init__(self, due: float, action: Callable[[], object]) -> None:
        self.due = due
        self.action: Callable[[], object] | None = action

    def cancel(self) -> None:
        """Do nothing when it is due; harmless when repeated."""
        self.action = None


class SelectorLoop:
    """Calls what belongs to the sockets that are ready, what is due and what others ask for.

    All of it is called by the thread that calls `run_once`, and must not raise. Any thread may use
    `call` and `wake`; everything else is for that thread.

    Args:
        selector: waits; it is closed with the loop.
    """

    def __init__(self, selector: Selector) -> None:
        self._selector = selector
        self._asked: deque[Callable[[], object]] = deque()
        self._alarms: list[tuple[float, int, Alarm]] = []
        self._numbers = count()

    def call(self, action: Callable[[], object]) -> None:
        """Do an action soon."""
        self._asked.append(action)
        self._selector.wake()

    def wake(self) -> None:
        """Let `run_once` return, now or when it is called; any thread may do this."""
        self._selector.wake()

    def call_later(self, seconds: float, action: Callable[[], object]) -> Alarm:
        """Do an action after so many seconds."""
        alarm = Alarm(time.monotonic() + seconds, action)
        # The number decides between two that are due at the same time.
        heapq.heappush(self._alarms, (alarm.due, next(self._numbers), alarm))
        return alarm

    def watch(self, sock: HasFileno, events: int, ready: Ready) -> None:
        """Call `ready` when a socket is ready for these events; 0 for no events, before its end."""
        self._selector.watch(sock, events, ready)

    def run_once(self) -> None:
        """Wait until there is something to do, and do it."""
        for ready, events in self._selector.select(self._patience()):
            # The selector keeps whatever it was given; here that is always a `Ready`.
            ready(events)  # type: ignore[operator]
        now = time.monotonic()
        while self._alarms and self._alarms[0][0] <= now:
            alarm = heapq.heappop(self._alarms)[2]
            if (action := alarm.action) is not None:
                alarm.cancel()
                action()
        # What these ask for is done the next time.
        for _ in range(len(self._asked)):
            self._asked.popleft()()

    def close(self) -> None:
        """Close the selector; the sockets stay open."""
        self._selector.close()

    def _patience(self) -> float | None:
        while self._alarms and self._alarms[0][2].action is None:
            heapq.heappop(self._alarms)
        if self._asked:
            return 0
        return max(self._alarms[0][0] - time.monotonic(), 0) if self._alarms else None
