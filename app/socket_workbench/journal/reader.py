"""Reading a journal's file, while it is written or long after."""

from array import array
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from socket_workbench.journal.database import explaining, open_database
from socket_workbench.journal.event import SESSION, Role, Source
from socket_workbench.journal.page import Page, PageCache
from socket_workbench.journal.row import Row
from socket_workbench.journal.segment import Numbers, Segment, damaged
from socket_workbench.language import tr

PREVIEW_BYTES = 256
"""The most bytes of a payload in a row."""

_WHOLE_PAYLOAD = 1 << 20
"""Segments with payloads up to this size are read whole; of larger ones, what is asked for.

At least `MERGE_BYTES`, so that a segment which may be replaced is read in one statement.
"""

_KNOWN_SOURCES = 4096

_COUNT = "SELECT first, count FROM segments ORDER BY first DESC LIMIT 1"

_COLUMNS = "count, started, ended, pairs, marks, times, lengths, offsets, texts"

_PAGE = f"""
SELECT first, payload_bytes, {_COLUMNS}, iif(payload_bytes <= {_WHOLE_PAYLOAD}, payload, x'')
FROM segments WHERE first <= ? ORDER BY first DESC LIMIT 1
"""

_SEGMENT = f"""
SELECT first, payload_bytes, {_COLUMNS}, payload
FROM segments WHERE first <= ? ORDER BY first DESC LIMIT 1
"""

_MARKS = """
SELECT first, count, pairs, marks FROM segments
WHERE first >= coalesce((SELECT max(first) FROM segments WHERE first <= ?1), 0) AND first < ?2
ORDER BY first LIMIT 64
"""

_SOURCES = """
SELECT number, role, name, endpoint, connection, local, peer FROM sources
WHERE number BETWEEN ? AND ? ORDER BY number
"""

_PERIOD = "SELECT started, ended FROM segments WHERE first <= ? ORDER BY first DESC LIMIT 1"

_LAST_NUMBER = (1 << 63) - 1


class Reader:
    """Looks into a journal: sees what the writer has committed so far.

    For one thread: each makes its own. A few segments are kept in memory, whatever the size of the
    session.

    Args:
        path: the journal's file.

    Raises:
        JournalOpenError: the file is missing, forbidden, no journal, or of a newer version.
        JournalDamagedError: the file cannot be read. Every method may raise this too, for the part
            of the session that it looks at.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._sources: dict[int, Source] = {}
        self._pages = PageCache()
        self._database = open_database(path)

    def close(self) -> None:
        """Close the file."""
        self._pages.clear()
        self._database.close()

    def count(self) -> int:
        """How many rows there are now."""
        for first, count in self._read(_COUNT, (), (int, int)):
            return int(first + count)
        return 0

    def rows(self, first: int, count: int) -> list[Row]:
        """Return rows in order; fewer at the end of the session."""
        rows: list[Row] = []
        for page, start, end in self._span(first, count):
            with explaining(self.path):
                previews = page.previews(start, end, PREVIEW_BYTES, self._database)
            for number, preview in zip(range(start, end), previews, strict=True):
                index = number - page.first
                source, kind = page.pair(index)
                rows.append(
                    Row(
                        number,
                        page.times[index],
                        self.source(source),
                        kind,
                        page.lengths[index],
                        preview,
                        page.texts.get(index, ""),
                    )
                )
        return rows

    def payload(self, row: int) -> bytes:
        """Return a row's whole payload.

        Raises:
            IndexError: there is no such row.
        """
        for page, _, _ in self._span(row, 1):
            with explaining(self.path):
                return page.payload(row, self._database)
        raise IndexError(row)

    def times(self, first: int, count: int) -> Numbers:
        """Return the times of rows, in nanoseconds since 1970; fewer at the end of the session."""
        times = array("q")
        for page, start, end in self._span(first, count):
            times.extend(page.times[start - page.first : end - page.first])
        return times

    def source(self, number: int) -> Source:
        """Return a source; one named `unknown` when the journal lost it to a full disk."""
        source = self._sources.get(number)
        if source is None:
            if len(self._sources) >= _KNOWN_SOURCES:
                self._sources.clear()
            unknown = Source(number, Role.SESSION, tr("unknown"), "")
            found = [SESSION] if number == SESSION.number else self._read_sources(number, number)
            source = found[0] if found else unknown
            self._sources[number] = source
        return source

    def sources(self, after: int = 0) -> list[Source]:
        """Return the sources with numbers above `after`, in order."""
        return self._read_sources(after + 1, _LAST_NUMBER)

    def marks(self, first: int, end: int) -> list[tuple[int, int, bytes, bytes]]:
        """Return first row, count, pairs and marks of some segments, in order; for queries.

        The first of them is the one with the row `first`, where the file has that; the others
        follow. Empty when there are none from `first` to `end`.
        """
        found = self._read(_MARKS, (first, end), (int, int, bytes, bytes))
        return [(start, count, pairs, marks) for start, count, pairs, marks in found]

    def period(self, row: int) -> tuple[int, int]:
        """Return the earliest and the latest time in the segment with the row, where there is one.

        Raises:
            JournalDamagedError: there is none.
        """
        for started, ended in self._read(_PERIOD, (row,), (int, int)):
            return started, ended
        raise damaged()

    def segment(self, row: int) -> tuple[int, Segment]:
        """Return the segment with the row, and its first row's number; it is not kept in memory.

        Raises:
            JournalDamagedError: it cannot be read, or there is none.
        """
        for first, _, segment in self._read_segments(_SEGMENT, row):
            return first, segment
        raise damaged()

    def _span(self, first: int, count: int) -> Iterator[tuple[Page, int, int]]:
        """Yield the pages that hold the rows, and which rows of each are wanted."""
        end = first + count
        while first < end:
            page = self._page(first)
            if page is None and 0 <= first < self.count():
                # It has been written since, or it is not there.
                page = self._page(first)
                if page is None:
                    raise damaged()
            if page is None:
                return
            yield page, first, min(end, page.end)
            first = page.end

    def _page(self, row: int) -> Page | None:
        """Return the page with a row, from memory or the file."""
        page = self._pages.find(row)
        if page is None:
            for first, payload_bytes, segment in self._read_segments(_PAGE, row):
                page = Page(first, payload_bytes, segment)
                self._pages.add(page)
        return page

    def _read_segments(self, statement: str, row: int) -> Iterator[tuple[int, int, Segment]]:
        types = (int, int, int, int, int, bytes, bytes, bytes, bytes, bytes, bytes, bytes)
        for first, payload_bytes, *columns in self._read(statement, (row,), types):
            if first <= row < first + columns[0]:
                yield first, payload_bytes, Segment(*columns)

    def _read_sources(self, first: int, last: int) -> list[Source]:
        types = (int, str, str, str, int, str, str)
        try:
            return [
                Source(number, Role(role), *rest)
                for number, role, *rest in self._read(_SOURCES, (first, last), types)
            ]
        except ValueError:
            raise damaged() from None

    def _read(
        self, statement: str, parameters: tuple[int, ...], types: tuple[type, ...]
    ) -> list[tuple[Any, ...]]:
        """Run a statement to its end, so that no read lock stays; check the types it gives."""
        with explaining(self.path):
            found = self._database.execute(statement, parameters).fetchall()
        if any(tuple(map(type, values)) != types for values in found):
            raise damaged()
        return found
