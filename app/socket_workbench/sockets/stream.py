"""One connection: bytes in both directions, in order, until either side ends its own."""

import contextlib
import errno
import socket
from typing import NoReturn

from socket_workbench.sockets import system
from socket_workbench.sockets.addresses.address import Address, address_text
from socket_workbench.sockets.call_choice import AUTO, CallChoice
from socket_workbench.sockets.calls import descriptor
from socket_workbench.sockets.chosen_calls import receiver, sender
from socket_workbench.sockets.failures.errors import Action, Interrupted, explain
from socket_workbench.sockets.waiting.interrupt import has_something, wait_hung_up, wake_to_reset
from socket_workbench.sockets.waiting.interruptible import InterruptibleSocket
from socket_workbench.sockets.waiting.readiness import HasFileno

_UNIX = getattr(socket, "AF_UNIX", None)


class Stream(InterruptibleSocket):
    """A connected TCP or Unix stream socket.

    One thread may receive while another sends. Every call that is stopped by `interrupt` or made
    after `close` raises `Interrupted`; every failure raises `SocketError`.

    Attributes:
        local: our address as text: `127.0.0.1:13145`, `[::1]:80`, a path, or `(unnamed socket)`.
        peer: the other side's address, likewise.
        peer_name: the same as the system has it.
    """

    def __init__(self, sock: socket.socket, peer: Address, calls: CallChoice = AUTO) -> None:
        """Take over a connected, blocking socket.

        Args:
            sock: the socket; it is closed with the stream.
            peer: the other side's address, as `accept` returned it or `connect` was given it.
            calls: what it receives and sends with.

        Raises:
            OSError: there is no descriptor to wake it through; `sock` is closed.
        """
        # Where it was chosen, the loop around it is to be seen.
        super().__init__(sock, sends_what_fits=calls.send == "send")
        self.local = _local_name(self._socket)
        self.peer = address_text(peer)
        self.peer_name = peer
        self._sending = False
        self._reset_while_sending = False
        self._has_ended = False
        # Looked up once: these two are called for every message, as variables, which is quicker.
        self._recv = receiver(self._socket, calls)
        self._send = sender(self._socket, calls)
        self._tells_sent = calls.send != "sendall"

    @property
    def descriptor(self) -> str:
        """The socket as a trace writes it: `socket(fileno=9)`."""
        return descriptor(self._socket)

    def receive(self, size: int, timeout: float | None = None) -> bytes:
        """Wait for bytes and return what is there, at most `size`; b"" is the end of the stream.

        Args:
            size: the most bytes to return.
            timeout: seconds to wait; None waits for ever.

        Raises:
            TimeoutError: nothing came in time; the stream can still be used.
            SocketError: the connection is broken, such as reset by the peer.
            Interrupted: somebody called `interrupt`.
        """
        if self._interrupted:
            raise Interrupted
        if timeout is not None and not has_something(self._socket, timeout):
            raise TimeoutError
        recv = self._recv
        try:
            data = recv(size)
        except OSError as error:
            self._fail(error, Action.RECEIVE)
        return data or self._end()

    def receive_pending(self, size: int) -> bytes | None:
        """Return what has already come, at most `size` bytes, without waiting.

        After `interrupt`, what had come before can still be read.

        Returns:
            The bytes, b"" at the end of the stream, None when nothing is there now.

        Raises:
            SocketError: the connection is broken.
            Interrupted: nothing is left, and somebody called `interrupt` or `reset`.
        """
        try:
            return self._recv(size, self._pending_flags()) or self._end()
        except BlockingIOError:
            self._check_interrupted()
            return None
        except OSError as error:
            self._fail(error, Action.RECEIVE)

    def _pending_flags(self) -> int:
        """Return the flags with which `recv` does not wait."""
        return system.NOT_WAITING

    def send(self, data: bytes | bytearray | memoryview) -> None:
        """Hand all the bytes to the system, waiting while the peer does not read.

        Raises:
            SocketError: the connection is broken; its `sent` says how many bytes were taken, or
                that `sendall` does not tell.
            Interrupted: somebody called `interrupt`; its `sent` likewise.
        """
        # Set before the flag is looked at, so that `reset` sees either a sender or none coming.
        self._sending = True
        sent, send = 0, self._send
        try:
            if self._interrupted:
                raise Interrupted
            sent = send(data)
            if sent < len(data):
                rest = memoryview(data)
                while sent < len(data):
                    sent += send(rest[sent:])
        except OSError as error:
            taken = sent if self._tells_sent else None
            self._fail(self._told_as_reset(error), Action.SEND, taken)
        finally:
            self._sending = False

    def send_eof(self) -> None:
        """Half-close: tell the peer that nothing more will be sent; receiving goes on.

        Raises:
            SocketError: the connection is broken.
            Interrupted: somebody called `interrupt`.
        """
        self._check_interrupted()
        try:
            self._socket.shutdown(socket.SHUT_WR)
        except OSError as error:
            self._fail(self._told_as_reset(error), Action.SEND_EOF)
        self._has_ended = True

    def wait_for_hang_up(self, wake: HasFileno) -> bool:
        """Wait, after the end of the stream, until the peer turns out to be gone.

        A peer that has closed looks like one that has only ended its side until something is sent
        to it: then a reset comes. Unix sockets tell the difference at once.

        Args:
            wake: ends the wait when it becomes readable.

        Returns:
            Whether the peer has closed; False when woken.

        Raises:
            SocketError: the peer has reset the connection.
            Interrupted: somebody called `interrupt`.
        """
        try:
            if not wait_hung_up(self._socket, wake):
                return False
            self._check_interrupted()
            was_reset = self._socket.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR) != 0
        except OSError:
            was_reset = True
        if was_reset:
            # Linux says EPIPE for a reset that comes after the end of the stream.
            self._fail(system.system_error(errno.ECONNRESET), Action.RECEIVE)
        return True

    def reset(self) -> None:
        """End a TCP connection at once with RST; bytes not yet delivered are thrown away.

        Any thread may call this, also while others are blocked in this stream: they raise
        `Interrupted`. Unix sockets have no reset: their peer sees the end of the stream.
        """
        self._interrupted = True
        self._end_waits()
        with self._lock:
            if self._closed:
                return
            self._closed = True
            with contextlib.suppress(OSError):  # macOS: the peer has reset it already
                self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, system.LINGER_ZERO)
            # A thread inside a call keeps the connection open. It is woken without a FIN, which
            # would look like a proper end to the peer.
            wake_to_reset(self._socket, is_sending=self._sending)
            self._release()

    def _told_as_reset(self, error: OSError) -> OSError:
        """Turn a failure that follows a reset into the reset; `receive` then reports it too.

        The system reports a reset as ECONNRESET once. After that, or if the peer had ended its side
        before, sending fails with EPIPE and half-closing with ENOTCONN. They mean something else
        after our own half-close, and on Unix sockets, which have no reset.
        """
        is_told = error.errno in (errno.EPIPE, errno.ENOTCONN)
        if is_told and not self._has_ended and self._socket.family != _UNIX:
            error = system.system_error(errno.ECONNRESET)
        self._reset_while_sending |= isinstance(error, ConnectionResetError)
        return error

    def _end(self) -> bytes:
        """Return b"" for the end of the stream, unless the connection was reset or interrupted.

        Raises:
            SocketError: the peer has reset the connection. The system reports a reset once only
                (SO_ERROR in socket(7)): after a send has failed, receiving returns no bytes.
            Interrupted: somebody called `interrupt`.
        """
        self._check_interrupted()
        if self._reset_while_sending:
            self._fail(ConnectionResetError(errno.ECONNRESET, ""), Action.RECEIVE)
        return b""

    def _fail(self, error: OSError, action: Action, sent: int | None = 0) -> NoReturn:
        if self._interrupted:
            raise Interrupted(sent) from None
        explained = explain(error, action, self.peer)
        explained.sent = sent
        raise explained from error


def _local_name(sock: socket.socket) -> str:
    try:
        return address_text(sock.getsockname())
    except OSError:
        # macOS tells no name once the peer has reset the connection.
        return address_text(None)
