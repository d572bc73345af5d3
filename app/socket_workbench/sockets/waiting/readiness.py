"""Waits until a socket can be read or written, without making it non-blocking, or until woken."""

import contextlib
import math
import select
import socket
import threading
from typing import Protocol


class HasFileno(Protocol):
    """Anything with a descriptor."""

    def fileno(self) -> int:
        """Return the descriptor."""


def wait_readable(sock: HasFileno, timeout: float | None, wake: HasFileno | None = None) -> bool:
    """Wait until reading would not block, an interrupt or error included, or until woken.

    Args:
        sock: the socket.
        timeout: seconds to wait at most; None for ever.
        wake: ends the wait at once when it becomes readable.

    Returns:
        Whether the socket can be read, or was woken; also True for a closed socket, so that reading
        it raises.
    """
    descriptors = [each.fileno() for each in (sock, wake) if each is not None]
    if min(descriptors) < 0:
        return True
    if not hasattr(select, "poll"):  # Windows
        return bool(select.select(descriptors, [], [], _at_least_0(timeout))[0])
    poll = select.poll()
    for descriptor in descriptors:
        poll.register(descriptor, select.POLLIN)
    return bool(poll.poll(_milliseconds(timeout)))


def wait_writable(sock: HasFileno, wake: HasFileno, timeout: float | None) -> bool:
    """Wait until writing would not block, a failed connect included, or until woken.

    Args:
        sock: the socket.
        wake: ends the wait at once when it becomes readable.
        timeout: seconds to wait at most; None for ever.

    Returns:
        Whether the socket can be written; False when woken or out of time.
    """
    descriptor, waker = sock.fileno(), wake.fileno()
    if not hasattr(select, "poll"):
        # Windows reports a connect that failed as an exceptional condition.
        limit = _at_least_0(timeout)
        _, writable, failed = select.select([waker], [descriptor], [descriptor], limit)
        return bool(writable or failed)
    poll = select.poll()
    poll.register(descriptor, select.POLLOUT)
    poll.register(waker, select.POLLIN)
    return any(ready == descriptor for ready, _ in poll.poll(_milliseconds(timeout)))


def wait_hung_up(sock: HasFileno, wake: HasFileno) -> bool:
    """Wait until a connection is over in both directions or broken, or until woken.

    poll(2) on Linux tells both (POLLHUP, POLLERR) without being asked.

    Returns:
        Whether the connection is over; False when woken.
    """
    descriptor, waker = sock.fileno(), wake.fileno()
    if descriptor < 0:
        return True
    poll = select.poll()
    poll.register(descriptor, 0)
    poll.register(waker, select.POLLIN)
    return all(ready != waker for ready, _ in poll.poll())


def has_hung_up(sock: socket.socket) -> bool:
    """Return whether a connection is over in both directions or broken, as far as is known."""
    if sock.fileno() < 0:
        return True
    if hasattr(select, "poll"):
        poll = select.poll()
        poll.register(sock.fileno(), 0)
        return bool(poll.poll(0))
    try:  # Windows
        with contextlib.suppress(BlockingIOError):
            sock.recv(1, socket.MSG_PEEK)
        sock.getpeername()
    except OSError:
        return True
    return False


def _at_least_0(seconds: float | None) -> float | None:
    return None if seconds is None else max(seconds, 0.0)


def _milliseconds(seconds: float | None) -> int | None:
    # Rounded up: rounded down, the last millisecond of a timeout would be spent without waiting.
    return None if seconds is None else math.ceil(max(seconds, 0.0) * 1000)


class WakeUp:
    """A descriptor that becomes readable for good once `wake` has been called, by any thread.

    Without Unix sockets it is a UDP socket connected to itself: Windows' `socketpair` is made of
    TCP connections, which leave a port in TIME_WAIT each.

    Attributes:
        is_woken: whether `wake` has been called.
    """

    def __init__(self) -> None:
        self._reader, self._writer = linked()
        self._lock = threading.Lock()
        self._is_closed = False
        self.is_woken = False

    def fileno(self) -> int:
        """Return the descriptor to wait for."""
        return self._reader.fileno()

    def wait(self, seconds: float) -> bool:
        """Wait to be woken; return whether that happened in time."""
        return wait_readable(self._reader, seconds)

    def wake(self) -> None:
        """Wake whoever waits; harmless when repeated or after `close`."""
        with self._lock:
            if not self.is_woken and not self._is_closed:
                self._writer.send(b"\0")
            self.is_woken = True

    def close(self) -> None:
        """Close both descriptors; only the thread that waits may do this."""
        with self._lock:
            self._is_closed = True
            self._reader.close()
            self._writer.close()


def linked() -> tuple[socket.socket, socket.socket]:
    """Return a socket, and one that sends to it; they may be the same."""
    if hasattr(socket, "AF_UNIX"):
        return socket.socketpair()
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    try:
        sock.bind(("127.0.0.1", 0))
        sock.connect(sock.getsockname())
    except OSError:
        sock.close()
        raise
    return sock, sock
