import threading

import pytest

from socket_workbench.engine.connections.outbox import Outbox
from socket_workbench.engine.connections.postbox import FILE_DATAGRAM, FILE_PIECE, Postbox
from socket_workbench.engine.connections.sender import Sender
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


@pytest.fixture(params=[True, False], ids=["stream", "datagrams"])
def postbox(request, wire, journal, threads):
    view = ConnectionView(1, 1, "local", "peer")
    outbox = Outbox("outbox", threads)
    framing = Framing.parse("line")
    sender = Sender(wire.send, view, framing, journal, is_stream=request.param)
    postbox = Postbox(view, sender, outbox, journal, is_stream=request.param)
    postbox.view, postbox.piece = view, FILE_PIECE if request.param else FILE_DATAGRAM
    yield postbox
    outbox.close()
    assert outbox.join(20)


def test_messages_are_framed_and_files_go_as_they_are_in_pieces(postbox, wire, tmp_path):
    path = tmp_path / "file"
    path.write_bytes(b"x" * 100_000)
    postbox.post(b"message")
    transfer = postbox.post_file(path)
    assert transfer.finished.wait(20)
    assert wire.sent[0] == b"message\n"
    assert b"".join(wire.sent[1:]) == path.read_bytes()
    assert len(wire.sent[1]) == postbox.piece


def test_a_cancelled_file_is_noted_in_the_log(postbox, wire, tmp_path, recording):
    path = tmp_path / "file"
    path.write_bytes(b"x" * 300_000)
    wire.go_on.clear()
    transfer = postbox.post_file(path)
    recording.wait_for(Kind.SENT)
    transfer.cancel()
    wire.go_on.set()
    assert "cancelled" in recording.wait_for(Kind.NOTE)[0].text


def test_a_file_that_cannot_be_read_is_an_error_in_the_log(postbox, tmp_path, recording):
    transfer = postbox.post_file(tmp_path / "gone")
    assert transfer.finished.wait(20)
    assert recording.wait_for(Kind.ERROR)[0].text == transfer.error


def test_files_that_wait_are_given_up_with_the_conversation(postbox, wire, tmp_path):
    path = tmp_path / "file"
    path.write_bytes(b"x")
    wire.go_on.clear()
    first, second = postbox.post_file(path), postbox.post_file(path)
    postbox.view.close("over")
    postbox.abandon()
    assert second.finished.is_set()
    assert postbox.post_file(path).finished.is_set()
    wire.go_on.set()
    assert first.finished.wait(20)


def test_an_empty_file_says_so_or_is_an_empty_datagram(postbox, wire, tmp_path, recording):
    path = tmp_path / "empty"
    path.touch()
    assert postbox.post_file(path).finished.wait(20)
    if postbox.piece == FILE_PIECE:
        assert recording.wait_for(Kind.NOTE)[0].text.endswith("empty: there was nothing to send.")
    else:
        assert recording.wait_for(Kind.SENT)[0].payload == b""
