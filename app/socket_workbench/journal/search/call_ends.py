"""Finding what became of calls that had not returned when they were recorded."""

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from socket_workbench.journal.call_record import CallRecord
from socket_workbench.journal.event import Kind
from socket_workbench.journal.reader import EventText, Reader
from socket_workbench.journal.search.filter import Filter
from socket_workbench.journal.search.segment_masks import WantedPairs


class CallKey(NamedTuple):
    """What the `CALL_BEGUN` and the `CALL` of one call have in common.

    Attributes:
        source: the number of the source that both are recorded at.
        process: the number of the process.
        number: the number of the call in that process.
    """

    source: int
    process: int
    number: int

    @classmethod
    def of(cls, source: int, record: CallRecord) -> "CallKey":
        """Return the key of a call that is recorded at a source."""
        return cls(source, record.process, record.number)


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
) -> dict[CallKey, CallRecord]:
    """Find the events with which calls have returned.

    Args:
        reader: the reader of the journal.
        wanted: for each call the row to begin with.
        end: the row to end before.
        cancelled: asked from time to time; True ends the search.

    Returns:
        What is recorded of those calls that have returned.

    Raises:
        JournalDamagedError: a segment cannot be read.
    """
    found: dict[CallKey, CallRecord] = {}
    sources = frozenset(key.source for key in wanted)
    restriction = Filter(sources=sources, kinds=frozenset({Kind.CALL}))
    first = min(wanted.values(), default=end)
    for each in wanted_texts(reader, restriction, first, end, cancelled):
        key = CallKey.of(each.source, CallRecord.read(each.text))
        if key in wanted and key not in found:
            found[key] = CallRecord.read(each.text)
            if len(found) == len(wanted):
                break
    return found
