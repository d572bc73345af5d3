"""Wakes a thread that waits for a socket."""

import socket
import threading

from socket_workbench.sockets.waiting.readiness import wait_readable


class WakeUp:
    """A descriptor that becomes readable for good once `wake` has been called, by any thread."""

    def __init__(self) -> None:
        self._reader, self._writer = socket.socketpair()
        self._lock = threading.Lock()
        self._done = False

    def fileno(self) -> int:
        """Return the descriptor to wait for."""
        return self._reader.fileno()

    def wait(self, seconds: float) -> bool:
        """Wait to be woken; return whether that happened in time."""
        return wait_readable(self._reader, seconds)

    def wake(self) -> None:
        """Wake whoever waits; harmless when repeated or after `close`."""
        with self._lock:
            if not self._done:
                self._done = True
                self._writer.send(b"\0")

    def close(self) -> None:
        """Close both descriptors; only the thread that waits may do this."""
        with self._lock:
            self._done = True
            self._reader.close()
            self._writer.close()
