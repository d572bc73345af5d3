"""Opens the sockets of datagram servers and clients."""

import contextlib
import errno
import socket

from socket_workbench.sockets.addresses.address import address_text
from socket_workbench.sockets.addresses.endpoint import Endpoint
from socket_workbench.sockets.calls import NewSocket
from socket_workbench.sockets.failures.errors import (
    Action,
    Interrupted,
    SocketError,
    connect_failure,
    errno_name,
    explain,
)
from socket_workbench.sockets.failures.path_sentences import no_private_path
from socket_workbench.sockets.opening.bind import bind_local, bind_server
from socket_workbench.sockets.opening.resolve import NameLookup, ResolvedAddress, ipv4_first
from socket_workbench.sockets.opening.unix_path import PrivatePath, UnixPath, bind_path, check_path
from socket_workbench.sockets.options import ClientOptions, ServerOptions
from socket_workbench.sockets.system import make_room_for_datagrams, system_error

# What a burst needs to survive until it is read; the system gives less where its limit is lower.
_RECEIVE_BUFFER = 4 * 1024 * 1024
_LONGEST_DATAGRAM = 65_535


def open_udp_server(
    endpoint: Endpoint,
    options: ServerOptions,
    lookup: NameLookup,
    new_socket: NewSocket = socket.socket,
) -> socket.socket:
    """Open a UDP socket bound to an endpoint.

    Raises:
        SocketError: the port is in use or not allowed, the address is not of this computer, ...
        Interrupted: the lookup was cancelled.
    """
    sock = bind_server(endpoint, options, lookup, new_socket)
    _enlarge_buffers(sock)
    return sock


def open_udp_client(
    endpoint: Endpoint,
    options: ClientOptions,
    lookup: NameLookup,
    new_socket: NewSocket = socket.socket,
) -> tuple[socket.socket, ResolvedAddress]:
    """Open a UDP socket connected to the host's first address that there is a way to.

    Connecting UDP asks nobody, so a host with addresses of both families is taken to listen on
    IPv4, as our own servers do.

    Raises:
        SocketError: the host is unknown, or cannot be reached from the local address asked for.
        Interrupted: the lookup was cancelled.
    """
    if not endpoint.port:
        # Linux takes such datagrams and drops them.
        error = system_error(errno.EADDRNOTAVAIL)
        raise explain(error, Action.CONNECT, endpoint)
    failures: list[SocketError] = []
    targets = ipv4_first(lookup.to_connect(endpoint))
    for target in targets:
        try:
            sock = _opened(target, endpoint, new_socket)
            return _connect_udp(sock, target, endpoint, options, lookup), target
        except SocketError as failure:
            failures.append(failure)
    raise connect_failure(failures, [address_text(target.address) for target in targets])


def _opened(target: ResolvedAddress, endpoint: Endpoint, new_socket: NewSocket) -> socket.socket:
    try:
        return new_socket(target.family, socket.SOCK_DGRAM)
    except OSError as error:
        raise explain(error, Action.CONNECT, endpoint) from error


def _connect_udp(
    sock: socket.socket,
    target: ResolvedAddress,
    endpoint: Endpoint,
    options: ClientOptions,
    lookup: NameLookup,
) -> socket.socket:
    try:
        _enlarge_buffers(sock)
        bind_local(sock, endpoint.transport, options, lookup)
        sock.connect(target.address)
    except OSError as error:
        sock.close()
        raise explain(error, Action.CONNECT, endpoint) from error
    except (SocketError, Interrupted):
        sock.close()
        raise
    return sock


def open_unix_server(
    endpoint: Endpoint, new_socket: NewSocket = socket.socket
) -> tuple[socket.socket, UnixPath]:
    """Open a Unix datagram socket bound to a path.

    Raises:
        SocketError: the path is in use, not allowed, too long, ...
    """
    check_path(endpoint, Action.BIND)
    try:
        sock = new_socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        try:
            return sock, bind_path(sock, endpoint.path)
        except OSError:
            sock.close()
            raise
    except OSError as error:
        raise explain(error, Action.BIND, endpoint) from error


def open_unix_client(
    endpoint: Endpoint, new_socket: NewSocket = socket.socket
) -> tuple[socket.socket, PrivatePath]:
    """Open a Unix datagram socket connected to a path, with a path of its own for the answers.

    Raises:
        SocketError: nobody has the path, it is not allowed, ...
    """
    check_path(endpoint, Action.CONNECT)
    try:
        sock = new_socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        try:
            # Asked first, so that what follows can only fail for reasons of our own.
            sock.connect(endpoint.path)
        except OSError:
            sock.close()
            raise
    except OSError as error:
        raise explain(error, Action.CONNECT, endpoint) from error
    try:
        path = PrivatePath(sock)
    except OSError as error:
        sock.close()
        raise SocketError(
            Action.BIND_LOCAL, str(endpoint), errno_name(error), no_private_path(error)
        ) from error
    path.open_to_answers()
    return sock, path


def _enlarge_buffers(sock: socket.socket) -> None:
    # Linux reduces the size to its limit; other systems refuse it.
    with contextlib.suppress(OSError):
        make_room_for_datagrams(sock, _LONGEST_DATAGRAM)
    with contextlib.suppress(OSError):
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _RECEIVE_BUFFER)
