"""Reads rows with their whole payloads, a few at a time."""

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain

from socket_workbench.journal.event import Event, Source
from socket_workbench.journal.query import Filter, matching_rows
from socket_workbench.journal.reader import Reader

ROWS_AT_ONCE = 256
"""Rows that are read together: what is in memory besides one message."""


def filtered_rows(
    reader: Reader,
    wanted: Filter,
    cancelled: Callable[[], bool],
    first: int = 0,
    end: int | None = None,
) -> Iterator[int]:
    """Yield the numbers of the rows that a filter finds, from `first` to before `end`."""
    return chain.from_iterable(matching_rows(reader, wanted, first, cancelled, end))


def runs(numbers: Iterable[int]) -> Iterator[Sequence[int]]:
    """Part ascending numbers into groups of at most `ROWS_AT_ONCE`."""
    if isinstance(numbers, range):
        for first in range(0, len(numbers), ROWS_AT_ONCE):
            yield numbers[first : first + ROWS_AT_ONCE]
        return
    run = array("Q")
    for number in numbers:
        run.append(number)
        if len(run) == ROWS_AT_ONCE:
            yield run
            run = array("Q")
    if run:
        yield run


def events(reader: Reader, numbers: Sequence[int]) -> Iterator[tuple[Source, Event, int]]:
    """Yield the events of ascending rows; rows that follow one another are read together.

    Yields:
        Source, event, and the bytes that its message had, which may be more than were recorded.

    Raises:
        JournalDamagedError: a row cannot be read.
    """
    start = 0
    for index in range(1, len(numbers) + 1):
        if index < len(numbers) and numbers[index] == numbers[index - 1] + 1:
            continue
        for row in reader.rows(numbers[start], index - start):
            payload = row.preview
            if len(payload) < row.length:
                payload = reader.payload(row.number)
            event = Event(row.time, row.source.number, row.kind, payload, row.text)
            yield row.source, event, max(row.length, len(payload))
        start = index
