import socket

import pytest

from socket_workbench.engine.channel import DatagramChannel
from socket_workbench.sockets.datagram import DatagramSocket
from socket_workbench.sockets.endpoint import Endpoint, Transport
from socket_workbench.sockets.errors import Interrupted
from socket_workbench.sockets.options import ClientOptions


@pytest.fixture
def peer():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as peer:
        peer.bind(("127.0.0.1", 0))
        peer.settimeout(20)
        yield peer


def test_a_datagram_socket_can_be_used_like_a_stream(peer):
    endpoint = Endpoint(Transport.UDP, *peer.getsockname())
    channel = DatagramChannel(DatagramSocket.connect(endpoint, ClientOptions()), 100)
    assert channel.peer == f"127.0.0.1:{endpoint.port}"
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
    channel.close()
