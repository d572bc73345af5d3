import mmap
import socket
from contextlib import closing, contextmanager

import pytest

from socket_workbench.watch import gate as parent
from socket_workbench.watch.child._socket_workbench.channel import moved_up
from socket_workbench.watch.child._socket_workbench.gate import Gate


@contextmanager
def mapped(folder):
    gate = Gate(str(folder))
    yield gate
    assert isinstance(gate.state, mmap.mmap)
    gate.state.close()


@pytest.fixture
def workbench(tmp_path):
    with closing(parent.Gate(tmp_path)) as gate:
        yield gate


def test_without_the_workbench_nothing_is_held(tmp_path):
    gate = Gate(str(tmp_path))

    assert not gate.state[0]
    gate.hold(1)


def test_what_is_to_be_held_is_known_at_once(workbench, tmp_path):
    with mapped(tmp_path) as gate:
        assert not gate.state[0]
        workbench.go_on(until="recv")
        assert [gate.must_hold(name) for name in ("send", "recvfrom", "rec", "recv", "send")] == [
            *(False, False, False, True, True)
        ]
        workbench.go_on()
        assert not gate.state[0]
        workbench.hold_calls()
        assert gate.must_hold("close")


def test_what_is_held_waits_whatever_timeout_sockets_have_by_default(tmp_path):
    socket.setdefaulttimeout(0.01)
    try:
        first, second = (moved_up(each) for each in socket._socket.socketpair())  # type: ignore[attr-defined]
    finally:
        socket.setdefaulttimeout(None)
    with closing(first), closing(second):
        assert first.gettimeout() is None


def test_the_file_takes_no_low_descriptor(workbench, tmp_path):
    with socket.socket() as before:
        lowest = before.fileno()
    with mapped(tmp_path), socket.socket() as after:
        assert after.fileno() == lowest
