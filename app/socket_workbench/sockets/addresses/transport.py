"""What carries the bytes of an endpoint."""

import enum
import socket

from socket_workbench.language import tr


class Transport(enum.Enum):
    """What carries the bytes; the value is the scheme in an address."""

    TCP = "tcp"
    UDP = "udp"
    UNIX_STREAM = "unix"
    UNIX_DATAGRAM = "unixgram"

    @property
    def is_stream(self) -> bool:
        """Whether bytes arrive as a stream rather than as datagrams."""
        return self in (Transport.TCP, Transport.UNIX_STREAM)

    @property
    def is_unix(self) -> bool:
        """Whether addresses are paths rather than hosts and ports."""
        return self in (Transport.UNIX_STREAM, Transport.UNIX_DATAGRAM)

    @property
    def socket_type(self) -> socket.SocketKind:
        """The type of socket that the system is asked for."""
        return socket.SOCK_STREAM if self.is_stream else socket.SOCK_DGRAM


def unix_supported() -> str:
    """Say why this system has no Unix sockets; empty where it has them."""
    if hasattr(socket, "AF_UNIX"):
        return ""
    return tr("This system, or its Python, has no Unix sockets: use tcp:// or udp://.")
