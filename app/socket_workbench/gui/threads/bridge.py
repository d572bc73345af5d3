"""Brings what the engine's threads say into the window's thread."""

from collections import deque

from PySide6.QtCore import QObject, Qt, Signal, Slot

from socket_workbench.dialogues.commands import ScriptUpdate
from socket_workbench.gui.threads.pace import Pace


class Bridge(QObject):
    """The window's end of one server or client.

    The engine calls `notify` and `pass_on` from its threads. However often that is, the window is
    told once until it has looked.

    Signals:
        changed(): states have changed; what they are now is read from the server or client. Told
            at once, and again and again only as often as the window can afford.
        updated(ScriptUpdate): a script has something for the person.
    """

    changed = Signal()
    updated = Signal(object)
    _nudged = Signal()
    _updates_ready = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting = False
        self._updates: deque[ScriptUpdate] = deque()
        self._pace = Pace(self)
        self._pace.due.connect(self._on_pace_due)
        self._nudged.connect(self._pace.ask, Qt.ConnectionType.QueuedConnection)
        self._updates_ready.connect(self._on_updates_ready, Qt.ConnectionType.QueuedConnection)

    def notify(self) -> None:
        """Say that something has changed; from any thread."""
        if not self._waiting:
            self._waiting = True
            self._nudged.emit()

    def pass_on(self, update: ScriptUpdate) -> None:
        """Pass on what a script has for the person; from any thread."""
        self._updates.append(update)
        self._updates_ready.emit()
        self.notify()

    @Slot()
    def _on_updates_ready(self) -> None:
        while self._updates:
            self.updated.emit(self._updates.popleft())

    @Slot()
    def _on_pace_due(self) -> None:
        # First, so that a change while we look is told again.
        self._waiting = False
        self._on_updates_ready()
        self.changed.emit()
