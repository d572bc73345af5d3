"""A datagram socket: whole messages, each with an address, none of them promised to arrive."""

import errno
import os
import socket
import struct
import sys
import time
from dataclasses import replace
from typing import NoReturn, Self

from socket_workbench.sockets.address import Address, address_text, host_text
from socket_workbench.sockets.datagram_errors import explain_datagram
from socket_workbench.sockets.datagram_opening import (
    open_udp_client,
    open_udp_server,
    open_unix_client,
    open_unix_server,
)
from socket_workbench.sockets.endpoint import Endpoint
from socket_workbench.sockets.errors import Action, Interrupted
from socket_workbench.sockets.interrupt import wake_datagrams
from socket_workbench.sockets.interruptible import InterruptibleSocket
from socket_workbench.sockets.options import ClientOptions, ServerOptions
from socket_workbench.sockets.private_path import PrivatePath
from socket_workbench.sockets.readiness import wait_readable
from socket_workbench.sockets.resolve import NameLookup
from socket_workbench.sockets.unix_path import UnixPath

__all__ = ["Address", "DatagramSocket", "address_text"]

Path = UnixPath | PrivatePath

# struct sk_meminfo, linux/sock_diag.h: nine counters, the last is the datagrams dropped.
_SO_MEMINFO, _MEMINFO, _MEMINFO_DROPS = 55, struct.Struct("9I"), 8
_NOT_WAITING = getattr(socket, "MSG_DONTWAIT", 0)
# How soon a sender that waits for room in a Unix receiver's queue sees that it is interrupted.
_SEND_SLICE = struct.pack("ll", 0, 50_000)


