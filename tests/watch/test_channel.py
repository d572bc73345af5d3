import errno
import marshal
import socket
import tempfile

import pytest

from socket_workbench import system
from socket_workbench.clock import time_ns
from socket_workbench.watch import channel
from socket_workbench.watch.channel import ChannelError, EventChannel, check_system


@pytest.fixture
def events():
    events = EventChannel()
    yield events
    events.close()


@pytest.fixture
def process(events):
    """Give a way to connect as processes do."""
    sockets = []

    def connect():
        sock = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        sockets.append(sock)
        sock.connect(events.path)
        return lambda *event: sock.send(marshal.dumps(event, 2)) and sock

    yield connect
    for sock in sockets:
        sock.close()


def names(told):
    return [each.event[0] for each in told]


def test_events_of_all_processes_come_in_one_order(events, process):
    first, second = process(), process()
    now = time_ns()
    first("a", now - 3)
    second("b", now - 4)
    first("c", now - 1)
    second("d", now - 2)

    assert names(events.read(1)) == ["b", "a", "d", "c"]


def test_events_of_one_process_keep_their_order_whatever_their_times(events, process):
    tell = process()
    now = time_ns()
    tell("a", now - 1)
    tell("b", now - 9)
    tell("without a time")

    assert names(events.read(1)) == ["a", "b", "without a time"]


def test_younger_events_wait_for_what_others_may_still_tell(events, process):
    tell = process()
    tell("now", time_ns())
    tell("later", time_ns() + 10**12)

    assert names(events.read(1)) == ["now"]
    assert names(events.read(0)) == []
    assert names(events.rest()) == ["later"]


def test_a_process_that_tells_much_does_not_overtake_the_others(events, process, monkeypatch):
    monkeypatch.setattr(channel, "MOST_AT_ONCE", 2)
    busy, other = process(), process()
    now = time_ns()
    for number in range(3):
        busy(f"busy {number}", now - 30 + number)
    other("other", now - 10)

    assert names(events.read(1)) == ["busy 0", "busy 1"]
    assert names(events.read(1)) == ["busy 2", "other"]


def test_a_process_that_has_gone_is_told(events, process):
    sock = process()("a", time_ns())
    sock.close()

    told = events.rest()
    assert names(told) == ["a", "ended"]
    assert {each.process for each in told} == {1}
    assert events.connected == 0


def test_what_is_no_event_is_left_out(events, process):
    tell = process()
    sock = tell("first", 1)
    good = marshal.dumps(("good", 2), 2)
    for data in (b"x", b"()", good[:-1], marshal.dumps(7), marshal.dumps((1, 2)), b"(\0\0\0\0"):
        sock.send(data)
    tell("good", "no time")

    assert names(events.rest()) == ["first", "good"]


def test_text_written_to_the_descriptor_is_not_given_to_marshal(events, process, monkeypatch):
    given = []
    monkeypatch.setattr(marshal, "loads", lambda data: given.append(bytes(data)))
    sock = process()("a", 1)
    # As a tuple, it would have a thousand million fields.
    sock.send(b"(GET / HTTP/1.1")
    sock.send(marshal.dumps((None,) * (channel.MOST_FIELDS + 1), 2))
    events.rest()

    assert given == [marshal.dumps(("a", 1), 2)]


def test_processes_wait_while_no_descriptor_is_free(events, process, monkeypatch):
    accept = socket.socket.accept
    tries = []

    def accept_later(sock):
        tries.append(sock)
        if len(tries) == 1:
            raise OSError(errno.EMFILE, "Too many open files")
        return accept(sock)

    monkeypatch.setattr(socket.socket, "accept", accept_later)
    process()("a", time_ns())

    assert names(events.read(1)) == []
    assert names(events.read(1)) == ["a"]


def test_nothing_is_left_of_the_channel(events, own_home):
    assert list((own_home / "tmp").iterdir()) == [events.folder]
    events.close()
    assert list((own_home / "tmp").iterdir()) == []


def test_a_system_without_such_sockets_is_a_sentence(monkeypatch):
    monkeypatch.delattr(socket, "SOCK_SEQPACKET")

    with pytest.raises(ChannelError, match="on Linux only"):
        EventChannel()


def test_a_temporary_folder_with_too_long_a_name_is_a_sentence(tmp_path, monkeypatch):
    folder = tmp_path / ("x" * 120)
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    with pytest.raises(ChannelError, match="set TMPDIR to a shorter one"):
        EventChannel()

    assert list(folder.iterdir()) == []


def test_elsewhere_than_on_linux_programs_cannot_be_watched(monkeypatch):
    check_system()
    monkeypatch.setattr(system, "WATCHES_PROGRAMS", False)
    with pytest.raises(ChannelError, match="Programs can be watched on Linux only"):
        check_system()


def test_it_is_known_until_when_all_was_told(events, process):
    tell = process()
    assert events.told_until == 0
    before = time_ns()
    tell("a", before)
    events.read(1)
    assert before < events.told_until <= time_ns()


def test_of_a_process_that_tells_more_than_is_read_the_rest_is_not_told(
    events, process, monkeypatch
):
    monkeypatch.setattr(channel, "MOST_AT_ONCE", 2)
    tell = process()
    moments = [time_ns() - 1_000_000_000 + number for number in range(3)]
    for moment in moments:
        tell("busy", moment)
    events.read(1)
    assert events.told_until == moments[1]
    events.read(1)
    assert events.told_until > moments[2]
