import socket
import threading
from typing import cast

import pytest

from socket_workbench.dialogues.base import Dialogue
from socket_workbench.dialogues.commands import CloseConnection, SendEof, StartTimer
from socket_workbench.engine.connections.channel import Channel
from socket_workbench.engine.connections.connection import (
    DRAIN_LIMIT,
    READ_AHEAD,
    Connection,
)
from socket_workbench.engine.connections.context import ConnectionContext
from socket_workbench.engine.view import ConnectionState, ConnectionView
from socket_workbench.journal.event import Kind, Role
from socket_workbench.payload.framing import Framing
from socket_workbench.sockets.options import ServerOptions
from socket_workbench.sockets.stream import Stream


@pytest.fixture
def make(journal, threads):
    """Makes a running connection over a socket pair; gives it and the peer's end."""
    started = []

    def make(dialogue, framing="none"):
        ours, theirs = socket.socketpair()
        theirs.settimeout(20)
        source = journal.add_source(Role.SERVER, "server", "unix:///pair", 1)
        connection = Connection(
            Stream(ours, ""),
            ConnectionView(1, source.number, "ours", "theirs"),
            dialogue,
            ServerOptions(framing=Framing.parse(framing), receive_size=1024),
            ConnectionContext(journal, threads),
        )
        worker = threads.start("connection", connection.run)
        started.append((connection, worker, theirs))
        return connection, theirs, worker

    yield make
    for connection, worker, theirs in started:
        connection.end("the test is over")
        theirs.close()
        assert worker.join(10)


class Quiet(Dialogue):
    """Says nothing, and does not end when the peer does."""

    def end_of_stream(self):
        return ()


class EndsByTimer(Dialogue):
    """Half-closes first, and closes from the outbox's thread."""

    def received(self, message):
        return [b"bye", SendEof(), StartTimer("end", 0.001)]

    def timer(self, name):
        return [CloseConnection("patience")]


def test_a_dialogue_may_half_close_and_close_from_a_timer(make, recording):
    connection, peer, worker = make(EndsByTimer())
    peer.sendall(b"hello")
    assert peer.recv(100) == b"bye"
    assert peer.recv(100) == b""
    assert worker.join(10)
    assert "patience" in connection.view.reason
    assert [event.kind for event in recording.wait_for(Kind.CLOSED)] == [Kind.CLOSED]
    assert recording.wait_for(Kind.HALF_CLOSED)


class ClosedBesides(Quiet):
    """Is over when the peer has ended its side, which another thread carries out first."""

    connection: Connection

    def end_of_stream(self):
        other = threading.Thread(target=self.connection.close_by_dialogue, args=("",))
        other.start()
        other.join()
        return ()


def test_the_peer_has_ended_it_whichever_thread_closes_first(make, recording):
    dialogue = ClosedBesides()
    connection, peer, worker = make(dialogue)
    dialogue.connection = connection
    peer.close()
    assert worker.join(10)
    assert recording.wait_for(Kind.CLOSED)[0].text == connection.view.reason == "ended by the peer"


class Scripted:
    """A stream that returns so many bytes for each read, then its end."""

    def __init__(self, *lengths):
        self.asked = []
        self._lengths = iter(lengths)

    def receive(self, size, timeout):
        self.asked.append(size)
        return bytes(next(self._lengths, 0))

    def __getattr__(self, name):
        return lambda *_: None


@pytest.mark.parametrize(
    ("most", "asked"),
    [
        (1024, [1024, 1024, 1024, 1024, 1024]),
        (262144, [READ_AHEAD, READ_AHEAD, 262144, 262144, READ_AHEAD]),
    ],
)
def test_much_is_asked_for_only_while_much_comes(journal, threads, most, asked):
    scripted = Scripted(100, min(most, READ_AHEAD), most, 100)
    source = journal.add_source(Role.SERVER, "server", "", 1)
    connection = Connection(
        cast("Channel", scripted),
        ConnectionView(1, source.number, "ours", "theirs"),
        Quiet(),
        ServerOptions(receive_size=most, close_on_peer_end=True),
        ConnectionContext(journal, threads),
    )
    connection.run()
    assert scripted.asked == asked


class ClosesAtOnce(Dialogue):
    """Closes with the first message, which it may answer, once it may."""

    def __init__(self, *answers):
        self.answers = answers
        self.go_on = threading.Event()

    def opened(self, peer):
        assert self.go_on.wait(20)
        return ()

    def received(self, message):
        return [*self.answers, CloseConnection("enough")]


