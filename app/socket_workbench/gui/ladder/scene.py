"""Reads the rows of a ladder that are seen, and lays them out."""

from collections.abc import Sequence
from typing import NamedTuple

from socket_workbench.gui.ladder.scales import Scale, Seen
from socket_workbench.gui.ladder.seen_rows import READING, SeenRows
from socket_workbench.gui.rows.numbered_rows import NumberedModel
from socket_workbench.journal.event import Kind, Source
from socket_workbench.journal.ladder.canvas import View
from socket_workbench.journal.ladder.columns import Columns
from socket_workbench.journal.ladder.index import LadderIndex
from socket_workbench.journal.ladder.layout import layout, titles
from socket_workbench.journal.ladder.shapes import Places, Shape, Sizes, Text, places
from socket_workbench.journal.reader import Reader
from socket_workbench.journal.row import Row

_BLOCK = 512
"""Rows whose lifelines have columns: those of the block that is seen, and of one on either side."""

_CROWD = 64
"""Sources of these rows, above which the blocks are smaller: each costs some 50 µs."""

_CROWDED_BLOCK = 64
"""Rows of those blocks, of which some 50 are seen at once."""


class _Block(NamedTuple):
    """Rows that are shown, and what tells them from others at the same places.

    Attributes:
        first, end: the positions of the first one, and after the last one.
        generation: how often other rows were shown.
        grown: how many rows there are, where the last one is among these; else 0.
    """

    first: int
    end: int
    generation: int
    grown: int


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
        is_whole: whether all of them are shown; if not, the next scene shows more.
    """

    shapes: list[Shape]
    names: list[Text]
    width: float
    seen: Seen
    is_whole: bool = True


class SceneReader:
    """Makes scenes of a session.

    Args:
        reader: reads the session.
        model: the rows that are shown.
        index: the index.

    Attributes:
        rows: those that were seen last.
    """

    def __init__(self, reader: Reader, model: NumberedModel, index: LadderIndex) -> None:
        self.rows = SeenRows(reader)
        self._model = model
        self._index = index
        self._columns: tuple[_Block, Columns] | None = None
        # A block, and whether it has so many sources that columns are for a part of it.
        self._crowded: tuple[_Block | None, bool] = None, False
        self._places: tuple[object, Places] | None = None
        self._generation = 0

    def forget(self) -> None:
        """Forget the columns: other rows are shown."""
        self._generation += 1

    def scene(self, scale: Scale, window: Window, count: int, seconds: float = READING) -> Scene:
        """Return what is seen.

        Args:
            scale: where the rows are.
            window: the part that is seen.
            count: how many of the rows shown are in the index.
            seconds: how long rows may be read for it.
        """
        bottom = window.top + window.height
        seen = scale.seen(window.top, bottom)
        columns = self.columns_at(scale.position_near(window.top), count)
        stand = self.places_of(columns, window.sizes, window.width)
        is_whole = seen.is_sparse or self.rows.read(seen.numbers, seconds)
        rows = self._sketch(seen.numbers) if seen.is_sparse else self.rows.found(seen.numbers)
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
        shapes = layout(self._index, columns, view)
        return Scene(shapes, names, stand.width, seen, is_whole)

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
        block = self._block_at(position, count, _BLOCK)
        if self._crowded[0] != block:
            self._crowded = block, len(self._sources_in(block)) > _CROWD
        if self._crowded[1]:
            block = self._block_at(position, count, _CROWDED_BLOCK)
        if self._columns is None or self._columns[0] != block:
            self._columns = block, Columns(self._index, self._sources_in(block))
            self._places = None
        return self._columns[1]

    def _block_at(self, position: int, count: int, size: int) -> _Block:
        """Return the rows of three blocks of a size, the one with a position in the middle."""
        first = max(position // size - 1, 0) * size
        end = min(first + 3 * size, count)
        return _Block(first, end, self._generation, self._index.count if end == count else 0)

    def _sources_in(self, block: _Block) -> set[int]:
        """Return the numbers of the sources of some rows."""
        sources = self._index.sources
        numbers = self._model.shown_numbers()[block.first : block.end]
        if isinstance(numbers, range):
            return set(sources[numbers.start : numbers.stop])
        return set(map(sources.__getitem__, numbers))

    def places_of(self, columns: Columns, sizes: Sizes, width: float) -> Places:
        """Return where columns stand in a width."""
        key = (id(columns), sizes, width)
        if self._places is None or self._places[0] != key:
            self._places = key, places(columns.roles(), sizes, width)
        return self._places[1]

    def _sketch(self, numbers: Sequence[int]) -> list[Row]:
        """Return rows without what the index does not know, for which nothing is read."""
        rows = []
        for number in numbers:
            track = self._index.tracks.get(self._index.sources[number])
            kind = Kind(self._index.kinds[number])
            if track is not None and kind in (Kind.SENT, Kind.RECEIVED):
                rows.append(Row(number, self._index.times[number], track.source, kind, 0, b"", ""))
        return rows
