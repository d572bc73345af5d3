"""Binds sockets to addresses of this computer: a server's own, and a client's local one."""

import errno
import socket

from socket_workbench.language import tr
from socket_workbench.sockets.addresses.endpoint import Endpoint, Transport
from socket_workbench.sockets.calls import NewSocket
from socket_workbench.sockets.failures.address_sentences import is_for_several
from socket_workbench.sockets.failures.errors import Action, SocketError, explain
from socket_workbench.sockets.opening.resolve import NameLookup, ResolvedAddress
from socket_workbench.sockets.options import ClientOptions, ServerOptions
from socket_workbench.sockets.system import system_error, take_address

# The address cannot be had here, whatever the port: the name's next one may do.
_NOT_HERE = frozenset({errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT})


def bind_server(
    endpoint: Endpoint,
    options: ServerOptions,
    lookup: NameLookup,
    new_socket: NewSocket = socket.socket,
) -> socket.socket:
    """Open a socket bound to the host's first address that this computer has; TCP listens too.

    A port in use at one address is not sought at the next: clients would reach the other program.
    IPv6 sockets take IPv6 only (IPV6_V6ONLY), so that `0.0.0.0` and `[::]`, or two servers on the
    same port of both, do not clash.

    Raises:
        SocketError: the port is in use or privileged, the address is not of this computer, ...
        Interrupted: the lookup of the host was cancelled.
    """
    action = Action.LISTEN if endpoint.transport.is_stream else Action.BIND
    if endpoint.transport is Transport.TCP and is_for_several(endpoint):
        # Linux lets it listen at such an IPv4 address, where nobody can connect.
        raise explain(system_error(errno.EADDRNOTAVAIL), action, endpoint)
    failures: list[OSError] = []
    for target in lookup.to_bind(endpoint):
        try:
            return _bind(target, endpoint, options, new_socket)
        except OSError as error:
            failures.append(error)
            if error.errno not in _NOT_HERE:
                break
    raise explain(failures[-1], action, endpoint) from failures[-1]


def _bind(
    target: ResolvedAddress, endpoint: Endpoint, options: ServerOptions, new_socket: NewSocket
) -> socket.socket:
    sock = new_socket(target.family, endpoint.transport.socket_type)
    try:
        if target.family == socket.AF_INET6:
            sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        take_address(sock, reuses=endpoint.transport.is_stream and options.reuse_address)
        sock.bind(target.address)
        if endpoint.transport.is_stream:
            sock.listen(options.listen_backlog)
    except OSError:
        sock.close()
        raise
    return sock


def bind_local(
    sock: socket.socket, transport: Transport, options: ClientOptions, lookup: NameLookup
) -> None:
    """Bind a TCP or UDP client as its options say; does nothing when they say nothing.

    Raises:
        SocketError: the address is not of this computer, or of the other IP version than the
            socket, or the port is in use.
        Interrupted: the lookup of the local host's name was cancelled.
    """
    if not options.local_host and not options.local_port:
        return
    wanted = Endpoint(transport, options.local_host, options.local_port)
    addresses = [found for found in lookup.to_bind(wanted) if found.family == sock.family]
    shown = wanted if wanted.host else Endpoint(transport, _every_address(sock), wanted.port)
    if not addresses:
        raise SocketError(
            Action.BIND_LOCAL, str(wanted), "EAFNOSUPPORT", _other_version(wanted.host)
        )
    try:
        take_address(sock, reuses=transport.is_stream and options.reuse_address)
        sock.bind(addresses[0].address)
    except OSError as error:
        raise explain(error, Action.BIND_LOCAL, shown) from error


def _every_address(sock: socket.socket) -> str:
    return "::" if sock.family == socket.AF_INET6 else "0.0.0.0"


def _other_version(host: str) -> str:
    return tr(
        "From {host} there is no connection to that address: one is IPv4 and the other IPv6. Use "
        "addresses of the same version, or leave the local address empty.",
        host=host,
    )
