import errno
import gc
import os
import socket
import struct
import threading
import weakref
from contextlib import closing, suppress
from pathlib import Path

import pytest

from socket_workbench.dialogues.base import Dialogue
from socket_workbench.engine import stream_service
from socket_workbench.engine.connections import file_transfer
from socket_workbench.engine.threads import PlainThreads, Worker
from socket_workbench.engine.view import ConnectionState, EndpointState
from socket_workbench.journal.event import Kind
from socket_workbench.journal.journal import Journal
from socket_workbench.journal.reader import Reader
from socket_workbench.journal.storage.store import Store
from socket_workbench.payload.framing import Framing
from socket_workbench.sockets.addresses.endpoint import Endpoint, Transport
from socket_workbench.sockets.failures.errors import Action, explain
from socket_workbench.sockets.kernel.pending import pending
from socket_workbench.sockets.options import ONE_AT_A_TIME, SELECTOR, THREADS, ServerOptions


def connect(server):
    bound = server.bound
    if bound.transport is Transport.UNIX_STREAM:
        peer = socket.socket(socket.AF_UNIX)
        peer.connect(bound.path)
    else:
        peer = socket.create_connection((bound.host, bound.port))
    peer.settimeout(60)
    return peer


def read(peer, length):
    """Return that many bytes. MSG_WAITALL does not wait where the socket has a timeout."""
    said = b""
    while len(said) < length and (piece := peer.recv(length - len(said))):
        said += piece
    return said


def read_all(peer):
    said = b""
    while piece := peer.recv(1 << 20):
        said += piece
    return said


@pytest.fixture(params=[THREADS, SELECTOR])
def each_model(request, monkeypatch):
    """Serve so where the test does not say how."""
    monkeypatch.setitem(vars(ServerOptions.row("model")), "default", request.param)


EACH_MODEL = pytest.mark.usefixtures("each_model")


def open_views(server):
    return [view for view in server.connections() if view.is_open]


@pytest.fixture(
    params=["ipv4", "ipv6", pytest.param("unix", marks=pytest.mark.needs("unix sockets"))]
)
def endpoint(request, tmp_path):
    return {
        "ipv4": Endpoint(Transport.TCP, "127.0.0.1", 0),
        "ipv6": Endpoint(Transport.TCP, "::1", 0),
        "unix": Endpoint(Transport.UNIX_STREAM, path=str(tmp_path / "server.sock")),
    }[request.param]


@EACH_MODEL
def test_the_welcome_dialogue_byte_for_byte_on_every_stream_transport(bench, endpoint, recording):
    server = bench.server("welcome", endpoint=endpoint)
    with connect(server) as peer:
        assert peer.recv(100) == b"Welcome!"
        for name in (b"zhangsan", b"lisi"):
            peer.sendall(name)
            assert peer.recv(100) == b"Hello, " + name + b"!"
        peer.sendall(b"exit")
        assert peer.recv(100) == b""
    recording.wait_for(Kind.CLOSED)
    kinds = [event.kind for event in recording.events]
    assert kinds == [
        Kind.LISTENING,
        Kind.ACCEPTED,
        *([Kind.SENT, Kind.RECEIVED] * 3),
        Kind.CLOSED,
    ]
    assert "exit" in recording.texts(Kind.CLOSED)[0]


@pytest.mark.needs("resets")
@EACH_MODEL
def test_rules_reset_a_connection_and_tell_their_state(bench):
    rules = """{"states": [
        {"name": "a", "rules": [{"equals": "in", "reply": "ok", "go": "b"}]},
        {"name": "b", "rules": [{"any": true, "then": "reset"}]}]}"""
    server = bench.server("rules", parameters={"rules": rules})
    with connect(server) as peer:
        peer.sendall(b"in")
        assert peer.recv(100) == b"ok"
        [view] = server.connections()
        bench.watch.until(lambda: view.dialogue_state == "b")
        peer.sendall(b"x")
        with pytest.raises(ConnectionResetError):
            peer.recv(100)
    bench.watch.until(lambda: not open_views(server))
    assert view.reason == "closed by the dialogue rules: a rule said so"


