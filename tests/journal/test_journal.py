import dis
import inspect
import threading
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.journal import delivery
from socket_workbench.journal.errors import SinkError, StorageFullError
from socket_workbench.journal.event import Event, Kind, Role, Source
from socket_workbench.journal.journal import BATCH_BYTES, EVENT_COST, Journal

LOADED, STORED = ("LOAD_ATTR", "_used"), ("STORE_ATTR", "_used")
LIMIT = 30  # seconds after which waiting for another thread is given up


class Recorder:
    """Keeps what it is given; a gate can hold it back."""

    def __init__(self):
        self.sources: list[Source] = []
        self.events: list[Event] = []
        self.batches: list[int] = []
        self.closed = 0
        self.thread = ""
        self.entered = threading.Event()
        self.gate = threading.Event()
        self.gate.set()

    def write_batch(self, sources, batch):
        events = batch.events()
        self.entered.set()
        assert self.gate.wait(LIMIT)
        self.sources += sources
        known = {source.number for source in self.sources}
        assert all(event.source in known for event in events)
        self.events += events
        self.batches.append(len(events))
        self.thread = threading.current_thread().name

    def close(self):
        self.closed += 1


class Failing(Recorder):
    """Raises at every batch."""

    def __init__(self, error):
        super().__init__()
        self.error = error
        self.calls = 0

    def write_batch(self, sources, batch):
        self.calls += 1
        raise self.error


@pytest.fixture
def open_journal() -> Iterator[Callable[..., Journal]]:
    opened: list[Journal] = []

    def opening(*sinks, **options):
        opened.append(Journal(sinks, **options))
        return opened[-1]

    yield opening
    for journal in opened:
        journal.close()


def source_of(journal):
    return journal.add_source(Role.SERVER, "server", "tcp://127.0.0.1:1").number


def test_events_reach_the_sink_in_order(open_journal):
    sink = Recorder()
    journal = open_journal(sink)
    number = source_of(journal)
    journal.append(number, Kind.SENT, b"one")
    journal.append(number, Kind.NOTE, text="two")
    journal.flush()
    assert [event[1:5] for event in sink.events] == [
        (number, Kind.SENT, b"one", ""),
        (number, Kind.NOTE, b"", "two"),
    ]
    assert sink.events[0].time <= sink.events[1].time
    assert all(type(event) is Event for event in sink.events)


def test_append_returns_the_time_it_recorded(open_journal):
    recorder = Recorder()
    journal = open_journal(recorder)
    time = journal.append(source_of(journal), Kind.SENT, b"one")
    journal.flush()

    assert recorder.events[0].time == time


def test_without_a_flush_events_are_written_after_the_interval(open_journal):
    sink = Recorder()
    journal = open_journal(sink, interval=0.001)
    journal.append(source_of(journal), Kind.SENT)
    assert sink.entered.wait(LIMIT)


def test_a_batch_of_many_bytes_does_not_wait_for_the_interval(open_journal):
    sink = Recorder()
    journal = open_journal(sink, interval=10 * LIMIT)
    number = source_of(journal)
    journal.append(number, Kind.SENT, b"x")
    journal.append(number, Kind.SENT, bytes(BATCH_BYTES))
    assert sink.entered.wait(LIMIT)


def test_every_sink_gets_every_batch_in_the_writer_thread(open_journal):
    sinks = [Recorder(), Recorder()]
    journal = open_journal(*sinks)
    number = source_of(journal)
    journal.append(number, Kind.SENT, b"x")
    journal.close()
    for sink in sinks:
        assert [event.payload for event in sink.events] == [b"x"]
        assert [source.number for source in sink.sources] == [number]
        assert sink.thread == "journal writer"
        assert sink.closed == 1


