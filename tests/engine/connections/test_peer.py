import threading

import pytest

from socket_workbench.dialogues.base import Dialogue
from socket_workbench.engine.connections.context import ConnectionContext
from socket_workbench.engine.connections.outbox import Outbox
from socket_workbench.engine.connections.peer import FILE_DATAGRAM, FILE_PIECE, Peer
from socket_workbench.engine.view import ConnectionView
from socket_workbench.journal.event import Kind
from socket_workbench.payload.framing import Framing


class Wire:
    """Keeps what is sent; may hold the sender up."""

    def __init__(self):
        self.sent = []
        self.go_on = threading.Event()
        self.go_on.set()

    def send(self, data):
        self.sent.append(data)
        assert self.go_on.wait(20)


@pytest.fixture
def wire():
    return Wire()


class Named(Peer):
    """A peer whose end is kept."""

    def __init__(self, *details, is_stream):
        super().__init__(*details, is_stream=is_stream)
        self.is_stream = is_stream
        self.piece = FILE_PIECE if is_stream else FILE_DATAGRAM
        self.ends = []

    def post_eof(self):
        raise AssertionError

    def half_close(self):
        raise AssertionError

    def end(self, reason, *, reset=False):
        self.ends.append((reason, reset))
        self._abandon_files()


@pytest.fixture(params=[True, False], ids=["stream", "datagrams"])
def peer(request, wire, journal, threads):
    view = ConnectionView(1, 1, "local", "peer")
    outbox = Outbox("outbox", threads, 1000)
    context = ConnectionContext(journal, threads)
    framing = Framing.parse("line")
    yield Named(view, Dialogue(), framing, wire.send, outbox, context, is_stream=request.param)
    outbox.close()
    assert outbox.join(20)


def test_messages_are_framed_and_files_go_as_they_are_in_pieces(peer, wire, tmp_path):
    path = tmp_path / "file"
    path.write_bytes(b"x" * 100_000)
    peer.post(b"message")
    transfer = peer.post_file(path)
    assert transfer.finished.wait(20)
    assert wire.sent[0] == b"message\n"
    assert b"".join(wire.sent[1:]) == path.read_bytes()
    assert len(wire.sent[1]) == peer.piece


def test_a_cancelled_file_is_noted_in_the_log(peer, wire, tmp_path, recording):
    path = tmp_path / "file"
    path.write_bytes(b"x" * 300_000)
    wire.go_on.clear()
    transfer = peer.post_file(path)
    recording.wait_for(Kind.SENT)
    transfer.cancel()
    wire.go_on.set()
    assert "cancelled" in recording.wait_for(Kind.NOTE)[0].text


def test_a_file_that_cannot_be_read_is_an_error_in_the_log(peer, tmp_path, recording):
    transfer = peer.post_file(tmp_path / "gone")
    assert transfer.finished.wait(20)
    assert recording.wait_for(Kind.ERROR)[0].text == transfer.error


def test_files_that_wait_are_given_up_with_the_conversation(peer, wire, tmp_path):
    path = tmp_path / "file"
    path.write_bytes(b"x")
    wire.go_on.clear()
    first, second = peer.post_file(path), peer.post_file(path)
    peer.view.close("over")
    peer.end("over")
    assert second.finished.is_set()
    assert peer.post_file(path).finished.is_set()
    wire.go_on.set()
    assert first.finished.wait(20)


def test_an_empty_file_says_so_or_is_an_empty_datagram(peer, wire, tmp_path, recording):
    path = tmp_path / "empty"
    path.touch()
    assert peer.post_file(path).finished.wait(20)
    if peer.piece == FILE_PIECE:
        assert recording.wait_for(Kind.NOTE)[0].text.endswith("empty: there was nothing to send.")
    else:
        assert recording.wait_for(Kind.SENT)[0].payload == b""


def test_a_message_that_finds_no_room_is_recorded(peer, wire, recording):
    wire.go_on.clear()
    peer.post(b"sent")
    recording.wait_for(Kind.SENT)
    peer.post(b"first to wait" * 100)
    peer.pass_on(b"other", deadline=0.0)
    peer.post(b"x")
    wire.go_on.set()
    recording.wait_for(Kind.DROPPED, 2)
    assert [text[:23] for text in recording.texts(Kind.DROPPED)] == [
        "A message of 5 bytes wa",
        "A message of 1 byte was",
    ]


def test_an_end_says_who_asked_for_it(peer):
    peer.close_by_dialogue("exit")
    peer.end_by_person(reset=False)
    peer.end_by_person(reset=True)
    assert peer.ends == [("exit", False), ("closed by you", False), ("reset by you", True)]
