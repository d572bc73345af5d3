import contextlib
import select
import socket

import pytest

from socket_workbench.sockets.waiting.readiness import (
    WakeUp,
    wait_hung_up,
    wait_readable,
    wait_writable,
)


@pytest.fixture(params=["poll", "select"])
def _system(request, monkeypatch):
    """Wait by poll, and as on systems that have select only."""
    if request.param == "select":
        monkeypatch.delattr(select, "poll", raising=False)


@pytest.fixture
def ends(_system):
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield ours, theirs


@pytest.mark.parametrize("seconds", [-1.0, 0.0, 0.0001, 0.01])
def test_nothing_to_read(ends, seconds):
    assert wait_readable(ends[0], seconds) is False


def test_something_to_read(ends):
    ends[1].send(b"x")

    assert wait_readable(ends[0], 20.0) is True


def test_the_end_can_be_read(ends):
    ends[1].close()

    assert wait_readable(ends[0], 20.0) is True


def test_a_closed_socket_is_for_the_call_to_report(ends):
    ends[0].close()

    assert wait_readable(ends[0], 20.0) is True


def test_bytes_that_come_later_end_the_wait(ends, start):
    waiting = start(lambda: wait_readable(ends[0], 20.0))
    waiting.wait_until_blocked()
    ends[1].send(b"x")

    assert waiting.result() is True


def test_room_to_write(ends):
    with socket.socket() as wake:
        wake.bind(("127.0.0.1", 0))
        wake.listen()

        assert wait_writable(ends[0], wake, 20.0) is True


def fill(sock):
    sock.setblocking(False)
    with contextlib.suppress(BlockingIOError):
        while True:
            sock.send(bytes(65536))


def test_no_room_to_write(ends):
    quiet, other = socket.socketpair()
    with quiet, other:
        fill(ends[0])

        assert wait_writable(ends[0], quiet, 0.01) is False


def test_being_woken_ends_the_wait(ends, start):
    reader, writer = socket.socketpair()
    with reader, writer:
        fill(ends[0])
        waiting = start(lambda: wait_writable(ends[0], reader, 20.0))
        waiting.wait_until_blocked()
        writer.send(b"x")

        assert waiting.result() is False


@pytest.mark.needs("linux")
def test_a_peer_that_has_closed_is_told_from_one_that_has_ended_its_side():
    ours, theirs = socket.socketpair()
    waker, wake = socket.socketpair()
    with ours, waker, wake:
        with theirs:
            theirs.shutdown(socket.SHUT_WR)
            wake.send(b"x")
            assert wait_hung_up(ours, waker) is False
            assert waker.recv(1) == b"x"
        assert wait_hung_up(ours, waker) is True
    assert wait_hung_up(ours, waker) is True


@pytest.fixture
def wake():
    made = WakeUp()
    yield made
    made.close()


def test_nobody_is_woken_without_reason(wake):
    assert wake.wait(0.01) is False


def test_waking_is_for_good(wake):
    wake.wake()
    wake.wake()

    assert wake.wait(20.0) is True
    assert wake.wait(20.0) is True


def test_who_waits_already_is_woken(wake, start):
    waiting = start(lambda: wake.wait(20.0))
    waiting.wait_until_blocked()

    wake.wake()

    assert waiting.result() is True


def test_waking_after_the_end_is_harmless(wake):
    wake.close()
    wake.wake()
    wake.close()


def test_its_descriptor_can_be_waited_for(wake):
    assert wake.fileno() >= 0
