"""Tells when a window has been painted for the first time."""

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

_REST = 10
"""Milliseconds after the first paint in which it reaches the screen and input is handled."""

_LATEST = 3000
"""Milliseconds after which a window that is not painted, a minimized one, is not waited for."""


class FirstPaint(QObject):
    """Watches a window that is about to be shown.

    What the window does not need to be seen and used is begun only then.

    Signals:
        painted: all that the window shows has been painted; or it was not within some seconds.
    """

    painted = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._timer = QTimer(self, singleShot=True, interval=_LATEST)
        self._timer.timeout.connect(self.painted)
        self._timer.start()
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Begin the rest; the window's children are painted right after the window."""
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            self._timer.start(_REST)
        return False
