"""How a thread that is blocked in a socket call is woken by another.

Linux: `close` wakes nothing, `shutdown(SHUT_RDWR)` wakes everything and stays in force, so that a
call that begins a moment later returns at once too: `accept` fails with EINVAL, `recv` returns
b"", `send` fails with EPIPE, `recvfrom` returns b"" from nobody. On an unconnected UDP socket
shutdown raises ENOTCONN and wakes all the same (`inet_shutdown` in the kernel's net/ipv4/af_inet.c
calls that a hack for this very purpose). Two calls are not woken: `send` on a Unix datagram
socket whose receiver's queue is full waits for the receiver, see `datagram`; `connect`, see
`connector`.

macOS and Windows: shutdown does nothing for a listener or an unconnected datagram socket. Those
are woken by a connection or an empty datagram to themselves, which stays queued for a call that
begins later. A connected datagram socket takes none from itself; on Windows, where shutdown does
not wake it, closing does. (From the systems' documentation; only Linux is tested.)
"""

import contextlib
import socket
import sys

_SHUTDOWN_WAKES_ALL = sys.platform.startswith("linux")
_EVERY_ADDRESS = {"0.0.0.0": "127.0.0.1", "::": "::1"}


def wake_stream(sock: socket.socket) -> None:
    """Wake `recv` and `send`; the peer sees the end of the stream."""
    _shut_down(sock, socket.SHUT_RDWR)


def wake_receiver(sock: socket.socket) -> None:
    """Wake `recv` on a stream but not `send`; nothing is sent to the peer."""
    _shut_down(sock, socket.SHUT_RD)


def wake_listener(sock: socket.socket) -> None:
    """Wake `accept`."""
    if _SHUTDOWN_WAKES_ALL:
        _shut_down(sock, socket.SHUT_RDWR)
    else:
        connect_to_itself(sock)


def wake_datagrams(sock: socket.socket, *, is_connected: bool) -> None:
    """Wake `recvfrom`, `recv`, and UDP's `send`."""
    _shut_down(sock, socket.SHUT_RDWR)
    if _SHUTDOWN_WAKES_ALL:
        return
    if not is_connected:
        send_to_itself(sock)
    elif sys.platform == "win32":
        sock.close()


def connect_to_itself(listener: socket.socket) -> None:
    """Give a listener a connection from this process; it is closed at once."""
    with contextlib.suppress(OSError), socket.socket(listener.family, listener.type) as visitor:
        visitor.setblocking(False)
        visitor.connect(_reachable(listener.getsockname()))


def send_to_itself(sock: socket.socket) -> None:
    """Give a bound datagram socket an empty datagram from this process."""
    with contextlib.suppress(OSError), socket.socket(sock.family, sock.type) as visitor:
        visitor.setblocking(False)
        visitor.sendto(b"", _reachable(sock.getsockname()))


def _shut_down(sock: socket.socket, how: int) -> None:
    # ENOTCONN: not connected, or reset by the peer, which has woken everything already.
    with contextlib.suppress(OSError):
        sock.shutdown(how)


def _reachable(name: tuple[str, int] | str) -> tuple[str, int] | str:
    """Turn the wildcard address, which not every system connects to, into the loopback one."""
    if isinstance(name, str):
        return name
    return (_EVERY_ADDRESS.get(name[0], name[0]), *name[1:])
