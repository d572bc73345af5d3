import socket
import threading

import pytest

from socket_workbench.dialogues.base import Dialogue
from socket_workbench.dialogues.commands import Note, SendEof, StartTimer
from socket_workbench.engine.connections.context import ConnectionContext
from socket_workbench.engine.connections.selected_connection import SelectedConnection
from socket_workbench.engine.selector_loop import SelectorLoop
from socket_workbench.engine.threads import PlainThreads
from socket_workbench.engine.view import ConnectionState
from socket_workbench.journal.event import Kind, Role
from socket_workbench.payload.framing import Framing
from socket_workbench.sockets.nonblocking import NonBlockingStream
from socket_workbench.sockets.options import SELECTOR, ServerOptions
from socket_workbench.sockets.waiting.selector import Selector

LARGE = 8_000_000


class Loud(Dialogue):
    """Answers each message with as much as no buffer holds, and ends its side then."""

    def received(self, message):
        return [bytes(LARGE), b"end", SendEof()]


class Late(Dialogue):
    """Sends something of its own accord."""

    def opened(self, peer):
        return [StartTimer("t", 0.01), StartTimer("u", 0.02)]

    def timer(self, name):
        return [name.encode(), Note(name)]


class Failing(Dialogue):
    def received(self, message):
        raise ZeroDivisionError


@pytest.fixture
def run(journal):
    """Return a function that serves one connection in a thread, and returns it and its peer."""
    running = []

    def start(dialogue, framing="none"):
        ours, theirs = socket.socketpair()
        theirs.settimeout(20)
        loop = SelectorLoop(Selector())
        over = threading.Event()
        context = ConnectionContext(journal, PlainThreads())
        source = journal.add_source(Role.SERVER, "server", "unix:///s")
        options = ServerOptions(model=SELECTOR, framing=Framing.parse(framing))
        view = context.new_view(source, "ours", "theirs", options.framing)
        connection = SelectedConnection(
            NonBlockingStream(ours, ""),
            view,
            dialogue,
            options,
            context,
            loop,
            lambda _: over.set(),
        )

        def serve():
            connection.begin()
            while not over.is_set():
                loop.run_once()
            loop.close()

        thread = threading.Thread(target=serve)
        thread.start()
        running.append((connection, thread, theirs))
        return connection, theirs, over

    yield start
    for connection, thread, theirs in running:
        connection.end("the test is over")
        thread.join(20)
        assert not thread.is_alive()
        theirs.close()


def read_all(peer):
    count = 0
    while piece := peer.recv(1 << 20):
        count += len(piece)
    return count


def test_an_end_that_is_asked_for_waits_for_what_the_system_has_not_taken(run, recording):
    connection, peer, _ = run(Loud())
    peer.sendall(b"x")
    assert read_all(peer) == LARGE + 3
    assert connection.view.state is ConnectionState.FIN_WAIT
    assert connection.view.bytes_out == LARGE + 3


def test_timers_need_no_thread(run, recording):
    before = threading.active_count()
    _, peer, _ = run(Late())
    assert peer.recv(1) + peer.recv(1) == b"tu"
    assert threading.active_count() == before + 1
    recording.wait_for(Kind.NOTE, 2)


def test_a_dialogue_that_fails_ends_the_conversation_alone(run, recording):
    _, peer, over = run(Failing())
    peer.sendall(b"x")
    assert peer.recv(1) == b""
    assert over.wait(20)
    recording.wait_for(Kind.CLOSED)
    assert "ZeroDivisionError" in recording.texts(Kind.ERROR)[0]


def test_what_was_kept_when_it_was_closed_is_told(run, recording):
    connection, peer, over = run(Loud())
    peer.sendall(b"x")
    recording.wait_for(Kind.SENT, 2)
    connection.end("enough")
    assert over.wait(20)
    taken = read_all(peer)
    recording.wait_for(Kind.CLOSED)
    assert recording.texts(Kind.ERROR) == [
        f"Stopped while sending. {LARGE + 3 - taken} of {LARGE + 3} bytes were not sent."
    ]
    assert connection.view.bytes_out == taken


def test_files_and_messages_after_them_keep_their_order(run, tmp_path):
    file = tmp_path / "file"
    file.write_bytes(b"f" * LARGE)
    connection, peer, _ = run(Dialogue())
    transfers = [connection.post_file(file), connection.post_file(file)]
    connection.post(b"after")
    received = b""
    while len(received) < 2 * LARGE + 5:
        received += peer.recv(1 << 20)
    assert received == b"f" * (2 * LARGE) + b"after"
    for transfer in transfers:
        assert transfer.finished.wait(20)
        assert (transfer.sent, transfer.error) == (LARGE, "")


def test_a_file_ends_with_its_connection(run, tmp_path, recording):
    file = tmp_path / "file"
    file.write_bytes(b"f" * LARGE)
    connection, peer, over = run(Dialogue())
    transfer = connection.post_file(file)
    peer.recv(1)
    connection.end("enough", reset=True)
    assert over.wait(20)
    assert transfer.finished.wait(20)
    assert "The connection ended after" in transfer.error
    assert recording.wait_for(Kind.CLOSED)


def test_a_message_ends_with_silence(run, recording):
    _, peer, _ = run(Dialogue(), "idle:10ms")
    peer.sendall(b"one")
    recording.wait_for(Kind.MESSAGE)
    peer.sendall(b"two")
    recording.wait_for(Kind.MESSAGE, 2)
    assert recording.payloads(Kind.MESSAGE) == b"onetwo"


def test_silence_that_passes_while_something_is_sent_ends_the_message_later(run, recording):
    connection, peer, _ = run(Dialogue(), "idle:200ms")
    loop, passed = connection._loop, threading.Event()
    peer.sendall(b"one")
    recording.wait_for(Kind.RECEIVED)
    connection.post(bytes(LARGE))
    # Set after the connection's own alarm, which is due earlier.
    loop.call(lambda: loop.call_later(0.3, passed.set))
    assert passed.wait(20)

    count = 0
    while count < LARGE:
        count += len(peer.recv(1 << 20))
    recording.wait_for(Kind.MESSAGE)
    assert recording.payloads(Kind.MESSAGE) == b"one"