def test_sources_are_numbered_and_delivered_once(open_journal):
    sink = Recorder()
    journal = open_journal(sink)
    one = journal.add_source(Role.SERVER, "server", "udp://[::1]:5", 4, "[::1]:5", "[::1]:6")
    journal.flush()
    assert sink.sources == [
        Source(1, Role.SERVER, "server", "udp://[::1]:5", 4, "[::1]:5", "[::1]:6")
    ]
    assert sink.sources == [one]
    journal.add_source(Role.CLIENT, "client", "udp://[::1]:5")
    journal.close()
    assert [source.number for source in sink.sources] == [1, 2]


def test_connections_are_numbered_from_one(open_journal):
    journal = open_journal()
    assert [journal.next_connection() for _ in range(3)] == [1, 2, 3]


def test_many_threads_lose_nothing_and_keep_their_own_order(open_journal):
    sink = Recorder()
    journal = open_journal(sink, interval=0.001, backlog_limit=50 * EVENT_COST)
    threads, events = 8, 2000

    def produce():
        number = source_of(journal)
        for place in range(events):
            journal.append(number, Kind.SENT, str(place).encode())

    producers = [threading.Thread(target=produce) for _ in range(threads)]
    for producer in producers:
        producer.start()
    for producer in producers:
        producer.join()
    journal.flush()
    assert len(sink.events) == threads * events
    for number in range(1, threads + 1):
        places = [int(event.payload) for event in sink.events if event.source == number]
        assert places == list(range(events))


class WatchedCondition(threading.Condition):
    """Tells when a thread begins to wait."""

    def __init__(self, lock):
        super().__init__(lock)
        self.waiting = threading.Event()

    def wait(self, timeout=None):
        self.waiting.set()
        return super().wait(timeout)


def blocked_producer(journal, number, sink):
    """Start a thread that appends more than the backlog takes, while the sink holds the writer."""
    journal._progress = WatchedCondition(journal._lock)
    sink.gate.clear()
    journal.append(number, Kind.SENT, b"first")
    assert sink.entered.wait(LIMIT)
    appended: list[int] = []

    def produce():
        for place in range(8):
            journal.append(number, Kind.SENT, bytes(1000), str(place))
            appended.append(place)

    producer = threading.Thread(target=produce)
    producer.start()
    assert journal._progress.waiting.wait(LIMIT)
    return producer, appended


def test_append_waits_while_the_backlog_is_full(open_journal):
    sink = Recorder()
    journal = open_journal(sink, backlog_limit=3000, interval=0.001)
    producer, appended = blocked_producer(journal, source_of(journal), sink)
    # The event that fills the backlog is in; the next one is not begun.
    assert appended == [0, 1]
    sink.gate.set()
    producer.join(LIMIT)
    assert appended == list(range(8))
    journal.flush()
    assert [event.text for event in sink.events[1:]] == [str(place) for place in range(8)]


def test_an_event_larger_than_the_backlog_is_written(open_journal):
    sink = Recorder()
    journal = open_journal(sink, backlog_limit=100)
    journal.append(source_of(journal), Kind.SENT, bytes(10_000))
    journal.flush()
    assert [len(event.payload) for event in sink.events] == [10_000]


def test_close_lets_waiting_threads_go_and_writes_their_events(open_journal):
    sink = Recorder()
    journal = open_journal(sink, backlog_limit=3000, interval=0.001)
    producer, appended = blocked_producer(journal, source_of(journal), sink)
    closer = threading.Thread(target=journal.close)
    closer.start()
    producer.join(LIMIT)
    assert appended == list(range(8))
    sink.gate.set()
    closer.join(LIMIT)
    assert not closer.is_alive()
    assert [event.text for event in sink.events[1:4]] == ["0", "1", "2"]
    assert sink.closed == 1


def test_events_after_close_are_ignored(open_journal):
    sink = Recorder()
    journal = open_journal(sink)
    number = source_of(journal)
    journal.append(number, Kind.SENT, b"before")
    journal.close()
    for _ in range(3):
        journal.append(number, Kind.SENT, b"after")
    journal.flush()
    journal.close()
    assert [event.payload for event in sink.events] == [b"before"]
    assert not journal._fields
    assert sink.closed == 1


