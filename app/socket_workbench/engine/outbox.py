"""What waits to be sent on one connection, and the thread that sends it."""

import threading
import time
from collections import deque
from collections.abc import Callable

from socket_workbench.engine.threads import Threads, Worker

Action = Callable[[], object]

ROOM = 4 * 1024 * 1024
"""Bytes that may wait before `wait_for_room` makes its caller wait."""


class Outbox:
    """Does actions one after another in a thread of its own, and timers when they are due.

    A person's message must neither freeze the window nor wait behind a `recv`, so it is sent from
    here. The thread starts with the first action: most connections never need one.
    """

    def __init__(self, name: str, threads: Threads) -> None:
        self._name = name
        self._threads = threads
        self._worker: Worker | None = None
        self._waiting: deque[tuple[Action, int]] = deque()
        self._timers: dict[str, tuple[float, Action]] = {}
        self._size = 0
        self._closed = False
        self._changed = threading.Condition()

    def put(self, action: Action, size: int = 0) -> None:
        """Do an action after all that were put before it; nothing happens once closed.

        Args:
            action: called in the outbox's thread; must not raise.
            size: the bytes it holds, for `wait_for_room`.
        """
        with self._changed:
            if self._closed:
                return
            self._waiting.append((action, size))
            self._size += size
            self._wake()

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

    def wait_for_room(self) -> bool:
        """Wait until less than `ROOM` bytes wait to be sent.

        Returns:
            False when the outbox was closed.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._size < ROOM)
            return not self._closed

    def close(self) -> None:
        """Drop what waits and end the thread after the action it is in; do not wait for it."""
        with self._changed:
            self._closed = True
            self._waiting.clear()
            self._timers.clear()
            self._size = 0
            self._changed.notify_all()

    def join(self, timeout: float | None = None) -> bool:
        """Wait for the thread to end; returns whether it has."""
        return self._worker is None or self._worker.join(timeout)

    def _wake(self) -> None:
        if self._worker is None:
            self._worker = self._threads.start(self._name, self._run)
        self._changed.notify_all()

    def _run(self) -> None:
        while (work := self._next()) is not None:
            action, size = work
            action()
            with self._changed:
                self._size = max(0, self._size - size)
                self._changed.notify_all()

    def _next(self) -> tuple[Action, int] | None:
        """Wait for the next action or due timer; None when closed."""
        with self._changed:
            while not self._closed:
                due = min(self._timers, key=lambda name: self._timers[name][0], default=None)
                patience = None
                if due is not None:
                    patience = self._timers[due][0] - time.monotonic()
                    if patience <= 0:
                        return self._timers.pop(due)[1], 0
                if self._waiting:
                    return self._waiting.popleft()
                self._changed.wait(patience)
            return None
