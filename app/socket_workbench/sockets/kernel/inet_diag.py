"""TCP and UDP sockets over netlink: struct inet_diag_msg of linux/inet_diag.h."""

import socket
import struct
from collections.abc import Iterator
from typing import NamedTuple

from socket_workbench.sockets.addresses.address import address_text
from socket_workbench.sockets.kernel.netlink import SockDiag, attribute
from socket_workbench.sockets.kernel.record import (
    EXTENSIONS,
    Figures,
    KernelSocket,
    Protocol,
    timer_of,
)
from socket_workbench.sockets.kernel.tcp_states import TcpState

BY_FAMILY = 20
"""SOCK_DIAG_BY_FAMILY, linux/sock_diag.h."""

_REQUEST = struct.Struct("=BBBBI48x")
"""struct inet_diag_req_v2: family, protocol, extensions, padding, states, an empty socket id."""

_MESSAGE = struct.Struct("=BBBBHH16s16sI8xIIIII")
"""struct inet_diag_msg; the ports in it are in network byte order."""

_ALL_STATES = 0xFFF
"""Bits of the states 1 to 11; for those of later kernels another table would be read."""

_BYTECODE = 1
"""INET_DIAG_REQ_BYTECODE."""

_OPERATION = struct.Struct("=BBH")
"""struct inet_diag_bc_op: code, bytes to go on if it holds, and if it does not."""

_NOTHING, _JUMP, _LOCAL_PORT, _PEER_PORT = 0, 1, 11, 12

MOST_PORTS = 1000
"""Ports that a filter can have; more of them would not fit into its 16-bit offsets."""

_STATES = {
    1: TcpState.ESTABLISHED,
    2: TcpState.SYN_SENT,
    3: TcpState.SYN_RECEIVED,
    4: TcpState.FIN_WAIT1,
    5: TcpState.FIN_WAIT2,
    6: TcpState.TIME_WAIT,
    7: TcpState.CLOSED,
    8: TcpState.CLOSE_WAIT,
    9: TcpState.LAST_ACK,
    10: TcpState.LISTEN,
    11: TcpState.CLOSING,
    12: TcpState.SYN_RECEIVED,  # TCP_NEW_SYN_RECV: a request that is no socket yet
}
"""By the numbers of net/tcp_states.h."""

_MOST_KNOWN = 50_000


def state_of(number: int) -> TcpState:
    """Return the state of a number of net/tcp_states.h; those that are none are CLOSED."""
    return _STATES.get(number, TcpState.CLOSED)


class Ports(NamedTuple):
    """Chooses the sockets that have one of some ports on one side.

    Attributes:
        local: ports of our side.
        peer: ports of the other side.
    """

    local: frozenset[int] = frozenset()
    peer: frozenset[int] = frozenset()

    def __bool__(self) -> bool:
        """Return whether it chooses any."""
        return bool(self.local or self.peer)


class InetSockets:
    """Asks for TCP and UDP sockets, and keeps the texts of their addresses."""

    def __init__(self) -> None:
        self._texts: dict[bytes, tuple[str, str]] = {}

    def list(
        self, diag: SockDiag, protocol: Protocol, family: int, ports: Ports
    ) -> Iterator[KernelSocket]:
        """Yield the sockets that have one of some ports.

        Args:
            diag: where to ask.
            protocol: TCP or UDP.
            family: AF_INET or AF_INET6.
            ports: the ports; if there are too many for a filter, every socket is yielded.

        Raises:
            OSError: the kernel refuses, or does not know these requests or this filter.
            ListChangedError: at the end, when some may be missing.
        """
        number = socket.IPPROTO_TCP if protocol is Protocol.TCP else socket.IPPROTO_UDP
        request = _REQUEST.pack(family, number, EXTENSIONS, 0, _ALL_STATES)
        if len(ports.local) + len(ports.peer) <= MOST_PORTS:
            request += attribute(_BYTECODE, port_filter(ports))
        if len(self._texts) > _MOST_KNOWN:
            self._texts.clear()
        for message in diag.messages(BY_FAMILY, request):
            found = self.read(protocol, message)
            if found is not None:
                yield found

    def read(self, protocol: Protocol, message: bytes) -> KernelSocket | None:
        """Read one message; None if it is too short for one."""
        if len(message) < _MESSAGE.size:
            return None
        _, state, timer, retransmits, *_, expires, waiting, unsent, _, inode = _MESSAGE.unpack_from(
            message
        )
        # The family, the ports, the addresses, the interface: they are formatted once.
        key = message[:1] + message[4:44]
        names = self._texts.get(key)
        if names is None:
            names = self._texts[key] = _addresses(message)
        return KernelSocket(
            protocol,
            state_of(state),
            names[0],
            names[1],
            inode,
            waiting,
            unsent,
            timer_of(timer),
            expires / 1000,
            retransmits,
            Figures(message, _MESSAGE.size),
        )


def port_filter(ports: Ports) -> bytes:
    """Return the program with which the kernel chooses sockets that have one of some ports.

    For each port it is a comparison, which goes on to a jump to the end if it holds, and
    to the next comparison if it does not; the last one goes past the end, which is a refusal.
    """
    tests = [(_LOCAL_PORT, port) for port in ports.local]
    tests += [(_PEER_PORT, port) for port in ports.peer]
    size = _OPERATION.size
    left = max(0, 3 * size * len(tests) - size)
    program = b""
    for code, port in tests:
        program += _OPERATION.pack(code, 2 * size, 3 * size) + _OPERATION.pack(_NOTHING, size, port)
        left -= 2 * size
        if left:
            program += _OPERATION.pack(_JUMP, size, left)
            left -= size
    return program


def _addresses(message: bytes) -> tuple[str, str]:
    """Return the addresses of both sides as text; that of a peer is empty where there is none."""
    family, _, _, _, own, other, source, target, scope = _MESSAGE.unpack_from(message)[:9]
    local = _address(family, source, socket.ntohs(own), scope)
    peer = _address(family, target, socket.ntohs(other), scope) if other else ""
    return local, peer


def _address(family: int, raw: bytes, port: int, scope: int) -> str:
    if family == socket.AF_INET:
        return address_text((socket.inet_ntop(socket.AF_INET, raw[:4]), port))
    host = socket.inet_ntop(socket.AF_INET6, raw)
    return address_text((host, port, 0, scope if host.startswith("fe80") else 0))
