"""Segments decoded for reading rows, and a reader's cache of them."""

import sqlite3
from bisect import bisect_right, insort
from collections import OrderedDict
from collections.abc import Callable

from socket_workbench.journal.event import Kind, Source
from socket_workbench.journal.row import Row
from socket_workbench.journal.storage.segment import (
    Numbers,
    Segment,
    column,
    damaged,
    pair_at,
    unpack_marks,
    unpack_pairs,
    unpack_texts,
)

CACHE_BYTES = 24 << 20
"""Memory that a reader's pages may take."""

LONGEST_TEXT = 64 << 10
"""Characters of a text that are shown; to lay out millions takes minutes."""

_PAGE_COST = 2048


class Page:
    """A segment's columns as numbers; its payload only when that is small.

    Args:
        first: the row number of the segment's first event.
        payload_bytes: the size of the segment's payload in the file.
        segment: the columns, with an empty payload when the file's is large.
        is_gap: whether it stands in for a segment that is damaged.
        texts: the segment's texts where they are unpacked already.

    Attributes:
        first: the row number of the first event.
        end: the row number after the last event.
        times: each event's time.
        lengths: the length of each event's payload.
        kept: how many bytes of each event's payload can be read.
        texts: the texts by index from `first`.
        cost: bytes of memory, about.
        is_gap: as the argument.

    Raises:
        JournalDamagedError: the columns do not fit together.
    """

    def __init__(
        self,
        first: int,
        payload_bytes: int,
        segment: Segment,
        *,
        is_gap: bool = False,
        texts: dict[int, str] | None = None,
    ) -> None:
        self.is_gap = is_gap
        self.first = first
        self.end = first + segment.count
        self.times = column("q", segment.times, segment.count)
        self.lengths = column("I", segment.lengths, segment.count)
        self.kept = segment.kept_lengths() if segment.kept else self.lengths
        self.texts = {
            index: text if len(text) <= LONGEST_TEXT else f"{text[:LONGEST_TEXT]}…"
            for index, text in (unpack_texts(segment.texts) if texts is None else texts).items()
        }
        self._offsets = column("I", segment.offsets, segment.count)
        self._pairs = unpack_pairs(segment.pairs)
        self._marks = unpack_marks(segment.marks, len(self._pairs), segment.count)
        self._payload = segment.payload if len(segment.payload) == payload_bytes else None
        self.cost = (
            _PAGE_COST
            + 18 * segment.count
            + len(segment.pairs)
            + 4 * len(segment.texts)
            + len(segment.payload)
        )

    def pair(self, index: int) -> tuple[int, Kind]:
        """Return an event's source number and kind; the index counts from `first`."""
        return pair_at(self._pairs, self._marks[index])

    def row(self, number: int, preview: bytes, source: Callable[[int], Source]) -> Row:
        """Return a row with the beginning of its payload.

        Args:
            number: its place in the session.
            preview: the beginning of its payload.
            source: finds a source by its number.
        """
        index = number - self.first
        source_number, kind = self.pair(index)
        return Row(
            number,
            self.times[index],
            source(source_number),
            kind,
            self.lengths[index],
            preview,
            self.texts.get(index, ""),
            self.lengths[index] - self.kept[index],
            self.is_gap,
        )

    def payload(self, row: int, database: sqlite3.Connection) -> bytes:
        """Return what is kept of a row's payload."""
        return self.previews(row, row + 1, self.kept[row - self.first], database)[0]

    def previews(
        self, first: int, end: int, limit: int, database: sqlite3.Connection
    ) -> list[bytes]:
        """Return the first bytes of the payloads of rows, at most `limit` of each."""
        span = slice(first - self.first, end - self.first)
        offsets = self._offsets[span]
        sizes = [min(length, limit) for length in self.kept[span]]
        payload = self._payload
        if payload is not None:
            parts = [
                payload[offset : offset + size] for offset, size in zip(offsets, sizes, strict=True)
            ]
        else:
            parts = _read_parts(database, self.first, offsets, sizes)
        if list(map(len, parts)) != sizes:
            raise damaged()
        return parts


class PageCache:
    """The pages used last, up to `CACHE_BYTES`."""

    def __init__(self) -> None:
        self._pages: OrderedDict[int, Page] = OrderedDict()
        self._firsts: list[int] = []
        self._cost = 0

    def find(self, row: int) -> Page | None:
        """Return the page with the row, if it is here."""
        place = bisect_right(self._firsts, row)
        if not place:
            return None
        page = self._pages[self._firsts[place - 1]]
        if row >= page.end:
            return None
        self._pages.move_to_end(page.first)
        return page

    def add(self, page: Page) -> None:
        """Keep a page, in place of those that were used longest ago."""
        self._remove(page.first)
        while self._pages and self._cost + page.cost > CACHE_BYTES:
            self._remove(next(iter(self._pages)))
        self._pages[page.first] = page
        insort(self._firsts, page.first)
        self._cost += page.cost

    def clear(self) -> None:
        """Forget all pages."""
        self._pages.clear()
        self._firsts.clear()
        self._cost = 0

    def _remove(self, first: int) -> None:
        page = self._pages.pop(first, None)
        if page is not None:
            del self._firsts[bisect_right(self._firsts, first) - 1]
            self._cost -= page.cost


def _read_parts(
    database: sqlite3.Connection, first: int, offsets: Numbers, sizes: list[int]
) -> list[bytes]:
    parts = []
    with database.blobopen("segments", "payload", first, readonly=True) as blob:
        end = len(blob)
        for offset, size in zip(offsets, sizes, strict=True):
            blob.seek(min(offset, end))
            parts.append(blob.read(size))
    return parts
