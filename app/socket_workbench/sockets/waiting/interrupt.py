"""How a thread that is blocked in a socket call is woken by another.

Linux: `close` wakes nothing, `shutdown(SHUT_RDWR)` wakes everything and stays in force, so that a
call that begins a moment later returns at once too: `accept` fails with EINVAL, `recv` returns
b"", `send` fails with EPIPE, `recvfrom` returns b"" from nobody. On an unconnected UDP socket
shutdown raises ENOTCONN and wakes all the same (`inet_shutdown` in the kernel's net/ipv4/af_inet.c
calls that a hack for this very purpose). Two calls are not woken: `send` on a Unix datagram
socket whose receiver's queue is full waits for the receiver, see `datagram`; `connect`, see
`connector`.

Elsewhere no call wakes all of them. macOS: shutdown does nothing for a listener or an unconnected
datagram socket, and after a half-close the second shutdown fails with ENOTCONN and wakes nobody.
Windows: shutdown does not wake a blocked `recv`, and `closesocket` does not wake every `send`. So
there each socket is a `WakeableSocket`, which never blocks in the system but waits for its peer
and for being woken together. All of its tests run on Linux too.
"""

import contextlib
import socket

from socket_workbench.sockets import system
from socket_workbench.sockets.waiting import readiness
from socket_workbench.sockets.waiting.readiness import HasFileno, WakeUp, wait_readable
from socket_workbench.sockets.waiting.traced import TracedCalls, TracedWakeableSocket
from socket_workbench.sockets.waiting.wakeable import WakeableSocket

_LOOK_SECONDS = 0.5
"""Seconds between two looks whether a peer that has ended its side is gone."""


def wakeable(sock: socket.socket, *, sends_what_fits: bool = False) -> socket.socket:
    """Return a blocking socket as one that can be woken: itself, where shutdown does that.

    Args:
        sock: the socket.
        sends_what_fits: whether `send` is to return when the system has taken a part of the bytes,
            as that of a `WakeableSocket` does; Linux' own waits until all are taken.

    Raises:
        OSError: it cannot be made wakeable; the socket is closed.
    """
    if system.SHUTDOWN_WAKES_ALL and not sends_what_fits:
        return sock
    try:
        if isinstance(sock, TracedCalls):
            return TracedWakeableSocket(sock)
        return WakeableSocket(sock)
    except OSError:
        sock.close()
        raise


def waker_of(sock: socket.socket) -> WakeUp | None:
    """Return what becomes readable when a socket is woken; None where the socket itself does."""
    return sock.waker if isinstance(sock, WakeableSocket) else None


def wake(sock: socket.socket) -> None:
    """Wake every call of a socket; a connection's peer sees the end of the stream."""
    if isinstance(sock, WakeableSocket):
        # Not SHUT_RDWR: what has come and was not read would be thrown away.
        _shut_down(sock, socket.SHUT_WR)
        sock.wake()
    else:
        _shut_down(sock, socket.SHUT_RDWR)


def wake_to_reset(sock: socket.socket, *, is_sending: bool) -> None:
    """Wake every call of a connection that is about to be reset.

    Nothing is sent to the peer, except that on Linux a blocked `send` cannot be woken without a
    FIN.

    Args:
        sock: the connection.
        is_sending: whether a thread is inside `send`.
    """
    if isinstance(sock, WakeableSocket):
        sock.wake()
        return
    _shut_down(sock, socket.SHUT_RD)
    if is_sending:
        _shut_down(sock, socket.SHUT_RDWR)


def set_patience(sock: socket.socket, seconds: float | None) -> None:
    """Let receiving wait for so long, then raise `BlockingIOError`; None for ever."""
    if isinstance(sock, WakeableSocket):
        sock.patience = seconds
    else:
        system.set_timeout(sock, socket.SO_RCVTIMEO, seconds or 0)


def has_something(sock: socket.socket, timeout: float) -> bool:
    """Wait until receiving would not wait, being woken included.

    Args:
        sock: the socket.
        timeout: seconds to wait at most.
    """
    return wait_readable(sock, timeout, waker_of(sock))


def wait_hung_up(sock: socket.socket, wake: HasFileno) -> bool:
    """Wait, after the end of the stream, until the peer is gone, or until woken.

    Linux tells when the connection is over in both directions. Windows' select does not; macOS'
    poll may take the end of one direction for both (POLLHUP). So there the socket is asked from
    time to time.

    Returns:
        Whether the peer is gone; False when woken.

    Raises:
        OSError: it has reset the connection.
    """
    if not isinstance(sock, WakeableSocket):
        return readiness.wait_hung_up(sock, wake)
    while True:
        if sock.fileno() < 0 or sock.waker.is_woken:
            return True
        if wait_readable(wake, _LOOK_SECONDS, sock.waker) and not sock.waker.is_woken:
            return False
        with contextlib.suppress(BlockingIOError):
            sock.recv(1, socket.MSG_PEEK | system.NOT_WAITING)
        try:
            sock.getpeername()
        except OSError:
            return True


def _shut_down(sock: socket.socket, how: int) -> None:
    # ENOTCONN: not connected, or reset by the peer, which has woken everything already.
    with contextlib.suppress(OSError):
        sock.shutdown(how)