def test_what_came_before_the_close_is_recorded_though_nobody_answers_it(make, recording):
    dialogue = ClosesAtOnce(b"bye")
    connection, peer, worker = make(dialogue)
    sent = bytes(range(250)) * 400
    peer.sendall(sent)
    dialogue.go_on.set()
    assert worker.join(20)
    recording.wait_for(Kind.CLOSED)
    assert recording.payloads(Kind.RECEIVED) == sent
    view = connection.view
    assert view.bytes_in == len(sent)
    assert view.messages_in == len(recording.wait_for(Kind.RECEIVED))
    assert peer.recv(100) == b"bye"
    assert peer.recv(100) == b""


def test_a_dialogue_that_closes_wakes_a_message_that_the_peer_does_not_read(
    make, recording, beyond_buffers
):
    dialogue = ClosesAtOnce()
    dialogue.go_on.set()
    connection, peer, worker = make(dialogue)
    connection.post(b"x" * beyond_buffers)
    assert peer.recv(1) == b"x"
    peer.sendall(b"stop")
    assert worker.join(20)
    assert "bytes were not sent" in recording.wait_for(Kind.ERROR)[0].text


def test_a_reply_that_comes_after_the_end_is_not_recorded_as_sent(make, recording):
    class Slow(Dialogue):
        asked, go_on = threading.Event(), threading.Event()

        def received(self, message):
            self.asked.set()
            assert self.go_on.wait(20)
            return [b"late"]

    dialogue = Slow()
    connection, peer, worker = make(dialogue)
    peer.sendall(b"question")
    assert dialogue.asked.wait(20)
    connection.end("over")
    dialogue.go_on.set()
    assert worker.join(20)
    sentence = "The connection was closed first. 4 of 4 bytes were not sent."
    assert recording.wait_for(Kind.ERROR)[0].text == sentence
    assert recording.payloads(Kind.SENT) == b""


def test_ending_both_sides_ends_the_connection(make):
    connection, peer, worker = make(Quiet())
    connection.post_eof()
    assert peer.recv(1) == b""
    peer.shutdown(socket.SHUT_WR)
    assert worker.join(10)
    assert connection.view.state is ConnectionState.CLOSED


def test_after_the_peer_has_ended_its_side_half_closing_closes(make, recording):
    connection, peer, worker = make(Quiet())
    peer.shutdown(socket.SHUT_WR)
    recording.wait_for(Kind.END_OF_STREAM)
    assert connection.view.is_open
    connection.post(b"last")
    connection.post_eof()
    assert peer.recv(100) == b"last"
    assert worker.join(10)


def test_only_the_first_end_counts(make):
    connection, _, worker = make(Quiet())
    connection.end("first")
    connection.end("second", reset=True)
    assert worker.join(10)
    assert connection.view.reason == "first"


def test_what_is_asked_after_the_end_does_nothing(make):
    connection, peer, worker = make(Quiet())
    connection.end("over")
    assert worker.join(10)
    connection.post(b"late")
    connection.answer("late")
    connection.post_eof()
    assert not connection.wait_for_room()
    assert peer.recv(100) == b""


def test_room_is_waited_for_while_the_peer_does_not_read(make, beyond_buffers):
    connection, peer, _ = make(Quiet())
    assert connection.wait_for_room()
    connection.post(b"x" * beyond_buffers)
    rooms = []
    waiter = threading.Thread(target=lambda: rooms.append(connection.wait_for_room()))
    waiter.start()
    left = beyond_buffers
    while left:
        left -= len(peer.recv(1 << 20))
    waiter.join(20)
    assert rooms == [True]


def test_the_rest_of_a_framed_stream_is_passed_on_at_its_end(make):
    class Echo(Dialogue):
        def received(self, message):
            return [message]

    _, peer, _ = make(Echo(), "line")
    peer.sendall(b"whole\nrest")
    peer.shutdown(socket.SHUT_WR)
    said = b""
    while piece := peer.recv(100):
        said += piece
    assert said == b"whole\nrest\n"


class Endless(Scripted):
    """A stream whose peer goes on sending, whatever is read."""

    def receive_pending(self, size):
        return bytes(size)


def test_the_rest_of_a_stream_that_does_not_end_is_told_to_be_unread(journal, threads, recording):
    source = journal.add_source(Role.SERVER, "server", "", 1)
    view = ConnectionView(1, source.number, "ours", "theirs")
    connection = Connection(
        cast("Channel", Endless()),
        view,
        Quiet(),
        ServerOptions(receive_size=1024 * 1024),
        ConnectionContext(journal, threads),
    )
    connection.end("closed by you")
    connection.run()
    assert view.bytes_in == DRAIN_LIMIT + 1024 * 1024
    assert "what came after 8 MiB was not read" in recording.wait_for(Kind.DROPPED)[0].text
    assert len(recording.payloads(Kind.RECEIVED)) == view.bytes_in
