"""Brings what the engine's threads say into the window's thread."""

from collections import deque

from PySide6.QtCore import QObject, Qt, Signal, Slot

from socket_workbench.dialogues.commands import Direction


class Bridge(QObject):
    """The window's end of one server or client.

    The engine calls `notify` and `direct` from its threads. However often that is, the window is
    told once until it has looked.

    Signals:
        changed(): a state has changed; what it is now is read from the server or client.
        directed(Direction): a script has something for the person.
    """

    changed = Signal()
    directed = Signal(object)
    _nudged = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting = False
        self._directions: deque[Direction] = deque()
        self._nudged.connect(self._on_nudged, Qt.ConnectionType.QueuedConnection)

    def notify(self) -> None:
        """Say that something has changed; from any thread."""
        if not self._waiting:
            self._waiting = True
            self._nudged.emit()

    def direct(self, direction: Direction) -> None:
        """Pass on what a script has for the person; from any thread."""
        self._directions.append(direction)
        self.notify()

    @Slot()
    def _on_nudged(self) -> None:
        # First, so that a change while we look is told again.
        self._waiting = False
        while self._directions:
            self.directed.emit(self._directions.popleft())
        self.changed.emit()
