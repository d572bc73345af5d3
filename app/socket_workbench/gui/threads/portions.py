"""Work on many widgets in portions, between which the window does what else there is."""

from collections import deque
from collections.abc import Iterator

from PySide6.QtCore import QObject, QTimer, Slot

FIRST = 12
"""Pieces that are done at once: nobody sees anything come into being one by one."""


class Portions(QObject):
    """Goes through iterators one after the other, a piece in each turn of the event loop.

    Where there is little to do, all of it is done at once.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work: deque[Iterator[None]] = deque()
        self._left_at_once = FIRST
        self._is_at_work = False
        # With no interval, it runs out once in every turn of the event loop.
        self._turn = QTimer(self, interval=0)
        self._turn.timeout.connect(self._on_turn_timeout)

    @property
    def is_busy(self) -> bool:
        """Whether anything is left to do."""
        return bool(self._work)

    def add(self, work: Iterator[None]) -> None:
        """Do this behind everything that was added before; each item it yields ends a piece."""
        if not self._work:
            self._left_at_once = FIRST
        self._work.append(work)
        # A piece may add more work itself.
        while self._work and self._left_at_once > 0 and not self._is_at_work:
            self._left_at_once -= self._do_piece()
        if self._work:
            self._turn.start()

    def cancel(self, work: Iterator[None]) -> None:
        """Do nothing more of this; what is done already is nothing to cancel."""
        if work in self._work:
            self._work.remove(work)

    def drop(self) -> None:
        """Do nothing more of all that is left."""
        self._work.clear()

    def _do_piece(self) -> bool:
        """Do one piece; returns whether there was one."""
        work = self._work[0]
        self._is_at_work = True
        try:
            next(work)
        except StopIteration:
            # What it has done last may have dropped or cancelled it.
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
