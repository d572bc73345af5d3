"""Binds a client's socket to the local address and port that were asked for."""

import socket

from socket_workbench.language import tr
from socket_workbench.sockets.addresses.endpoint import Endpoint, Transport
from socket_workbench.sockets.failures.errors import Action, SocketError, explain
from socket_workbench.sockets.opening.resolve import NameLookup
from socket_workbench.sockets.options import ClientOptions


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
        if options.reuse_address and transport.is_stream:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
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
