"""What waits to be sent on one connection, and the thread that sends it."""

import threading
import time
from collections import deque
from collections.abc import Callable

from socket_workbench.engine.threads import Threads, Worker
from socket_workbench.sockets.options import MOST_WAITING

Action = Callable[[], object]

ROOM = 4 * 1024 * 1024
"""Bytes that may wait before `wait_for_room` makes its caller wait."""

MESSAGE_COST = 200
"""Bytes that a waiting message takes in memory besides its own."""


class Outbox:
    """Does actions one after another in a thread of its own, and timers when they are due.

    A person's message must neither freeze the window nor wait behind a `recv`, so it is sent from
    here. The thread starts with the first action: most connections never need one.

    What waits behind the message that is sent now is bounded, each message counted with
    `MESSAGE_COST` and its bytes. The first one to wait is always taken, however large, and so are
    actions that send no message.

    Args:
        name: of the thread.
        threads: starts the thread.
        most_waiting: bytes that may wait.

    Attributes:
        lost_messages: how many messages were refused, or dropped by `close`.
        lost_bytes: the bytes of those.
        is_acting: whether the thread is in an action; after `close` it begins none.
    """

    def __init__(self, name: str, threads: Threads, most_waiting: int = MOST_WAITING) -> None:
        self.lost_messages = 0
        self.lost_bytes = 0
        self.is_acting = False
        self._name = name
        self._threads = threads
        self._most_waiting = most_waiting
        self._worker: Worker | None = None
        self._waiting: deque[tuple[Action, int | None]] = deque()
        self._timers: dict[str, tuple[float, Action]] = {}
        self._waiting_cost = 0
        self._current_cost = 0
        self._closed = False
        self._changed = threading.Condition()

    def put(self, action: Action, size: int | None = None) -> bool:
        """Do an action after all that were put before it; nothing happens once closed.

        Args:
            action: called in the outbox's thread; must not raise.
            size: the bytes of the message that it sends; None when it sends none.

        Returns:
            False when too much waits: the action is not done, and its message is lost.
        """
        with self._changed:
            return self._put(action, size)

    def put_in_time(self, action: Action, size: int, deadline: float) -> bool:
        """Do as `put`, but wait for room until `deadline`, in `time.monotonic()` seconds."""
        with self._changed:
            if not self._fits(size):
                self._changed.wait_for(
                    lambda: self._closed or self._fits(size), deadline - time.monotonic()
                )
            return self._put(action, size)

    def start_timer(self, name: str, seconds: float, action: Action) -> None:
        """Do an action after so many seconds; a timer of the same name is replaced."""
        with self._changed:
            if self._closed:
                return
            self._timers[name] = (time.monotonic() + seconds, action)
            self._wake()

    def cancel_timer(self, name: str) -> None:
        """Forget a timer; unknown names are ignored."""
        with self._changed:
            self._timers.pop(name, None)

    def wait_for_room(self, size: int = 0) -> bool:
        """Wait until less than `ROOM` bytes wait or are being sent, and `put` takes a message.

        Args:
            size: the bytes of the message.

        Returns:
            False when the outbox was closed.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._has_room(size))
            return not self._closed

    def close(self) -> None:
        """Drop what waits and end the thread after the action it is in; do not wait for it."""
        with self._changed:
            self._closed = True
            for _, size in self._waiting:
                self._lose(size)
            self._waiting.clear()
            self._timers.clear()
            self._waiting_cost = 0
            self._changed.notify_all()

    def join(self, timeout: float | None = None) -> bool:
        """Wait for the thread to end; returns whether it has."""
        return self._worker is None or self._worker.join(timeout)

    def _put(self, action: Action, size: int | None) -> bool:
        if self._closed:
            return True
        if size is not None and not self._fits(size):
            self._lose(size)
            return False
        self._waiting.append((action, size))
        self._waiting_cost += _cost(size)
        self._wake()
        return True

    def _fits(self, size: int) -> bool:
        behind = self._waiting_cost
        if not self._current_cost and self._waiting:
            # What comes first is as good as being sent.
            behind -= _cost(self._waiting[0][1])
        return not behind or behind + _cost(size) <= self._most_waiting

    def _has_room(self, size: int) -> bool:
        return self._waiting_cost + self._current_cost < ROOM and self._fits(size)

    def _lose(self, size: int | None) -> None:
        if size is not None:
            self.lost_messages += 1
            self.lost_bytes += size

    def _wake(self) -> None:
        if self._worker is None:
            self._worker = self._threads.start(self._name, self._run)
        self._changed.notify_all()

    def _run(self) -> None:
        while (action := self._next()) is not None:
            action()

    def _next(self) -> Action | None:
        """Wait for the next action or due timer; None when closed."""
        with self._changed:
            self.is_acting = False
            self._current_cost = 0
            self._changed.notify_all()
            while not self._closed:
                action, patience = self._take()
                if action is not None:
                    self.is_acting = True
                    return action
                self._changed.wait(patience)
            return None

    def _take(self) -> tuple[Action | None, float | None]:
        """Take what is to be done now; without that, tell the seconds until the next timer."""
        due = min(self._timers, key=lambda name: self._timers[name][0], default=None)
        patience = None
        if due is not None:
            patience = self._timers[due][0] - time.monotonic()
            if patience <= 0:
                return self._timers.pop(due)[1], None
        if self._waiting:
            action, size = self._waiting.popleft()
            self._current_cost = _cost(size)
            self._waiting_cost -= self._current_cost
            self._changed.notify_all()
            return action, None
        return None, patience


def _cost(size: int | None) -> int:
    return 0 if size is None else MESSAGE_COST + size