def test_the_writer_thread_ends_with_close(open_journal):
    journal = open_journal(Recorder())
    writer = journal._writer
    assert writer.is_alive()
    assert not writer.daemon
    journal.close()
    assert not writer.is_alive()


class SlippingJournal(Journal):
    """Gets an event after the writer has seen that there is none, before it says it sleeps."""

    slips = False

    @property
    def _mark(self):
        return self.__dict__["_mark"]

    @_mark.setter
    def _mark(self, mark):
        if self.slips and mark < 0:
            self.slips = False
            self._extend((1, 1, Kind.SENT, b"slipped", "", len(b"slipped")))
            self._used += EVENT_COST + len(b"slipped")
        self.__dict__["_mark"] = mark


def test_an_event_that_comes_as_the_writer_falls_asleep_is_written():
    came = threading.Event()

    class Waited(Recorder):
        def write_batch(self, sources, batch):
            events = batch.events()
            super().write_batch(sources, batch)
            if events:
                came.set()

    journal = SlippingJournal([Waited()], interval=0)
    try:
        journal.slips = True
        source_of(journal)
        assert came.wait(LIMIT)
    finally:
        journal.close()


class BatchKeeper(Recorder):
    """Keeps the columns themselves."""

    def write_batch(self, sources, batch):
        if batch:
            self.batch = batch


def test_a_capture_limit_cuts_where_it_is_appended(open_journal):
    sink = BatchKeeper()
    journal = open_journal(sink, interval=60)
    echo = bytes(range(200)) * 4
    journal.append(1, Kind.RECEIVED, echo)
    journal.set_capture_limit(600)
    journal.append(1, Kind.RECEIVED, echo)
    journal.append(1, Kind.SENT, echo)
    journal.append(1, Kind.SENT, b"short")
    journal.set_capture_limit(0)
    journal.append(1, Kind.SENT, echo)
    journal.set_capture_limit(None)
    journal.append(1, Kind.SENT, echo)
    journal.close()

    batch = sink.batch
    assert batch.payloads == [echo, echo[:600], echo[:600], b"short", b"", echo]
    assert batch.payloads[1] is batch.payloads[2]
    assert batch.lengths == [800, 800, 800, 5, 800, 800]
    assert (journal.cut_messages, journal.cut_bytes) == (3, 200 + 200 + 800)


def test_a_framed_message_is_recorded_at_its_time_and_cut_but_not_counted(open_journal):
    sink = BatchKeeper()
    journal = open_journal(sink, interval=60)
    journal.set_capture_limit(3)
    read = b"one\n"
    journal.append(1, Kind.RECEIVED, read)
    journal.append_repeated(5, 1, Kind.MESSAGE, read, "2")
    journal.close()

    batch = sink.batch
    assert batch.times[1] == 5
    assert batch.texts == ["", "2"]
    assert batch.payloads == [b"one", b"one"]
    assert batch.payloads[0] is batch.payloads[1]
    assert batch.lengths == [4, 4]
    assert (journal.cut_messages, journal.cut_bytes) == (1, 1)


def test_of_a_message_that_was_cut_before_the_whole_length_is_recorded(open_journal):
    sink = BatchKeeper()
    journal = open_journal(sink, backlog_limit=10 * EVENT_COST, interval=60)
    journal.append_cut(1, Kind.RECEIVED, b"12345678", 1400)
    journal.set_capture_limit(4)
    now = journal.append_cut(2, Kind.RECEIVED, b"12345678", 1400)
    journal.close()

    assert sink.batch.payloads == [b"12345678", b"1234"]
    assert sink.batch.lengths == [1400, 1400]
    assert sink.batch.sources == [1, 2]
    assert sink.batch.times[1] == now
    assert journal.append_cut(1, Kind.RECEIVED, b"late", 5) >= now


