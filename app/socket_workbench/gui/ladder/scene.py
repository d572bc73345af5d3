"""Reads the rows of a ladder that are seen, and lays them out."""

from collections.abc import Sequence
from contextlib import suppress
from typing import NamedTuple

from socket_workbench.gui.ladder.scales import Scale, Seen
from socket_workbench.gui.rows.numbered_rows import NumberedModel, runs
from socket_workbench.journal.errors import JournalError
from socket_workbench.journal.event import Kind, Source
from socket_workbench.journal.ladder.canvas import View
from socket_workbench.journal.ladder.columns import Columns
from socket_workbench.journal.ladder.index import LadderIndex
from socket_workbench.journal.ladder.layout import layout, titles
from socket_workbench.journal.ladder.shapes import Places, Shape, Sizes, Text, places
from socket_workbench.journal.reader import Reader
from socket_workbench.journal.row import Row

_BLOCK = 512
"""Rows whose lifelines have columns: of two blocks, those before and those that are seen."""


_GAP = 8
"""Rows between two that are seen, up to which they are read together."""


class Window(NamedTuple):
    """The part of a ladder that is seen.

    Attributes:
        left, top: where it begins.
        width, height: its size, without the names.
        sizes: the sizes.
        now: nanoseconds since 1970, for calls that wait; None for a session of the past.
    """

    left: float
    top: float
    width: float
    height: float
    sizes: Sizes
    now: int | None = None


class Scene(NamedTuple):
    """What is seen.

    Attributes:
        shapes: the shapes, whose y counts from the top of the ladder.
        names: the names above the lifelines.
        width: the width of all columns.
        seen: the rows.
    """

    shapes: list[Shape]
    names: list[Text]
    width: float
    seen: Seen


class SceneReader:
    """Makes scenes of a session.

    Args:
        reader: reads the session.
        model: the rows that are shown.
        index: the index.
    """

    def __init__(self, reader: Reader, model: NumberedModel, index: LadderIndex) -> None:
        self._reader = reader
        self._model = model
        self._index = index
        self._columns: tuple[object, Columns] | None = None
        self._places: tuple[object, Places] | None = None
        self._generation = 0

    def forget(self) -> None:
        """Forget the columns: other rows are shown."""
        self._generation += 1

    def scene(self, scale: Scale, window: Window, count: int) -> Scene:
        """Return what is seen.

        Args:
            scale: where the rows are.
            window: the part that is seen.
            count: how many of the rows shown are in the index.
        """
        bottom = window.top + window.height
        seen = scale.seen(window.top, bottom)
        columns = self.columns_at(scale.position_near(window.top), count)
        stand = self.places_of(columns, window.sizes, window.width)
        rows = self._sketch(seen.numbers) if seen.is_sparse else self.rows(seen.numbers)
        view = View(
            rows=rows,
            top=window.top,
            bottom=bottom,
            sizes=window.sizes,
            places=stand,
            moments=scale,
            now=window.now,
            left=window.left,
            right=window.left + window.width,
            has_texts=not seen.is_sparse,
        )
        first = next((number for number in seen.numbers if scale.near(number) >= window.top), 0)
        names = titles(columns, view, first)
        return Scene(layout(self._index, columns, view), names, stand.width, seen)

    def width_of(
        self, source: Source, position: int, count: int, window: Window
    ) -> tuple[float, float] | None:
        """Return from where to where a lifeline and the other end of its connection are.

        The texts beside them are counted, too.

        Args:
            source: whose lifeline.
            position: that of the first row that is seen, on which the columns depend.
            count: how many of the rows shown are in the index.
            window: the part that is seen.

        Returns:
            None for a source without a lifeline.
        """
        columns = self.columns_at(position, count)
        stand = self.places_of(columns, window.sizes, window.width)
        column, facing = columns.of(source), columns.facing(source)
        if column is None:
            return None
        # Between a client that connects and its listener there may be thousands of columns.
        ends = [column] if facing is None or abs(facing - column) > 1 else [column, facing]
        beside = window.sizes.gap + stand.room
        return stand.xs[min(ends)] - beside, stand.xs[max(ends)] + beside

    def columns_at(self, position: int, count: int) -> Columns:
        """Return the columns for the rows around a position."""
        block = max(position // _BLOCK - 1, 0) * _BLOCK
        end = min(block + 3 * _BLOCK, count)
        key = (block, end, self._generation, self._index.count if end == count else 0)
        if self._columns is None or self._columns[0] != key:
            sources = self._index.sources
            numbers = self._model.shown_numbers()[block:end]
            seen = set(
                sources[numbers.start : numbers.stop]
                if isinstance(numbers, range)
                else map(sources.__getitem__, numbers)
            )
            self._columns = key, Columns(self._index, seen)
            self._places = None
        return self._columns[1]

    def places_of(self, columns: Columns, sizes: Sizes, width: float) -> Places:
        """Return where columns stand in a width."""
        key = (id(columns), sizes, width)
        if self._places is None or self._places[0] != key:
            self._places = key, places(columns.roles(), sizes, width)
        return self._places[1]

    def rows(self, numbers: Sequence[int]) -> list[Row]:
        """Return rows; damaged ones are left out."""
        wanted = set(numbers)
        # Neighbours are read together with the few rows between them, which costs less.
        near = [each for first, length in runs(numbers) for each in (first, first + length - 1)]
        spans: list[list[int]] = []
        for first, last in zip(near[::2], near[1::2], strict=True):
            if spans and first - spans[-1][1] <= _GAP:
                spans[-1][1] = last
            else:
                spans.append([first, last])
        rows: list[Row] = []
        for first, last in spans:
            with suppress(JournalError):
                rows += self._reader.rows(first, last - first + 1)
        return [row for row in rows if row.number in wanted]

    def _sketch(self, numbers: Sequence[int]) -> list[Row]:
        """Return rows without what the index does not know, for which nothing is read."""
        rows = []
        for number in numbers:
            track = self._index.tracks.get(self._index.sources[number])
            kind = Kind(self._index.kinds[number])
            if track is not None and kind in (Kind.SENT, Kind.RECEIVED):
                rows.append(Row(number, self._index.times[number], track.source, kind, 0, b"", ""))
        return rows
