"""How blocked calls are woken; also the ways of systems other than this one."""

import errno
import socket

import pytest

from socket_workbench.sockets.waiting.interrupt import (
    has_something,
    set_patience,
    wake,
    wake_to_reset,
    wakeable,
    waker_of,
)

pytestmark = pytest.mark.usefixtures("each_way_of_waking")

UNIX = pytest.mark.needs("unix sockets")


@pytest.fixture(
    params=["ipv4", "every ipv4", "ipv6", "every ipv6", pytest.param("unix", marks=UNIX)]
)
def address(request, folder):
    return {
        "ipv4": ("AF_INET", ("127.0.0.1", 0)),
        "every ipv4": ("AF_INET", ("0.0.0.0", 0)),
        "ipv6": ("AF_INET6", ("::1", 0)),
        "every ipv6": ("AF_INET6", ("::", 0)),
        "unix": ("AF_UNIX", f"{folder}/i.sock"),
    }[request.param]


def bound(address, kind):
    sock = socket.socket(getattr(socket, address[0]), kind)
    sock.bind(address[1])
    if kind == socket.SOCK_STREAM:
        sock.listen(1)
    return wakeable(sock)


@pytest.fixture
def listener(address):
    with bound(address, socket.SOCK_STREAM) as sock:
        yield sock


@pytest.fixture
def receiver(address):
    with bound(address, socket.SOCK_DGRAM) as sock:
        yield sock


@pytest.fixture
def connection():
    """Return two ends of a TCP connection, of which the first can be woken."""
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        wakeable(socket.create_connection(server.getsockname())) as ours,
        server.accept()[0] as theirs,
    ):
        theirs.settimeout(20)
        yield ours, theirs


def test_a_listener_is_woken_and_stays_awake(listener, start):
    accepting = start(listener.accept)
    accepting.wait_until_blocked()

    wake(listener)

    with pytest.raises(OSError):
        accepting.result()
    with pytest.raises(OSError):
        listener.accept()


def outcome(call):
    """Return what a woken call received: nothing, from nobody, or ECANCELED."""
    try:
        return call()
    except OSError as error:
        return (b"", None) if error.errno == errno.ECANCELED else error


def test_datagrams_are_woken_and_stay_awake(receiver, start):
    receiving = start(lambda: outcome(lambda: receiver.recvfrom(10)))
    receiving.wait_until_blocked()

    wake(receiver)

    assert receiving.result() == (b"", None)
    assert outcome(lambda: receiver.recvfrom(10)) == (b"", None)


def test_waking_a_stream_ends_it_for_the_peer_too(connection, start):
    ours, theirs = connection
    receiving = start(lambda: outcome(lambda: (ours.recv(1), None)))
    receiving.wait_until_blocked()

    wake(ours)

    assert receiving.result() == (b"", None)
    assert theirs.recv(1) == b""


def test_waking_after_a_half_close_wakes_too(connection, start):
    # macOS: the second shutdown fails with ENOTCONN.
    ours, _ = connection
    ours.shutdown(socket.SHUT_WR)
    receiving = start(lambda: outcome(lambda: (ours.recv(1), None)))
    receiving.wait_until_blocked()

    wake(ours)

    assert receiving.result() == (b"", None)


def test_waking_to_reset_tells_the_peer_nothing(connection, start):
    ours, theirs = connection
    receiving = start(lambda: outcome(lambda: (ours.recv(1), None)))
    receiving.wait_until_blocked()

    wake_to_reset(ours, is_sending=False)

    assert receiving.result() == (b"", None)
    ours.sendall(b"still here")
    assert theirs.recv(100) == b"still here"


def test_waking_to_reset_wakes_who_sends(connection, start):
    ours, _ = connection

    def send_for_ever():
        while True:
            ours.send(bytes(1_000_000))

    sending = start(send_for_ever)
    sending.wait_until_blocked()

    wake_to_reset(ours, is_sending=True)

    with pytest.raises(OSError):
        sending.result()


def test_what_waits_with_a_time_limit_is_woken(connection, start):
    ours, _ = connection
    waiting = start(lambda: has_something(ours, 20.0))
    waiting.wait_until_blocked()

    wake(ours)

    assert waiting.result() is True


def test_patience_ends_a_receive_and_may_be_taken_back(receiver, start):
    set_patience(receiver, 0.02)
    with pytest.raises(BlockingIOError):
        receiver.recvfrom(10)

    set_patience(receiver, None)
    receiving = start(lambda: outcome(lambda: receiver.recvfrom(10)))
    receiving.wait_until_blocked()
    wake(receiver)
    assert receiving.result() == (b"", None)


@pytest.mark.parametrize("way", [wake, lambda sock: wake_to_reset(sock, is_sending=True)])
def test_waking_a_closed_socket_is_harmless(way):
    sock = wakeable(socket.socket())
    sock.close()

    way(sock)


@pytest.mark.usefixtures("without_shutdown")
def test_without_a_descriptor_nothing_can_be_made_wakeable_and_nothing_is_left(monkeypatch):
    def none_left(*_arguments, **_options):
        raise OSError(errno.EMFILE, "too many files")

    sock = socket.socket()
    monkeypatch.setattr("socket_workbench.sockets.waiting.wakeable.WakeUp", none_left)

    with pytest.raises(OSError, match="too many"):
        wakeable(sock)
    assert sock.fileno() < 0


@pytest.mark.usefixtures("without_shutdown")
def test_what_is_woken_by_a_descriptor_tells_which():
    with wakeable(socket.socket()) as sock:
        waker = waker_of(sock)

        wake(sock)

        assert waker is not None
        assert waker.wait(20.0)
