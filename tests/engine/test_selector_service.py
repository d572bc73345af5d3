import contextlib
import socket
import threading

import pytest

from socket_workbench.engine import selector_service
from socket_workbench.engine.view import EndpointState
from socket_workbench.journal.call_record import CallRecord
from socket_workbench.journal.event import Kind
from socket_workbench.sockets import system
from socket_workbench.sockets.call_choice import CallChoice
from socket_workbench.sockets.options import SELECTOR, ServerOptions

OPTIONS = ServerOptions(model=SELECTOR)
MANY = 300


def test_very_many_connections_are_served_by_one_thread(bench):
    server = bench.server(options=OPTIONS)
    before = threading.active_count()
    address = server.bound.host, server.bound.port
    peers = [socket.create_connection(address, timeout=20) for _ in range(MANY)]
    for number, peer in enumerate(peers):
        peer.sendall(b"%d" % number)
    for number, peer in enumerate(peers):
        assert peer.recv(100) == b"%d" % number
    assert len(server.connections()) == MANY
    assert threading.active_count() == before
    bench.watch.poll(lambda: {view.activity for view in server.connections()} == {"select()"})
    for peer in peers:
        peer.close()
    bench.watch.until(lambda: not any(view.is_open for view in server.connections()))
    assert server.traffic().connections == MANY


def test_a_peer_that_does_not_read_hinders_nobody_and_is_not_read_either(bench, recording):
    server = bench.server(options=OPTIONS)
    address = server.bound.host, server.bound.port
    with socket.create_connection(address) as slow:
        bench.watch.until(lambda: server.connections() != [])
        (stuck,) = server.connections()
        slow.setblocking(False)
        with socket.create_connection(address, timeout=20) as quick:

            def is_stuck():
                with contextlib.suppress(BlockingIOError):
                    while slow.send(bytes(1_000_000)):
                        pass
                read = stuck.bytes_in
                quick.sendall(b"still served")
                assert quick.recv(100) == b"still served"
                # The loop has looked at both meanwhile. A call of send() that goes on now, and will
                # not wait, comes after another read.
                return stuck.activity == "send()" and stuck.bytes_in == read

            while not is_stuck():  # which waits for an answer
                pass
        slow.settimeout(20)
        received = 0
        while received < stuck.bytes_in:
            received += len(slow.recv(1 << 20))
    bench.watch.until(lambda: not any(view.is_open for view in server.connections()))


@pytest.mark.parametrize(
    "calls", [CallChoice(), CallChoice("recvmsg", "send")], ids=["auto", "chosen"]
)
@pytest.mark.needs("recvmsg")
def test_the_calls_of_a_selector_are_traced_in_one_thread(bench, recording, calls):
    server = bench.server(options=ServerOptions(model=SELECTOR, trace=True, calls=calls))
    with socket.create_connection((server.bound.host, server.bound.port), timeout=20) as peer:
        peer.sendall(b"zhangsan")
        assert peer.recv(100) == b"zhangsan"
    recording.wait_for(Kind.CLOSED)
    server.stop()
    assert server.join(20)
    bench.journal.flush()

    made = [CallRecord.read(text) for text in recording.texts(Kind.CALL)]
    names = [call.name for call in made]
    first = names.index("accept")
    assert names[first - 1 : first + 5] == [
        *("select", "accept", "setblocking", "getsockname", "select"),
        calls.receive or "recv",
    ]
    assert made[first - 1].result.endswith("EVENT_READ)]")
    listener = made[0].members()["result"]
    assert made[first - 1].members()["result"] == [[listener, "EVENT_READ"]]
    assert {call.thread for call in made} == {"server listen"}


@pytest.mark.parametrize("name", ["select", "recv", "send", "close"])
def test_a_server_is_stopped_whichever_call_is_held(bench, recording, name):
    server = bench.server(options=ServerOptions(model=SELECTOR, trace=True))
    server.gate.go_on(until=name)
    with socket.create_connection((server.bound.host, server.bound.port), timeout=20) as peer:
        peer.sendall(b"x")
        if name == "close":
            peer.shutdown(socket.SHUT_WR)
        bench.watch.until(lambda: [call.name for call in server.gate.held()] == [name])
        server.stop()
        assert server.join(20)
    assert server.state is EndpointState.STOPPED
    assert not server.error


def test_without_a_descriptor_for_the_selector_the_server_says_so(bench, monkeypatch):
    def refuse(calls):
        raise OSError(24, "Too many open files")

    monkeypatch.setattr(selector_service, "Selector", refuse)
    server = bench.server(options=OPTIONS)
    assert server.state is EndpointState.FAILED
    assert server.error


def test_more_connections_than_select_takes_wait_until_one_ends(bench, recording, monkeypatch):
    monkeypatch.setattr(system, "MOST_SELECTED", 4)
    server = bench.server(options=OPTIONS)
    address = server.bound.host, server.bound.port
    first, second, third = (socket.create_connection(address, timeout=20) for _ in range(3))
    with second, third:
        with first:
            for peer in (first, second):
                peer.sendall(b"served")
                assert peer.recv(100) == b"served"
            third.sendall(b"at last")
            said = recording.wait_for(Kind.ERROR)[0].text
            assert said.startswith("On this system, select waits for at most 4 sockets")
        assert third.recv(100) == b"at last"
    assert server.state is EndpointState.LISTENING


def test_stopping_from_within_a_message_ends_all(bench, recording):
    server = bench.server(options=OPTIONS)
    with socket.create_connection((server.bound.host, server.bound.port)) as peer:
        recording.wait_for(Kind.ACCEPTED)
        peer.sendall(b"x")
        server.stop()
        assert server.join(20)
    bench.journal.flush()
    assert recording.texts(Kind.CLOSED) == ["the server was stopped"]
