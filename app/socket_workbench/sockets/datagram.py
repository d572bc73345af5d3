"""A datagram socket: whole messages, each with an address, which may be lost."""

import errno
import socket
import time
from dataclasses import replace
from typing import NoReturn, Self, cast

from socket_workbench.sockets import system
from socket_workbench.sockets.addresses.address import Address, address_text, host_text
from socket_workbench.sockets.addresses.endpoint import Endpoint
from socket_workbench.sockets.call_choice import AUTO, CallChoice
from socket_workbench.sockets.calls import NewSocket
from socket_workbench.sockets.chosen_calls import Origin, datagram_calls
from socket_workbench.sockets.datagram_reading import Route
from socket_workbench.sockets.failures.datagram_errors import EARLIER_ERRORS, explain_datagram
from socket_workbench.sockets.failures.errors import Action, Interrupted, SocketError
from socket_workbench.sockets.opening.datagram_opening import (
    open_udp_client,
    open_udp_server,
    open_unix_client,
    open_unix_server,
)
from socket_workbench.sockets.opening.resolve import NameLookup
from socket_workbench.sockets.opening.unix_path import PrivatePath, UnixPath
from socket_workbench.sockets.options import ClientOptions, ServerOptions
from socket_workbench.sockets.waiting.interrupt import has_something, set_patience
from socket_workbench.sockets.waiting.interruptible import InterruptibleSocket

__all__ = ["DatagramSocket", "Origin", "address_text"]

Path = UnixPath | PrivatePath

