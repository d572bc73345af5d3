import socket

import pytest

from socket_workbench.engine import datagram_service
from socket_workbench.engine.view import EndpointState
from socket_workbench.journal.event import Kind
from socket_workbench.payload.framing import Framing
from socket_workbench.sockets.endpoint import Endpoint, Transport


@pytest.fixture
def peer():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as peer:
        peer.bind(("127.0.0.1", 0))
        peer.settimeout(20)
        yield peer


def address(server):
    return server.bound.host, server.bound.port


def test_each_datagram_is_answered_where_it_came_from(bench, peer, recording):
    server = bench.server("echo-text", Transport.UDP)
    for text in (b"one", b"two", b""):
        peer.sendto(text, address(server))
        assert peer.recvfrom(100) == (b"Echo: " + text + b"!", address(server))
    server.stop()
    assert server.join(10)
    view = server.connections()[0]
    assert view.peer == f"127.0.0.1:{peer.getsockname()[1]}"
    assert (view.messages_in, view.messages_out) == (3, 3)


def test_ipv6_and_unix_datagrams(bench, tmp_path):
    server = bench.server("echo", endpoint=Endpoint(Transport.UDP, "::1", 0))
    with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as peer:
        peer.sendto(b"six", ("::1", server.bound.port))
        assert peer.recv(100) == b"six"
    path = str(tmp_path / "server.sock")
    bench.server("echo", endpoint=Endpoint(Transport.UNIX_DATAGRAM, path=path))
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as peer:
        peer.bind(str(tmp_path / "peer.sock"))
        peer.sendto(b"local", path)
        assert peer.recv(100) == b"local"


def test_a_unix_peer_without_an_address_cannot_be_answered_and_does_no_harm(
    bench, tmp_path, recording
):
    path = str(tmp_path / "server.sock")
    server = bench.server("echo", endpoint=Endpoint(Transport.UNIX_DATAGRAM, path=path))
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as peer:
        peer.sendto(b"nameless", path)
    assert recording.wait_for(Kind.ERROR)[0].text
    assert server.state is EndpointState.LISTENING


def test_an_answer_that_nobody_wants_does_not_end_the_loop(bench, peer, recording):
    server = bench.server("echo", Transport.UDP)
    for _ in range(3):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as gone:
            gone.sendto(b"gone", address(server))
    recording.wait_for(Kind.SENT, 3)
    peer.sendto(b"still there?", address(server))
    assert peer.recv(100) == b"still there?"


def test_a_peer_that_was_answered_for_good_begins_anew(bench, peer):
    server = bench.server("acknowledge", Transport.UDP)
    for _ in range(2):
        peer.sendto(b"line", address(server))
        assert peer.recv(100) == b"ACK"
    bench.watch.until(lambda: not any(view.is_open for view in server.connections()))
    assert len(server.connections()) == 2


def test_the_oldest_peer_is_forgotten_when_there_are_too_many(bench, monkeypatch):
    monkeypatch.setattr(datagram_service, "PEERS_KEPT", 2)
    server = bench.server("echo", Transport.UDP)
    for _ in range(4):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as each:
            each.bind(("127.0.0.1", 0))
            each.sendto(b"x", address(server))
            assert each.recv(10) == b"x"
    assert sum(view.is_open for view in server.connections()) == 2


def test_a_person_sends_to_a_peer_and_forgets_it(bench, peer, recording):
    server = bench.server("manual", Transport.UDP)
    peer.sendto(b"hello", address(server))
    recording.wait_for(Kind.RECEIVED)
    server.send(b"typed")
    assert peer.recv(100) == b"typed"
    server.half_close_connections([server.connections()[0].number])
    server.close_connections([server.connections()[0].number])
    assert not server.connections()[0].is_open


def test_framing_works_inside_a_datagram(bench, peer):
    server = bench.server("echo-text", Transport.UDP, framing=Framing.parse("line"))
    peer.sendto(b"one\ntwo\n", address(server))
    assert peer.recv(100) == b"Echo: one!\n"
    assert peer.recv(100) == b"Echo: two!\n"


def test_a_datagram_that_breaks_the_framing_is_an_error_and_no_more(bench, peer, recording):
    server = bench.server("echo", Transport.UDP, framing=Framing.parse("length:u32be"))
    peer.sendto(b"\xff\xff\xff\xff", address(server))
    assert recording.wait_for(Kind.ERROR)[0].text
    peer.sendto(b"\0\0\0\2ok", address(server))
    assert peer.recv(100) == b"\0\0\0\2ok"


def test_chat_over_datagrams(bench, peer):
    server = bench.server("chat", Transport.UDP)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
        other.bind(("127.0.0.1", 0))
        other.settimeout(20)
        peer.sendto(b"anna", address(server))
        other.sendto(b"bert", address(server))
        while b"bert" not in peer.recv(1000):
            pass
        other.sendto(b"hello", address(server))
        while b"bert: hello" not in peer.recv(1000):
            pass


def test_dropped_datagrams_are_counted(bench, recording, monkeypatch):
    monkeypatch.setattr(datagram_service, "DROPS_INTERVAL", 0.0)
    server = bench.server("print-only", Transport.UDP)
    # The kernel's own count, as if it had dropped five by now.
    monkeypatch.setattr(type(server._service._socket), "dropped", lambda self: 5)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as each:
        each.sendto(b"x", address(server))
    assert "5" in recording.wait_for(Kind.DROPPED)[0].text
    assert server.traffic().dropped == 5


def test_replies_to_each_peer_are_timed(bench):
    server = bench.server("echo", Transport.UDP)
    peers = [socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in range(2)]
    for each in peers:
        each.settimeout(20)
        each.sendto(b"x", address(server))
        assert each.recv(10) == b"x"
        each.close()
    server.stop()
    assert server.join(10)
    assert [len(view.turns.round_trips.newest) for view in server.connections()] == [1, 1]
    assert len(server.round_trips.newest) == 2
