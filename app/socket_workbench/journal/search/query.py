"""Finding the rows of a journal that match a filter."""

from collections.abc import Callable, Iterator

from socket_workbench.journal.errors import CancelledError
from socket_workbench.journal.other_ends import OtherNames
from socket_workbench.journal.reader import Reader
from socket_workbench.journal.search.expression_process import ExpressionProcess
from socket_workbench.journal.search.filter import Filter as Filter
from socket_workbench.journal.search.pattern import Pattern, PatternSyntax
from socket_workbench.journal.search.row_set import RowMask
from socket_workbench.journal.search.segment_masks import (
    CallNames,
    ColumnPairs,
    LostRows,
    WantedPairs,
    WantedTimes,
    both,
    either,
)
from socket_workbench.journal.search.segment_search import BytesSearch, TextSearch, linear_search
from socket_workbench.journal.storage.segment import Segment

_OPPOSITE = bytes([1]).ljust(256, b"\0")


def matching_rows(
    reader: Reader,
    restriction: Filter,
    first: int,
    cancelled: Callable[[], bool],
    end: int | None = None,
) -> Iterator[RowMask]:
    """Yield the matching rows, once; see `Query.rows`.

    Raises:
        PatternError: a regular expression is invalid.
    """
    query = Query(reader, restriction)
    try:
        yield from query.rows(first, cancelled, end)
    finally:
        query.close()


class Query:
    """Finds the rows that match a filter, also while the journal grows.

    Args:
        reader: of this thread.
        restriction: what to look for.

    Raises:
        PatternError: a regular expression is invalid.
    """

    def __init__(self, reader: Reader, restriction: Filter) -> None:
        self._reader = reader
        others = OtherNames(reader)
        self._pairs = WantedPairs(reader, restriction, others)
        self._times = WantedTimes(restriction)
        # What is quick to look for goes first: often nothing is left for the others.
        shown = [
            _Content(
                pattern,
                ColumnPairs(reader, pattern.text, others) if pattern.is_in_columns else None,
            )
            for pattern in sorted(restriction.all_patterns(), key=_is_expression)
        ]
        found = [_Content(pattern) for pattern in restriction.contents]
        self._contents: list[_Content | LostRows | CallNames] = [*shown, *found]
        if restriction.hidden_calls:
            self._contents.insert(0, CallNames(restriction.hidden_calls, hidden=True))
        if restriction.calls is not None:
            self._contents.insert(0, CallNames(restriction.calls))
        if restriction.lost is not None:
            self._contents.insert(0, LostRows(hidden=not restriction.lost))

    def close(self) -> None:
        """End what the query has started."""
        for content in self._contents:
            content.close()

    def rows(
        self, first: int, cancelled: Callable[[], bool], end: int | None = None
    ) -> Iterator[RowMask]:
        """Yield the matching rows, in order, for each segment that has any.

        Args:
            first: the row to begin with.
            cancelled: asked before each segment, and while a regular expression is looked for;
                True ends the search.
            end: the row to end before; None for those that are there when the search begins.

        Raises:
            JournalDamagedError: a segment cannot be read.
            ExpressionError: a regular expression cannot be looked for.
        """
        end = self._reader.count() if end is None else end
        while first < end:
            before = first
            for start, count, pairs, marks in self._reader.marks(first, end):
                if cancelled():
                    return
                if start + count <= first:
                    continue
                mask = self._pairs.mask(count, pairs, marks)
                if 1 in mask and (self._contents or not self._times.are_all):
                    try:
                        start, mask = self._looked_into(max(start, first), start, mask, cancelled)
                    except CancelledError:
                        return
                begin, stop = max(first, start), min(end, start + len(mask))
                first = start + len(mask)
                mask = mask[begin - start : stop - start]
                if 1 in mask:
                    yield RowMask(begin, mask)
            if first == before:
                return

    def _looked_into(
        self, row: int, start: int, mask: bytes, cancelled: Callable[[], bool]
    ) -> tuple[int, bytes]:
        """Look at times and contents too; returns the mask, and which row it begins with."""
        times = self._times
        within = True if times.are_all else times.within(*self._reader.period(row))
        if within is False or (within and not self._contents):
            return start, mask if within else bytes(len(mask))
        # The segment may have been joined with others since.
        start, segment = self._reader.segment(row)
        if segment.count != len(mask):
            mask = self._pairs.mask(segment.count, segment.pairs, segment.marks)
        if within is None:
            mask = both(mask, times.mask(segment))
        for content in self._contents:
            if 1 not in mask:
                break
            mask = both(mask, content.mask(segment, cancelled))
        return start, mask


class _Content:
    """One pattern, however it is looked for; in payloads and texts, and in columns if given."""

    def __init__(self, pattern: Pattern, columns: ColumnPairs | None = None) -> None:
        self._hidden = pattern.hidden
        self._columns = columns
        self._linear: TextSearch | BytesSearch | None = None
        self._process: ExpressionProcess | None = None
        if _is_expression(pattern):
            self._process = ExpressionProcess(pattern)
        else:
            self._linear = linear_search(pattern)

    def mask(self, segment: Segment, cancelled: Callable[[], bool]) -> bytes:
        """Return 1 for each event that may be shown, else 0."""
        if self._process is not None:
            found = self._process.matches(segment, cancelled)
        elif self._linear is not None:
            found = self._linear.matches(segment)
        if self._columns is not None:
            in_columns = self._columns.mask(segment.count, segment.pairs, segment.marks)
            found = either(found, in_columns)
        return found.translate(_OPPOSITE) if self._hidden else found

    def close(self) -> None:
        """End the process that looks, if any."""
        if self._process is not None:
            self._process.close()


def _is_expression(pattern: Pattern) -> bool:
    return pattern.syntax is PatternSyntax.REGEX
