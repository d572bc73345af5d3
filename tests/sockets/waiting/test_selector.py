import socket
import threading

import pytest

from socket_workbench.sockets.waiting.selector import READ, WRITE, Selector


class Calls:
    """Keeps what is told of calls."""

    def __init__(self):
        self.made = []

    def begin(self, call):
        return call

    def end(self, begun, result, payload=b""):
        self.made.append((begun, result))


@pytest.fixture
def calls():
    return Calls()


@pytest.fixture
def selector(calls):
    opened = Selector(calls)
    yield opened
    opened.close()


@pytest.fixture
def pair():
    one, other = socket.socketpair()
    with one, other:
        yield one, other


def test_it_tells_who_is_ready_for_what_and_each_call_is_recorded(selector, calls, pair):
    one, other = pair
    selector.watch(one, READ, "one")
    assert selector.select(0) == []
    other.send(b"x")
    assert selector.select(None) == [("one", READ)]
    selector.watch(one, READ | WRITE, "one")
    assert selector.select(1) == [("one", READ | WRITE)]
    selector.watch(one, 0, "one")
    selector.watch(one, 0, "one")
    assert selector.select(0.0) == []

    name = f"socket(fileno={one.fileno()})"
    assert calls.made == [
        ("select(0)", "[]"),
        ("select()", f"[({name}, EVENT_READ)]"),
        ("select(1)", f"[({name}, EVENT_READ | EVENT_WRITE)]"),
        ("select(0)", "[]"),
    ]


def test_any_thread_wakes_it_and_it_can_be_woken_again(selector):
    for _ in range(2):
        waker = threading.Thread(target=selector.wake)
        waker.start()
        assert selector.select(20) == []
        waker.join()
    for _ in range(5000):
        selector.wake()
    assert selector.select(20) == []
    assert selector.select(0) == []


def test_after_the_end_nobody_is_woken(calls):
    selector = Selector()
    selector.close()
    selector.wake()


def test_of_very_many_only_some_are_named(selector, calls):
    pairs = [socket.socketpair() for _ in range(60)]
    for one, _ in pairs:
        selector.watch(one, WRITE, one)
    assert len(selector.select(None)) == 60
    for one, other in pairs:
        selector.watch(one, 0, one)
        one.close()
        other.close()
    ((_, result),) = calls.made
    assert result.count("EVENT_WRITE") == 50
    assert result.endswith(", ...]")


@pytest.mark.needs("linux")
def test_without_descriptors_nothing_is_left_open(no_descriptors):
    with pytest.raises(OSError):
        Selector()
