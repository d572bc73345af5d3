"""What failures of a datagram socket mean: after nearly all it can still be used."""

import errno
import socket

from socket_workbench.sockets.addresses.endpoint import Endpoint
from socket_workbench.sockets.failures.errors import Action, SocketError, explain
from socket_workbench.sockets.system import UNIX_OVERHEAD, system_error

# 65,535 less the headers: IPv4 counts its own 20 bytes, IPv6 does not, UDP's are 8.
_UDP_LIMIT = {socket.AF_INET: 65_507, socket.AF_INET6: 65_527}

# What arrives as ICMP and is reported by the next call: an earlier datagram was not delivered, and
# the socket can still be used. ECONNRESET is Windows' name for "port unreachable".
EARLIER_ERRORS = frozenset(
    getattr(errno, name)
    for name in (
        "ECONNREFUSED",
        "ECONNRESET",
        "ENETRESET",
        "EHOSTUNREACH",
        "ENETUNREACH",
        "EHOSTDOWN",
        "ENETDOWN",
        "ENONET",
        "EPROTO",
        "ENOPROTOOPT",
        "EMSGSIZE",
        "EACCES",
    )
    if hasattr(errno, name)
)
_OF_THE_SOCKET = frozenset({errno.EBADF, errno.ENOTSOCK})


def explain_datagram(
    error: OSError, action: Action, where: Endpoint | str, sock: socket.socket, size: int = 0
) -> SocketError:
    """Explain what a datagram socket raised, and set whether it works on (`is_transient`).

    Args:
        error: what the system raised.
        action: RECEIVE or SEND.
        where: the endpoint, or the text of the address that was sent to.
        sock: the socket.
        size: bytes in the datagram that was sent.
    """
    if error.errno == errno.ECONNRESET:
        # Windows' name for "port unreachable" (ICMP): a datagram socket has nothing to reset.
        error = system_error(errno.ECONNREFUSED)
    limit = datagram_limit(sock) if error.errno == errno.EMSGSIZE else 0
    explained = explain(error, action, where, size=size, limit=limit)
    if action is Action.RECEIVE:
        explained.is_transient = error.errno in EARLIER_ERRORS
    else:
        explained.is_transient = error.errno not in _OF_THE_SOCKET
    return explained


def datagram_limit(sock: socket.socket) -> int:
    """Return the most bytes that fit into one datagram of a UDP or Unix socket."""
    limit = _UDP_LIMIT.get(sock.family)
    if limit is not None:
        return limit
    return sock.getsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF) - UNIX_OVERHEAD
