"""The clock for updates of ages, counts and rates."""

from time import monotonic

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

INTERVAL = 0.25
"""Seconds between two quick ticks."""

REST = 1.0
"""Seconds between two slow ticks."""

SHARE = 0.05
"""The share of the window's time that handlers may take; ticks become rarer if they take longer."""


class Ticker(QObject):
    """A timer that ticks quickly while anyone requests it, and slowly otherwise.

    Signals:
        ticked(): update now.
    """

    ticked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wanting: set[int] = set()
        self._clock = QTimer(self, singleShot=True)
        self._clock.setTimerType(Qt.TimerType.CoarseTimer)
        self._clock.timeout.connect(self._on_clock_timeout)
        self._wait(REST)

    @property
    def is_quick(self) -> bool:
        """Whether it ticks quickly."""
        return bool(self._wanting)

    def set_wanted(self, who: QObject, *, wanted: bool) -> None:
        """Request quick ticks for an object, or withdraw its request."""
        if not wanted:
            self._wanting.discard(id(who))
            return
        if not self._wanting:
            self._wait(min(INTERVAL, self._clock.remainingTime() / 1000))
        self._wanting.add(id(who))

    def _wait(self, seconds: float) -> None:
        self._clock.start(max(0, round(seconds * 1000)))

    @Slot()
    def _on_clock_timeout(self) -> None:
        began = monotonic()
        self.ticked.emit()
        took = monotonic() - began
        self._wait(max(INTERVAL if self._wanting else REST, took / SHARE))
