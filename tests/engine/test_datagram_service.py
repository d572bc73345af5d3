import queue
import socket
from collections import OrderedDict

import pytest

from socket_workbench.dialogues.kinds.echo import Echo
from socket_workbench.engine import datagram_service
from socket_workbench.engine.connections.context import ConnectionContext
from socket_workbench.engine.connections.outbox import Outbox
from socket_workbench.engine.datagram_service import DatagramPeer
from socket_workbench.engine.view import ConnectionView, EndpointState
from socket_workbench.journal.event import Kind, Role
from socket_workbench.payload.framing import Framing
from socket_workbench.sockets.addresses.endpoint import Endpoint, Transport
from socket_workbench.sockets.options import ServerOptions


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


def test_an_end_that_comes_late_leaves_the_conversation_after_it(bench, peer):
    server = bench.server("echo", Transport.UDP)
    ended = None
    for text in (b"first", b"second", b"third"):
        peer.sendto(text, address(server))
        assert peer.recv(100) == text
        # The dialogue's end and a person's may both come, from two threads.
        ended = ended or server._peers.select()[0]
        ended.end("forgotten")
    views = server.connections()
    assert [(view.is_open, view.messages_in) for view in views] == [(True, 2), (False, 1)]


def test_the_oldest_peer_is_forgotten_when_there_are_too_many(bench, monkeypatch):
    monkeypatch.setattr(datagram_service, "PEERS_KEPT", 2)
    server = bench.server("echo", Transport.UDP)
    for _ in range(4):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as each:
            each.bind(("127.0.0.1", 0))
            each.sendto(b"x", address(server))
            assert each.recv(10) == b"x"
    assert sum(view.is_open for view in server.connections()) == 2


def test_the_one_silent_for_longest_is_forgotten_first(bench, monkeypatch):
    monkeypatch.setattr(datagram_service, "PEERS_KEPT", 2)
    server = bench.server("echo", Transport.UDP)
    with (
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as first,
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as second,
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as third,
    ):
        for each in (first, second, first, third):
            each.settimeout(20)
            each.sendto(b"x", address(server))
            assert each.recv(10) == b"x"
        still = {view.peer for view in server.connections() if view.is_open}
        assert still == {f"127.0.0.1:{each.getsockname()[1]}" for each in (first, third)}
        assert "silent" in server.connections()[-1].reason


def test_to_forget_a_peer_takes_no_look_at_the_others(bench, monkeypatch):
    """What each further address costs does not grow with the addresses there are."""
    server = bench.server("echo", Transport.UDP)
    service = server._service

    class Counting(OrderedDict[object, object]):
        looks = 0

        def __iter__(self):
            for each in super().__iter__():
                self.looks += 1
                yield each

        def items(self):
            return [(each, self[each]) for each in self]

        def values(self):
            return (self[each] for each in self)

    monkeypatch.setattr(datagram_service, "PEERS_KEPT", 20)
    counting = service._by_origin = Counting()
    # The loop holds the one that was there before.
    peers = []
    for number in range(60):
        peers.append(service._new_peer(("127.0.0.1", 1 + number), recorded(server)))
    assert len(counting) == 20
    assert counting.looks <= 60
    assert [peer.view.is_open for peer in peers] == [False] * 40 + [True] * 20


def recorded(server):
    return server._journal.add_source(Role.SERVER, "server", str(server.bound))


@pytest.mark.needs("recvmsg")
@pytest.mark.parametrize(("every", "asked"), [("0.0.0.0", "127.0.0.5"), ("::", "::1")])
def test_whatever_answers_at_every_address_answers_from_the_one_that_was_asked(
    bench, recording, tmp_path, every, asked
):
    """The dialogue, its timers, a person, and a file; and it is recorded which it was."""
    family = socket.AF_INET6 if ":" in asked else socket.AF_INET
    chat = bench.server("chat", endpoint=Endpoint(Transport.UDP, every))
    file = tmp_path / "file"
    file.write_bytes(b"from a file")
    with (
        socket.socket(family, socket.SOCK_DGRAM) as anna,
        socket.socket(family, socket.SOCK_DGRAM) as bert,
    ):
        for each, name in ((anna, b"anna"), (bert, b"bert")):
            each.settimeout(20)
            # Connected, so that nothing from another address reaches it.
            each.connect((asked, chat.bound.port))
            each.send(name)
            assert each.recv(1000)
        bert.send(b"hello")
        said = b""
        while b"bert: hello" not in said:
            said = anna.recv(1000)
        chat.send(b"typed")
        while anna.recv(1000) != b"typed":
            pass
        chat.send_file(file)
        while anna.recv(1000) != b"from a file":
            pass
    where = f"[{asked}]:{chat.bound.port}" if ":" in asked else f"{asked}:{chat.bound.port}"
    assert {view.local for view in chat.connections()} == {where}
    bench.journal.flush()
    assert {each.local for each in recording.sources.values() if each.connection} == {where}


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
    server = bench.server(
        "echo-text", Transport.UDP, options=ServerOptions(framing=Framing.parse("line"))
    )
    peer.sendto(b"one\ntwo\n", address(server))
    assert peer.recv(100) == b"Echo: one!\n"
    assert peer.recv(100) == b"Echo: two!\n"


def test_a_datagram_that_breaks_the_framing_is_an_error_and_no_more(bench, peer, recording):
    server = bench.server(
        "echo", Transport.UDP, options=ServerOptions(framing=Framing.parse("length:u32be"))
    )
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
    assert [len(view.reply_timer.round_trips.newest) for view in server.connections()] == [1, 1]
    assert len(server.round_trips.newest) == 2


@pytest.fixture
def make(journal, threads):
    outbox = Outbox("outbox", threads)

    def make(framing, send, forget=lambda peer, reason: None):
        return DatagramPeer(
            ("127.0.0.1", 1),
            ConnectionView(1, 1, "local", "peer"),
            Echo(),
            Framing.parse(framing),
            send,
            outbox,
            ConnectionContext(journal, threads),
            forget,
        )

    yield make
    outbox.close()
    assert outbox.join(10)


def test_a_datagram_is_one_message_without_framing_and_several_with(make):
    sent: list[bytes] = []
    make("none", sent.append).receive(b"one\ntwo")
    assert sent == [b"one\ntwo"]
    make("line", sent.append).receive(b"one\ntwo")
    assert sent[1:] == [b"one\n", b"two\n"]


def test_a_datagram_that_breaks_the_framing_is_an_error_in_the_log(make, recording):
    make("length:u32be", lambda data: None).receive(b"\xff\xff\xff\xff")
    assert recording.wait_for(Kind.ERROR)[0].text


def test_a_typed_message_goes_out_from_the_outbox(make):
    sent: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    make("none", sent.put).post(b"typed")
    assert sent.get(timeout=10) == b"typed"


def test_every_end_is_being_forgotten(make):
    forgotten = []
    peer = make("none", lambda data: None, lambda peer, reason: forgotten.append(reason))
    peer.close_by_dialogue("exit")
    peer.end("stopped", reset=True)
    peer.end_by_person(reset=True)
    peer.half_close()
    peer.post_eof()
    assert forgotten == ["exit", "stopped", "forgotten by you"]