def test_many_connections_are_served_at_once(bench):
    server = bench.server("welcome")
    peers = [connect(server) for _ in range(50)]
    for number, peer in enumerate(peers):
        assert read(peer, 8) == b"Welcome!"
        peer.sendall(b"%d" % number)
    for number, peer in enumerate(peers):
        assert peer.recv(100) == b"Hello, %d!" % number
        peer.close()
    bench.watch.until(lambda: not open_views(server))


def test_of_connections_that_have_ended_no_thread_is_kept(bench, monkeypatch):
    monkeypatch.setattr(stream_service, "FEW_WORKERS", 4)
    workers: weakref.WeakSet[Worker] = weakref.WeakSet()

    class Counted(PlainThreads):
        def start(self, name, run):
            worker = super().start(name, run)
            workers.add(worker)
            return worker

    bench.threads = Counted()
    server = bench.server("echo")
    for _ in range(60):
        with connect(server) as peer:
            peer.shutdown(socket.SHUT_WR)
            assert peer.recv(1) == b""
        bench.watch.until(lambda: not open_views(server))
    gc.collect()
    # That of the server, and a few that have not been looked at yet.
    assert len(workers) < 30


def test_one_at_a_time_leaves_the_second_in_the_backlog(bench):
    server = bench.server("echo", options=ServerOptions(backlog=1, model=ONE_AT_A_TIME))
    with connect(server) as first, connect(server) as second:
        second.sendall(b"second")
        first.sendall(b"first")
        assert first.recv(100) == b"first"
        assert len(server.connections()) == 1
        second.settimeout(0.05)
        with pytest.raises(TimeoutError):
            second.recv(100)
        first.close()
        second.settimeout(20)
        assert second.recv(100) == b"second"


@EACH_MODEL
def test_a_person_sends_to_all_or_to_one_and_closes_one(bench):
    server = bench.server("manual")
    with connect(server) as one, connect(server) as two:
        bench.watch.until(lambda: len(open_views(server)) == 2)
        by_peer = {view.peer: view.number for view in server.connections()}
        number = by_peer[f"127.0.0.1:{one.getsockname()[1]}"]
        server.send(b"all")
        assert (one.recv(3), two.recv(3)) == (b"all", b"all")
        server.send(b"one", to=[number])
        assert one.recv(3) == b"one"
        server.close_connections([number])
        assert one.recv(1) == b""
        bench.watch.until(lambda: len(open_views(server)) == 1)
        two.settimeout(0.05)
        with pytest.raises(TimeoutError):
            two.recv(1)


@EACH_MODEL
def test_our_own_reset_is_recorded_without_a_sentence(bench, recording):
    server = bench.server("manual")
    with connect(server):
        bench.watch.until(lambda: len(open_views(server)) == 1)
        server.reset_connections([server.connections()[0].number])
        recording.wait_for(Kind.CLOSED)
    told = [(event.kind, event.text) for event in recording.events if event.source > 1]
    assert told[-2:] == [(Kind.RESET, ""), (Kind.CLOSED, "reset by you")]


@pytest.mark.needs("resets")
def test_resetting_a_connection_sends_rst_not_an_end_of_stream(bench):
    server = bench.server("manual")
    with connect(server) as peer:
        bench.watch.until(lambda: len(open_views(server)) == 1)
        server.reset_connections([server.connections()[0].number])
        with pytest.raises(ConnectionResetError):
            peer.recv(1)
    bench.watch.until(lambda: not open_views(server))
    assert "reset by you" in server.connections()[0].reason


def is_steady(looks, unread):
    """Note what waits now; whether as much waited at each of the last ten looks."""
    looks.append(unread)
    return len(looks) > 9 and bool(unread) and len(set(looks[-10:])) == 1


@EACH_MODEL
@pytest.mark.needs("resets")
def test_resetting_while_the_peer_does_not_read_ends_the_blocked_send(bench, beyond_buffers):
    server = bench.server("manual")
    with connect(server) as peer:
        bench.watch.until(lambda: len(open_views(server)) == 1)
        view = server.connections()[0]
        server.send(b"x" * beyond_buffers)
        # While there is room, the peer would take the end of the stream before the reset.
        looks: list[int | None] = []
        bench.watch.poll(lambda: is_steady(looks, pending(peer).unread))
        server.reset_connections([view.number])
        bench.watch.until(lambda: not view.is_open)
        with pytest.raises(ConnectionResetError):
            read_all(peer)


