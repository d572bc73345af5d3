import random
from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.journal.batch import Batch
from socket_workbench.journal.errors import JournalDamagedError
from socket_workbench.journal.event import CALLS, SESSION, Event, Kind, Role, Source
from socket_workbench.journal.other_ends import OtherNames
from socket_workbench.journal.search.filter import Filter, Pieces
from socket_workbench.journal.search.segment_masks import (
    CallNames,
    ColumnPairs,
    LostRows,
    WantedPairs,
    WantedTimes,
    both,
)
from socket_workbench.journal.storage.segment import Segment, to_bytes


def stored(pairs, marks):
    code = "B" if len(pairs) <= 256 else "H"
    keys = [source << 8 | kind for source, kind in pairs]
    return len(marks), to_bytes(array("Q", keys)), to_bytes(array(code, marks))


@pytest.mark.parametrize("sources", [3, 100, 1000, 4000])
def test_each_event_is_looked_up(store, reader, sources):
    store.write([Source(n, Role.CLIENT, f"c{n % 7}", "", n) for n in range(10, sources + 10)], [])
    pairs = [(n, kind) for n in range(10, sources + 10) for kind in (Kind.SENT, Kind.RECEIVED)]
    marks = random.Random(1).choices(range(len(pairs)), k=8192)
    wanted = WantedPairs(reader, Filter(endpoints=frozenset(["c3"]), kinds=frozenset([Kind.SENT])))
    expected = [pairs[mark][0] % 7 == 3 and pairs[mark][1] is Kind.SENT for mark in marks]
    assert list(wanted.mask(*stored(pairs, marks))) == expected


def test_nothing_is_wanted_of_what_is_not_known(reader):
    wanted = WantedPairs(reader, Filter(endpoints=frozenset(["nobody"])))
    pairs = [(n, Kind.SENT) for n in range(1, 400)]
    assert wanted.mask(*stored(pairs, [0, 300, 398])) == bytes(3)


SENT, RECEIVED = (10, Kind.SENT), (10, Kind.RECEIVED)
SERVER = Source(10, Role.SERVER, "Server 1", "tcp://127.0.0.1:9", 1, "127.0.0.1:9", "127.0.0.1:55")
CLIENT = Source(11, Role.CLIENT, "Client 7", "tcp://127.0.0.1:9", 2, "127.0.0.1:55", "127.0.0.1:9")


def asked(reader, text):
    """Return a function that asks two times over whether rows are shown for a text."""
    columns = ColumnPairs(reader, text, OtherNames(reader))

    def ask(*pairs):
        once = list(columns.mask(*stored(pairs, range(len(pairs)))))
        assert list(columns.mask(*stored(pairs, range(len(pairs))))) == once
        return once

    return ask


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("server 1", [1, 1, 1]),
        ("CLIENT 7", [1, 1, 1]),
        (":55", [1, 1, 1]),
        ("→ client", [1, 0, 0]),
        ("← Client 7", [0, 1, 0]),
        ("half_closed", [0, 0, 1]),
        ("half closed", [0, 0, 1]),
        ("nobody", [0, 0, 0]),
    ],
)
def test_a_text_is_found_in_what_a_row_shows(store, reader, text, expected):
    store.write([SERVER, CLIENT], [])
    assert asked(reader, text)(SENT, RECEIVED, (10, Kind.HALF_CLOSED)) == expected


def test_an_address_is_found_where_a_row_shows_it_in_place_of_a_message(store, reader):
    listener = Source(12, Role.SERVER, "Server 2", "tcp://127.0.0.1:8080")
    store.write([listener, CLIENT], [])
    asked_pairs = ((12, Kind.LISTENING), (12, Kind.STOPPED), (11, Kind.CONNECTED), (11, Kind.SENT))
    assert asked(reader, "tcp://127.0.0.1:8080")(*asked_pairs) == [1, 0, 0, 0]
    assert asked(reader, "127.0.0.1:55")(*asked_pairs) == [0, 0, 1, 0]


def test_an_end_that_is_recorded_later_is_found_by_its_name_then(store, reader):
    store.write([SERVER], [])
    ask = asked(reader, "client 7")
    peer = WantedPairs(reader, Filter(peer="Client 7"))
    assert ask(SENT) == [0] == list(peer.mask(*stored([SENT], [0])))
    store.write([CLIENT], [])
    assert ask(SENT, (11, Kind.SENT)) == [1, 1]
    assert list(peer.mask(*stored([SENT], [0]))) == [1]


def test_marks_beyond_the_pairs_are_damage(reader):
    wanted = WantedPairs(reader, Filter(kinds=frozenset([Kind.SENT])))
    with pytest.raises(JournalDamagedError):
        wanted.mask(*stored([(n, Kind.SENT) for n in range(300)], [0, 60_000]))


def test_what_two_masks_agree_on():
    assert both(b"\1\0\1\0", b"\1\1\0\0") == b"\1\0\0\0"


