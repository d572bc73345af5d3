import socket

import pytest

from socket_workbench.engine.connections.buffered_channel import BufferedChannel
from socket_workbench.engine.view import ConnectionView
from socket_workbench.sockets.failures.errors import Interrupted
from socket_workbench.sockets.nonblocking import NonBlockingStream

LARGE = 4_000_000


@pytest.fixture
def asked():
    return []


@pytest.fixture
def ends(asked):
    """Return a channel and its peer."""
    ours, theirs = socket.socketpair()
    view = ConnectionView(1, 1, "ours", "theirs", sent_at=7)
    channel = BufferedChannel(NonBlockingStream(ours, ""), view, lambda: asked.append("end"))
    theirs.settimeout(20)
    with theirs:
        yield channel, theirs
        channel.close()


def test_what_does_not_fit_is_kept_in_its_order_and_sent_later(ends):
    channel, peer = ends
    channel.send(b"a" * LARGE)
    channel.send(b"b")
    channel.send_eof()
    assert not channel.is_idle
    received = b""
    while not channel.is_idle:
        received += peer.recv(1 << 20)
        channel.flush()
    while piece := peer.recv(1 << 20):
        received += piece
    assert received == b"a" * LARGE + b"b"


def test_what_is_kept_can_be_given_up_and_is_told_with_its_message(ends):
    channel, peer = ends
    channel.send(bytes(LARGE))
    channel.send(b"second")
    first, second = channel.take_rests()
    assert (first.moment, first.total, bytes(second.data)) == (7, LARGE, b"second")
    assert channel.is_idle
    left = LARGE - len(first.data)
    while left:
        piece = peer.recv(left)
        assert piece
        left -= len(piece)


def test_receiving_does_not_wait(ends):
    channel, peer = ends
    with pytest.raises(TimeoutError):
        channel.receive(10)
    peer.sendall(b"x")
    assert channel.receive(10) == b"x"
    assert not channel.wait_for_hang_up(peer)


def test_the_loop_is_asked_to_end_it(ends, asked):
    channel, peer = ends
    channel.reset()
    assert (asked, channel.is_interrupted) == (["end"], True)
    with pytest.raises(Interrupted):
        channel.send(b"x")
    channel.close()
    assert peer.recv(1) == b""
