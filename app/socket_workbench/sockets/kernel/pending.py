"""What the system has for one socket at this moment, without a call that takes anything."""

import select
import socket
import struct
import sys
from typing import NamedTuple

from socket_workbench.sockets.kernel.inet_diag import state_of
from socket_workbench.sockets.kernel.record import KernelSocket, Protocol
from socket_workbench.sockets.kernel.tcp_info import LEAST_INFO, TcpInfo
from socket_workbench.sockets.kernel.tcp_states import TcpState

_ENDED = frozenset({TcpState.CLOSE_WAIT, TcpState.LAST_ACK, TcpState.CLOSING, TcpState.TIME_WAIT})
"""States in which the peer has ended its side."""

_MOST_INFO = 512
"""More bytes than struct tcp_info has; the kernel returns as many as it knows."""


class Pending(NamedTuple):
    """What a socket has; what the system does not tell is None.

    Attributes:
        unread: bytes that have come and were not received; of datagrams, those of the next one.
        backlog: of a TCP listener, connections that wait to be accepted.
        is_readable: whether receiving or accepting would not wait.
        is_writable: whether sending a little would not wait.
        is_ended: whether the peer has ended its side, so that nothing follows what has come.
        state: the state of a TCP socket.
    """

    unread: int | None = None
    backlog: int | None = None
    is_readable: bool | None = None
    is_writable: bool | None = None
    is_ended: bool | None = None
    state: TcpState | None = None


def pending(sock: socket.socket) -> Pending:
    """Look at a socket, which may be closed by another thread meanwhile; never waits."""
    try:
        info = _tcp_info(sock)
        state = None if info is None else state_of(info.get("state") or 0)
        is_listener = state is TcpState.LISTEN
        backlog = info.get("unacked") if info is not None and is_listener else None
        unread = None if _listens(sock) else _unread(sock)
        return Pending(unread, backlog, *_readiness(sock), state)
    except (OSError, ValueError):
        return Pending()


def pending_of(found: KernelSocket) -> Pending:
    """Return what the system's list of sockets tells of one that may be another process's."""
    count, state = found.receive_queue, found.state
    if state is TcpState.LISTEN:
        return Pending(None, count, None if count is None else count > 0, None, None, state)
    if found.protocol is Protocol.UDP:
        # The queue is counted with what the system needs beside each datagram.
        return Pending(is_readable=None if count is None else count > 0)
    if found.protocol is Protocol.UNIX or count is None:
        return Pending(count, is_readable=None if count is None else count > 0)
    is_ended = state in _ENDED
    # The end of the stream is counted as a byte until it is received.
    unread = count - 1 if is_ended and count else count
    return Pending(unread, None, count > 0 or is_ended, None, is_ended, state)


def _listens(sock: socket.socket) -> bool:
    return bool(sock.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN))


def _tcp_info(sock: socket.socket) -> TcpInfo | None:
    if not sys.platform.startswith("linux") or sock.type != socket.SOCK_STREAM:
        return None
    if sock.family not in (socket.AF_INET, socket.AF_INET6):
        return None
    raw = sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _MOST_INFO)
    return TcpInfo(raw) if len(raw) >= LEAST_INFO else None


def _unread(sock: socket.socket) -> int | None:
    """Return FIONREAD, which Linux calls SIOCINQ (tcp(7), udp(7), unix(7))."""
    if sys.platform == "win32":
        return None
    import fcntl
    import termios

    return int(struct.unpack("i", fcntl.ioctl(sock.fileno(), termios.FIONREAD, bytes(4)))[0])


def _readiness(sock: socket.socket) -> tuple[bool | None, bool | None, bool | None]:
    """Return whether a socket is readable, writable, and ended by its peer; see `Pending`."""
    if not hasattr(select, "poll"):  # Windows
        readable, writable, _ = select.select([sock], [sock], [], 0)
        return bool(readable), bool(writable), None
    ended = getattr(select, "POLLRDHUP", 0)
    poll = select.poll()
    poll.register(sock.fileno(), select.POLLIN | select.POLLOUT | ended)
    events = dict(poll.poll(0)).get(sock.fileno(), 0)
    is_ended = bool(events & ended) if ended else None
    return bool(events & select.POLLIN), bool(events & select.POLLOUT), is_ended