class WholeKeeper:
    """Keeps what it is given whole."""

    def __init__(self):
        self.payloads = []

    def write_whole(self, batch):
        self.payloads += batch.payloads

    def close(self):
        pass


@given(
    payloads=st.lists(st.binary(max_size=12), max_size=8),
    limit=st.none() | st.integers(0, 14),
    has_whole=st.booleans(),
)
def test_a_capture_limit_is_the_same_for_every_sink_but_those_of_whole_messages(
    payloads, limit, has_whole
):
    sinks, whole = [BatchKeeper(), BatchKeeper()], WholeKeeper()
    journal = Journal([*sinks, whole] if has_whole else sinks, capture_limit=limit, interval=60)
    for payload in payloads:
        journal.append(1, Kind.RECEIVED, payload)
    journal.close()

    kept = [payload[:limit] for payload in payloads]
    for sink in sinks if payloads else ():
        assert sink.batch.payloads == kept
        assert sink.batch.lengths == [len(payload) for payload in payloads]
    assert whole.payloads == (payloads if has_whole else [])
    cut = [len(payload) - len(part) for payload, part in zip(payloads, kept, strict=True)]
    assert (journal.cut_messages, journal.cut_bytes) == (sum(map(bool, cut)), sum(cut))


def test_a_framed_message_that_is_cut_for_some_sinks_alone_is_not_counted(open_journal):
    sink, whole = BatchKeeper(), WholeKeeper()
    journal = open_journal(sink, whole, capture_limit=3, interval=60)
    journal.append(1, Kind.RECEIVED, b"one\n")
    journal.append_repeated(5, 1, Kind.MESSAGE, b"one\n")
    journal.close()

    assert sink.batch.payloads == [b"one", b"one"]
    assert whole.payloads == [b"one\n", b"one\n"]
    assert (journal.cut_messages, journal.cut_bytes) == (1, 1)


def test_what_is_cut_for_some_sinks_alone_makes_room_in_the_backlog_with_all_its_bytes(
    open_journal,
):
    sink, whole = Recorder(), WholeKeeper()
    journal = open_journal(sink, whole, capture_limit=1, backlog_limit=10 * EVENT_COST)
    filled = threading.Event()

    def fill():
        for _ in range(50):
            journal.append(1, Kind.SENT, bytes(EVENT_COST))
        filled.set()

    filling = threading.Thread(target=fill)
    filling.start()
    in_time = filled.wait(LIMIT)
    journal.close()
    filling.join()
    assert in_time
    assert len(whole.payloads) == 50


def test_what_is_cut_does_not_fill_the_backlog(open_journal):
    sink = Recorder()
    journal = open_journal(sink, backlog_limit=10 * EVENT_COST, interval=60)
    journal.set_capture_limit(1)
    source = source_of(journal)
    sink.gate.clear()
    for _ in range(8):
        journal.append(source, Kind.SENT, bytes(100_000))
    sink.gate.set()
    journal.close()
    assert [event.payload for event in sink.events] == [b"\0"] * 8


def test_flush_waits_for_what_is_being_written(open_journal):
    sink = Recorder()
    journal = open_journal(sink, interval=0)
    number = source_of(journal)
    sink.gate.clear()
    journal.append(number, Kind.SENT, b"x")
    assert sink.entered.wait(LIMIT)
    flushed = threading.Event()

    def flush():
        journal.flush()
        flushed.set()

    flusher = threading.Thread(target=flush)
    flusher.start()
    assert not flushed.is_set()
    sink.gate.set()
    flusher.join(LIMIT)
    assert flushed.is_set()
    assert [event.payload for event in sink.events] == [b"x"]


def test_flush_of_nothing_returns(open_journal):
    open_journal(Recorder()).flush()


