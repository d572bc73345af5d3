"""How blocked calls are woken; also the ways of systems other than this one."""

import socket
import sys

import pytest

from socket_workbench.sockets.waiting.interrupt import (
    connect_to_itself,
    send_to_itself,
    wake_datagrams,
    wake_listener,
    wake_receiver,
    wake_stream,
)


@pytest.fixture(params=["ipv4", "every ipv4", "ipv6", "every ipv6", "unix"])
def address(request, folder):
    return {
        "ipv4": (socket.AF_INET, ("127.0.0.1", 0)),
        "every ipv4": (socket.AF_INET, ("0.0.0.0", 0)),
        "ipv6": (socket.AF_INET6, ("::1", 0)),
        "every ipv6": (socket.AF_INET6, ("::", 0)),
        "unix": (socket.AF_UNIX, f"{folder}/i.sock"),
    }[request.param]


@pytest.fixture
def listener(address):
    with socket.socket(address[0], socket.SOCK_STREAM) as sock:
        sock.bind(address[1])
        sock.listen(1)
        yield sock


@pytest.fixture
def receiver(address):
    with socket.socket(address[0], socket.SOCK_DGRAM) as sock:
        sock.bind(address[1])
        yield sock


def test_a_listener_is_woken_and_stays_awake(listener, start):
    accepting = start(listener.accept)
    accepting.wait_until_blocked()

    wake_listener(listener)

    with pytest.raises(OSError):
        accepting.result()
    with pytest.raises(OSError):
        listener.accept()


def test_a_connection_to_itself_wakes_a_listener(listener, start):
    accepting = start(listener.accept)
    accepting.wait_until_blocked()

    connect_to_itself(listener)

    with accepting.result()[0] as visitor:
        assert visitor.recv(1) == b""


def test_a_connection_to_itself_waits_for_a_later_accept(listener):
    connect_to_itself(listener)

    with listener.accept()[0] as visitor:
        assert visitor.recv(1) == b""


def test_datagrams_are_woken_and_stay_awake(receiver, start):
    receiving = start(lambda: receiver.recvfrom(10))
    receiving.wait_until_blocked()

    wake_datagrams(receiver, is_connected=False)

    assert receiving.result() == (b"", None)
    assert receiver.recvfrom(10) == (b"", None)


def test_a_datagram_to_itself_wakes_and_waits(receiver, start):
    receiving = start(lambda: receiver.recvfrom(10))
    receiving.wait_until_blocked()
    send_to_itself(receiver)
    assert receiving.result()[0] == b""

    send_to_itself(receiver)
    assert receiver.recvfrom(10)[0] == b""


@pytest.fixture
def _elsewhere(monkeypatch):
    """Wake as on systems where shutdown does nothing for listeners and unconnected sockets."""
    monkeypatch.setattr("socket_workbench.sockets.waiting.interrupt._SHUTDOWN_WAKES_ALL", False)


@pytest.mark.usefixtures("_elsewhere")
def test_elsewhere_a_listener_gets_a_visitor(listener):
    wake_listener(listener)

    listener.accept()[0].close()


@pytest.mark.usefixtures("_elsewhere")
def test_elsewhere_an_unconnected_socket_gets_a_datagram(receiver):
    wake_datagrams(receiver, is_connected=False)

    assert receiver.recvfrom(10)[0] == b""


@pytest.mark.usefixtures("_elsewhere")
@pytest.mark.parametrize(("platform", "closed"), [("win32", True), ("darwin", False)])
def test_elsewhere_a_connected_socket_is_shut_down_or_closed(monkeypatch, platform, closed):
    monkeypatch.setattr(sys, "platform", platform)
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    with ours, theirs:
        wake_datagrams(ours, is_connected=True)

        assert (ours.fileno() < 0) is closed


def test_waking_a_stream_ends_it_for_both():
    ours, theirs = socket.socketpair()
    with ours, theirs:
        wake_stream(ours)

        assert (ours.recv(1), theirs.recv(1)) == (b"", b"")


def test_waking_the_receiver_alone_leaves_a_tcp_peer_in_peace():
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(server.getsockname()) as ours,
        server.accept()[0] as theirs,
    ):
        wake_receiver(ours)

        assert ours.recv(1) == b""
        ours.sendall(b"still here")
        assert theirs.recv(100) == b"still here"


@pytest.mark.parametrize(
    "wake",
    [
        wake_stream,
        wake_receiver,
        wake_listener,
        connect_to_itself,
        send_to_itself,
        lambda sock: wake_datagrams(sock, is_connected=True),
    ],
)
def test_waking_a_closed_socket_is_harmless(wake):
    sock = socket.socket()
    sock.close()

    wake(sock)
