from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.journal.event import Kind
from socket_workbench.journal.export.rows import ROWS_AT_ONCE, events, filtered_rows, runs
from socket_workbench.journal.query import Filter
from socket_workbench.journal.row import Row

SENT = Filter(kinds=frozenset({Kind.SENT}))


def test_what_a_filter_finds_is_numbered(reader):
    assert list(filtered_rows(reader, SENT, lambda: False)) == [3, 5]
    assert list(filtered_rows(reader, SENT, lambda: False, 4)) == [5]
    assert list(filtered_rows(reader, SENT, lambda: False, 0, 5)) == [3]
    assert list(filtered_rows(reader, SENT, lambda: True)) == []


@given(st.one_of(st.sets(st.integers(0, 3000)).map(sorted), st.integers(0, 3000).map(range)))
def test_runs_are_short_and_leave_nothing_out(numbers):
    parts = list(runs(numbers))

    assert all(1 <= len(part) <= ROWS_AT_ONCE for part in parts)
    assert [number for part in parts for number in part] == list(numbers)


@pytest.mark.parametrize("numbers", [range(11), [0], [3, 4, 8], array("Q", [1, 10]), []])
def test_events_are_those_that_were_recorded(reader, session, sources, numbers, request):
    recorded = request.getfixturevalue("events")
    found = list(events(reader, numbers))

    assert [event for _, event, _ in found] == [recorded[number] for number in numbers]
    assert [source.number for source, _, _ in found] == [event.source for _, event, _ in found]
    assert [length for *_, length in found] == [len(event.payload) for _, event, _ in found]


def test_a_message_that_was_cut_keeps_its_length(sources):
    class CutReader:
        """Reads a session whose recording was limited to two bytes of each message."""

        def rows(self, first, count):
            return [Row(first, 0, sources[2], Kind.SENT, 1000, b"ab", "")]

        def payload(self, number):
            return b"ab"

    ((_, event, length),) = events(CutReader(), [5])
    assert (event.payload, length) == (b"ab", 1000)