class DatagramSocket(InterruptibleSocket):
    """A UDP or Unix datagram socket: bound for a server, connected for a client.

    One thread may receive while others send. Every call that is stopped by `interrupt` or made
    after `close` raises `Interrupted`; every failure raises `SocketError`, whose `is_transient` is
    True when the socket works on, as it nearly always does.

    Attributes:
        endpoint: a server's really bound address, with the port that was given for port 0; the
            endpoint that a client was connected to.
        local: our address as text.
        peer: a client's server as text; empty for a server.
        truncated: datagrams received so far that were longer than the receive size; the system has
            thrown the rest of them away.
    """

    def __init__(
        self, sock: socket.socket, endpoint: Endpoint, peer: str, path: Path | None = None
    ) -> None:
        """Take over a bound or connected, blocking socket.

        Args:
            sock: the socket; it is closed with this object.
            endpoint: see the attributes.
            peer: see the attributes.
            path: the file of a Unix socket, to be removed with it.
        """
        super().__init__(sock)
        self.endpoint = endpoint
        self.local = address_text(sock.getsockname())
        self.peer = peer
        self.truncated = 0
        self._path = path
        self._dropped = 0
        # Looked up once: they are called for every datagram, as variables, which is quicker.
        self._recvfrom = sock.recvfrom
        self._sendto = sock.sendto
        if endpoint.transport.is_unix:
            # The one call that nothing wakes (see `interrupt`) is cut into slices.
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, _SEND_SLICE)

    @classmethod
    def bind(
        cls, endpoint: Endpoint, options: ServerOptions, lookup: NameLookup | None = None
    ) -> Self:
        """Receive at an endpoint from anybody.

        Args:
            endpoint: UDP or Unix datagram; port 0 takes any free port.
            options: only what `receive` is called with comes from there; datagrams have no backlog,
                and no SO_REUSEADDR (see `ServerOptions`).
            lookup: looks a host name up; keep it to `cancel` it from another thread.

        Raises:
            SocketError: the port or path is in use or not allowed, the address is not of this
                computer, the host is unknown, ...
            Interrupted: the lookup was cancelled.
        """
        if endpoint.transport.is_unix:
            sock, path = open_unix_server(endpoint)
            return cls(sock, endpoint, "", path)
        sock = open_udp_server(endpoint, options, lookup or NameLookup())
        name = sock.getsockname()
        return cls(sock, replace(endpoint, host=host_text(name), port=name[1]), "")

    @classmethod
    def connect(
        cls, endpoint: Endpoint, options: ClientOptions, lookup: NameLookup | None = None
    ) -> Self:
        """Send to one endpoint, and receive from that alone.

        Over UDP nobody is asked whether the endpoint is there; the first answer, or an ICMP error,
        tells. A Unix client gets a temporary path of its own, without which it could not be
        answered.

        Args:
            endpoint: UDP or Unix datagram.
            options: the local address and port to send from (UDP).
            lookup: looks a host name up; keep it to `cancel` it from another thread.

        Raises:
            SocketError: the host is unknown, the local address cannot be had, nobody has the path.
            Interrupted: the lookup was cancelled.
        """
        if endpoint.transport.is_unix:
            sock, path = open_unix_client(endpoint)
            return cls(sock, endpoint, endpoint.path, path)
        sock, target = open_udp_client(endpoint, options, lookup or NameLookup())
        return cls(sock, endpoint, address_text(target.address))

    def receive(self, size: int, timeout: float | None = None) -> tuple[bytes, Address]:
        """Wait for a datagram.

        Args:
            size: the most bytes to return; the rest of a longer datagram is lost, see `truncated`.
            timeout: seconds to wait; None waits for ever.

        Returns:
            The datagram, possibly empty, and the sender's address for `send`.

        Raises:
            TimeoutError: nothing came in time.
            SocketError: mostly transient: an earlier datagram came to nothing.
            Interrupted: somebody called `interrupt`.
        """
        if self._interrupted:
            raise Interrupted
        received: tuple[bytes, Address] | None
        try:
            # One byte more than wanted tells a datagram that fits from one that was cut.
            if timeout is None:
                recvfrom = self._recvfrom
                received = recvfrom(size + 1)
            else:
                received = self._receive_within(size + 1, timeout)
        except OSError as error:
            self._fail(error, Action.RECEIVE)
        if received is None:
            raise TimeoutError
        length = len(received[0])
        if length == 0 and self._interrupted:
            raise Interrupted
        if length > size:
            self.truncated += 1
            return received[0][:size], received[1]
        return received

    def send(self, data: bytes, address: Address = None) -> None:
        """Send one datagram.

        Args:
            data: its content; may be empty.
            address: where to, as `receive` returned it; None for a client's server.

        Raises:
            SocketError: too large, not allowed, nowhere to send it, an earlier one came to nothing.
            Interrupted: somebody called `interrupt`.
        """
        if not address and not self.peer:
            self._fail(_os_error(errno.EDESTADDRREQ), Action.SEND)
        sendto = self._sendto
        while True:
            try:
                if address:
                    sendto(data, address)
                else:
                    self._socket.send(data)
            except BlockingIOError:
                # The receiver's queue is full, and the slice is over.
                self._check_interrupted()
            except OSError as error:
                self._fail(error, Action.SEND, len(data), address)
            else:
                return

    def dropped(self) -> int:
        """Return how many datagrams the system has thrown away so far for want of buffer space.

        Linux counts them (SO_MEMINFO); elsewhere this is 0.
        """
        if sys.platform.startswith("linux") and not self._closed:
            try:
                counters = self._socket.getsockopt(socket.SOL_SOCKET, _SO_MEMINFO, _MEMINFO.size)
                self._dropped = _MEMINFO.unpack(counters)[_MEMINFO_DROPS]
            except (OSError, struct.error):
                pass  # Closed meanwhile, or a kernel before 4.12.
        return self._dropped

    def _receive_within(self, size: int, timeout: float) -> tuple[bytes, Address] | None:
        deadline = time.monotonic() + timeout
        while wait_readable(self._socket, deadline - time.monotonic()):
            try:
                return self._recvfrom(size, _NOT_WAITING)
            except BlockingIOError:
                # Interrupted: without waiting, Linux does not report the end of receiving. Or else
                # a datagram was there and was thrown away for its checksum, see select(2).
                self._check_interrupted()
        return None

    def _fail(
        self, error: OSError, action: Action, size: int = 0, address: Address = None
    ) -> NoReturn:
        if self._interrupted:
            raise Interrupted from None
        where = address_text(address) if address else self.endpoint
        raise explain_datagram(error, action, where, self._socket, size) from error

    def _wake(self) -> None:
        wake_datagrams(self._socket, is_connected=bool(self.peer))

    def _release(self) -> None:
        self.dropped()
        if self._path is not None:
            self._path.remove()
        self._socket.close()


def _os_error(number: int) -> OSError:
    return OSError(number, os.strerror(number))
