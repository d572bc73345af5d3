"""Reading a journal's file, while it is written or long after."""

from array import array
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import compress
from pathlib import Path
from typing import Any, NamedTuple

from socket_workbench.journal.errors import JournalDamagedError
from socket_workbench.journal.event import Kind, Source
from socket_workbench.journal.other_ends import OtherEnds
from socket_workbench.journal.row import Row
from socket_workbench.journal.storage import database, statements
from socket_workbench.journal.storage.claim import is_recorded
from socket_workbench.journal.storage.damage import gap_segment
from socket_workbench.journal.storage.database import explaining
from socket_workbench.journal.storage.page import Page, PageCache
from socket_workbench.journal.storage.parts import real_path
from socket_workbench.journal.storage.recording_mark import (
    NOWHERE,
    broken_off_sentence,
    incomplete_sentence,
    mark_of,
    place_of,
)
from socket_workbench.journal.storage.salvage import Salvage, check_marks
from socket_workbench.journal.storage.segment import Numbers, Segment, damaged
from socket_workbench.journal.storage.soundness import check_columns, check_segment
from socket_workbench.journal.storage.sources import Sources
from socket_workbench.journal.storage.unsent import UnsentRows
from socket_workbench.journal.storage.view import Progress

PREVIEW_BYTES = 256
"""The most bytes of a payload in a row."""

_EVER = (-(1 << 63), (1 << 63) - 1)


class EventText(NamedTuple):
    """The text of an event, and where it was recorded.

    Attributes:
        row: the number of its row.
        source: the number of its source.
        kind: what happened.
        text: the text; may be empty.
    """

    row: int
    source: int
    kind: Kind
    text: str


