"""Waits until a socket can be read or written, without making it non-blocking, or until woken."""

import math
import select
import socket
import threading
from typing import Protocol


class HasFileno(Protocol):
    """Anything with a descriptor."""

    def fileno(self) -> int:
        """Return the descriptor."""


def wait_readable(sock: socket.socket, timeout: float) -> bool:
    """Wait until reading would not block, an interrupt or error included.

    Args:
        sock: the socket.
        timeout: seconds to wait at most.

    Returns:
        Whether it can be read; also True for a closed socket, so that reading it raises.
    """
    descriptor, timeout = sock.fileno(), max(timeout, 0.0)
    if descriptor < 0:
        return True
    if not hasattr(select, "poll"):  # Windows
        return bool(select.select([descriptor], [], [], timeout)[0])
    poll = select.poll()
    poll.register(descriptor, select.POLLIN)
    return bool(poll.poll(_milliseconds(timeout)))


def wait_writable(sock: socket.socket, wake: HasFileno, timeout: float) -> bool:
    """Wait until writing would not block, a failed connect included, or until woken.

    Args:
        sock: the socket.
        wake: ends the wait at once when it becomes readable.
        timeout: seconds to wait at most.

    Returns:
        Whether the socket can be written; False when woken or out of time.
    """
    descriptor, waker, timeout = sock.fileno(), wake.fileno(), max(timeout, 0.0)
    if not hasattr(select, "poll"):
        # Windows reports a connect that failed as an exceptional condition.
        _, writable, failed = select.select([waker], [descriptor], [descriptor], timeout)
        return bool(writable or failed)
    poll = select.poll()
    poll.register(descriptor, select.POLLOUT)
    poll.register(waker, select.POLLIN)
    return any(ready == descriptor for ready, _ in poll.poll(_milliseconds(timeout)))


def wait_hung_up(sock: socket.socket, wake: HasFileno) -> bool:
    """Wait until a connection is over in both directions or broken, or until woken.

    poll(2) tells both (POLLHUP, POLLERR) without being asked. Windows has no poll: there it waits
    to be woken.

    Returns:
        Whether the connection is over; False when woken.
    """
    descriptor, waker = sock.fileno(), wake.fileno()
    if descriptor < 0:
        return True
    if not hasattr(select, "poll"):
        select.select([waker], [], [])
        return False
    poll = select.poll()
    poll.register(descriptor, 0)
    poll.register(waker, select.POLLIN)
    return all(ready != waker for ready, _ in poll.poll())


def _milliseconds(seconds: float) -> int:
    # Rounded up: rounded down, the last millisecond of a timeout would be spent without waiting.
    return math.ceil(seconds * 1000)


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
