"""What the system has for the sockets of held calls, which belong to other processes."""

from collections.abc import Collection
from socket import AF_INET, AF_INET6
from time import monotonic

from socket_workbench.sockets.kernel.inet_diag import Ports
from socket_workbench.sockets.kernel.pending import Pending, pending_of
from socket_workbench.sockets.kernel.reading import SocketReader, Wanted
from socket_workbench.watch.gate import Gate
from socket_workbench.watch.model import End

LOOK = 0.2
"""Seconds between two looks."""


class HeldSockets:
    """Looks at the sockets of the calls that a gate holds, from time to time.

    Args:
        gate: is told what was found.
    """

    def __init__(self, gate: Gate) -> None:
        self._gate = gate
        self._reader = SocketReader()
        self._looked = 0.0

    def look(self) -> None:
        """Look, if it is time to; takes milliseconds."""
        if not self._gate.count or monotonic() - self._looked < LOOK:
            return
        self._looked = monotonic()
        ends = {each.key: each.end for each in self._gate.held() if each.end is not None}
        reading = self._reader.read(_wanted(ends.values()))
        found = {each.inode: pending_of(each) for each in reading.sockets}
        self._gate.pending = {
            key: found.get(end.inode, Pending()) for key, end in ends.items() if end.inode
        }


def _wanted(ends: Collection[End]) -> Wanted:
    """Return which sockets are to be asked for."""
    inet = [end for end in ends if not end.is_unix and isinstance(end.local, tuple)]
    tcp = frozenset(end.local[1] for end in inet if end.is_stream) - {0}
    udp = frozenset(end.local[1] for end in inet if not end.is_stream) - {0}
    return Wanted(
        Ports(tcp),
        Ports(udp),
        frozenset(end.inode for end in ends if end.is_unix),
        any(end.family == AF_INET for end in inet),
        any(end.family == AF_INET6 for end in inet),
    )
