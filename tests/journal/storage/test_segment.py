import contextlib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.journal.batch import Batch
from socket_workbench.journal.errors import JournalDamagedError
from socket_workbench.journal.event import Event, Kind
from socket_workbench.journal.storage.segment import (
    SEGMENT_BYTES,
    SEGMENT_EVENTS,
    Segment,
    column,
    pair_at,
    split,
    unpack_marks,
    unpack_pairs,
    unpack_texts,
)

any_character = st.characters(exclude_categories=())
events = st.builds(
    Event,
    time=st.integers(-(1 << 63), (1 << 63) - 1),
    source=st.integers(0, (1 << 55) - 1),
    kind=st.sampled_from(Kind),
    payload=st.one_of(st.binary(max_size=40), st.sampled_from([b"a" * 600, b"b" * 2000])),
    text=st.text(any_character, max_size=20),
    taken=st.none(),
)


@given(st.lists(events, min_size=1, max_size=60))
def test_events_round_trip(unpacked, some):
    assert unpacked(Segment.pack(Batch.of_events(some))) == some


def test_more_than_256_pairs_round_trip(unpacked):
    some = [Event(n, n, Kind.SENT, b"x") for n in range(1000)]
    segment = Segment.pack(Batch.of_events(some))
    assert len(segment.marks) == 2 * len(some)
    assert unpacked(segment) == some


def test_exactly_256_pairs_take_a_byte_each(unpacked):
    some = [Event(0, n, Kind.SENT) for n in range(256)]
    segment = Segment.pack(Batch.of_events(some))
    assert len(segment.marks) == 256
    assert unpacked(segment) == some


def test_started_and_ended_are_the_extreme_times():
    segment = Segment.pack(Batch.of_events([Event(time, 1, Kind.NOTE) for time in (5, 3, 9)]))
    assert (segment.started, segment.ended) == (3, 9)


def test_equal_small_payloads_are_stored_once():
    some = [Event(n, 1, Kind.SENT, bytes([1, 2, 3])) for n in range(10)]
    assert Segment.pack(Batch.of_events(some)).payload == bytes([1, 2, 3])


def test_an_echoed_large_payload_is_stored_once(unpacked):
    payload = bytes(100_000)
    some = [Event(1, 1, Kind.RECEIVED, payload), Event(2, 1, Kind.SENT, payload)]
    segment = Segment.pack(Batch.of_events(some))
    assert segment.payload == payload
    assert unpacked(segment) == some


@given(st.data())
def test_damaged_columns_are_told_or_read_but_never_crash(unpacked, data):
    segment = Segment.pack(Batch.of_events(data.draw(st.lists(events, min_size=1, max_size=8))))
    name = data.draw(
        st.sampled_from(["pairs", "marks", "times", "lengths", "offsets", "texts", "payload"])
    )
    damaged = replace(segment, **{name: data.draw(st.binary(max_size=80))})
    with contextlib.suppress(JournalDamagedError):
        assert len(unpacked(damaged)) == segment.count


def test_an_offset_beyond_the_payload_is_damage(unpacked):
    segment = Segment.pack(Batch.of_events([Event(1, 1, Kind.SENT, b"abc")]))
    with pytest.raises(JournalDamagedError):
        unpacked(replace(segment, payload=b"ab"))


def test_column_of_another_length_is_damage():
    with pytest.raises(JournalDamagedError):
        column("I", bytes(5), 1)


def test_numbers_are_little_endian():
    assert list(column("I", b"\x01\0\0\0\x02\0\0\0", 2)) == [1, 2]
    assert list(unpack_pairs(b"\x05\x01\0\0\0\0\0\0")) == [0x105]
    assert pair_at(unpack_pairs(b"\x05\x01\0\0\0\0\0\0"), 0) == (1, Kind.RECEIVED)


@pytest.mark.parametrize("pair", [0, 255])
def test_unknown_kind_is_damage(pair):
    with pytest.raises(JournalDamagedError):
        pair_at(unpack_pairs(pair.to_bytes(8, "little")), 0)


def test_marks_of_another_length_are_damage():
    with pytest.raises(JournalDamagedError):
        unpack_marks(b"\0\0", 1, 3)


def test_texts_with_bytes_left_over_are_damage():
    stored = Segment.pack(Batch.of_events([Event(1, 1, Kind.NOTE, text="é")])).texts
    assert unpack_texts(stored) == {0: "é"}
    for wrong in (stored + b"x", stored[:-1], stored[:-2] + b"\xff\xff"):
        with pytest.raises(JournalDamagedError):
            unpack_texts(wrong)


def test_split_cuts_by_count():
    batch = Batch.of_events([Event(n, 1, Kind.SENT) for n in range(2 * SEGMENT_EVENTS + 1)])
    parts = list(split(batch))
    assert [len(part) for part in parts] == [SEGMENT_EVENTS, SEGMENT_EVENTS, 1]
    assert [time for part in parts for time in part.times] == batch.times


def test_split_cuts_by_bytes_and_leaves_a_larger_payload_alone():
    half, other_half = bytes(SEGMENT_BYTES // 2), bytearray(SEGMENT_BYTES // 2)
    payloads = [half, bytes(other_half), b"x", bytes(SEGMENT_BYTES + 1), b"y"]
    batch = Batch.of_events([Event(1, 1, Kind.SENT, payload) for payload in payloads])
    assert [part.payloads for part in split(batch)] == [
        [half, half],
        [b"x"],
        [payloads[3]],
        [b"y"],
    ]


def test_split_leaves_an_echo_with_what_it_echoes():
    payloads = [bytes([number]) * (SEGMENT_BYTES // 2) for number in range(3)]
    large = bytes(2 * SEGMENT_BYTES)
    echoed = [part for payload in (*payloads, large) for part in (payload, payload)]
    batch = Batch.of_events([Event(1, 1, Kind.SENT, payload) for payload in echoed])
    assert [len(part) for part in split(batch)] == [4, 2, 2]


def test_nothing_splits_into_nothing():
    assert list(split(Batch.of_events([]))) == []


def test_what_was_cut_is_told_by_two_lengths(unpacked):
    cut = Batch.of_events([Event(1, 1, Kind.SENT, b"abcdef"), Event(2, 1, Kind.SENT, b"x")]).cut(3)
    segment = Segment.pack(cut)
    assert list(column("I", segment.lengths, 2)) == [6, 1]
    assert list(segment.kept_lengths()) == [3, 1]
    assert [event.payload for event in unpacked(segment)] == [b"abc", b"x"]


def test_without_a_cut_one_length_is_enough():
    segment = Segment.pack(Batch.of_events([Event(1, 1, Kind.SENT, b"abcdef")]))
    assert segment.kept == b""
    assert list(segment.kept_lengths()) == [6]
