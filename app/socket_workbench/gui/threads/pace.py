"""How often the window looks at what happens all the time."""

from time import monotonic

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

SHARE = 0.1
"""Of the window's time, what one look again and again may take."""

_ROUNDS = 3
"""Turns of the event loop until all is painted: a view lays out in one, paints in the next."""

LEAST_REST = 20
MOST_REST = 500
"""Milliseconds between two looks, however cheap or dear they are."""


class Pace(QObject):
    """Lets a look be taken at once when there was none lately, else as soon as it is affordable.

    Under load the window would otherwise spend its time, and that of the threads that wait for the
    interpreter, in painting what nobody can read so quickly.

    Signals:
        due(): look now.
    """

    due = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._is_asked = False
        self._began = 0.0
        self._rounds = 0
        # With no interval, it runs out once in every turn of the event loop.
        self._settling = QTimer(self, interval=0)
        self._settling.timeout.connect(self._on_settling_timeout)
        self._resting = QTimer(self, singleShot=True)
        self._resting.setTimerType(Qt.TimerType.PreciseTimer)
        self._resting.timeout.connect(self._on_resting_timeout)

    @Slot()
    def ask(self) -> None:
        """Say that there is something to look at; `due` follows, now or later."""
        if self._settling.isActive() or self._resting.isActive():
            self._is_asked = True
            return
        self._is_asked = False
        self._began = monotonic()
        self._rounds = 0
        self._settling.start()
        self.due.emit()

    @Slot()
    def _on_settling_timeout(self) -> None:
        self._rounds += 1
        if self._rounds < _ROUNDS:
            return
        self._settling.stop()
        cost = (monotonic() - self._began) * 1000
        self._resting.start(round(min(max(cost / SHARE, LEAST_REST), MOST_REST)))

    @Slot()
    def _on_resting_timeout(self) -> None:
        if self._is_asked:
            self.ask()
