import threading

import pytest

from socket_workbench.dialogues.kinds.echo import Echo
from socket_workbench.engine.connections.context import ConnectionContext
from socket_workbench.engine.connections.outbox import Outbox
from socket_workbench.engine.datagram_peer import DatagramPeer
from socket_workbench.engine.view import ConnectionView
from socket_workbench.payload.framing import Framing, FramingError


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
    sent = []
    make("none", sent.append).receive(b"one\ntwo")
    assert sent == [b"one\ntwo"]
    make("line", sent.append).receive(b"one\ntwo")
    assert sent[1:] == [b"one\n", b"two\n"]


def test_a_datagram_that_breaks_the_framing_raises(make):
    with pytest.raises(FramingError):
        make("length:u32be", lambda data: None).receive(b"\xff\xff\xff\xff")


def test_a_typed_message_goes_out_from_the_outbox(make):
    sent, done = [], threading.Event()
    make("none", lambda data: (sent.append(data), done.set())).post(b"typed")
    assert done.wait(10)
    assert sent == [b"typed"]


def test_every_end_is_being_forgotten(make):
    forgotten = []
    peer = make("none", lambda data: None, lambda peer, reason: forgotten.append(reason))
    peer.close_by_dialogue("exit")
    peer.break_off("failed")
    peer.half_close()
    assert forgotten == ["exit", "failed"]
