import errno
import socket

import pytest

from socket_workbench.sockets import system
from socket_workbench.sockets.failures.errors import Interrupted
from socket_workbench.sockets.stream import Stream
from socket_workbench.sockets.waiting.traced import (
    TracedSocket,
    TracedWakeableSocket,
    one_call,
)


class Calls:
    """Keeps what is told of calls."""

    def __init__(self):
        self.made = []

    def begin(self, call, payload=b""):
        return call

    def end(self, begun, result, payload=b""):
        self.made.append((begun, result, payload))

    def of_accepted(self):
        return self

    def belong_to(self, owner):
        pass

    def follow(self, sock):
        assert sock.calls is self

    def end_waits(self, *, holds_close):
        pass

    def finish(self):
        self.made.append(("finished", "", b""))


@pytest.fixture
def calls():
    return Calls()


@pytest.fixture
def pair(calls):
    """Return both ends of a stream; the calls of the first are kept."""
    one, other = socket.socketpair()
    with TracedSocket.taking(one, calls) as traced, other:
        yield traced, other


def test_opening_using_and_closing(calls):
    sock = TracedSocket.open(socket.AF_INET, socket.SOCK_STREAM, calls)
    number = sock.fileno()
    sock.bind(("127.0.0.1", 0))
    sock.listen(3)
    name = sock.getsockname()
    with socket.create_connection(name) as client:
        accepted, address = sock.accept()
        assert address == client.getsockname()
        assert isinstance(accepted, TracedSocket)
        accepted_number = accepted.fileno()
        accepted.close()
        accepted.close()
    sock.close()

    assert calls.made == [
        ("socket(AF_INET, SOCK_STREAM)", f"socket(fileno={number})", b""),
        ("bind(('127.0.0.1', 0))", "None", b""),
        ("listen(3)", "None", b""),
        ("getsockname()", repr(name), b""),
        ("accept()", f"(socket(fileno={accepted_number}), {address!r})", b""),
        ("close()", "None", b""),
        ("finished", "", b""),
        ("close()", "None", b""),
        ("finished", "", b""),
    ]


@pytest.mark.needs("calls that do not wait")
def test_bytes_both_ways(pair, calls):
    traced, other = pair
    assert traced.send(memoryview(b"there")) == 5
    traced.sendall(b"whole")
    other.sendall(b"back")
    assert traced.recv(10) == b"back"
    with pytest.raises(BlockingIOError):
        traced.recv(10, system.NOT_WAITING)

    assert calls.made == [
        ("send(b'')", "5", b"there"),
        ("sendall(b'')", "None", b"whole"),
        ("recv(10)", "b''", b"back"),
        ("recv(10, MSG_DONTWAIT)", "EAGAIN", b""),
    ]


@pytest.mark.needs("recvmsg")
def test_datagrams(calls):
    with (
        TracedSocket.open(socket.AF_INET, socket.SOCK_DGRAM, calls) as sock,
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other,
    ):
        sock.bind(("127.0.0.1", 0))
        other.bind(("127.0.0.1", 0))
        peer = other.getsockname()
        other.connect(socket.socket.getsockname(sock))
        calls.made.clear()
        for _ in range(3):
            other.send(b"abcdef")
        assert sock.recvfrom(10) == (b"abcdef", peer)
        assert sock.recvmsg(10, 100)[0] == b"abcdef"
        assert sock.recvfrom_into(bytearray(10), 3, 0)[0] == 3
        assert sock.sendto(b"one", peer) == 3
        assert sock.sendmsg([b"t", b"wo"], [], 0, peer) == 3
        sock.connect(peer)

    assert calls.made[:6] == [
        ("recvfrom(10)", f"(b'', {peer!r})", b"abcdef"),
        ("recvmsg(10, 100)", f"(b'', [], 0, {peer!r})", b"abcdef"),
        ("recvfrom_into(b'', 3)", f"(3, {peer!r})", b"abc"),
        (f"sendto(b'', {peer!r})", "3", b"one"),
        (f"sendmsg([b''], [], 0, {peer!r})", "3", b"two"),
        (f"connect({peer!r})", "None", b""),
    ]


@pytest.mark.needs("unix sockets")
def test_errors_are_raised_as_they_are_and_told_with_their_bytes(pair, calls):
    traced, other = pair
    other.close()
    with pytest.raises(BrokenPipeError):
        traced.send(b"x")
    with pytest.raises(OSError) as caught:
        traced.bind("/no/such/folder/s")

    assert caught.value.errno == errno.ENOENT
    assert calls.made == [
        ("send(b'')", "EPIPE", b"x"),
        ("bind('/no/such/folder/s')", "ENOENT", b""),
    ]


@pytest.mark.needs("unix sockets")
def test_a_short_send_and_the_loop_around_it(calls, start):
    one, other = socket.socketpair()
    with TracedWakeableSocket(TracedSocket.taking(one, calls)) as traced, other:
        stream = Stream(traced, None)
        data = bytes(range(256)) * 8192
        sending = start(lambda: stream.send(data))
        received = b""
        while len(received) < len(data):
            received += other.recv(1 << 20)
        sending.result()
        assert received == data

    sends = [(int(result), payload) for call, result, payload in calls.made if call == "send(b'')"]
    assert len(sends) > 1
    place = 0
    for sent, payload in sends:
        assert payload == data[place:]
        place += sent
    assert place == len(data)


@pytest.mark.parametrize(
    ("error", "name"),
    [(OSError(errno.ETIMEDOUT, ""), "ETIMEDOUT"), (Interrupted(), "ECANCELED")],
)
def test_waiting_for_a_connection_is_one_call(pair, calls, error, name):
    traced, _ = pair
    with pytest.raises(type(error)), one_call(traced, "connect('/s')"):
        raise error
    with one_call(traced, "connect('/s')"):
        pass

    assert calls.made == [("connect('/s')", name, b""), ("connect('/s')", "None", b"")]


def test_of_a_plain_socket_nothing_is_told(calls):
    with socket.socket() as sock, one_call(sock, "connect('/s')"):
        pass

    assert calls.made == []


def test_a_socket_that_the_system_does_not_give_is_told(calls):
    with pytest.raises(OSError):
        TracedSocket.open(9999, socket.SOCK_STREAM, calls)

    (call,) = calls.made
    assert call[1].startswith("E")
