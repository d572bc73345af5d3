"""Finding what became of calls that had not returned when they were recorded."""

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from socket_workbench.journal.call_record import CallRecord
from socket_workbench.journal.event import Kind
from socket_workbench.journal.reader import EventText, Reader
from socket_workbench.journal.search.filter import Filter
from socket_workbench.journal.search.segment_masks import WantedPairs

SLICE_ROWS = 1 << 16
"""Rows in which the end of one call is looked for before others get their turn."""


class CallKey(NamedTuple):
    """What the `CALL_BEGUN` and the `CALL` of one call have in common.

    Attributes:
        source: the number of the source that both are recorded at.
        process: the number of the process.
        number: the number of the call in that process.
        is_held: whether it is looked for when the call, held in step mode, was let go: it is
            recorded as waiting then, or has returned.
    """

    source: int
    process: int
    number: int
    is_held: bool = False

    @classmethod
    def of(cls, source: int, record: CallRecord) -> "CallKey":
        """Return the key of a call that is recorded at a source."""
        return cls(source, record.process, record.number, record.is_held)


def wanted_texts(
    reader: Reader,
    restriction: Filter,
    first: int,
    end: int,
    cancelled: Callable[[], bool] = lambda: False,
) -> Iterator[EventText]:
    """Yield the texts of the events that a filter by kinds and sources wants, in order.

    Segments without such events are skipped by their marks, which takes no time for each event.

    Args:
        reader: the reader of the journal.
        restriction: only kinds and sources of it count.
        first: the row to begin with.
        end: the row to end before.
        cancelled: asked before each segment; True ends it.

    Raises:
        JournalDamagedError: a segment cannot be read.
    """
    pairs = WantedPairs(reader, restriction)
    while first < end:
        before = first
        for start, count, packed, marks in reader.marks(first, end):
            if cancelled():
                return
            if start + count <= first:
                continue
            mask = pairs.mask(count, packed, marks)
            begin, stop = max(first, start), min(end, start + count)
            if 1 in mask[begin - start : stop - start]:
                wanted = mask[begin - start : stop - start]
                yield from reader.texts(begin, wanted)
            first = start + count
        if first == before:
            return


def find_ends(
    reader: Reader,
    wanted: Mapping[CallKey, int],
    end: int,
    cancelled: Callable[[], bool] = lambda: False,
) -> tuple[dict[CallKey, CallRecord], dict[CallKey, int]]:
    """Find the events with which calls have returned, or were let go, a part of the rows at a time.

    Args:
        reader: the reader of the journal.
        wanted: for each call the row to begin with.
        end: the row to end before.
        cancelled: asked from time to time; True ends the search.

    Returns:
        What is recorded of those calls whose ends were found, and for each of the others the row to
        go on with; at least `SLICE_ROWS` further than it was, or `end`.

    Raises:
        JournalDamagedError: a segment cannot be read.
    """
    found: dict[CallKey, CallRecord] = {}
    reached = dict(wanted)
    kinds = frozenset({Kind.CALL})
    if any(key.is_held for key in wanted):
        kinds |= {Kind.CALL_BEGUN}
    restriction = Filter(sources=frozenset(key.source for key in wanted), kinds=kinds)
    coming = deque(sorted(wanted, key=wanted.__getitem__))
    while coming and not cancelled():
        first = wanted[coming[0]]
        stop = min(first + SLICE_ROWS, end)
        sought: set[CallKey] = set()
        for each in wanted_texts(reader, restriction, first, stop, cancelled):
            sought.update(_begun_before(coming, wanted, each.row + 1))
            record = CallRecord.read(each.text)
            key = CallKey.of(each.source, record)
            ends = {key._replace(is_held=True)}
            if each.kind is Kind.CALL:
                ends.add(key)
            if not key.is_held:
                found.update(dict.fromkeys(ends & sought, record))
                sought -= ends
            if not sought:
                # What was begun later is looked for from there on.
                stop = each.row + 1
                break
        sought.update(_begun_before(coming, wanted, max(stop, first + 1)))
        reached.update((key, max(stop, wanted[key])) for key in sought)
    return found, {key: row for key, row in reached.items() if key not in found}


def _begun_before(
    coming: deque[CallKey], wanted: Mapping[CallKey, int], row: int
) -> Iterator[CallKey]:
    """Yield the calls that are looked for from before a row on, and take them away."""
    while coming and wanted[coming[0]] < row:
        yield coming.popleft()
