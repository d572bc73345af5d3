"""Reading a damaged journal: which segments are readable, and notes for the gaps between."""

import contextlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from socket_workbench.journal.errors import JournalDamagedError, JournalError
from socket_workbench.journal.event import UNKNOWN_TIME
from socket_workbench.journal.storage.damage import gap_segment
from socket_workbench.journal.storage.segment import SEGMENT_EVENTS, Segment, damaged
from socket_workbench.journal.storage.segment_map import SegmentMap

if TYPE_CHECKING:
    from socket_workbench.journal.storage.walk import Found

Run: TypeAlias = Callable[[str, tuple[int | str, ...], Sequence[type]], list[tuple[Any, ...]]]
"""Runs a statement with parameters; the types are those its columns must have."""

MarkedSegment = tuple[int, int, bytes, bytes]
"""A segment's first row, count, pairs and marks."""

_LEAST_ROW_BYTES = 17
"""The least bytes that a row takes in the file: mark, time, length and offset."""

_LEAST_SOURCE_BYTES = 8

_HEADS = """
SELECT first, count, length(times), length(lengths) FROM segments
WHERE first >= ? ORDER BY first LIMIT ?
"""

_MARKS = "SELECT first, count, pairs, marks FROM segments WHERE first = ?"

_STARTED = "SELECT started FROM segments WHERE first = ?"
_ENDED = "SELECT ended FROM segments WHERE first = ?"

_SOURCES = """
SELECT number, role, name, endpoint, connection, local, peer FROM sources
WHERE number >= ? ORDER BY number LIMIT ?
"""

SOURCE_TYPES = (int, str, str, str, int, str, str)
"""Of the columns of a source."""

_SEGMENTS_AT_ONCE = 64


class Salvage:
    """Finds the readable segments of a damaged journal, and fills the gaps with notes.

    Args:
        path: the journal's file.
        run: runs a statement on it.
        shared: the map that all readers of a file share; None if the file may change.
    """

    def __init__(self, path: Path, run: Run, shared: SegmentMap | None = None) -> None:
        self._path = path
        self._run = run
        self._does_change = shared is None
        self._map = shared or SegmentMap()
        self._version: int | None = None

    def count(self) -> int:
        """Return how many rows there are, including missing ones."""
        self._look()
        return self._map.end()

    def most_rows(self) -> int:
        """Return how many rows a file of this size can hold."""
        return self._file_bytes() // _LEAST_ROW_BYTES

    def gap(self, row: int) -> tuple[int, Segment]:
        """Return the first row of the gap with a row, and a segment of notes in its place."""
        first, end = self._bounds(row)
        return first, gap_segment(first, end, self._time_at(first))

    def marks(self, first: int, end: int) -> list[MarkedSegment]:
        """Return some segments, like `Reader.marks`, with gaps in the places of damaged ones."""
        found: list[MarkedSegment] = []
        end = min(end, self.count())
        while first < end and len(found) < _SEGMENTS_AT_ONCE:
            marked = self._marks_at(first)
            found.append(marked)
            first = marked[0] + marked[1]
        return found

    def sources(self, after: int) -> "list[Found]":
        """Return the fields of the sources that can be read, with numbers above `after`."""
        from socket_workbench.journal.storage.walk import readable_rows

        def look(number: int, count: int) -> "list[Found]":
            return self._run(_SOURCES, (number, count), SOURCE_TYPES)

        most = after + self._file_bytes() // _LEAST_SOURCE_BYTES
        return list(readable_rows(look, after + 1, most))

    def _marks_at(self, row: int) -> MarkedSegment:
        start, _ = self._bounds(row)
        if start in self._map.firsts:
            try:
                for found in self._run(_MARKS, (start,), (int, int, bytes, bytes)):
                    check_marks(found)
                    return found[0], found[1], found[2], found[3]
            except JournalDamagedError:
                pass
        first, segment = self.gap(row)
        return first, segment.count, segment.pairs, segment.marks

    def _bounds(self, row: int) -> tuple[int, int]:
        """Return the bounds of the segment or the gap with a row, the end of a gap cut short."""
        self._look()
        firsts, ends = self._map.firsts, self._map.ends
        place = self._map.place(row)
        if place >= 0 and row < ends[place]:
            return firsts[place], ends[place]
        start = ends[place] if place >= 0 else 0
        first = row - (row - start) % SEGMENT_EVENTS
        end = firsts[place + 1] if place + 1 < len(firsts) else row + 1
        return first, min(first + SEGMENT_EVENTS, end)

    def _time_at(self, row: int) -> int:
        """Return a time for a gap: what is left of it has one, or the segment before or after."""
        firsts = self._map.firsts
        after = self._map.place(row) + 1
        places = [(_STARTED, row)]
        places += [(_ENDED, first) for first in firsts[max(after - 1, 0) : after]]
        places += [(_STARTED, first) for first in firsts[after : after + 1]]
        for statement, first in places:
            with contextlib.suppress(JournalError):
                for (time,) in self._run(statement, (first,), (int,)):
                    return int(time)
        return UNKNOWN_TIME

    def _look(self) -> None:
        """Find the segments, unless the file is as it was."""
        if self._does_change:
            ((version,),) = self._run("PRAGMA data_version", (), (int,))
            if version == self._version:
                return
            self._version = version
        elif self._map.is_complete:
            return
        from socket_workbench.journal.storage.walk import readable_rows

        def look(first: int, count: int) -> "list[Found]":
            return self._run(_HEADS, (first, count), ())

        most = self.most_rows()
        found = SegmentMap()
        for head in readable_rows(look, 0, most):
            rows = _rows_of(head)
            if 0 < rows <= most - head[0]:
                found.add(head[0], head[0] + rows)
        self._map.take(found)

    def _file_bytes(self) -> int:
        """Return the size of the file and of its log."""
        size = 0
        # In this order, what is moved from the one to the other meanwhile is counted twice.
        for path in (self._path.with_name(f"{self._path.name}-wal"), self._path):
            try:
                size += path.stat().st_size
            except OSError:
                continue
        return size


def check_marks(found: tuple[Any, ...]) -> None:
    """Check that a segment's pairs and marks fit its count.

    Args:
        found: first row, count, pairs and marks.

    Raises:
        JournalDamagedError: they do not.
    """
    _, count, pairs, marks = found
    if (
        not 0 < count <= SEGMENT_EVENTS
        or len(pairs) % 8
        or len(marks) != count * _mark_bytes(len(pairs) // 8)
    ):
        raise damaged()


def _rows_of(head: "Found") -> int:
    """Return how many rows a segment has by its count, unless two columns say otherwise."""
    if any(not isinstance(field, int) for field in head):
        return 0
    _, count, times, lengths = head
    return int(lengths // 4 if times == 2 * lengths else count)


def _mark_bytes(pairs: int) -> int:
    return 1 if pairs <= 256 else 2
