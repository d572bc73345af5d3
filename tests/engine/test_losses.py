import socket

from socket_workbench.engine.losses import Losses, truncation_sentence
from socket_workbench.journal.event import Kind
from socket_workbench.sockets.datagram import DatagramSocket
from socket_workbench.sockets.endpoint import Endpoint, Transport
from socket_workbench.sockets.options import ClientOptions, ServerOptions


def test_the_sentence_names_the_size():
    assert "1 byte:" in truncation_sentence(1)
    assert "1024 bytes:" in truncation_sentence(1024)


class Counts:
    """Stands in for a socket of which the system has lost something."""

    truncated = 0
    lost = 0

    def dropped(self):
        return self.lost


def test_each_loss_is_said_once():
    socket = Counts()
    losses = Losses(socket, 8)
    assert (losses.truncation(), losses.drops()) == ("", "")
    socket.truncated, socket.lost = 1, 1
    assert "8 bytes" in losses.truncation()
    assert "dropped 1 datagram " in losses.drops()
    assert (losses.truncation(), losses.drops()) == ("", "")
    socket.lost = 6
    assert "dropped 5 datagrams " in losses.drops()


def test_a_client_says_what_the_system_dropped(bench, recording, monkeypatch):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as peer:
        peer.bind(("127.0.0.1", 0))
        peer.settimeout(20)
        client = bench.connected(Endpoint(Transport.UDP, *peer.getsockname()))
        client.send(b"hello")
        _, address = peer.recvfrom(100)
        # The kernel's own count, as if it had dropped three by now.
        monkeypatch.setattr(DatagramSocket, "dropped", lambda self: 3)
        for _ in range(64):
            peer.sendto(b"answer", address)
        assert "dropped 3 datagrams" in recording.wait_for(Kind.DROPPED)[0].text
        monkeypatch.setattr(DatagramSocket, "dropped", lambda self: 4)
        client.stop()
        assert "dropped 1 datagram " in recording.wait_for(Kind.DROPPED, 2)[1].text


def test_a_datagram_that_is_cut_is_said_by_server_and_client(bench, recording):
    server = bench.server("echo", Transport.UDP, options=ServerOptions(receive_size=4))
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as peer:
        peer.bind(("127.0.0.1", 0))
        peer.settimeout(20)
        peer.sendto(b"123456", ("127.0.0.1", server.bound.port))
        assert peer.recv(100) == b"1234"
        assert "4 bytes" in recording.wait_for(Kind.DROPPED)[0].text
        endpoint = Endpoint(Transport.UDP, *peer.getsockname())
        client = bench.connected(endpoint, options=ClientOptions(receive_size=2))
        client.send(b"hello")
        _, address = peer.recvfrom(100)
        peer.sendto(b"answer", address)
        assert "2 bytes" in recording.wait_for(Kind.DROPPED, 2)[1].text
    assert recording.payloads(Kind.RECEIVED, "client") == b"an"
