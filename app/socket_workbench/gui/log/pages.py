"""A cache of the journal's rows that the log is showing."""

from collections import OrderedDict
from collections.abc import Callable, Sequence

from socket_workbench.gui.rows.line import LogLine, log_line
from socket_workbench.gui.rows.numbered_rows import runs
from socket_workbench.gui.rows.streams import LogStreams
from socket_workbench.gui.rows.time import time_text
from socket_workbench.gui.rows.words import other_name
from socket_workbench.journal.errors import JournalError
from socket_workbench.journal.event import UNKNOWN_TIME
from socket_workbench.journal.reader import Reader
from socket_workbench.journal.row import Row

PAGE_ROWS = 32
PAGES_KEPT = 16


class _Page:
    """Rows in the order shown, the row before the first, and the number of rows requested.

    `strangers` are the positions of lines whose other end is not known, or not yet.
    """

    __slots__ = ("asked", "before", "lines", "rows", "strangers")

    def __init__(self, before: Row | None, rows: list[Row | None], asked: int) -> None:
        self.before = before
        self.rows = rows
        self.asked = asked
        self.lines: dict[int, LogLine] = {}
        self.strangers: set[int] = set()


class LogPages:
    """Reads rows page by page, and keeps the most recently used pages.

    Positions count the rows shown, from 0; numbers are those of the journal. They differ if a
    filter hides rows or the log was cleared.
    """

    def __init__(
        self,
        reader: Reader,
        encoding: Callable[[str], str] = lambda name: "utf-8",
        time: Callable[[Row, int | None], str] = lambda row, since: time_text(row.time),
    ) -> None:
        """Create an empty cache.

        Args:
            reader: the reader of the journal.
            encoding: returns the encoding of an endpoint, by the endpoint's name.
            time: returns the text of the time column, from a row and the nanoseconds since the
                previous row shown.
        """
        self._reader = reader
        self._streams = LogStreams(reader)
        self._encoding = encoding
        self._time = time
        self._pages: OrderedDict[int, _Page] = OrderedDict()

    def forget(self) -> None:
        """Drop all pages; called when the rows at the positions change."""
        self._pages.clear()

    def forget_strangers(self) -> bool:
        """Drop lines whose other end may be known by now; return whether there were any."""
        found = False
        for page in self._pages.values():
            for place in page.strangers:
                found = page.lines.pop(place, None) is not None or found
            page.strangers.clear()
        return found

    def line(self, position: int, numbers: Sequence[int]) -> LogLine | None:
        """Return the line at a position; None if the journal cannot be read there.

        Args:
            position: an index into `numbers`.
            numbers: the numbers of all rows shown, ascending; may have grown at its end.
        """
        index, place = divmod(position, PAGE_ROWS)
        page = self._page(index, place, numbers)
        line = page.lines.get(place)
        row = page.rows[place]
        if line is None and row is not None:
            line = page.lines[place] = self._line_at(page, place, row)
        return line

    def _line_at(self, page: _Page, place: int, row: Row) -> LogLine:
        before = page.rows[place - 1] if place else page.before
        since = None
        if before is not None and UNKNOWN_TIME not in (before.time, row.time):
            since = row.time - before.time
        time = self._time(row, since)
        if row.direction is None:
            return log_line(row, since, time=time)
        encoding = self._encoding(row.source.name)
        payload = self._streams.whole_characters(row, encoding)
        other = other_name(self._reader, row.source)
        if not other:
            page.strangers.add(place)
        return log_line(row, since, payload, encoding, time, other)

    def _page(self, index: int, place: int, numbers: Sequence[int]) -> _Page:
        page = self._pages.get(index)
        first = index * PAGE_ROWS
        wanted = min(PAGE_ROWS, len(numbers) - first)
        # Read a page again if it was not full when it was read and has grown since.
        if page is None or (len(page.rows) < wanted and place >= len(page.rows) - 1):
            page = self._read(first, wanted, numbers)
            self._pages[index] = page
            while len(self._pages) > PAGES_KEPT:
                self._pages.popitem(last=False)
        self._pages.move_to_end(index)
        return page

    def _read(self, first: int, count: int, numbers: Sequence[int]) -> _Page:
        start = max(first - 1, 0)
        wanted = numbers[start : first + count]
        found = {row.number: row for row in self.rows(wanted)}
        rows = [found.get(number) for number in wanted]
        before = rows.pop(0) if start < first else None
        return _Page(before, rows, count)

    def rows(self, numbers: Sequence[int]) -> list[Row]:
        """Return the rows with these numbers but for damaged ones; neighbours are read together."""
        rows: list[Row] = []
        for first, length in runs(numbers):
            try:
                rows += self._reader.rows(first, length)
            except JournalError:
                continue
        return rows