class Reader:
    """Reads a journal, as far as its writer has committed it.

    Not thread-safe: each thread makes its own. A few segments are kept in memory, whatever the size
    of the session.

    Of a damaged session, what is whole can be read. In the place of each lost row there is a note
    that says so, with the row's number; see `examine`.

    Args:
        path: the journal's file.
        progress: see `open_database`.

    Attributes:
        path: the journal's file.
        has_damage: whether anything that was read so far was damaged.
        is_cut: whether the file is shorter than it was, so that rows at its end are missing.

    Raises:
        JournalOpenError: the file is missing, forbidden, no journal, or of a newer version.
        JournalDamagedError: the file is damaged so much that nothing can be read.
    """

    def __init__(self, path: Path, progress: Progress = database.go_on) -> None:
        self.path = path
        self._pages = PageCache()
        self._plausible = 0
        self._database = database.open_database(path, progress)
        self._salvage = Salvage(path, self._read, self._database.segments)
        self._sources = Sources(
            self._read, self._salvage, can_have_framings=self._database.version > 1
        )
        self.unsent = UnsentRows(self._read)
        self.other_ends = OtherEnds(self._read)
        self.is_cut = database.is_cut(self._database)
        self.has_damage = self.is_cut

    def close(self) -> None:
        """Close the file."""
        self._pages.clear()
        self._database.close()

    def broken_off(self) -> str:
        """Return a sentence if the recording broke off, so that the newest rows may be missing."""
        place = self._left_mark()
        is_original = place is not None and self._is_original(place)
        return broken_off_sentence(self.path) if is_original else ""

    def incomplete(self) -> str:
        """Return a sentence if this is a copy that lacks the newest rows; they are elsewhere."""
        place = self._left_mark()
        if place is None or self._is_original(place):
            return ""
        return incomplete_sentence(self.path, place)

    def _is_original(self, place: str) -> bool:
        return self._database.has_log or place in (NOWHERE, place_of(self.path))

    def _left_mark(self) -> str | None:
        """Return where the file was being recorded; None if it is complete or still recorded."""
        with suppress(JournalDamagedError), explaining(self.path):
            place = mark_of(self._database)
            if place is not None and not is_recorded(real_path(self.path)):
                return place
        return None

    def count(self) -> int:
        """Return how many rows there are now, including those that a damaged file has lost.

        Raises:
            JournalDamagedError: the file is damaged, and not one row of it is whole.
        """
        try:
            for first, count in self._read(statements.COUNT, (), (int, int)):
                return self._plausible_end(first, count)
        except JournalDamagedError:
            count = self._salvage.count()
            if not count:
                raise
            return count
        return 0

    def rows(self, first: int, count: int) -> list[Row]:
        """Return rows in order; fewer at the end of the session."""
        rows: list[Row] = []
        for page, start, end in self._span(first, count):
            previews = self._previews(page, start, end)
            if previews is None:
                # A page of notes has replaced this one in memory.
                rows += self.rows(start, end - start)
                continue
            numbers = range(start, end)
            rows += [
                page.row(number, preview, self.source)
                for number, preview in zip(numbers, previews, strict=True)
            ]
        return self.unsent.with_taken(rows)

    def payload(self, row: int) -> bytes:
        """Return a row's whole payload, or what the capture limit has left of it.

        Raises:
            IndexError: there is no such row.
        """
        for page, _, _ in self._span(row, 1):
            with explaining(self.path):
                return page.payload(row, self._database)
        raise IndexError(row)

    def texts(self, first: int, mask: bytes) -> Iterator[EventText]:
        """Yield the texts of rows, in order.

        Args:
            first: the row to begin with.
            mask: for it and each row that follows 1 where it is wanted, else 0.
        """
        for page, start, end in self._span(first, len(mask)):
            for row in compress(range(start, end), mask[start - first : end - first]):
                source, kind = page.pair(row - page.first)
                yield EventText(row, source, kind, page.texts.get(row - page.first, ""))

    def times(self, first: int, count: int) -> Numbers:
        """Return the times of rows, in nanoseconds since 1970; fewer at the end of the session."""
        times = array("q")
        for page, start, end in self._span(first, count):
            times.extend(page.times[start - page.first : end - page.first])
        return times

    def source(self, number: int) -> Source:
        """Return a source; one named `unknown` when the journal has lost it, which is damage."""
        source = self._sources.source(number)
        self.has_damage |= self._sources.has_lost
        return source

    def sources(self, after: int = 0) -> list[Source]:
        """Return the sources with numbers above `after`, in order."""
        return self._sources.after(after)

    def has_framing(self) -> bool:
        """Whether a connection so far has a framing; takes the same time however many there are."""
        return self._sources.has_framing()

    def marks(self, first: int, end: int) -> list[tuple[int, int, bytes, bytes]]:
        """Return first row, count, pairs and marks of some segments, in order; for queries.

        The first of them is the one with the row `first`, where the file has that; the others
        follow. Empty when there are none from `first` to `end`.
        """
        try:
            found = self._read(statements.MARKS, (first, end), (int, int, bytes, bytes))
            for each in found:
                check_marks(each)
        except JournalDamagedError:
            self.has_damage = True
            return self._salvage.marks(first, end)
        return [(start, count, pairs, marks) for start, count, pairs, marks in found]

    def period(self, row: int) -> tuple[int, int]:
        """Return the earliest and the latest time in the segment with the row.

        If that is damaged, return the first and the last time that there is.
        """
        with suppress(JournalDamagedError):
            for started, ended in self._read(statements.PERIOD, (row,), (int, int)):
                return started, ended
        return _EVER

    def segment(self, row: int) -> tuple[int, Segment]:
        """Return the segment with the row, and its first row's number; it is not kept in memory.

        Raises:
            JournalDamagedError: there is none.
        """
        try:
            for first, payload_bytes, segment in self._read_segments(statements.SEGMENT, row):
                check_columns(segment)
                if len(segment.payload) == payload_bytes:
                    return first, segment
        except JournalDamagedError:
            pass
        self._check_range(row)
        self.has_damage = True
        return self._salvage.gap(row)

    def examine(self, row: int) -> tuple[int, bool]:
        """Check a row and all others of its segment, payloads included.

        Returns:
            The number of the first row after the segment, and whether the segment is whole.

        Raises:
            JournalDamagedError: there is no such row.
        """
        try:
            for first, payload_bytes, segment in self._read_segments(statements.SEGMENT, row):
                check_segment(segment, payload_bytes)
                if len(segment.payload) == payload_bytes:
                    return first + segment.count, True
        except JournalDamagedError:
            pass
        self._check_range(row)
        first, gap = self._salvage.gap(row)
        return first + gap.count, False

    def _span(self, first: int, count: int) -> Iterator[tuple[Page, int, int]]:
        """Yield the pages that hold the rows, and which rows of each are wanted."""
        end = first + count
        while first < end:
            page = self._page(first)
            if page is None and 0 <= first < self.count():
                # Either it has been written meanwhile, or it is lost.
                page = self._page(first) or self._fill_gap(first)
            if page is None:
                return
            yield page, first, min(end, page.end)
            first = page.end

    def _page(self, row: int) -> Page | None:
        """Return the page with a row, from memory or the file."""
        page = self._pages.find(row)
        if page is None:
            try:
                for first, payload_bytes, segment in self._read_segments(statements.PAGE, row):
                    texts = check_segment(segment, payload_bytes)
                    page = Page(first, payload_bytes, segment, texts=texts)
                    self._pages.add(page)
            except JournalDamagedError:
                page = self._fill_gap(row) if 0 <= row < self.count() else None
        return page

    def _check_range(self, row: int) -> None:
        if not 0 <= row < self.count():
            raise damaged()

    def _fill_gap(self, row: int) -> Page:
        """Return a page of notes in place of a lost row and its lost neighbours."""
        first, segment = self._salvage.gap(row)
        self.has_damage = True
        page = Page(first, len(segment.payload), segment, is_gap=True)
        self._pages.add(page)
        return page

    def _previews(self, page: Page, start: int, end: int) -> list[bytes] | None:
        """Return previews of a page's rows; None if damaged: notes are then cached instead."""
        try:
            with explaining(self.path):
                return page.previews(start, end, PREVIEW_BYTES, self._database)
        except JournalDamagedError:
            gap = gap_segment(page.first, page.end, page.times[0])
            self.has_damage = True
            self._pages.add(Page(page.first, len(gap.payload), gap, is_gap=True))
            return None

    def _plausible_end(self, first: int, count: int) -> int:
        """Return the row after a segment, which is damaged if the file is too small for it."""
        end = first + count
        if end > self._plausible:
            self._plausible = self._salvage.most_rows()
            if end > self._plausible:
                raise damaged()
        return end

    def _read_segments(self, statement: str, row: int) -> Iterator[tuple[int, int, Segment]]:
        types = (int,) * 5 + (bytes,) * 8
        longest = (
            database.LONGEST_TEXTS if statement is statements.PAGE else database.LONGEST_PAYLOAD
        )
        for first, payload_bytes, *columns in self._read(statement, (row,), types, longest):
            if first <= row < first + columns[0]:
                yield first, payload_bytes, Segment(*columns)

    def _read(
        self,
        statement: str,
        parameters: tuple[int | str, ...],
        types: Sequence[type],
        longest: int = database.LONGEST_FIELD,
    ) -> list[tuple[Any, ...]]:
        """Run a statement to its end, so that no read lock stays; check the types if given."""
        try:
            return database.run(self._database, self.path, statement, parameters, types, longest)
        except JournalDamagedError:
            self.has_damage = True
            raise
