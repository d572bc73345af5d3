"""What the system tells of one socket."""

import enum
import struct
from typing import NamedTuple

from socket_workbench.sockets.kernel.netlink import attributes
from socket_workbench.sockets.kernel.tcp_info import LEAST_INFO, TcpInfo
from socket_workbench.sockets.kernel.tcp_states import TcpState

_INFO, _CONGESTION, _MEMORY = 2, 4, 7
"""INET_DIAG_INFO, INET_DIAG_CONG and INET_DIAG_SKMEMINFO, linux/inet_diag.h."""

EXTENSIONS = sum(1 << (each - 1) for each in (_INFO, _CONGESTION, _MEMORY))
"""`idiag_ext` of a request: what `Figures` reads."""

_DROPS = 8
"""SK_MEMINFO_DROPS, linux/sock_diag.h."""


class Protocol(enum.Enum):
    """What a socket speaks."""

    TCP = "tcp"
    UDP = "udp"
    UNIX = "unix"


class Timer(enum.Enum):
    """What a TCP socket's timer waits for (`idiag_timer` in sock_diag(7))."""

    RETRANSMIT = 1
    KEEPALIVE = 2
    TIME_WAIT = 3
    ZERO_WINDOW = 4


class Figures:
    """What the kernel appends to its message about a TCP or UDP socket, read when asked for.

    Of many sockets few are shown, and to read all of it takes longer than all the rest.
    """

    __slots__ = ("_found", "_message", "_start")

    def __init__(self, message: bytes, start: int) -> None:
        """Take a message.

        Args:
            message: its content.
            start: where the attributes begin.
        """
        self._message = message
        self._start = start
        self._found: dict[int, bytes] | None = None

    def info(self) -> TcpInfo | None:
        """Return the figures of TCP; None if there are none, as for TIME_WAIT."""
        raw = self._attribute(_INFO)
        return TcpInfo(raw) if len(raw) >= LEAST_INFO else None

    def memory(self) -> tuple[int, ...]:
        """Return the counters of SO_MEMINFO (struct sk_meminfo); empty if they are not told."""
        raw = self._attribute(_MEMORY)
        return struct.unpack_from(f"={len(raw) // 4}I", raw)

    def congestion(self) -> str:
        """Return the name of the congestion control; empty if it is not told."""
        return self._attribute(_CONGESTION).rstrip(b"\0").decode("ascii", "replace")

    def drops(self) -> int | None:
        """Return how many datagrams were thrown away for want of room."""
        counters = self.memory()
        return counters[_DROPS] if len(counters) > _DROPS else None

    def _attribute(self, kind: int) -> bytes:
        if self._found is None:
            self._found = attributes(self._message, self._start)
        return self._found.get(kind, b"")


class KernelSocket(NamedTuple):
    """One socket at the time of looking; what the system does not tell is None.

    Attributes:
        protocol: what it speaks.
        state: the state of a TCP socket; of others LISTEN, ESTABLISHED if connected, or CLOSED.
        local: our address as text, as `address_text` writes it.
        peer: the other side's; empty if it has none.
        inode: the number of its file; 0 for one that no program has: not accepted yet, or closed.
        receive_queue: bytes that have come and were not received; of a listener, connections that
            wait to be accepted.
        send_queue: bytes that the peer has not acknowledged; of a listener, the most connections
            that may wait.
        timer: what its timer waits for; None if no timer runs.
        expires: seconds until the timer expires.
        retransmits: how often the segment that is waited for has been sent again.
        figures: more about it.
    """

    protocol: Protocol
    state: TcpState
    local: str
    peer: str = ""
    inode: int = 0
    receive_queue: int | None = None
    send_queue: int | None = None
    timer: Timer | None = None
    expires: float = 0.0
    retransmits: int = 0
    figures: Figures | None = None


_TIMERS = {timer.value: timer for timer in Timer}


def timer_of(number: int) -> Timer | None:
    """Return the timer of a number in `idiag_timer`; None for 0 and unknown numbers."""
    return _TIMERS.get(number)
