"""Detects the first paint of a window."""

from PySide6.QtCore import QEvent, QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

_REST = 10
"""Milliseconds from the paint event to `painted`, in which the window reaches the screen."""

_LATEST = 3000
"""Milliseconds after which `painted` is emitted without a paint, as for a minimized window."""


class FirstPaint(QObject):
    """An event filter on a window that is about to be shown.

    Work that is not needed to show and use the window is started after it.

    Signals:
        painted: the window and its children were painted, or a timeout of some seconds has passed;
            emitted once.
    """

    painted = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._timer = QTimer(self, singleShot=True, interval=_LATEST)
        self._timer.timeout.connect(self._on_timer_timeout)
        self._window = window
        self._timer.start()
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Start the timer of `painted`; children are painted right after the window."""
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            self._timer.start(_REST)
        return False

    @Slot()
    def _on_timer_timeout(self) -> None:
        # A paint that comes after the timeout must not emit it again.
        self._window.removeEventFilter(self)
        self.painted.emit()
