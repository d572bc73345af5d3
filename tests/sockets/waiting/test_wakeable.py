import errno
import socket

import pytest

from socket_workbench.sockets import system
from socket_workbench.sockets.waiting.wakeable import WakeableSocket


@pytest.fixture
def ends():
    """Return two ends of a TCP connection, of which the first can be woken."""
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        WakeableSocket(socket.create_connection(server.getsockname())) as ours,
        server.accept()[0] as theirs,
    ):
        theirs.settimeout(20)
        yield ours, theirs


def test_calls_wait_as_those_of_a_blocking_socket(ends, start):
    ours, theirs = ends
    receiving = start(lambda: ours.recv(10))
    receiving.wait_until_blocked()

    theirs.sendall(b"came later")

    assert receiving.result() == b"came later"


def test_sendall_waits_until_everything_is_sent(ends, start, beyond_buffers):
    ours, theirs = ends
    sending = start(lambda: ours.sendall(bytes(beyond_buffers)))
    sending.wait_until_blocked()
    received = 0
    while received < beyond_buffers:
        received += len(theirs.recv(1 << 20))

    assert sending.result() is None


def test_what_is_not_to_wait_does_not(ends):
    ours, theirs = ends
    with pytest.raises(BlockingIOError):
        ours.recv(10, system.NOT_WAITING)

    theirs.sendall(b"x")
    assert ours.recv(10) == b"x"


def test_what_has_come_can_be_read_after_it_was_woken(ends, eventually):
    ours, theirs = ends
    theirs.sendall(b"before")
    eventually(lambda: ours.recv(1, socket.MSG_PEEK | system.NOT_WAITING) or True)
    ours.wake()

    assert ours.recv(100) == b"before"
    with pytest.raises(OSError) as caught:
        ours.recv(100)
    assert caught.value.errno == errno.ECANCELED


def test_closing_from_another_thread_waits_for_whoever_is_inside(ends, start):
    ours, theirs = ends
    receiving = start(lambda: ours.recv(10))
    receiving.wait_until_blocked()

    ours.close()

    with pytest.raises(OSError) as caught:
        receiving.result()
    assert caught.value.errno == errno.ECANCELED
    assert ours.fileno() < 0
    assert theirs.recv(10) == b""


def test_calls_after_the_close_fail_and_it_may_be_repeated(ends):
    ours, _ = ends
    ours.close()
    ours.close()
    ours.wake()

    with pytest.raises(OSError) as caught:
        ours.recv(10)
    assert caught.value.errno == errno.EBADF


@pytest.mark.needs("resets")
def test_a_failure_of_the_call_is_raised_as_it_is(ends):
    ours, theirs = ends
    theirs.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, system.LINGER_ZERO)
    theirs.close()

    with pytest.raises(ConnectionResetError):
        ours.recv(10)


@pytest.mark.needs("unix sockets")
def test_a_full_queue_that_is_told_at_once_is_waited_for(folder, monkeypatch):
    # macOS: ENOBUFS, where Linux would wait.
    attempts = []

    def full_at_first(*arguments):
        attempts.append(arguments)
        if len(attempts) < 3:
            raise OSError(errno.ENOBUFS, "No buffer space available")
        return 1

    with WakeableSocket(socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)) as sock:
        monkeypatch.setattr(socket.socket, "send", full_at_first)

        assert sock.send(b"x") == 1
    assert len(attempts) == 3


def test_a_shortage_of_the_network_is_told(monkeypatch):
    def short(*_arguments):
        raise OSError(errno.ENOBUFS, "No buffer space available")

    with WakeableSocket(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as sock:
        monkeypatch.setattr(socket.socket, "send", short)

        with pytest.raises(OSError, match="No buffer space"):
            sock.send(b"x")
