"""Finds the rows of moments, and marks them in a session that is recorded."""

from bisect import bisect_left
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from socket_workbench.journal.annotations import Annotation, read_annotations, write_annotations
from socket_workbench.journal.reader import Reader

OUT_OF_ORDER = 100
"""How many rows away from its order in time a row is looked for."""


def row_at(reader: Reader, end: int, time: int) -> int:
    """Return the number of the row with a time; threads may record a few out of order.

    Args:
        reader: reads the journal.
        end: the number of rows to search.
        time: nanoseconds since 1970.

    Returns:
        The number; if no row has this time, that of the first with a later one, which may be `end`.
    """
    number = bisect_left(range(end), time, key=lambda row: next(iter(reader.times(row, 1)), 0))
    first = max(number - OUT_OF_ORDER, 0)
    times = list(reader.times(first, 2 * OUT_OF_ORDER))
    return first + times.index(time) if time in times else number


def mark_moments(path: Path, moments: Iterable[int]) -> None:
    """Mark the rows that were recorded at these times, in nanoseconds since 1970.

    Raises:
        JournalError: the session cannot be read, or its file not be written.
    """
    with closing(Reader(path)) as reader:
        end = reader.count()
        numbers = {row_at(reader, end, time) for time in moments} - {end}
    there = read_annotations(path).rows
    write_annotations(
        path, {number: there.get(number, Annotation())._replace(marked=True) for number in numbers}
    )