BOUNDS = st.none() | st.integers(0, 20)
TIMES = st.lists(st.integers(0, 20), min_size=1, max_size=10)


def is_in(time, begin, end):
    return (begin is None or begin <= time) and (end is None or time < end)


@given(BOUNDS, BOUNDS, st.frozensets(st.tuples(BOUNDS, BOUNDS), max_size=3), TIMES)
def test_an_event_is_wanted_when_its_time_is_shown_and_not_hidden(begin, end, hidden, times):
    wanted = WantedTimes(Filter(begin=begin, end=end, hidden_periods=hidden))
    segment = Segment.pack(Batch.of_events([Event(time, 1, Kind.NOTE) for time in times]))
    expected = [
        is_in(time, begin, end) and not any(is_in(time, *period) for period in hidden)
        for time in times
    ]

    assert list(wanted.mask(segment)) == expected
    whole = wanted.within(segment.started, segment.ended)
    assert whole is None or expected == [whole] * len(times)
    assert not wanted.are_all or all(expected)


def test_without_periods_all_are_wanted():
    assert WantedTimes(Filter()).are_all
    assert not WantedTimes(Filter(hidden_periods=frozenset([(1, 2)]))).are_all


EVENTS = st.lists(
    st.tuples(st.integers(0, 400), st.sampled_from(Kind), st.binary(max_size=3), st.integers(0, 2)),
    min_size=1,
    max_size=400,
)


def packed(events):
    """A segment of sources, kinds, payloads, and the bytes that each payload lacks."""
    sources, kinds, payloads, lacking = zip(*events, strict=True)
    lengths = [len(payload) + more for payload, more in zip(payloads, lacking, strict=True)]
    count = len(events)
    return Segment.pack(
        Batch([0] * count, [*sources], [*kinds], [*payloads], [""] * count, lengths)
    )


@given(EVENTS)
def test_what_was_dropped_what_was_cut_and_what_the_recorder_says_are_found(events):
    expected = [
        kind is Kind.DROPPED or (source == SESSION.number and kind is Kind.NOTE) or lacking > 0
        for source, kind, _, lacking in events
    ]
    segment = packed(events)

    assert list(LostRows().mask(segment, lambda: False)) == expected
    hidden = LostRows(hidden=True)
    assert list(hidden.mask(segment, lambda: False)) == [not found for found in expected]
    hidden.close()


CALL_EVENTS = st.lists(
    st.tuples(st.integers(1, 3), st.sampled_from(Kind), st.sampled_from(["recv", "recvfrom", ""])),
    min_size=1,
)


@given(CALL_EVENTS)
def test_calls_are_found_by_their_whole_names_and_nothing_else_is(events):
    sources, kinds, called = zip(*events, strict=True)
    count = len(events)
    texts = [f"{name}(9) → b''\t1\tt\t1\t1" if name else "" for name in called]
    payloads = [b""] * count
    segment = Segment.pack(Batch([0] * count, [*sources], [*kinds], payloads, texts, [0] * count))
    expected = [kind in CALLS and name == "recv" for _, kind, name in events]

    assert list(CallNames(frozenset({"recv"})).mask(segment, lambda: False)) == expected
    hidden = CallNames(frozenset({"recv"}), hidden=True)
    assert list(hidden.mask(segment, lambda: False)) == [not found for found in expected]
    hidden.close()


@pytest.mark.parametrize("finder", [LostRows(), CallNames(frozenset({"recv"}))])
def test_a_damaged_segment_is_said_to_be(finder):
    events = Batch.of_events(
        [Event(0, 1, Kind.CALL, b"", "recv(1)"), Event(0, 2, Kind.SENT, b"x", "recv(1)")]
    )
    segment = Segment.pack(events)
    broken = Segment(
        **{name: getattr(segment, name) for name in segment.__slots__ if name != "marks"},
        marks=b"\0\xff",
    )
    with pytest.raises(JournalDamagedError):
        finder.mask(broken, lambda: False)


@pytest.mark.parametrize(
    ("pieces", "expected"),
    [(None, b"\1\1\1\1\1"), (Pieces.READS, b"\1\0\1\0\1"), (Pieces.MESSAGES, b"\0\1\1\1\1")],
)
def test_messages_stand_in_place_of_the_reads_of_a_framing(store, reader, pieces, expected):
    framed = Source(11, Role.SERVER, "s", "", 1, framing="line")
    store.write([framed, framed._replace(number=12, connection=2, framing="")], [])
    pairs = [
        (11, Kind.RECEIVED),
        (11, Kind.MESSAGE),
        (11, Kind.SENT),
        (11, Kind.INCOMPLETE),
        (12, Kind.RECEIVED),
    ]
    wanted = WantedPairs(reader, Filter(pieces=pieces))
    assert wanted.mask(*stored(pairs, range(5))) == expected