# More than a receive buffer holds: a peer that goes on sending must not delay the end.
_MOST_UNREAD = 65_536
_SEND_SLICE = 0.05
"""Seconds after which a sender that waits for room in a Unix receiver's queue, which nothing wakes
on Linux, sees that it is interrupted."""


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
        excess: bytes by which the datagram received last was longer than the receive size, and
            which are lost. Whoever reports it sets it to 0 again.
        earlier_error: the failure of an earlier datagram, which `send` has met before it sent its
            own. Whoever reports it sets it to None again.
    """

    def __init__(
        self,
        sock: socket.socket,
        endpoint: Endpoint,
        peer: str,
        path: Path | None = None,
        calls: CallChoice = AUTO,
    ) -> None:
        """Take over a bound or connected, blocking socket.

        Args:
            sock: the socket; it is closed with this object.
            endpoint: see the attributes.
            peer: see the attributes.
            path: the file of a Unix socket, to be removed with it.
            calls: what it receives and sends with.

        Raises:
            SocketError: no descriptor is left to wake it through; socket and file are gone.
        """
        try:
            super().__init__(sock)
        except OSError as error:
            if path is not None:
                path.remove()
            action = Action.CONNECT if peer else Action.BIND
            raise explain_datagram(error, action, endpoint, sock) from error
        sock = self._socket
        self.endpoint = endpoint
        self.local = address_text(sock.getsockname())
        self.peer = peer
        self.excess = 0
        self.earlier_error: SocketError | None = None
        self._path = path
        self._dropped = 0
        chosen = datagram_calls(sock, calls, is_client=bool(peer))
        self._asked, self._lengths, self._room = chosen.asked, chosen.lengths, chosen.room
        self._receiving = chosen.name
        # Looked up once: they are called for every datagram, as variables, which is quicker.
        self._recvfrom, self._sendto, self._send = chosen.receive, chosen.send_to, chosen.send
        if endpoint.transport.is_unix and system.SHUTDOWN_WAKES_ALL:
            # The one call that nothing wakes (see `interrupt`) is cut into slices.
            system.set_timeout(sock, socket.SO_SNDTIMEO, _SEND_SLICE)

    @classmethod
    def bind(
        cls,
        endpoint: Endpoint,
        options: ServerOptions,
        lookup: NameLookup | None = None,
        new_socket: NewSocket = socket.socket,
    ) -> Self:
        """Receive at an endpoint from anybody.

        Args:
            endpoint: UDP or Unix datagram; port 0 takes any free port.
            options: the calls come from there; datagrams have no backlog, and no SO_REUSEADDR (see
                `ServerOptions`).
            lookup: looks a host name up; keep it to `cancel` it from another thread.
            new_socket: opens the socket.

        Raises:
            SocketError: the port or path is in use or not allowed, the address is not of this
                computer, the host is unknown, ...
            Interrupted: the lookup was cancelled.
        """
        if endpoint.transport.is_unix:
            sock, path = open_unix_server(endpoint, new_socket)
            return cls(sock, endpoint, "", path, options.calls)
        sock = open_udp_server(endpoint, options, lookup or NameLookup(), new_socket)
        name = sock.getsockname()
        bound = replace(endpoint, host=host_text(name), port=name[1])
        return cls(sock, bound, "", calls=options.calls)

    @classmethod
    def connect(
        cls,
        endpoint: Endpoint,
        options: ClientOptions,
        lookup: NameLookup | None = None,
        new_socket: NewSocket = socket.socket,
    ) -> Self:
        """Send to one endpoint, and receive from that alone.

        Over UDP nobody is asked whether the endpoint is there; the first answer, or an ICMP error,
        tells. A Unix client gets a temporary path of its own, without which it could not be
        answered.

        Args:
            endpoint: UDP or Unix datagram.
            options: the local address and port to send from (UDP), and the calls.
            lookup: looks a host name up; keep it to `cancel` it from another thread.
            new_socket: opens the socket.

        Raises:
            SocketError: the host is unknown, the local address cannot be had, nobody has the path.
            Interrupted: the lookup was cancelled.
        """
        if endpoint.transport.is_unix:
            sock, path = open_unix_client(endpoint, new_socket)
            return cls(sock, endpoint, endpoint.path, path, options.calls)
        sock, target = open_udp_client(endpoint, options, lookup or NameLookup(), new_socket)
        return cls(sock, endpoint, address_text(target.address), calls=options.calls)

    def receive(self, size: int, timeout: float | None = None) -> tuple[bytes, Origin]:
        """Wait for a datagram.

        Args:
            size: the most bytes to return; the rest of a longer datagram is lost, see `excess`.
            timeout: seconds to wait; None waits for as long as `set_patience` says.

        Returns:
            The datagram, possibly empty, and its sender for `send` and `names`.

        Raises:
            TimeoutError: nothing came in time.
            SocketError: mostly transient: an earlier datagram was not delivered.
            Interrupted: somebody called `interrupt`.
        """
        if self._interrupted:
            raise Interrupted
        # A UDP datagram is taken as a whole, whatever is wanted of it, to know its length.
        room = self._room or size + 1
        received: tuple[bytes, Origin] | None
        try:
            if timeout is None:
                recvfrom = self._recvfrom
                received = recvfrom(room)
            else:
                received = self._receive_within(room, timeout)
        except BlockingIOError:
            received = None
        except OSError as error:
            if error.errno == errno.ECONNRESET and not self.peer and not self._interrupted:
                # Windows: an answer found nobody (ICMP). Elsewhere no server is told.
                return self.receive(size, timeout)
            self._fail(error, Action.RECEIVE)
        if received is None:
            raise TimeoutError
        length = len(received[0])
        if length == 0 and self._interrupted:
            raise Interrupted
        if length > size:
            self.excess = (length if self._lengths is None else self._lengths.length) - size
            return received[0][:size], received[1]
        return received

    def receiving_words(self, size: int) -> str:
        """Return the call that `receive` makes for so many bytes, such as `recvfrom(65535)`."""
        return f"{self._receiving}({self._room or size + 1})"

    def set_patience(self, seconds: float | None) -> None:
        """Let `receive` wait for so long where it is given no timeout; None for ever.

        Unlike a timeout this costs nothing with each datagram (SO_RCVTIMEO on Linux).
        """
        if not self._closed:
            set_patience(self._socket, seconds)

    def names(self, sender: Origin) -> tuple[str, str]:
        """Return, as text, which of our addresses a datagram was sent to, and its sender's."""
        if self._asked is None:
            return self.local, address_text(cast("Address", sender))
        route = cast("Route", sender)
        return self._asked.local_text(route), address_text(route[0])

    def send(self, data: bytes, address: Origin = None) -> None:
        """Send one datagram.

        Args:
            data: its content; may be empty.
            address: where to, as `receive` returned it, and so from the address that was asked;
                None for a client's server.

        Raises:
            SocketError: too large, not allowed, no such destination, an earlier one was lost.
            Interrupted: somebody called `interrupt`.
        """
        if not address and not self.peer:
            self._fail(system.system_error(errno.EDESTADDRREQ), Action.SEND)
        sendto, send = self._sendto, self._send
        earlier = None
        while True:
            try:
                if address:
                    sendto(data, address)
                else:
                    send(data)
            except BlockingIOError:
                # The receiver's queue is full, and the slice is over.
                self._check_interrupted()
            except OSError as error:
                if earlier or self._interrupted or error.errno not in EARLIER_ERRORS:
                    self._fail(error, Action.SEND, len(data), address)
                # The system tells what became of an earlier datagram instead of sending this one.
                earlier = self._explained(error, Action.SEND, len(data), address)
            else:
                if earlier:
                    self.earlier_error = earlier
                return

    def dropped(self) -> int:
        """Return how many datagrams the system has thrown away so far for want of buffer space.

        Where the system does not count them, this is 0.
        """
        if not self._closed:
            self._count_dropped()
        return self._dropped

    def _count_dropped(self) -> None:
        self._dropped = system.dropped_datagrams(self._socket) or self._dropped

    def discard_unread(self) -> int:
        """Throw away the datagrams that have come and were not received; return how many.

        This is for the end, after `interrupt`.
        """
        count = 0
        for _ in range(0 if self._closed else _MOST_UNREAD):
            try:
                self._recvfrom(1, system.NOT_WAITING)
            except BlockingIOError:
                break
            except OSError as error:
                if error.errno == errno.EBADF:
                    break
                # Windows: it was longer. Else an ICMP error, told before the datagrams behind it.
                count += error.errno == errno.EMSGSIZE
                continue
            count += 1
        return count

    def _receive_within(self, size: int, timeout: float) -> tuple[bytes, Origin] | None:
        deadline = time.monotonic() + timeout
        while has_something(self._socket, deadline - time.monotonic()):
            try:
                return self._recvfrom(size, system.NOT_WAITING)
            except BlockingIOError:
                # Interrupted: without waiting, Linux does not report the end of receiving. Or else
                # a datagram was there and was thrown away for its checksum, see select(2).
                self._check_interrupted()
        return None

    def _fail(
        self, error: OSError, action: Action, size: int = 0, address: Origin = None
    ) -> NoReturn:
        if self._interrupted:
            raise Interrupted from None
        raise self._explained(error, action, size, address) from error

    def _explained(self, error: OSError, action: Action, size: int, address: Origin) -> SocketError:
        where = self.names(address)[1] if address else self.endpoint
        return explain_datagram(error, action, where, self._socket, size)

    def _release(self) -> None:
        # Nobody can ask for it any longer.
        self._count_dropped()
        if self._path is not None:
            self._path.remove()
        self._socket.close()
