"""Forwards notifications of the engine's threads to the window's thread."""

from collections import deque

from PySide6.QtCore import QObject, Qt, Signal, Slot

from socket_workbench.dialogues.commands import ScriptUpdate
from socket_workbench.gui.threads.pace import Pace


class Bridge(QObject):
    """Turns the callbacks of one server or client into signals in the window's thread.

    The engine calls `notify` and `pass_on` from its threads. However often they are called,
    `changed` is emitted once until the window's thread has handled it.

    Signals:
        changed(): states have changed; read them from the server or client. Emitted without delay
            at first, then rate-limited by a `Pace`.
        updated(ScriptUpdate): a script has sent an update.
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
        """Report a change of state; thread-safe."""
        if not self._waiting:
            self._waiting = True
            self._nudged.emit()

    def pass_on(self, update: ScriptUpdate) -> None:
        """Forward an update of a script; thread-safe."""
        self._updates.append(update)
        self._updates_ready.emit()
        self.notify()

    @Slot()
    def _on_updates_ready(self) -> None:
        while self._updates:
            self.updated.emit(self._updates.popleft())

    @Slot()
    def _on_pace_due(self) -> None:
        # Clear first, so that a change during the signal is reported again.
        self._waiting = False
        self._on_updates_ready()
        self.changed.emit()
