"""Listeners and streams whose calls never wait: for one thread that serves many of them."""

import errno
import socket
from typing import cast

from socket_workbench.sockets import system
from socket_workbench.sockets.failures.errors import Action
from socket_workbench.sockets.listener import Listener
from socket_workbench.sockets.stream import Stream
from socket_workbench.sockets.waiting import readiness
from socket_workbench.sockets.waiting.traced import one_call


class NonBlockingStream(Stream):
    """A stream that is used by one thread, when a `Selector` says that it is ready.

    No call waits, so that `interrupt` has nobody to wake.
    """

    def send_some(self, data: bytes | memoryview) -> int:
        """Hand bytes to the system, and return how many it took; 0 where there is no room now.

        Raises:
            SocketError: the connection is broken.
            Interrupted: somebody called `interrupt`.
        """
        self._check_interrupted()
        try:
            return self._send(data)
        except BlockingIOError:
            return 0
        except OSError as error:
            self._fail(self._told_as_reset(error), Action.SEND)

    def has_hung_up(self) -> bool:
        """Return whether the peer is gone, after the end of the stream; see `wait_for_hang_up`.

        Raises:
            SocketError: the peer has reset the connection.
        """
        if not readiness.has_hung_up(self._socket):
            return False
        if self._socket.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR):
            self._fail(system.system_error(errno.ECONNRESET), Action.RECEIVE)
        return True

    def _pending_flags(self) -> int:
        """Return none: no call waits."""
        return 0

    def _prepared(self, sock: socket.socket, *, sends_what_fits: bool) -> socket.socket:
        return _unblocked(sock)

    def _wake(self) -> None:
        """Do nothing: nobody waits in a call of this socket."""


class NonBlockingListener(Listener):
    """A listener whose `accept_pending` does not wait."""

    _stream_type = NonBlockingStream

    def accept_pending(self) -> NonBlockingStream | None:
        """Return a connection that has come; None where none has. Raises as `accept` does."""
        try:
            return cast("NonBlockingStream", self.accept())
        except BlockingIOError:
            return None

    def _prepared(self, sock: socket.socket, *, sends_what_fits: bool) -> socket.socket:
        return _unblocked(sock)

    def _wake(self) -> None:
        """Do nothing: nobody waits in a call of this socket."""


def _unblocked(sock: socket.socket) -> socket.socket:
    try:
        with one_call(sock, "setblocking(False)"):
            sock.setblocking(False)
    except OSError:
        # Where calls are stepped: the server was stopped before this one was made.
        sock.close()
        raise
    return sock
