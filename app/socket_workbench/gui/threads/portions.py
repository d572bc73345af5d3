"""Splits work on many widgets into portions, between which the event loop runs."""

from collections import deque
from collections.abc import Iterator

from PySide6.QtCore import QObject, QTimer, Slot

FIRST = 12
"""The number of pieces done at once, so that few widgets do not appear one by one."""


class Portions(QObject):
    """Advances iterators one after the other, one item in each iteration of the event loop.

    If there is little to do, all of it is done at once.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work: deque[Iterator[None]] = deque()
        self._left_at_once = FIRST
        self._is_at_work = False
        # With an interval of 0, it times out once in every iteration of the event loop.
        self._turn = QTimer(self, interval=0)
        self._turn.timeout.connect(self._on_turn_timeout)

    @property
    def is_busy(self) -> bool:
        """Whether anything is left to do."""
        return bool(self._work)

    def add(self, work: Iterator[None]) -> None:
        """Queue an iterator; each item that it yields ends a piece."""
        if not self._work:
            self._left_at_once = FIRST
        self._work.append(work)
        # A piece may add more work itself.
        while self._work and self._left_at_once > 0 and not self._is_at_work:
            self._left_at_once -= self._do_piece()
        if self._work:
            self._turn.start()

    def cancel(self, work: Iterator[None]) -> None:
        """Remove an iterator from the queue; no effect if it has ended."""
        if work in self._work:
            self._work.remove(work)

    def drop(self) -> None:
        """Empty the queue."""
        self._work.clear()

    def _do_piece(self) -> bool:
        """Do one piece; return whether there was one."""
        work = self._work[0]
        self._is_at_work = True
        try:
            next(work)
        except StopIteration:
            # Its last piece may have emptied the queue or removed it.
            self.cancel(work)
            return False
        finally:
            self._is_at_work = False
        return True

    @Slot()
    def _on_turn_timeout(self) -> None:
        if self._work:
            self._do_piece()
        if not self._work:
            self._turn.stop()
