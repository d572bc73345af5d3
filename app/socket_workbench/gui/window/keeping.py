"""Stores the state of a window soon after it has changed, so that it survives a crash."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtGui import QGuiApplication

from socket_workbench.gui.session.settings import Settings, Values

INTERVAL = 1000
"""Milliseconds between checks whether something has changed: what a `kill -9` can lose."""


class Keeping(QObject):
    """Compares states with those that were stored last, from a timer, and stores what has changed.

    Several windows may share a settings file: a state that has not changed in this one is not
    stored again over what another window has stored meanwhile.
    """

    def __init__(
        self, states: Sequence[tuple[Settings, Callable[[], Values]]], parent: QObject | None = None
    ) -> None:
        """Take the present states as stored; `start` begins to compare.

        Args:
            states: settings, each with a function that returns what they should hold.
            parent: the parent object.
        """
        super().__init__(parent)
        self._states = tuple(states)
        self._kept = [state() for _, state in states]
        self._clock = QTimer(self)
        self._clock.setInterval(INTERVAL)
        self._clock.timeout.connect(self._on_clock_timeout)

    @Slot()
    def start(self) -> None:
        """Store what changes from now on."""
        self._clock.start()

    @Slot()
    def keep(self) -> None:
        """Store what has changed now; what cannot be written is tried again at the next check."""
        for place, (settings, state) in enumerate(self._states):
            now, before = state(), self._kept[place]
            changed = {key: value for key, value in now.items() if before.get(key) != value}
            settings.update(changed)
            if changed and settings.save():
                self._kept[place] = now

    def stop(self) -> None:
        """Store what has changed, and compare no more."""
        self._clock.stop()
        self.keep()

    @Slot()
    def _on_clock_timeout(self) -> None:
        # Not in the middle of what is being dragged.
        if QGuiApplication.mouseButtons() == Qt.MouseButton.NoButton:
            self.keep()
