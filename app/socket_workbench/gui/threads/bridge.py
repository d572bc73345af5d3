"""Forwards notifications of the engine's threads to the window's thread."""

from collections import deque
from time import monotonic

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from socket_workbench.dialogues.commands import ScriptUpdate
from socket_workbench.engine.backlog import Backlog
from socket_workbench.gui.threads.pace import Pace
from socket_workbench.gui.threads.turns import Turns

AT_ONCE = 0.02
"""Seconds for which updates are handled without a pause."""


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

    def __init__(self, parent: QObject | None = None, turns: Turns | None = None) -> None:
        """Make a bridge.

        Args:
            parent: its owner.
            turns: what it shares the window's time by with other bridges; None for one of its own.
        """
        super().__init__(parent)
        self._turns = turns or Turns(self)
        self._waiting = False
        self._updates: deque[ScriptUpdate] = deque()
        self._backlog = Backlog()
        self._are_told = False
        self._handled = 0
        self._change_behind: int | None = None
        self._rest = QTimer(self, singleShot=True, interval=0)
        self._rest.timeout.connect(self._on_updates_ready)
        self._pace = Pace(self)
        self._pace.due.connect(self._on_pace_due)
        self._nudged.connect(self._on_nudged, Qt.ConnectionType.QueuedConnection)
        self._updates_ready.connect(self._on_updates_ready, Qt.ConnectionType.QueuedConnection)

    def notify(self) -> None:
        """Report a change of state; thread-safe."""
        if not self._waiting:
            self._waiting = True
            self._nudged.emit()

    def pass_on(self, update: ScriptUpdate) -> None:
        """Forward an update of a script; thread-safe. Waits while too many have come."""
        self._backlog.add(update)
        self._updates.append(update)
        if not self._are_told:
            self._are_told = True
            self._updates_ready.emit()
        self.notify()

    @Slot()
    def _on_nudged(self) -> None:
        self._turns.take(self._pace.ask)

    @Slot()
    def _on_updates_ready(self) -> None:
        # Clear first, so that an update during the signal is reported again.
        self._are_told = False
        end = monotonic() + AT_ONCE
        while self._updates:
            update = self._updates.popleft()
            self._backlog.remove(update)
            self.updated.emit(update)
            self._handled += 1
            self._tell_change()
            if monotonic() >= end and self._updates:
                # By a timer: events that are posted meanwhile are handled before any painting.
                self._are_told = True
                self._rest.start()
                break

    @Slot()
    def _on_pace_due(self) -> None:
        # What has changed is reported behind what led to it.
        self._change_behind = self._handled + len(self._updates)
        self._tell_change()
        self._on_updates_ready()

    def _tell_change(self) -> None:
        if self._change_behind is not None and self._handled >= self._change_behind:
            self._change_behind = None
            # Clear first, so that a change during the signal is reported again.
            self._waiting = False
            self.changed.emit()