@EACH_MODEL
def test_half_closing_lets_the_peer_go_on(bench, recording):
    server = bench.server("manual")
    with connect(server) as peer:
        bench.watch.until(lambda: len(open_views(server)) == 1)
        view = server.connections()[0]
        server.send(b"last words")
        server.half_close_connections([view.number])
        assert peer.recv(100) == b"last words"
        assert peer.recv(100) == b""
        assert view.state is ConnectionState.FIN_WAIT
        peer.sendall(b"still heard")
        recording.wait_for(Kind.RECEIVED)
    bench.watch.until(lambda: not view.is_open)
    assert recording.payloads(Kind.RECEIVED) == b"still heard"


@EACH_MODEL
def test_a_manual_server_may_answer_after_the_peer_has_ended_its_side(bench, recording):
    server = bench.server("manual")
    with connect(server) as peer:
        peer.shutdown(socket.SHUT_WR)
        recording.wait_for(Kind.END_OF_STREAM)
        view = server.connections()[0]
        assert view.state is ConnectionState.CLOSE_WAIT
        server.send(b"goodbye")
        server.half_close_connections([view.number])
        assert read_all(peer) == b"goodbye"
    bench.watch.until(lambda: not view.is_open)


@EACH_MODEL
@pytest.mark.needs("resets")
def test_a_reset_by_the_peer_is_told_and_the_server_goes_on(bench, recording):
    server = bench.server("echo")
    peer = connect(server)
    bench.watch.until(lambda: len(open_views(server)) == 1)
    peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    peer.close()
    recording.wait_for(Kind.RESET)
    with connect(server) as other:
        other.sendall(b"still there?")
        assert other.recv(100) == b"still there?"


@EACH_MODEL
def test_a_reset_with_much_to_send_is_one_event_and_one_count(bench, recording, beyond_buffers):
    server = bench.server("manual")
    peer = connect(server)
    bench.watch.until(lambda: len(open_views(server)) == 1)
    (view,) = server.connections()
    server.send(b"x" * beyond_buffers)
    recording.wait_for(Kind.SENT)
    for _ in range(5):
        server.send(b"waits")
    peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    peer.close()
    recording.wait_for(Kind.CLOSED)
    bench.journal.flush()
    kinds = [event.kind for event in recording.events]
    assert kinds.count(Kind.RESET) == 1
    assert Kind.ERROR not in kinds
    assert recording.texts(Kind.DROPPED) == [
        "5 messages of 25 bytes together that waited were not sent."
    ]
    assert view.reason == "reset by the peer"


def test_what_had_come_when_a_person_closes_is_recorded(bench, recording, monkeypatch):
    held, go_on = threading.Event(), threading.Event()

    def hold(self, message):
        held.set()
        assert go_on.wait(20)
        return ()

    monkeypatch.setattr(Dialogue, "received", hold)
    server = bench.server("print-only")
    with connect(server) as peer:
        peer.sendall(b"first")
        assert held.wait(20)
        peer.sendall(b"x" * 100_000)
        (view,) = server.connections()
        server.close_connections([view.number])
        go_on.set()
        bench.watch.until(lambda: not view.is_open)
    recording.wait_for(Kind.CLOSED)
    assert recording.payloads(Kind.RECEIVED) == b"first" + b"x" * 100_000
    assert (view.bytes_in, view.reason) == (100_005, "closed by you")


@EACH_MODEL
def test_framing_gives_the_dialogue_whole_messages_and_marks_the_answers(bench):
    server = bench.server("welcome", options=ServerOptions(framing=Framing.parse("line")))
    with connect(server) as peer:
        peer.sendall(b"zhang")
        peer.sendall(b"san\nli")
        peer.sendall(b"si\nexit\nignored\n")
        said = read_all(peer)
    assert said == b"Welcome!\nHello, zhangsan!\nHello, lisi!\n"


