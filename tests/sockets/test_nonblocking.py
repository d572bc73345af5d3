import socket

import pytest

from socket_workbench.sockets.addresses.endpoint import Endpoint, Transport
from socket_workbench.sockets.failures.errors import Interrupted, SocketError
from socket_workbench.sockets.nonblocking import NonBlockingListener, NonBlockingStream
from socket_workbench.sockets.options import ServerOptions
from socket_workbench.sockets.system import LINGER_ZERO
from socket_workbench.sockets.waiting.readiness import has_hung_up, wait_readable

ANYWHERE = Endpoint(Transport.TCP, "127.0.0.1")


@pytest.fixture
def listener(each_way_of_waking):
    with NonBlockingListener.open(ANYWHERE, ServerOptions()) as opened:
        yield opened


@pytest.fixture
def ends(listener):
    """Return the client's socket, and the stream that was accepted."""
    assert listener.accept_pending() is None
    with socket.create_connection((listener.endpoint.host, listener.endpoint.port)) as client:
        assert wait_readable(listener, 20)
        stream = listener.accept_pending()
        assert type(stream) is NonBlockingStream
        with stream:
            client.settimeout(20)
            yield client, stream


def test_nothing_waits(ends):
    client, stream = ends
    assert stream.receive_pending(10) is None
    assert stream.send_some(b"answer") == 6
    assert client.recv(10) == b"answer"
    client.sendall(b"question")
    assert wait_readable(stream, 20)
    assert stream.receive_pending(10) == b"question"


def test_what_the_system_has_no_room_for_is_not_taken(ends):
    _, stream = ends
    data = bytes(1 << 20)
    while stream.send_some(data):
        pass
    assert stream.send_some(data) == 0


def test_an_interrupted_one_still_returns_what_had_come(ends):
    client, stream = ends
    client.sendall(b"before")
    assert wait_readable(stream, 20)
    stream.interrupt()
    assert stream.receive_pending(10) == b"before"
    for call in (lambda: stream.receive_pending(10), lambda: stream.send_some(b"x")):
        with pytest.raises(Interrupted):
            call()


@pytest.mark.needs("linux")
def test_a_peer_that_has_gone_is_told_from_one_that_has_ended_its_side(ends, eventually):
    client, stream = ends
    client.shutdown(socket.SHUT_WR)
    assert wait_readable(stream, 20)
    assert stream.receive_pending(10) == b""
    assert not stream.has_hung_up()
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, LINGER_ZERO)
    client.close()
    eventually(lambda: has_hung_up(stream._socket))
    with pytest.raises(SocketError) as caught:
        stream.has_hung_up()
    assert caught.value.errno_name == "ECONNRESET"
    with pytest.raises(SocketError):
        stream.send_some(b"x")


@pytest.mark.needs("unix sockets")
def test_a_unix_peer_that_has_closed_has_hung_up(own_home):
    endpoint = Endpoint(Transport.UNIX_STREAM, path=f"{own_home}/s")
    with (
        NonBlockingListener.open(endpoint, ServerOptions()) as listener,
        socket.socket(socket.AF_UNIX) as client,
    ):
        client.connect(endpoint.path)
        stream = listener.accept_pending()
        assert stream is not None
        with stream:
            client.close()
            assert stream.receive_pending(1) == b""
            assert stream.has_hung_up()
