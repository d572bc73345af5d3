"""The rows of a ladder that are seen, read some at a time so that no picture takes long."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from time import perf_counter

from socket_workbench.journal.errors import JournalError
from socket_workbench.journal.reader import Reader
from socket_workbench.journal.row import Row

READING = 0.01
"""Seconds that reading may take for one picture; laying out and painting take as long again."""

_GAP = 8
"""Rows between two that are seen, up to which they are read together."""


class SeenRows:
    """Reads rows, and keeps those that were asked for last.

    Each row that a filter shows may be in another segment of the file, all of which has to be
    decoded for it: more than there is time for while a picture is painted, and more than a reader
    keeps in memory.

    Args:
        reader: reads the session.
    """

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        # None for what is damaged.
        self._rows: dict[int, Row | None] = {}

    def forget(self) -> None:
        """Read all rows again when they are asked for: something about them has changed."""
        self._rows.clear()

    def read(self, numbers: Sequence[int], seconds: float) -> bool:
        """Read rows, at least some of them.

        Args:
            numbers: their numbers, ascending; all other rows are forgotten.
            seconds: how long to read; what is begun then is read to its end.

        Returns:
            Whether all of them were read.
        """
        end = perf_counter() + seconds
        self._rows = {each: self._rows[each] for each in numbers if each in self._rows}
        for span in _spans([each for each in numbers if each not in self._rows]):
            self._rows.update(self._read(span))
            if perf_counter() >= end:
                break
        return all(each in self._rows for each in numbers)

    def row(self, number: int) -> Row | None:
        """Return one row, seen or not; None if it is damaged."""
        return self._rows[number] if number in self._rows else self._read([number])[number]

    def found(self, numbers: Sequence[int]) -> list[Row]:
        """Return those of these rows that were read; damaged ones are left out."""
        found = (self._rows.get(number) for number in numbers)
        return [row for row in found if row is not None]

    def _read(self, span: Sequence[int]) -> dict[int, Row | None]:
        """Read the rows of a span, and those between them."""
        found: dict[int, Row] = {}
        with suppress(JournalError):
            rows = self._reader.rows(span[0], span[-1] - span[0] + 1)
            found = {row.number: row for row in rows}
        return {number: found.get(number) for number in span}


def _spans(numbers: Sequence[int]) -> Iterator[list[int]]:
    """Cut ascending numbers into those that are read together.

    Neighbours are read with the few rows between them, which costs less.
    """
    span: list[int] = []
    for number in numbers:
        if span and number - span[-1] > _GAP:
            yield span
            span = []
        span.append(number)
    if span:
        yield span