def test_exit_in_one_segment_with_other_text_is_not_exit(bench):
    server = bench.server("welcome")
    with connect(server) as peer:
        assert read(peer, 8) == b"Welcome!"
        peer.sendall(b"lisiexit")
        assert peer.recv(100) == b"Hello, lisiexit!"
        peer.sendall(b"exit\n")
        assert peer.recv(100) == b"Hello, exit\n!"


@EACH_MODEL
def test_idle_framing_ends_a_message_with_silence(bench):
    server = bench.server("echo-text", options=ServerOptions(framing=Framing.parse("idle:20ms")))
    with connect(server) as peer:
        peer.sendall(b"one")
        assert peer.recv(100) == b"Echo: one!"


@EACH_MODEL
def test_a_message_that_breaks_the_framing_closes_with_a_sentence(bench, recording):
    server = bench.server("echo", options=ServerOptions(framing=Framing.parse("length:u32be")))
    with connect(server) as peer:
        peer.sendall(b"\xff\xff\xff\xff")
        assert peer.recv(100) == b""
    assert recording.wait_for(Kind.ERROR)[0].text


def test_the_receive_size_is_what_one_recv_asks_for(bench, recording):
    server = bench.server("print-only", options=ServerOptions(receive_size=4))
    with connect(server) as peer:
        peer.sendall(b"0123456789")
        peer.shutdown(socket.SHUT_WR)
        assert peer.recv(1) == b""
    recording.wait_for(Kind.CLOSED)
    received = [event.payload for event in recording.events if event.kind is Kind.RECEIVED]
    assert b"".join(received) == b"0123456789"
    assert max(len(each) for each in received) <= 4


@EACH_MODEL
def test_an_answer_is_not_lost_when_more_input_waits_at_the_close(bench):
    server = bench.server("acknowledge")
    for _ in range(20):
        with connect(server) as peer:
            peer.sendall(b"first")
            peer.sendall(b"second, which nobody reads" * 1000)
            assert peer.recv(100) == b"ACK"


@EACH_MODEL
def test_stopping_ends_connections_that_do_not_read(bench):
    server = bench.server("echo")
    peers = [connect(server) for _ in range(20)]
    for peer in peers[:10]:
        peer.setblocking(False)
        try:
            while True:
                peer.send(b"x" * 65536)
        except BlockingIOError:
            pass
    server.stop()
    assert server.join(10)
    assert server.state is EndpointState.STOPPED
    assert not open_views(server)
    for peer in peers:
        peer.close()


@EACH_MODEL
def test_a_connection_that_comes_while_the_server_stops_is_ended(bench, monkeypatch):
    server = bench.server("echo", options=ServerOptions(model=ONE_AT_A_TIME))
    listener = server._service._listener
    accept = listener.accept

    def accept_and_stop():
        stream = accept()
        server.stop()
        return stream

    with connect(server) as first, connect(server) as second:
        first.sendall(b"served")
        assert first.recv(100) == b"served"
        monkeypatch.setattr(listener, "accept", accept_and_stop)
        first.close()
        assert second.recv(100) == b""
        assert server.join(20)
    assert server.connections()[0].reason == "the server was stopped"


@EACH_MODEL
def test_a_server_whose_listener_fails_ends_its_connections(bench, recording, monkeypatch):
    server = bench.server("echo")

    def fail():
        raise explain(OSError(errno.EBADF, "Bad file descriptor"), Action.ACCEPT, server.bound)

    with connect(server) as first:
        first.sendall(b"served")
        assert first.recv(100) == b"served"
        monkeypatch.setattr(server._service._listener, "accept", fail)
        # A server that waits has to be woken. One that had not waited again has ended by now.
        # What is still in the queue is reset.
        with suppress(ConnectionRefusedError, ConnectionResetError), connect(server) as second:
            assert second.recv(100) == b""
        assert first.recv(100) == b""
        assert server.join(20)
    assert "EBADF" in recording.wait_for(Kind.ERROR)[0].text


def test_clients_that_connect_and_leave_at_once_do_no_harm(bench):
    # Room for all of them: a full queue makes the system drop a SYN and try again a second later.
    server = bench.server("welcome", options=ServerOptions(backlog=1024))
    for _ in range(1000):
        connect(server).close()
    with connect(server) as peer:
        assert read(peer, 8) == b"Welcome!"
    bench.watch.until(lambda: not open_views(server))
    assert server.state is EndpointState.LISTENING


