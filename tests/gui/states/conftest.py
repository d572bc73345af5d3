"""Sockets as the system may tell of them."""

import struct

import pytest

from socket_workbench.engine.socket_watch import Owner, Part, SeenSocket, Step
from socket_workbench.sockets.kernel.netlink import attribute
from socket_workbench.sockets.kernel.record import Figures, KernelSocket, Protocol, Timer
from socket_workbench.sockets.kernel.tcp_states import TcpState

S = TcpState
NOON = 1_700_000_000_000_000_000


def tcp_info(**fields):
    """Return a struct tcp_info with some 32-bit fields at their offsets."""
    raw = bytearray(232)
    for name, value in fields.items():
        offset = {"rtt": 68, "snd_cwnd": 80, "total_retrans": 100, "snd_wnd": 228}[name]
        struct.pack_into("=I", raw, offset, value)
    return bytes(raw)


@pytest.fixture
def seen():
    """Return a function that makes a socket which was seen at 100 s; by default a client's."""

    def seen(state=S.ESTABLISHED, way=(S.CLOSED, S.SYN_SENT), *, is_ended=False, **more):
        part = more.pop("part", Part.CONNECTION)
        protocol = more.pop("protocol", Protocol.TCP)
        number = more.pop("number", 1)
        owner = Owner("Client 1", "tcp://127.0.0.1:80", more.pop("is_server", False), part, 3)
        if state is S.TIME_WAIT:
            more |= {"timer": Timer.TIME_WAIT, "expires": 60.0}
        now = KernelSocket(protocol, state, "127.0.0.1:51342", "127.0.0.1:80", 7, 5, 21, **more)
        steps = [Step(each, None) for each in way]
        steps.append(Step(S.CLOSED if is_ended else state, NOON))
        if protocol is not Protocol.TCP:
            steps = []
        return SeenSocket(number, owner, now, tuple(steps), 100.0, is_ended)

    return seen


@pytest.fixture
def figures():
    """Return figures of TCP: 1.5 ms, a window of 10 segments, 3 of them sent again."""
    info = tcp_info(rtt=1500, snd_cwnd=10, total_retrans=3, snd_wnd=65_536)
    memory = struct.pack("=9I", *range(100, 109))
    return Figures(attribute(2, info) + attribute(4, b"cubic\0\0\0") + attribute(7, memory), 0)
