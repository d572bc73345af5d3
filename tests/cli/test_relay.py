import threading

from socket_workbench.cli.relay import Relay
from socket_workbench.journal.event import Event, Kind

EVENTS = [Event(1, 0, Kind.NOTE, b"x", "one"), Event(2, 0, Kind.NOTE, b"y", "two")]


class Sink:
    def __init__(self):
        self.go_on = threading.Event()
        self.written = []
        self.closed = False

    def write(self, sources, events):
        self.go_on.wait(20)
        self.written += events

    def close(self):
        self.closed = True


class Faulty(Sink):
    def write(self, sources, events):
        raise OSError("no more")


def test_who_writes_does_not_wait_for_the_sinks():
    sink = Sink()
    relay = Relay([sink], print)
    for event in EVENTS:
        relay.write([], [event])
    assert sink.written == []
    sink.go_on.set()
    relay.close()
    assert sink.written == EVENTS
    assert sink.closed


def test_what_waits_is_bounded():
    sink = Sink()
    relay = Relay([sink], print, limit=100)
    relay.write([], EVENTS)
    done = threading.Event()

    def write():
        relay.write([], EVENTS)
        done.set()

    writer = threading.Thread(target=write)
    writer.start()
    assert not done.is_set()
    sink.go_on.set()
    assert done.wait(20)
    writer.join()
    relay.close()
    assert sink.written == EVENTS * 2


def test_a_sink_that_fails_is_told_once_and_the_others_go_on():
    told = []
    faulty, sink = Faulty(), Sink()
    sink.go_on.set()
    relay = Relay([faulty, sink], lambda where, error: told.append((where, str(error))))
    relay.write([], EVENTS)
    relay.write([], EVENTS)
    relay.close()
    assert told == [(faulty, "no more")]
    assert sink.written == EVENTS * 2