def use_up_descriptors(of):
    fillers = []
    try:
        while True:
            fillers.append(os.dup(of.fileno()))
    except OSError:
        return fillers


@EACH_MODEL
def test_without_file_descriptors_the_server_waits_and_goes_on(bench, recording):
    resource = pytest.importorskip("resource", reason="there are no resource limits here")
    server = bench.server("echo")
    limits = resource.getrlimit(resource.RLIMIT_NOFILE)
    with socket.socket() as peer:
        peer.settimeout(20)
        highest = max(int(each.name) for each in Path("/proc/self/fd").iterdir())
        resource.setrlimit(resource.RLIMIT_NOFILE, (highest + 1, limits[1]))
        fillers = use_up_descriptors(peer)
        try:
            peer.connect((server.bound.host, server.bound.port))
            assert "Too many files" in recording.wait_for(Kind.ERROR)[0].text
            assert server.state is EndpointState.LISTENING
        finally:
            resource.setrlimit(resource.RLIMIT_NOFILE, limits)
            for filler in fillers:
                os.close(filler)
        peer.sendall(b"at last")
        assert peer.recv(100) == b"at last"


@EACH_MODEL
def test_chat_passes_lines_to_everyone_else(bench):
    server = bench.server("chat", options=ServerOptions(framing=Framing.parse("line")))
    with (
        connect(server) as anna,
        connect(server) as bert,
        anna.makefile("rb") as lines,
    ):
        anna.sendall(b"anna\n")
        assert b"name" in lines.readline()
        assert b"anna" in lines.readline()
        bert.sendall(b"bert\n")
        assert b"bert" in lines.readline()
        bert.sendall("grüß dich\n".encode())
        assert lines.readline() == "bert: grüß dich\n".encode()


def join_chat(server, name):
    peer = connect(server)
    peer.recv(100)
    peer.sendall(name + b"\n")
    return peer


@EACH_MODEL
def test_a_chat_member_that_does_not_read_is_closed_and_the_others_get_everything(
    bench, recording, beyond_buffers
):
    size = 256 * 1024
    options = ServerOptions(most_waiting=size, framing=Framing.parse("line"))
    server = bench.server("chat", options=options)
    with (
        join_chat(server, b"deaf") as deaf,
        join_chat(server, b"anna") as anna,
        anna.makefile("rb") as lines,
        join_chat(server, b"bert") as bert,
    ):
        while b"bert has joined" not in lines.readline():
            pass
        text, count = b"x" * 50_000, (beyond_buffers + size) // 50_000 + 1
        for _ in range(count):
            bert.sendall(text + b"\n")
            while (line := lines.readline()) != b"bert: " + text + b"\n":
                # Each member has a thread: that deaf has joined may be told after bert.
                assert line.startswith((b"deaf has joined", b"deaf has left"))
        (ended,) = [view for view in server.connections() if not view.is_open]
        assert ended.peer == f"127.0.0.1:{deaf.getsockname()[1]}"
        assert ended.reason == "256 KiB waited for a peer that does not read"
        bench.journal.flush()
        assert ended.reason in recording.texts(Kind.CLOSED)
        (lost,) = recording.texts(Kind.DROPPED)
        assert "not sent" in lost


