import os
import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.engine.socket_watch import (
    ENDED_KEPT,
    Part,
    SeenSocket,
    Sighting,
    SocketWatch,
)
from socket_workbench.engine.view import EndpointState, HeldSocket
from socket_workbench.sockets.addresses.endpoint import Endpoint, Transport, parse_endpoint
from socket_workbench.sockets.kernel.reading import Reading, Wanted, Way
from socket_workbench.sockets.kernel.record import KernelSocket, Protocol, Timer
from socket_workbench.sockets.kernel.tcp_states import TcpState, certain_between
from socket_workbench.sockets.options import ServerOptions

S = TcpState
NAME, PEER = "127.0.0.1:80", "127.0.0.1:51342"
SERVER = Endpoint(Transport.TCP, "127.0.0.1", 80)


class Told:
    """A reader that tells what a test has set."""

    def __init__(self) -> None:
        self.sockets: list[KernelSocket] = []
        self.is_complete = True
        self.wanted = Wanted()

    def read(self, wanted: Wanted) -> Reading:
        self.wanted = wanted
        return Reading(self.sockets, self.is_complete, Way.NETLINK)


class Held:
    """An endpoint with some sockets."""

    def __init__(self, address: Endpoint = SERVER, *held: HeldSocket) -> None:
        self.address = address
        self.settings = self
        self.name = "client"
        self.state = EndpointState.CONNECTED
        self.held = list(held)

    def held_sockets(self) -> list[HeldSocket]:
        return self.held


def watched(*held: HeldSocket, address: Endpoint = SERVER):
    told = Told()
    watch = SocketWatch(told)  # type: ignore[arg-type]
    watch.add(Held(address, *held))  # type: ignore[arg-type]
    return watch, told


def tcp(state: TcpState, inode: int = 7, **more) -> KernelSocket:
    return KernelSocket(Protocol.TCP, state, PEER, NAME, inode, **more)


def way(seen: SeenSocket) -> list[str]:
    return [step.state.value + ("" if step.at else "?") for step in seen.way]


def test_a_way_is_what_was_seen_and_what_must_have_been_between():
    watch, told = watched(HeldSocket(7))
    told.sockets = [tcp(S.SYN_SENT)]
    (seen,) = watch.look().sockets
    assert way(seen) == ["CLOSED?", "SYN_SENT"]
    assert (seen.owner.part, seen.owner.is_server) == (Part.OWN, False)

    for state, inode in ((S.ESTABLISHED, 7), (S.ESTABLISHED, 7), (S.FIN_WAIT2, 0)):
        told.sockets = [tcp(state, inode)]
        (seen,) = watch.look().sockets

    assert way(seen) == ["CLOSED?", "SYN_SENT", "ESTABLISHED", "FIN_WAIT1?", "FIN_WAIT2"]
    told.sockets = []
    (ended,) = watch.look().sockets
    assert way(ended)[-2:] == ["FIN_WAIT2", "CLOSED"]
    assert (ended.number, ended.state, ended.is_ended) == (seen.number, S.CLOSED, True)


@given(st.lists(st.sampled_from([None, *TcpState]), max_size=12))
def test_a_way_is_one_that_can_be_gone(states):
    watch, told = watched(HeldSocket(7))
    for state in states:
        told.sockets = [] if state is None else [tcp(state)]
        watch.look()

    for seen in watch.look().sockets:
        steps = [step.state for step in seen.way]
        assert steps[0] is S.CLOSED
        assert not seen.is_ended or steps[-1] is S.CLOSED
        assert S.CLOSED not in steps[1:-1]
        for before, after in pairwise(steps):
            assert certain_between(before, after) == ()


def test_addresses_used_again_are_another_connection():
    watch, told = watched(HeldSocket(7, PEER, NAME, 3))
    told.sockets = [tcp(S.TIME_WAIT, 0)]
    first = watch.look().sockets[0]
    told.sockets = [tcp(S.ESTABLISHED, 7)]

    second, ended = watch.look().sockets

    assert second.number != first.number == ended.number
    assert way(second) == ["CLOSED?", "SYN_SENT?", "ESTABLISHED"]
    assert ended.is_ended


def test_a_socket_is_not_taken_for_ended_when_the_list_was_incomplete():
    watch, told = watched(HeldSocket(7))
    told.sockets = [tcp(S.ESTABLISHED)]
    watch.look()
    told.sockets, told.is_complete = [], False

    (seen,) = watch.look().sockets

    assert not seen.is_ended


def test_of_ended_sockets_the_newest_are_told():
    watch, told = watched()
    for number in range(1, ENDED_KEPT + 10):
        watch.add(Held(SERVER, HeldSocket(number)))
        told.sockets = [KernelSocket(Protocol.TCP, S.SYN_SENT, f"h:{number}", NAME, number)]
        watch.look()
    told.sockets = []

    sockets = watch.look().sockets

    assert len(sockets) == ENDED_KEPT
    assert sockets[0].now.inode == ENDED_KEPT + 9


