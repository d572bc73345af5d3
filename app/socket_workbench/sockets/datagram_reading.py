"""Reads of a datagram socket that tell more than `recvfrom`.

`AskedAddresses` tells which of our addresses a datagram was sent to, `WholeLengths` how long one
was that did not fit.
"""

import socket
import struct
from typing import TypeAlias

from socket_workbench.sockets import system
from socket_workbench.sockets.addresses.address import Address, IpAddress, address_text, host_text

Route: TypeAlias = tuple[IpAddress, bytes]
"""A peer, and what has the system answer it from the address that it asked: a struct in_pktinfo or
in6_pktinfo, or nothing where that address cannot be sent from."""

# struct in_pktinfo, ip(7): the interface, the address to answer from, the address in the header.
_PKTINFO = struct.Struct("=i4s4s")
# struct in6_pktinfo, RFC 3542: the address in the header, the interface.
_PKTINFO6 = struct.Struct("=16sI")
_MULTICAST = 0xFF
_LINK_LOCAL = b"\xfe\x80"


class AskedAddresses:
    """Receives with the address that was asked, and answers from it (IP_PKTINFO, IPV6_PKTINFO).

    From a socket bound to every address the system would answer from whichever its routes prefer,
    and a client that has connected its socket to another one never sees the answer. What takes the
    place of an address here is a `Route`.
    """

    def __init__(self, sock: socket.socket) -> None:
        """Ask the system for the addresses.

        Raises:
            OSError: it does not tell them.
        """
        self._socket = sock
        self._port: int = sock.getsockname()[1]
        if sock.family == socket.AF_INET6:
            self._level, self._type = socket.IPPROTO_IPV6, socket.IPV6_PKTINFO
            self._room = socket.CMSG_SPACE(_PKTINFO6.size)
            sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_RECVPKTINFO, 1)
        else:
            self._level, self._type = socket.IPPROTO_IP, system.IP_PKTINFO
            self._room = socket.CMSG_SPACE(_PKTINFO.size)
            sock.setsockopt(socket.IPPROTO_IP, system.IP_PKTINFO, 1)

    def recvfrom(self, size: int, flags: int = 0) -> tuple[bytes, Route]:
        """Receive like `socket.recvfrom`, with a route instead of an address."""
        data, control, _, peer = self._socket.recvmsg(size, self._room, flags)
        for level, kind, info in control:
            if level == self._level and kind == self._type:
                return data, (peer, self._answer(info))
        return data, (peer, b"")

    def sendto(self, data: bytes, route: Route) -> int:
        """Send along a route like `socket.sendto`."""
        peer, info = route
        if not info:
            return self._socket.sendto(data, peer)
        return self._socket.sendmsg([data], [(self._level, self._type, info)], 0, peer)

    def sendto_by_routes(self, data: bytes, route: Route) -> int:
        """Send to the peer of a route, from whichever address the system's routes prefer."""
        return self._socket.sendto(data, route[0])

    def local_text(self, route: Route) -> str:
        """Return our address on a route as text; that of the socket where there is none."""
        info = route[1]
        if not info:
            return address_text(self._socket.getsockname())
        if self._level == socket.IPPROTO_IP:
            return address_text((socket.inet_ntoa(info[4:8]), self._port))
        packed, interface = _PKTINFO6.unpack(info)
        host = socket.inet_ntop(socket.AF_INET6, packed)
        return address_text((host_text((host, self._port, 0, interface)), self._port))

    def _answer(self, info: bytes) -> bytes:
        """Turn what came with a datagram into what goes with its answers.

        The interface is left to the routes, except with link-local addresses, which mean nothing
        without it. Nobody can send from a multicast address; of IPv4 the system names one to answer
        from.
        """
        if self._level == socket.IPPROTO_IP:
            return bytes(4) + info[4:8] + bytes(4)
        if info[0] == _MULTICAST:
            return b""
        return info if info.startswith(_LINK_LOCAL) else info[:16] + bytes(4)


def asked_addresses(sock: socket.socket) -> AskedAddresses | None:
    """Return how a UDP server's socket learns which address was asked.

    Returns:
        None where it has one address only, and where the system does not tell.
    """
    is_everywhere = sock.family != getattr(socket, "AF_UNIX", None) and not any(
        socket.inet_pton(sock.family, sock.getsockname()[0].partition("%")[0])
    )
    return told_addresses(sock) if is_everywhere else None


def told_addresses(sock: socket.socket) -> AskedAddresses | None:
    """Return how a UDP socket learns which of its addresses was asked; None where it cannot."""
    if not system.TELLS_ASKED_ADDRESSES:
        return None
    try:
        return AskedAddresses(sock)
    except OSError:
        return None


class WholeLengths:
    """Receives the beginnings of datagrams whose length nothing bounds, as that of Unix ones.

    Attributes:
        length: bytes that the datagram received last had, if the system tells; at least as many as
            were returned of it.
    """

    def __init__(self, sock: socket.socket) -> None:
        self.length = 0
        self._recvfrom_into = sock.recvfrom_into
        self._buffer = bytearray()

    def recvfrom(self, size: int, flags: int = 0) -> tuple[bytes, Address]:
        """Receive like `socket.recvfrom`; only one thread may."""
        if len(self._buffer) < size:
            self._buffer = bytearray(size)
        self.length, address = self._recvfrom_into(self._buffer, size, flags | system.MSG_TRUNC)
        return bytes(memoryview(self._buffer)[: min(self.length, size)]), address
