import socket
import struct
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.sockets.kernel.inet_diag import (
    MOST_PORTS,
    InetSockets,
    Ports,
    port_filter,
    state_of,
)
from socket_workbench.sockets.kernel.netlink import SockDiag
from socket_workbench.sockets.kernel.record import Protocol
from socket_workbench.sockets.kernel.tcp_states import TcpState

ports = st.integers(1, 65535)


def allows(program, local, peer):
    """Run a filter as inet_diag_bc_run in net/ipv4/inet_diag.c does."""
    place, left = 0, len(program)
    while left > 0:
        code, yes, no = struct.unpack_from("=BBH", program, place)
        holds = True
        if code in (11, 12):
            _, _, port = struct.unpack_from("=BBH", program, place + 4)
            holds = port == (local if code == 11 else peer)
        elif code == 1:
            holds = False
        step = yes if holds else no
        assert step >= 4
        assert step % 4 == 0
        place, left = place + step, left - step
    return left == 0


@given(
    st.frozensets(ports, min_size=1, max_size=30), st.frozensets(ports, max_size=9), ports, ports
)
def test_the_filter_chooses_by_the_ports_of_each_side(ours, theirs, local, peer):
    program = port_filter(Ports(ours, theirs))

    assert allows(program, local, peer) == (local in ours or peer in theirs)
    assert allows(program, min(ours), peer)
    assert all(allows(program, local, port) for port in theirs)


@given(st.binary(max_size=200))
def test_any_message_is_read_or_passed_over(message):
    found = InetSockets().read(Protocol.TCP, message)

    assert (found is None) == (len(message) < 72)
    if found is not None:
        assert found.state in TcpState
        assert found.local


def asked(family, wanted, protocol=Protocol.TCP):
    with closing(SockDiag()) as diag:
        wanted = Ports(frozenset(wanted), frozenset(wanted[:1]))
        return list(InetSockets().list(diag, protocol, family, wanted))


@pytest.mark.needs("sock_diag")
@pytest.mark.parametrize("others", [0, MOST_PORTS - 2, MOST_PORTS])
def test_the_kernel_takes_filters_of_every_length(tcp_pair, others):
    one, other = tcp_pair
    port = one.getsockname()[1]
    name, peer = (f"127.0.0.1:{each.getsockname()[1]}" for each in (one, other))

    found = asked(socket.AF_INET, [port, *range(1, others + 1)])

    ends = {(each.local, each.peer): each.state for each in found}
    assert ends[name, peer] is ends[peer, name] is TcpState.ESTABLISHED


@pytest.mark.needs("sock_diag")
def test_queues_are_bytes_of_a_connection_and_the_backlog_of_a_listener():
    with socket.create_server(("127.0.0.1", 0), backlog=7) as server:
        port = server.getsockname()[1]
        with socket.create_connection(server.getsockname()) as client:
            client.sendall(b"hello")
            found = asked(socket.AF_INET, [port])

    by_state = {(each.state, each.local.endswith(f":{port}")): each for each in found}
    listener = by_state[TcpState.LISTEN, True]
    assert (listener.receive_queue, listener.send_queue, listener.peer) == (1, 7, "")
    waiting = by_state[TcpState.ESTABLISHED, True]
    assert (waiting.receive_queue, waiting.inode) == (5, 0)
    assert waiting.figures.info().get("bytes_received") == 5


@pytest.mark.needs("sock_diag")
def test_addresses_of_ipv6_are_written_as_everywhere_else():
    with socket.create_server(("::1", 0), family=socket.AF_INET6) as server:
        found = asked(socket.AF_INET6, [server.getsockname()[1]])
        assert [each.local for each in found] == [f"[::1]:{server.getsockname()[1]}"]


@pytest.mark.needs("sock_diag")
def test_udp_tells_what_was_thrown_away():
    with (
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server,
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client,
    ):
        server.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        server.bind(("127.0.0.1", 0))
        for _ in range(50):
            client.sendto(bytes(1000), server.getsockname())
        (found,) = asked(socket.AF_INET, [server.getsockname()[1]], Protocol.UDP)

    assert found.receive_queue > 0
    assert found.figures.drops() > 0


def test_unknown_states_are_closed():
    assert state_of(12) is TcpState.SYN_RECEIVED
    assert state_of(13) is state_of(99) is TcpState.CLOSED