def test_an_endpoint_is_watched_until_the_system_has_forgotten_its_sockets():
    told = Told()
    watch = SocketWatch(told)  # type: ignore[arg-type]
    endpoint = Held(SERVER, HeldSocket(7, PEER, NAME, 1))
    watch.add(endpoint)  # type: ignore[arg-type]
    endpoint.state = EndpointState.CLOSED
    told.sockets = [tcp(S.TIME_WAIT, 0)]
    for _ in range(4):
        watch.look()
    assert watch.is_wanted()
    told.sockets = []
    for _ in range(2):
        watch.look()

    assert not watch.is_wanted()


@pytest.mark.parametrize(
    ("address", "held", "families"),
    [
        ("127.0.0.1:80", (), (True, False)),
        ("[::1]:80", (), (False, True)),
        ("localhost:80", (), (True, True)),
        ("localhost:80", (HeldSocket(1, "[::1]:9", "[::1]:80"),), (False, True)),
        ("localhost:80", (HeldSocket(1, PEER, NAME),), (True, False)),
    ],
)
def test_only_families_that_are_used_are_asked_for(address, held, families):
    watch, told = watched(*held, address=parse_endpoint(address))

    watch.look()

    assert (told.wanted.has_ipv4, told.wanted.has_ipv6) == families
    assert told.wanted.tcp == (frozenset(), {80})


def test_a_timer_runs_on_between_two_looks():
    seen = SeenSocket(1, None, tcp(S.TIME_WAIT, 0, timer=Timer.TIME_WAIT, expires=60.0), (), 100.0)  # type: ignore[arg-type]

    assert seen.expires_in(101.5) == 58.5
    assert seen.expires_in(200.0) == 0
    assert seen._replace(is_ended=True).expires_in(101.5) is None


# With the system's own lists


def looked_until(watch: SocketWatch, found) -> Sighting:
    deadline = time.monotonic() + 20
    while not found(sighting := watch.look()):
        assert time.monotonic() < deadline, sighting
        time.sleep(0.01)
    return sighting


def parts(sighting: Sighting) -> set[tuple[str, Part, TcpState]]:
    return {(seen.owner.name, seen.owner.part, seen.state) for seen in sighting.sockets}


@pytest.mark.needs("sock_diag")
def test_sockets_of_servers_and_clients_are_found_until_the_system_forgets_them(bench):
    watch = SocketWatch()
    server = bench.server(options=ServerOptions(model="one-at-a-time"))
    first = bench.connected(server.bound)
    bench.watch.poll(lambda: len(server.connections()) == 1)
    second = bench.connected(server.bound)
    for each in (server, first, second):
        watch.add(each)

    sighting = watch.look()

    assert sighting.way is Way.NETLINK
    assert {
        ("server", Part.OWN, S.LISTEN),
        ("server", Part.CONNECTION, S.ESTABLISHED),
        ("client", Part.CONNECTION, S.ESTABLISHED),
    } <= parts(sighting)
    accepted = next(seen for seen in sighting.sockets if way(seen)[0] == "LISTEN?")
    assert way(accepted) == ["LISTEN?", "SYN_RECEIVED?", "ESTABLISHED"]
    numbers = [view.number for each in (server, first) for view in each.connections()]
    assert set(numbers) <= {seen.owner.connection for seen in sighting.sockets}
    # The server serves one at a time, and yet accepts the next one only afterwards.
    assert ("server", Part.BACKLOG, S.ESTABLISHED) in parts(sighting)

    first.stop()
    assert first.join(20)

    sighting = looked_until(
        watch, lambda told: ("client", Part.CONNECTION, S.TIME_WAIT) in parts(told)
    )
    closed = next(seen for seen in sighting.sockets if seen.state is S.TIME_WAIT)
    assert closed.now.timer is Timer.TIME_WAIT
    assert 0 < (closed.expires_in(time.monotonic()) or 0) <= 60
    assert way(closed)[-1] == "TIME_WAIT"


@pytest.mark.needs("sock_diag")
def test_a_client_that_is_being_connected_is_in_syn_sent(bench):
    # A listener whose backlog is full answers no SYN.
    server = bench.server(options=ServerOptions(backlog=0, model="one-at-a-time"))
    clients = [bench.client(server.bound) for _ in range(4)]
    watch = SocketWatch()
    for client in clients:
        watch.add(client)

    looked_until(watch, lambda told: ("client", Part.OWN, S.SYN_SENT) in parts(told))


@pytest.mark.needs("sock_diag")
@pytest.mark.parametrize("transport", [Transport.UDP, Transport.UNIX_STREAM])
def test_other_sockets_are_found_without_a_way(bench, tmp_path, transport):
    where = Endpoint(transport, "127.0.0.1", 0)
    if transport.is_unix:
        where = Endpoint(transport, path=os.fspath(tmp_path / "s"))
    server = bench.server(endpoint=where)
    client = bench.connected(server.bound)
    watch = SocketWatch()
    watch.add(server)
    watch.add(client)

    sighting = looked_until(
        watch, lambda told: not any(seen.now.receive_queue for seen in told.sockets)
    )

    found = {seen.owner.part: seen for seen in sighting.sockets if seen.owner.is_server}
    assert (found[Part.OWN].state is S.LISTEN) == transport.is_stream
    of_client = [seen for seen in watch.look().sockets if not seen.owner.is_server]
    assert [seen.state for seen in of_client] == [S.ESTABLISHED]
    assert all(seen.way == () for seen in of_client)
