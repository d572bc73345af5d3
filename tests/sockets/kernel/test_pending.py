import contextlib
import os
import socket
import time

import pytest

from socket_workbench.sockets.kernel.inet_diag import Ports
from socket_workbench.sockets.kernel.pending import Pending, pending, pending_of
from socket_workbench.sockets.kernel.reading import SocketReader, Wanted
from socket_workbench.sockets.kernel.tcp_states import TcpState

pytestmark = pytest.mark.needs("linux")
PATIENCE = 20


def until(true):
    deadline = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.001)


@pytest.fixture
def listener():
    with socket.create_server(("127.0.0.1", 0), backlog=8) as listener:
        yield listener


def test_the_backlog_of_a_listener_that_accepts_nothing(listener):
    assert pending(listener) == Pending(None, 0, False, False, False, TcpState.LISTEN)
    peers = [socket.create_connection(listener.getsockname()) for _ in range(3)]
    until(lambda: pending(listener).backlog == 3)
    assert pending(listener).is_readable
    for peer in peers:
        peer.close()


def test_what_has_come_and_the_end_of_it(listener):
    with socket.create_connection(listener.getsockname()) as peer, listener.accept()[0] as ours:
        assert pending(ours) == Pending(0, None, False, True, False, TcpState.ESTABLISHED)
        peer.sendall(b"zhangsan")
        until(lambda: pending(ours).unread == 8)
        peer.shutdown(socket.SHUT_WR)
        until(lambda: pending(ours).is_ended)
        assert pending(ours).state is TcpState.CLOSE_WAIT
        assert ours.recv(100) == b"zhangsan"


def test_a_full_send_queue(listener):
    with socket.create_connection(listener.getsockname()) as peer, listener.accept()[0]:
        peer.setblocking(False)
        with contextlib.suppress(BlockingIOError):
            while True:
                peer.send(bytes(1_000_000))
        assert pending(peer).is_writable is False


def test_datagrams_and_unix_sockets():
    ours, other = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
    with ours, other:
        other.send(b"12")
        assert pending(ours) == Pending(2, None, True, True, False, None)
    with (
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as ours,
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other,
    ):
        ours.bind(("127.0.0.1", 0))
        for size in (3, 5):
            other.sendto(bytes(size), ours.getsockname())
        until(lambda: pending(ours).is_readable)
        assert pending(ours).unread == 3


def test_of_a_closed_socket_nothing_is_known(listener):
    listener.close()
    assert pending(listener) == Pending()


@pytest.fixture
def listed():
    """Give a way to look up a socket in the system's list."""
    reader = SocketReader()

    def look(sock):
        inode = os.fstat(sock.fileno()).st_ino
        is_inet = sock.family == socket.AF_INET
        ports = Ports(frozenset({sock.getsockname()[1]})) if is_inet else Ports()
        wanted = Wanted(ports, ports, frozenset({inode}))
        [found] = [each for each in reader.read(wanted).sockets if each.inode == inode]
        return pending_of(found)

    return look


def test_a_listener_in_the_list(listener, listed):
    assert listed(listener) == Pending(None, 0, False, None, None, TcpState.LISTEN)
    with socket.create_connection(listener.getsockname()):
        until(lambda: listed(listener).backlog == 1)
        assert listed(listener).is_readable


def test_a_stream_in_the_list(listener, listed):
    with socket.create_connection(listener.getsockname()) as peer, listener.accept()[0] as ours:
        assert listed(ours) == Pending(0, None, False, None, False, TcpState.ESTABLISHED)
        peer.sendall(b"zhangsan")
        until(lambda: listed(ours).unread == 8)
        peer.shutdown(socket.SHUT_WR)
        until(lambda: listed(ours).is_ended)
        assert listed(ours) == Pending(8, None, True, None, True, TcpState.CLOSE_WAIT)
        assert ours.recv(100) == b"zhangsan"
        assert listed(ours) == Pending(0, None, True, None, True, TcpState.CLOSE_WAIT)
        assert ours.recv(100) == b""
        assert listed(ours) == Pending(0, None, True, None, True, TcpState.CLOSE_WAIT)


def test_datagrams_and_unix_sockets_in_the_list(listed):
    ours, other = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
    with ours, other:
        other.send(b"12")
        assert listed(ours) == Pending(2, is_readable=True)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
        udp.bind(("127.0.0.1", 0))
        assert listed(udp) == Pending(is_readable=False)
        udp.sendto(b"x", udp.getsockname())
        assert listed(udp) == Pending(is_readable=True)
