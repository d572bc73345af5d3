"""Handles what hundreds of objects report in portions, between which the event loop runs."""

from collections import deque
from collections.abc import Callable
from time import monotonic

from PySide6.QtCore import QObject, QTimer, Slot

AT_ONCE = 0.02
"""Seconds of each iteration of the event loop that a `Turns` takes, and the rest of one call."""


class Turns(QObject):
    """Makes calls at once while there is time in an iteration of the event loop, else later.

    Qt delivers all posted events before it paints or takes input: where all of hundreds of panes
    have news at the same time, the window would not answer until every one had shown it.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: deque[Callable[[], object]] = deque()
        self._end = 0.0
        self._is_at_work = False
        # With an interval of 0, it times out once in every iteration of the event loop.
        self._turn = QTimer(self, interval=0)
        self._turn.timeout.connect(self._on_turn_timeout)

    def take(self, call: Callable[[], object]) -> None:
        """Make a call, now or later; calls are made in the order in which they are given."""
        self._waiting.append(call)
        if not self._turn.isActive():
            self._begin()
            self._turn.start()
        self._work()

    def _begin(self) -> None:
        self._end = monotonic() + AT_ONCE

    def _work(self) -> None:
        # A call may run an event loop of its own, as a dialog does.
        if self._is_at_work:
            return
        self._is_at_work = True
        try:
            while self._waiting and monotonic() < self._end:
                self._waiting.popleft()()
        finally:
            self._is_at_work = False

    @Slot()
    def _on_turn_timeout(self) -> None:
        if not self._waiting:
            self._turn.stop()
            return
        self._begin()
        self._work()
