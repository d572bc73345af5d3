"""One look at the sockets of this program, by the best way that the system has."""

import enum
import errno
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import NamedTuple

from socket_workbench.sockets.kernel.inet_diag import InetSockets, Ports
from socket_workbench.sockets.kernel.netlink import ListChangedError, SockDiag
from socket_workbench.sockets.kernel.proc_net import proc_sockets
from socket_workbench.sockets.kernel.psutil_table import psutil_sockets
from socket_workbench.sockets.kernel.record import KernelSocket, Protocol
from socket_workbench.sockets.kernel.unix_diag import unix_sockets

_PASSING = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM})
"""Errors that say nothing about a way: no descriptor or no memory is free at this moment."""


class Way(enum.Enum):
    """By which way the system is asked."""

    NETLINK = "netlink"
    """sock_diag(7): everything."""
    PROC = "proc"
    """/proc/net: states, queues and timers."""
    PSUTIL = "psutil"
    """psutil: states."""
    NONE = "none"
    """The system tells nothing."""


class Wanted(NamedTuple):
    """Which sockets are asked for.

    Attributes:
        tcp: the ports of TCP sockets; none asks for no TCP sockets.
        udp: the same for UDP.
        inodes: the Unix sockets, by the numbers of their files.
        has_ipv4: whether sockets of IPv4 are asked for. For a family, the kernel goes through its
            whole table of connections.
        has_ipv6: the same for IPv6.
    """

    tcp: Ports = Ports()
    udp: Ports = Ports()
    inodes: frozenset[int] = frozenset()
    has_ipv4: bool = True
    has_ipv6: bool = True

    def ports(self) -> tuple[tuple[Protocol, Ports], ...]:
        """Return the protocols that are asked for, with their ports."""
        both = ((Protocol.TCP, self.tcp), (Protocol.UDP, self.udp))
        return tuple((protocol, ports) for protocol, ports in both if ports)


class Reading(NamedTuple):
    """What the system has told.

    Attributes:
        sockets: the sockets, maybe more of them than were asked for.
        is_complete: False if some may be missing.
        way: how it was asked.
    """

    sockets: list[KernelSocket]
    is_complete: bool
    way: Way


class SocketReader:
    """Asks the system for sockets; a way that fails, but for lack of room, is not tried again."""

    def __init__(self) -> None:
        self._inet = InetSockets()
        self._ways: list[tuple[Way, Callable[[Wanted], Iterator[KernelSocket]]]] = [
            (Way.PSUTIL, _by_psutil)
        ]
        # Wine has /proc/net too, but not the functions of Linux.
        if sys.platform == "linux":
            self._ways[:0] = [(Way.NETLINK, self._by_netlink), (Way.PROC, _by_proc)]

    def read(self, wanted: Wanted) -> Reading:
        """Ask once; takes milliseconds, so not for a window's thread."""
        while self._ways:
            way, ask = self._ways[0]
            found: list[KernelSocket] = []
            try:
                found.extend(ask(wanted))
            except ListChangedError:
                return Reading(found, False, way)
            except OSError as error:
                if error.errno in _PASSING:
                    return Reading(found, False, way)
                del self._ways[0]
            else:
                return Reading(found, True, way)
        return Reading([], False, Way.NONE)

    def _by_netlink(self, wanted: Wanted) -> Iterator[KernelSocket]:
        changed = False
        with closing(SockDiag()) as diag:
            for protocol, ports in wanted.ports():
                for family, is_wanted in (
                    (socket.AF_INET, wanted.has_ipv4),
                    (socket.AF_INET6, wanted.has_ipv6),
                ):
                    if is_wanted:
                        try:
                            yield from self._inet.list(diag, protocol, family, ports)
                        except ListChangedError:
                            changed = True
            if wanted.inodes:
                yield from unix_sockets(diag, wanted.inodes)
        if changed:
            raise ListChangedError


def _by_proc(wanted: Wanted) -> Iterator[KernelSocket]:
    for protocol, _ in wanted.ports():
        yield from proc_sockets(protocol)


def _by_psutil(wanted: Wanted) -> Iterator[KernelSocket]:
    for protocol, _ in wanted.ports():
        yield from psutil_sockets(protocol)
