"""Connects a stream, to every address of a host in turn, until it is cancelled."""

import errno
import socket
import threading
import time

from socket_workbench.sockets.addresses.address import address_text
from socket_workbench.sockets.addresses.endpoint import Endpoint
from socket_workbench.sockets.calls import NewSocket, written
from socket_workbench.sockets.failures.errors import (
    Action,
    Interrupted,
    SocketError,
    connect_failure,
    explain,
)
from socket_workbench.sockets.opening.bind import bind_local
from socket_workbench.sockets.opening.resolve import NameLookup, ResolvedAddress
from socket_workbench.sockets.opening.unix_path import check_path
from socket_workbench.sockets.options import ClientOptions
from socket_workbench.sockets.stream import Stream
from socket_workbench.sockets.system import file_number, system_error
from socket_workbench.sockets.waiting.readiness import WakeUp, wait_writable
from socket_workbench.sockets.waiting.traced import one_call

_UNDER_WAY = frozenset(
    getattr(errno, name)
    for name in ("EINPROGRESS", "EINTR", "WSAEWOULDBLOCK")
    if hasattr(errno, name)
)
_FULL_BACKLOG_INTERVAL = 0.02


class Connector:
    """Connects to one endpoint; any thread may cancel that.

    May be used again after a failure, but not once cancelled.

    Attributes:
        inode: the number of the file of the socket that was connected last; see
            `InterruptibleSocket`.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        options: ClientOptions,
        lookup: NameLookup | None = None,
        new_socket: NewSocket = socket.socket,
    ) -> None:
        """Prepare to connect.

        Args:
            endpoint: a TCP or Unix stream endpoint.
            options: timeout for each address, and the local address and port to connect from.
            lookup: how to look hosts up; None for the system's way.
            new_socket: opens the sockets.
        """
        self._endpoint = endpoint
        self._options = options
        self._lookup = lookup or NameLookup()
        self._new_socket = new_socket
        self._lock = threading.Lock()
        self._wake: WakeUp | None = None
        self._cancelled = False
        self.inode = 0

    def cancel(self) -> None:
        """Make `connect` raise `Interrupted` at once, now or when it is called."""
        self._cancelled = True
        self._lookup.cancel()
        with self._lock:
            if self._wake is not None:
                self._wake.wake()

    def connect(self) -> Stream:
        """Connect to the first address of the endpoint's host that answers.

        Raises:
            SocketError: none did; the error is the most informative one and names all of them.
            Interrupted: somebody called `cancel`.
        """
        try:
            wake = WakeUp()
        except OSError as error:
            raise explain(error, Action.CONNECT, self._endpoint) from error
        with self._lock:
            self._wake = wake
        try:
            self._check_cancelled()
            stream = self._connect_to_first(wake)
        finally:
            with self._lock:
                self._wake = None
            wake.close()
        if self._cancelled:
            stream.close()
            raise Interrupted
        return stream

    def _connect_to_first(self, wake: WakeUp) -> Stream:
        failures: list[SocketError] = []
        targets = self._targets()
        for target in targets:
            try:
                return self._connect_to(target, wake)
            except SocketError as failure:
                failures.append(failure)
        raise connect_failure(failures, [address_text(target.address) for target in targets])

    def _targets(self) -> list[ResolvedAddress]:
        if not self._endpoint.transport.is_unix:
            return self._lookup.to_connect(self._endpoint)
        check_path(self._endpoint, Action.CONNECT)
        return [ResolvedAddress(socket.AF_UNIX, self._endpoint.path)]

    def _connect_to(self, target: ResolvedAddress, wake: WakeUp) -> Stream:
        self._check_cancelled()
        try:
            sock = self._new_socket(target.family, socket.SOCK_STREAM)
        except OSError as error:
            self._check_cancelled()
            raise explain(error, Action.CONNECT, self._endpoint) from error
        try:
            sock.setblocking(False)
            self.inode = file_number(sock)
            if not self._endpoint.transport.is_unix:
                bind_local(sock, self._endpoint.transport, self._options, self._lookup)
            with one_call(sock, f"connect({written(target.address)})"):
                self._wait_for_connection(sock, target, wake)
            sock.setblocking(True)
            return Stream(sock, target.address, self._options.calls)
        except OSError as error:
            sock.close()
            self._check_cancelled()
            raise explain(error, Action.CONNECT, self._endpoint) from error
        except (SocketError, Interrupted):
            sock.close()
            raise

    def _wait_for_connection(
        self, sock: socket.socket, target: ResolvedAddress, wake: WakeUp
    ) -> None:
        deadline = time.monotonic() + self._options.connect_timeout
        code = sock.connect_ex(target.address)
        while code == errno.EAGAIN and self._endpoint.transport.is_unix:
            # The backlog is full, and the system has no way to wait for that with a time limit.
            if time.monotonic() >= deadline:
                raise system_error(errno.ETIMEDOUT)
            wake.wait(_FULL_BACKLOG_INTERVAL)
            self._check_cancelled()
            code = sock.connect_ex(target.address)
        if code in _UNDER_WAY:
            done = wait_writable(sock, wake, deadline - time.monotonic())
            self._check_cancelled()
            code = sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR) if done else errno.ETIMEDOUT
        if not code and _is_connected_to_itself(sock):
            code = errno.ECONNREFUSED
        if code:
            raise system_error(code)

    def _check_cancelled(self) -> None:
        if self._cancelled:
            raise Interrupted


def _is_connected_to_itself(sock: socket.socket) -> bool:
    # TCP's simultaneous open: a port that nobody listens on may be chosen as the local port of the
    # very connection to it. Trying again and again, as reconnecting does, gets there in the end.
    if sock.family not in (socket.AF_INET, socket.AF_INET6):
        return False
    try:
        # Not `sock.getsockname`: a part of connecting is no call of its own in a trace.
        return bool(socket.socket.getsockname(sock) == sock.getpeername())
    except OSError:
        return False  # The peer has reset the connection already; receiving will tell.
