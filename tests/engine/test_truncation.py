import socket

from socket_workbench.engine.truncation import truncation_sentence
from socket_workbench.journal.event import Kind
from socket_workbench.sockets.endpoint import Endpoint, Transport
from socket_workbench.sockets.options import ClientOptions, ServerOptions


def test_the_sentence_names_the_size():
    assert "1 byte:" in truncation_sentence(1)
    assert "1024 bytes:" in truncation_sentence(1024)


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
