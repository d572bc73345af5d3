"""What waits to be sent on one connection, where a loop serves many and no thread may wait."""

import time
from collections.abc import Callable

from socket_workbench.engine.connections.context import ConnectionContext
from socket_workbench.engine.connections.outbox import Action, Outbox
from socket_workbench.engine.selector_loop import Alarm, SelectorLoop


class LoopOutbox(Outbox):
    """An outbox without a thread: the loop does what is due, while that needs not wait.

    Args:
        loop: the loop.
        context: has the threads that files are read in.
        most_waiting: bytes that may wait.
        on_due: called in the loop when there may be something to do.
    """

    def __init__(
        self,
        loop: SelectorLoop,
        context: ConnectionContext,
        most_waiting: int,
        on_due: Callable[[], None],
    ) -> None:
        super().__init__("", context.threads, most_waiting)
        self._loop = loop
        self._on_due = on_due
        self._alarm: Alarm | None = None

    def put_in_time(self, action: Action, size: int, deadline: float) -> bool:
        """Do as `put`: the loop must not wait for room."""
        return self.put(action, size)

    def next_due(self) -> Action | None:
        """Take what is to be done now; if nothing is, the loop is told when something will be."""
        with self._changed:
            self._current_cost = 0
            if self._closed:
                return None
            action, patience = self._take()
        if action is None and patience is not None:
            due = time.monotonic() + patience
            if self._alarm is None or self._alarm.action is None or due < self._alarm.due:
                if self._alarm is not None:
                    self._alarm.cancel()
                self._alarm = self._loop.call_later(patience, self._on_due)
        return action

    def close(self) -> None:
        """Drop what waits."""
        super().close()
        if self._alarm is not None:
            self._alarm.cancel()

    def _wake(self) -> None:
        self._loop.call(self._on_due)
