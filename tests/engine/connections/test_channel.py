import socket

import pytest

from socket_workbench.engine.connections.channel import DatagramChannel
from socket_workbench.engine.losses import Losses
from socket_workbench.journal.event import Kind
from socket_workbench.sockets.addresses.endpoint import Endpoint, Transport
from socket_workbench.sockets.datagram import DatagramSocket
from socket_workbench.sockets.failures.errors import Interrupted
from socket_workbench.sockets.options import ClientOptions


@pytest.fixture
def peer():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as peer:
        peer.bind(("127.0.0.1", 0))
        peer.settimeout(20)
        yield peer


@pytest.fixture
def channel(peer, journal):
    endpoint = Endpoint(Transport.UDP, *peer.getsockname())
    socket = DatagramSocket.connect(endpoint, ClientOptions())
    channel = DatagramChannel(socket, Losses(socket, 100, journal))
    yield channel
    channel.close()


def test_a_datagram_socket_can_be_used_like_a_stream(peer, channel):
    assert channel.peer == f"127.0.0.1:{peer.getsockname()[1]}"
    channel.send(b"question")
    message, address = peer.recvfrom(100)
    assert (message, f"127.0.0.1:{address[1]}") == (b"question", channel.local)
    peer.sendto(b"", address)
    assert channel.receive(100) == b""
    assert channel.receive_pending(100) is None
    channel.send_eof()
    channel.interrupt()
    with pytest.raises(Interrupted):
        channel.receive(100)
    channel.reset()


def test_a_timeout_is_told_to_who_asked_for_it(channel):
    with pytest.raises(TimeoutError):
        channel.receive(100, 0.001)


@pytest.mark.needs("icmp errors")
def test_what_became_of_an_earlier_datagram_is_recorded_when_the_next_is_sent(
    peer, channel, journal, recording
):
    peer.close()
    channel.send(b"to nobody")
    channel.send(b"again")
    journal.flush()
    assert "port is unreachable" in recording.texts(Kind.ERROR)[0]
