import marshal
import os
import socket
import threading

import pytest

from socket_workbench.watch.child._socket_workbench.channel import Channel


@pytest.fixture
def workbench(own_home):
    """A listener of which the channel's buffer is soon full: nobody reads."""
    sock = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    sock.bind(str(own_home / "events"))
    sock.listen()
    yield sock
    sock.close()


@pytest.fixture
def channel(workbench, own_home):
    channel = Channel(str(own_home / "events"))
    assert channel.connect()
    yield channel
    channel.is_open = False
    if channel._socket is not None:
        channel._socket.close()


def read(peer, is_enough):
    """Read events until they are enough."""
    events: list[tuple[object, ...]] = []
    while not is_enough(events):
        events.append(marshal.loads(peer.recv(1 << 20)))
    return events


def counted(events):
    """Return how many calls were told, and how many were told to be lost, together."""
    lost = [event[2] for event in events if event[0] == "lost"]
    return [event[0] for event in events].count("call") + (lost[-1] if lost else 0)


def test_nobody_is_there(own_home):
    channel = Channel(str(own_home / "nobody"))

    assert not channel.connect()
    channel.tell(("ignored",))


def test_the_descriptor_is_a_high_one(channel):
    assert channel._socket.fileno() >= 200


def test_what_does_not_fit_is_counted_and_what_must_arrive_arrives(channel, workbench, monkeypatch):
    monkeypatch.setattr(channel, "_patience", 0.01)
    monkeypatch.setattr(channel, "_waited_at", float("inf"))  # patience does not recover
    big = b"x" * 10_000
    for _ in range(1000):
        channel.tell(("call", 1, big))
    told_at_once = channel.begin(7, ("begin", 7))
    channel.tell_surely(("hint", 1))
    peer, _ = workbench.accept()
    with peer:
        # The call still waits, so its begin is sent too; what is small may find room earlier.
        events = read(
            peer,
            lambda events: (
                counted(events) == 1000 and {"hint", "begin"} <= {event[0] for event in events}
            ),
        )
        assert 0 < [event[0] for event in events].count("call") < 1000
        assert not told_at_once
        assert channel.end_unbegun(7)


def test_a_call_that_returns_before_its_begin_was_sent_needs_none(channel):
    channel._unbegun[5] = (0.0, ("begin", 5))
    assert not channel.end_unbegun(5)

    channel._keep_begin(5, marshal.dumps(("begin", 5)))
    assert not channel._kept


def test_a_closed_descriptor_is_not_used_again(channel, workbench):
    first, _ = workbench.accept()
    number = channel._socket.fileno()
    other = socket.socket()
    os.dup2(other.fileno(), number)  # as after os.closerange, and something opened
    channel.tell(("call", 1))
    second, _ = workbench.accept()

    assert marshal.loads(second.recv(100)) == ("call", 1)
    assert channel._socket.fileno() != number
    os.close(number)
    for sock in (first, second, other):
        sock.close()


def test_the_program_goes_on_when_the_workbench_has_gone(channel, workbench):
    peer, _ = workbench.accept()
    peer.close()
    channel.tell_surely(("hint", 1))
    channel.tell(("call", 1))
    channel.finish()

    assert not channel.is_open
    assert threading.active_count() == 1 or not channel._is_sending_later
