"""The base of listeners, streams and datagram sockets: a socket that can be interrupted."""

import socket
import threading
from typing import Self

from socket_workbench.sockets import system
from socket_workbench.sockets.calls import SocketCalls
from socket_workbench.sockets.failures.errors import Interrupted
from socket_workbench.sockets.waiting.interrupt import wake, wakeable
from socket_workbench.sockets.waiting.traced import TracedCalls


class InterruptibleSocket:
    """Owns one blocking socket of the system; any thread may interrupt it.

    `interrupt` makes the calls that are blocked in other threads, and all later ones, raise
    `Interrupted`. `close` gives the descriptor back. It is for the thread that made the calls: a
    thread about to make one with a descriptor that was just closed could hit another socket that
    was given the same number. So: interrupt from anywhere, wait for the loop, let the loop close.

    Attributes:
        inode: the number of its file, by which the system lists it; 0 where it does not.

    Args:
        sock: a blocking socket, which is taken over.
        sends_what_fits: see `wakeable`.

    Raises:
        OSError: no descriptor is left to wake it through; the socket is closed.
    """

    def __init__(self, sock: socket.socket, *, sends_what_fits: bool = False) -> None:
        self._socket = self._prepared(sock, sends_what_fits=sends_what_fits)
        self.inode = system.file_number(self._socket)
        self._interrupted = False
        self._is_woken = False
        self._closed = False
        # Keeps `interrupt` from touching a descriptor that `close` has just given back.
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def fileno(self) -> int:
        """Return the descriptor."""
        return self._socket.fileno()

    @property
    def calls(self) -> SocketCalls | None:
        """What takes its calls; None where they are not traced."""
        return self._socket.calls if isinstance(self._socket, TracedCalls) else None

    def belong_to(self, owner: int) -> None:
        """Say whose calls these are from now on, where they are traced; see `SocketCalls`."""
        if self.calls is not None:
            self.calls.belong_to(owner)

    def interrupt(self, *, holds_close: bool = False) -> None:
        """Stop every call that is blocked in another thread, and all later ones.

        Args:
            holds_close: whether `close` may be held where calls are stepped, as it is if nobody
                waits for it.
        """
        # First the flag, then the wake-up: whoever is woken finds the flag set.
        self._interrupted = True
        self._end_waits(holds_close=holds_close)
        with self._lock:
            if not self._closed and not self._is_woken:
                self._is_woken = True
                self._wake()

    def close(self) -> None:
        """Close the socket; harmless when repeated. Calls made later raise `Interrupted`."""
        self._interrupted = True
        with self._lock:
            if self._closed:
                return
            self._closed = True
        # Without the lock: where calls are stepped, this waits, and `interrupt` must not.
        self._release()

    def _end_waits(self, *, holds_close: bool = False) -> None:
        """Let calls go that are held before they are made, and hold no more of them."""
        if isinstance(self._socket, TracedCalls):
            self._socket.calls.end_waits(holds_close=holds_close)

    def _prepared(self, sock: socket.socket, *, sends_what_fits: bool) -> socket.socket:
        """Return the socket as one that can be woken; raises as `wakeable` does."""
        return wakeable(sock, sends_what_fits=sends_what_fits)

    def _wake(self) -> None:
        """Wake the calls that are blocked in this socket."""
        wake(self._socket)

    def _release(self) -> None:
        """Give back what the socket holds."""
        self._socket.close()

    def _check_interrupted(self) -> None:
        if self._interrupted:
            raise Interrupted
