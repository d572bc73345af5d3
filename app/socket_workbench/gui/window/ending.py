"""Waits for the window's threads and jobs without blocking the event loop."""

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from socket_workbench.gui.session.session import Session
from socket_workbench.gui.threads.job import running_jobs

PATIENCE = 2000
"""Milliseconds to wait for threads and jobs while the event loop runs.

Where it stands still, Python is often locked, so that no thread can end. To hide a window takes 2 s
under Wine without a window manager."""

_INTERVAL = 20


class Ending(QObject):
    """Waits for the session's threads and all jobs, after they were asked to stop.

    Signals:
        ended(list): all have ended, or `PATIENCE` is over; carries the names of those still
            running.
    """

    ended = Signal(list)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._looks_left = 0
        self._clock = QTimer(self)
        self._clock.setInterval(_INTERVAL)
        self._clock.timeout.connect(self._on_clock_timeout)

    def begin(self) -> None:
        """Start to wait; `ended` is emitted at once if nothing is running."""
        self._session.sockets.close()
        self._looks_left = PATIENCE // _INTERVAL
        self._clock.start()
        QTimer.singleShot(0, self._on_clock_timeout)

    @Slot()
    def _on_clock_timeout(self) -> None:
        running = self._session.threads.running() + running_jobs()
        self._looks_left -= 1
        if self._clock.isActive() and (not running or self._looks_left < 0):
            self._clock.stop()
            self.ended.emit(running)