def test_a_passing_fault_is_reported_and_the_sink_tried_again(open_journal):
    faults = []
    failing, recorder = Failing(StorageFullError("full")), Recorder()
    journal = open_journal(failing, recorder, on_fault=lambda *fault: faults.append(fault))
    number = source_of(journal)
    for _ in range(2):
        journal.append(number, Kind.SENT, b"x")
        journal.flush()
    assert failing.calls == 2
    assert faults == [(failing, failing.error)] * 2
    assert len(recorder.events) == 2


@pytest.mark.parametrize("error", [SinkError("gone"), ZeroDivisionError("a fault of the sink")])
def test_a_lasting_fault_ends_the_sink_alone(open_journal, error):
    faults = []
    failing, recorder = Failing(error), Recorder()
    journal = open_journal(failing, recorder, on_fault=lambda *fault: faults.append(fault))
    number = source_of(journal)
    for _ in range(2):
        journal.append(number, Kind.SENT, b"x")
        journal.flush()
    journal.close()
    assert failing.calls == 1
    assert failing.closed == 1
    assert faults == [(failing, error)]
    assert len(recorder.events) == 2


def test_a_sink_that_cannot_be_closed_is_reported_and_the_others_are_closed(open_journal):
    class Stuck(Recorder):
        def close(self):
            raise OSError("stuck")

    faults = []
    stuck, recorder = Stuck(), Recorder()
    journal = open_journal(stuck, recorder, on_fault=lambda sink, error: faults.append(sink))
    journal.close()
    assert faults == [stuck]
    assert recorder.closed == 1


class Tended(Recorder):
    """Notes when it was tended; a fault is raised each time."""

    def __init__(self, fault=None):
        super().__init__()
        self.calls = 0
        self.enough = threading.Event()
        self.fault = fault

    def tend(self):
        self.calls += 1
        if self.calls > 2:
            self.enough.set()
        if self.fault:
            raise self.fault


def test_a_sink_is_tended_while_nothing_happens(monkeypatch):
    monkeypatch.setattr(delivery, "TEND_INTERVAL", 0.001)
    sink, other = Tended(), Recorder()
    journal = Journal([sink, other])
    assert sink.enough.wait(LIMIT)
    number = journal.add_source(Role.SERVER, "server", "tcp://127.0.0.1:1").number
    journal.append(number, Kind.NOTE)
    journal.close()
    assert len(other.events) == len(sink.events) == 1
    # Nothing was handed on in between.
    assert 0 not in other.batches[:-1]


@pytest.mark.parametrize(
    ("fault", "goes_on"), [(StorageFullError("full"), True), (ValueError("broken"), False)]
)
def test_what_tending_raises_is_told(monkeypatch, fault, goes_on):
    monkeypatch.setattr(delivery, "TEND_INTERVAL", 0.001)
    told = []
    first = threading.Event()
    sink, last = Tended(fault), Tended()

    def tell(sink, error):
        told.append((sink, error))
        first.set()

    journal = Journal([sink, last], on_fault=tell)
    assert first.wait(LIMIT)
    assert last.enough.wait(LIMIT)
    journal.close()
    assert told[0] == (sink, fault)
    assert (sink.calls > 1) is goes_on


def test_no_thread_comes_in_between_while_the_backlog_is_counted():
    """The interpreter switches threads at calls and jumps only; what is counted takes no lock."""
    counted = 0
    for name, method in inspect.getmembers(Journal, inspect.isfunction):
        steps = list(dis.get_instructions(method))
        loads = [at for at, step in enumerate(steps) if (step.opname, step.argval) == LOADED]
        stores = [at for at, step in enumerate(steps) if (step.opname, step.argval) == STORED]
        for store in stores:
            load = max((at for at in loads if at < store), default=store)
            between = [step.opname for step in steps[load + 1 : store]]
            assert not [one for one in between if "CALL" in one or "JUMP" in one], name
            counted += load < store
    assert counted == 5
