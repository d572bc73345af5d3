"""Brings what the engine's threads say into the window's thread."""

from collections import deque

from PySide6.QtCore import QObject, Qt, Signal, Slot

from socket_workbench.dialogues.commands import Direction
from socket_workbench.gui.threads.pace import Pace


class Bridge(QObject):
    """The window's end of one server or client.

    The engine calls `notify` and `direct` from its threads. However often that is, the window is
    told once until it has looked.

    Signals:
        changed(): states have changed; what they are now is read from the server or client. Told
            at once, and again and again only as often as the window can afford.
        directed(Direction): a script has something for the person.
    """

    changed = Signal()
    directed = Signal(object)
    _nudged = Signal()
    _directed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting = False
        self._directions: deque[Direction] = deque()
        self._pace = Pace(self)
        self._pace.due.connect(self._on_pace_due)
        self._nudged.connect(self._pace.ask, Qt.ConnectionType.QueuedConnection)
        self._directed.connect(self._on_directed, Qt.ConnectionType.QueuedConnection)

    def notify(self) -> None:
        """Say that something has changed; from any thread."""
        if not self._waiting:
            self._waiting = True
            self._nudged.emit()

    def direct(self, direction: Direction) -> None:
        """Pass on what a script has for the person; from any thread."""
        self._directions.append(direction)
        self._directed.emit()
        self.notify()

    @Slot()
    def _on_directed(self) -> None:
        while self._directions:
            self.directed.emit(self._directions.popleft())

    @Slot()
    def _on_pace_due(self) -> None:
        # First, so that a change while we look is told again.
        self._waiting = False
        self._on_directed()
        self.changed.emit()
