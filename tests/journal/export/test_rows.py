from array import array
from pathlib import Path
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.journal.errors import JournalDamagedError
from socket_workbench.journal.event import SESSION, Kind, Role, Source
from socket_workbench.journal.export.rows import ROWS_AT_ONCE, WholeEvents, filtered_rows, runs
from socket_workbench.journal.reader import Reader
from socket_workbench.journal.row import Row
from socket_workbench.journal.search.query import Filter
from socket_workbench.journal.storage.damage import missing_sentence

TIME = 1_800_000_000_000_000_000
SERVER = Source(1, Role.SERVER, "server", "tcp://127.0.0.1:9")
SENT = Filter(kinds=frozenset({Kind.SENT}))


def test_what_a_filter_finds_is_numbered(reader):
    assert list(filtered_rows(reader, SENT, lambda: False)) == [3, 5]
    assert list(filtered_rows(reader, SENT, lambda: False, 4)) == [5]
    assert list(filtered_rows(reader, SENT, lambda: True)) == []


@given(st.one_of(st.sets(st.integers(0, 3000)).map(sorted), st.integers(0, 3000).map(range)))
def test_runs_are_short_and_leave_nothing_out(numbers):
    parts = list(runs(numbers))

    assert all(1 <= len(part) <= ROWS_AT_ONCE for part in parts)
    assert [number for part in parts for number in part] == list(numbers)


@pytest.mark.parametrize("numbers", [range(11), [0], [3, 4, 8], array("Q", [1, 10]), []])
def test_events_are_those_that_were_recorded(reader, session, sources, numbers, request):
    recorded = request.getfixturevalue("events")
    whole = WholeEvents(reader)
    found = [*whole.of(numbers), *whole.end()]

    assert [event for _, event, _ in found] == [recorded[number] for number in numbers]
    assert [source.number for source, _, _ in found] == [event.source for _, event, _ in found]
    assert [length for *_, length in found] == [len(event.payload) for _, event, _ in found]
    assert whole.missing() == ""


def test_a_message_that_was_cut_keeps_its_length(sources):
    class CutReader:
        """Reads a session whose recording was limited to two bytes of each message."""

        def rows(self, first, count):
            return [Row(first, 0, sources[2], Kind.SENT, 1000, b"ab", "")]

        def payload(self, number):
            return b"ab"

    ((_, event, length),) = WholeEvents(cast("Reader", CutReader())).of([5])
    assert (event.payload, length) == (b"ab", 1000)


class PartlyDamaged:
    """Reads a session of which some rows are lost, and some payloads."""

    path = Path("a.swb")
    is_cut = False
    has_damage = True

    def __init__(self, lost, unreadable):
        self.lost = lost
        self.unreadable = unreadable

    def rows(self, first, count):
        for number in range(first, first + count):
            is_missing = number in self.lost
            source = SESSION if is_missing else SERVER
            kind = Kind.NOTE if is_missing else Kind.SENT
            yield Row(number, TIME, source, kind, 0 if is_missing else 9, b"", "", 0, is_missing)

    def payload(self, number):
        if number in self.unreadable:
            raise JournalDamagedError
        return b"%09d" % number


@given(
    st.sets(st.integers(0, 40)),
    st.sets(st.integers(0, 40)),
    st.sets(st.integers(0, 40)).map(sorted) | st.just(range(41)),
)
def test_each_gap_is_told_once_in_its_place_and_all_else_is_there(lost, unreadable, wanted):
    whole = WholeEvents(cast("Reader", PartlyDamaged(lost, unreadable)))
    told = [event for run in runs(wanted) for _, event, _ in whole.of(run)]
    told += [event for _, event, _ in whole.end()]

    missing = [number for number in wanted if number in lost | unreadable]
    sent = [event.payload for event in told if event.kind is Kind.SENT]
    assert sent == [b"%09d" % number for number in wanted if number not in missing]
    in_order = [
        b"" if number in missing else b"%09d" % number
        for number in wanted
        if number not in missing or number - 1 not in missing
    ]
    assert [event.payload for event in told] == in_order
    notes = [event for event in told if event.kind is Kind.NOTE]
    assert [number for gap in whole.damage.gaps for number in range(*gap)] == missing
    assert [note.text for note in notes] == [missing_sentence(*gap) for gap in whole.damage.gaps]
    assert all(event.time == TIME for event in told)
