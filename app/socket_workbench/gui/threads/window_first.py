"""Gives the window's thread priority over the loops of busy endpoints; see `Precedence`."""

from PySide6.QtCore import QObject, Qt, QTimer, Slot

from socket_workbench.engine.threads import Precedence

BEAT = 5
"""Milliseconds between two heartbeats."""

_BEATS = 200
"""The number of heartbeats after the last recorded batch; then they stop."""


class WindowFirst(QObject):
    """Sends heartbeats from the event loop while rows are recorded."""

    def __init__(self, precedence: Precedence, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._precedence = precedence
        self._left = 0
        self._clock = QTimer(self)
        self._clock.setTimerType(Qt.TimerType.PreciseTimer)
        self._clock.setInterval(BEAT)
        self._clock.timeout.connect(self._on_clock_timeout)

    @Slot()
    def wake(self) -> None:
        """Send heartbeats for the next second."""
        self._left = _BEATS
        if not self._clock.isActive():
            self._clock.start()

    @Slot()
    def rest(self) -> None:
        """Stop the heartbeats; loops no longer wait for them."""
        self._clock.stop()
        self._precedence.renounce()

    @Slot()
    def _on_clock_timeout(self) -> None:
        self._left -= 1
        if self._left < 0:
            self.rest()
        else:
            self._precedence.give_sign()