@EACH_MODEL
def test_messages_to_all_close_a_peer_that_does_not_read(bench, recording, beyond_buffers):
    server = bench.server("manual", options=ServerOptions(most_waiting=100_000))
    with connect(server):
        bench.watch.until(lambda: len(open_views(server)) == 1)
        view = server.connections()[0]
        # What waits besides is bounded by the option.
        for _ in range(beyond_buffers // 100_000 + 10):
            server.send(b"x" * 100_000)
        bench.watch.until(lambda: not view.is_open)
    assert "does not read" in view.reason
    assert "not sent" in recording.wait_for(Kind.DROPPED)[0].text


@EACH_MODEL
def test_a_peer_that_has_ended_its_side_stays_or_is_closed_as_the_option_says(bench, recording):
    for closes, dialogue in ((True, "manual"), (False, "echo"), (None, "manual"), (None, "echo")):
        stays = dialogue == "manual" if closes is None else not closes
        server = bench.server(dialogue, options=ServerOptions(close_on_peer_end=closes))
        with connect(server) as peer:
            bench.watch.until(lambda server=server: len(open_views(server)) == 1)
            (view,) = server.connections()
            peer.shutdown(socket.SHUT_WR)
            if stays:
                bench.watch.until(lambda view=view: view.state is ConnectionState.CLOSE_WAIT)
                server.send(b"still here")
                assert peer.recv(100) == b"still here"
                server.half_close_connections([view.number])
            assert peer.recv(100) == b""
        bench.watch.until(lambda view=view: not view.is_open)
        assert view.reason == ("ended by both sides" if stays else "ended by the peer")


@EACH_MODEL
def test_a_peer_that_turns_out_to_be_gone_is_closed_by_the_first_message_to_it(bench, endpoint):
    server = bench.server("manual", endpoint=endpoint)
    connect(server).close()
    bench.watch.until(lambda: len(server.connections()) == 1)
    (view,) = server.connections()
    if endpoint.transport is Transport.TCP:
        bench.watch.until(lambda: view.state is ConnectionState.CLOSE_WAIT)
        assert view.is_open
        server.send(b"anybody there?")
    bench.watch.until(lambda: not view.is_open)
    assert view.reason in ("reset by the peer", "closed by the peer")


def test_a_reason_given_after_the_peer_has_ended_is_the_reason(bench):
    server = bench.server("manual")
    with connect(server) as peer:
        bench.watch.until(lambda: len(open_views(server)) == 1)
        (view,) = server.connections()
        peer.shutdown(socket.SHUT_WR)
        bench.watch.until(lambda: view.state is ConnectionState.CLOSE_WAIT)
        server.close_connections([view.number])
        bench.watch.until(lambda: not view.is_open)
    assert view.reason == "closed by you"


@EACH_MODEL
def test_a_file_that_does_not_answer_hinders_no_end(bench, monkeypatch, tmp_path, recording):
    path, reading, release = tmp_path / "file", threading.Event(), threading.Event()
    path.write_bytes(b"x")

    def hang(path):
        reading.set()
        assert release.wait(20)
        raise OSError

    monkeypatch.setattr(file_transfer, "open_regular", hang)
    server, other = bench.server("manual"), bench.server("echo")
    with connect(server) as one, connect(server) as two, connect(other) as third:
        bench.watch.until(lambda: len(open_views(server)) == 2)
        numbers = {view.peer: view.number for view in server.connections()}
        first = numbers[f"127.0.0.1:{one.getsockname()[1]}"]
        (transfer,) = server.send_file(path, to=[first])
        assert reading.wait(20)
        server.close_connections([first])
        assert one.recv(1) == b""
        assert transfer.finished.wait(20)
        third.close()
        bench.watch.until(lambda: not open_views(other))
        server.close_connections(numbers.values())
        assert two.recv(1) == b""
        server.stop()
        assert server.join(20)
    assert "connection ended" in recording.wait_for(Kind.ERROR)[0].text
    release.set()


@EACH_MODEL
def test_the_row_of_a_message_says_how_much_of_it_was_sent(
    bench, threads, tmp_path, beyond_buffers
):
    store = Store(tmp_path / "session.swb")
    recorded = Journal([store])
    bench = type(bench)(recorded, threads)
    try:
        server = bench.server("manual")
        with connect(server) as peer:
            bench.watch.until(lambda: len(open_views(server)) == 1)
            (view,) = server.connections()
            server.send(b"whole")
            server.send(b"x" * beyond_buffers)
            # The system has taken some of the second message, and then no more.
            assert read(peer, 6) == b"wholex"
            server.close_connections([view.number])
            bench.watch.until(lambda: not view.is_open)
    finally:
        bench.stop()
        recorded.close()
    with closing(Reader(tmp_path / "session.swb")) as reader:
        whole, part = [row for row in reader.rows(0, 100) if row.kind is Kind.SENT]
    assert (whole.length, whole.taken) == (5, None)
    assert part.length == beyond_buffers
    assert part.taken is not None
    assert 0 < part.taken < part.length
    assert view.bytes_out == 5 + part.taken
