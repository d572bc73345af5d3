"""Limits the rate of updates of state that changes all the time."""

from time import monotonic

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

SHARE = 0.1
"""The share of the window's time that updates may take."""

CREDIT = 0.1
"""Seconds that updates may take at once after a time without updates."""

MOST_REST = 0.5
"""The longest pause between two updates, in seconds."""

_ROUNDS = 3
"""Event loop iterations until an update is painted: a view lays out in one, paints in the next."""


class Pace(QObject):
    """A rate limiter: handlers of `due` get at most `SHARE` of the time.

    After a quiet time a request is granted at once. Under load, the window's thread would otherwise
    spend its time, and that of threads that wait for the interpreter lock, with updates that nobody
    can read so quickly.

    Signals:
        due(): update now.
    """

    due = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._is_asked = False
        self._credit = CREDIT
        self._looked_at = monotonic()
        self._rounds = 0
        # With an interval of 0, it times out once in every iteration of the event loop.
        self._settling = QTimer(self, interval=0)
        self._settling.timeout.connect(self._on_settling_timeout)
        self._resting = QTimer(self, singleShot=True)
        self._resting.setTimerType(Qt.TimerType.PreciseTimer)
        self._resting.timeout.connect(self._on_resting_timeout)

    @Slot()
    def ask(self) -> None:
        """Request an update; `due` is emitted now or later, once for any number of requests."""
        if self._settling.isActive() or self._resting.isActive():
            self._is_asked = True
            return
        now = monotonic()
        self._credit = min(self._credit + SHARE * (now - self._looked_at), CREDIT)
        self._looked_at = now
        if self._credit > 0:
            self._look()
        else:
            self._is_asked = True
            self._resting.start(round(min(-self._credit / SHARE, MOST_REST) * 1000) + 1)

    def _look(self) -> None:
        self._is_asked = False
        self._rounds = 0
        self._settling.start()
        self.due.emit()

    @Slot()
    def _on_settling_timeout(self) -> None:
        self._rounds += 1
        if self._rounds < _ROUNDS:
            return
        self._settling.stop()
        now = monotonic()
        # Bounded, so that even slow handlers are called once in `MOST_REST`.
        least = -SHARE * MOST_REST
        self._credit = max(self._credit - (now - self._looked_at), least)
        self._looked_at = now
        if self._is_asked:
            self.ask()

    @Slot()
    def _on_resting_timeout(self) -> None:
        if self._is_asked:
            self.ask()
