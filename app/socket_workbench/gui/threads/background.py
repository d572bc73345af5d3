"""Runs what takes time beside the window."""

import threading
from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal, Slot

_LOOK_INTERVAL = 20
"""Milliseconds between two looks whether something has ended."""


class Background(QObject):
    """Runs functions in threads of their own, and hands what they return to the window.

    The threads know nothing of this object: it may go before they end, and looks now and then
    what they have left.

    Signals:
        returned(object): a function has returned this; told in the window's thread.
    """

    returned = Signal(object)

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        """Run nothing yet.

        Args:
            name: of the threads.
            parent: what it belongs to.
        """
        super().__init__(parent)
        self._name = name
        self._running = 0
        self._left: deque[object] = deque()
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_INTERVAL)
        self._timer.timeout.connect(self._look)

    def begin(self, work: Callable[[], object]) -> None:
        """Run a function, which raises nothing; `returned` follows."""
        left = self._left
        self._running += 1
        threading.Thread(target=lambda: left.append(work()), name=self._name).start()
        self._timer.start()

    @Slot()
    def _look(self) -> None:
        while self._left:
            self._running -= 1
            self.returned.emit(self._left.popleft())
        if not self._running:
            self._timer.stop()
