"""One clock for everything in the window that shows how long something has lasted."""

from time import monotonic

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

INTERVAL = 0.2
"""Seconds between two looks at ages and waiting times."""

SHARE = 0.05
"""Of the window's time, what these looks may take; with many to look at they become rarer."""


class Ticker(QObject):
    """Ticks while somebody wants it to, and sleeps otherwise.

    Signals:
        ticked(): look again.
    """

    ticked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wanting: set[int] = set()
        self._clock = QTimer(self, singleShot=True)
        self._clock.setTimerType(Qt.TimerType.CoarseTimer)
        self._clock.timeout.connect(self._on_clock_timeout)

    @property
    def is_ticking(self) -> bool:
        """Whether it is awake."""
        return self._clock.isActive()

    def set_wanted(self, who: QObject, *, wanted: bool) -> None:
        """Tick for somebody, or no longer for that one."""
        if wanted:
            self._wanting.add(id(who))
            if not self._clock.isActive():
                self._clock.start(round(INTERVAL * 1000))
        else:
            self._wanting.discard(id(who))
            if not self._wanting:
                self._clock.stop()

    @Slot()
    def _on_clock_timeout(self) -> None:
        began = monotonic()
        self.ticked.emit()
        took = monotonic() - began
        if self._wanting:
            self._clock.start(round(max(INTERVAL, took / SHARE) * 1000))
