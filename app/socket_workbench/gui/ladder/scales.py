"""Where the rows of a ladder are: evenly spaced, or to scale."""

from typing import NamedTuple, Protocol

from socket_workbench.gui.rows.numbered_rows import NumberedModel
from socket_workbench.journal.ladder.index import LadderIndex

MOST_SEEN = 150
"""Rows that are drawn with their texts at once; of more, some are drawn."""

_MARGIN = 6
"""Rows before and after those that are seen which are read, too: calls and messages beside them."""

_SECOND = 1_000_000_000
_FINEST = 24.0 / 1_000
"""The most pixels for a nanosecond: a row for each microsecond."""

_LONGEST = float(1 << 40)
"""The greatest height of a ladder, in pixels."""


class Seen(NamedTuple):
    """The rows that are seen.

    Attributes:
        numbers: their numbers, ascending, and those of a few before and after.
        total: how many there are between the first and the last one.
    """

    numbers: list[int]
    total: int

    @property
    def is_sparse(self) -> bool:
        """Whether there are too many to draw all."""
        return self.total > len(self.numbers)


class Scale(Protocol):
    """Where rows are, in pixels from the top of the ladder."""

    @property
    def height(self) -> float:
        """The height of all rows."""

    def y(self, row: int) -> float | None:
        """Return the middle of a row; None if it is not shown."""

    def near(self, row: int) -> float:
        """Return the same; of a row that is not shown, where it would be."""

    def seen(self, top: float, bottom: float) -> Seen:
        """Return the rows between two heights."""

    def position_near(self, y: float) -> int:
        """Return the position of the row that is nearest."""


class _Scale:
    """What both scales have in common.

    Args:
        model: the rows that are shown.
        count: how many of them are in the index.
        slot: the height of a row.
    """

    def __init__(self, model: NumberedModel, count: int, slot: float) -> None:
        self._model = model
        self._shown = model.shown_numbers()
        self._all = self._shown if isinstance(self._shown, range) else None
        self._count = count
        self._slot = slot
        # A scale lives as long as a picture, in which a row is asked for several times.
        self._are_shown: dict[int, bool] = {}
        self._near: dict[int, float] = {}

    def y(self, row: int) -> float | None:
        """Return the middle of a row; None if it is not shown."""
        is_shown = self._are_shown.get(row)
        if is_shown is None:
            is_shown = row in self._shown and self._position(row) < self._count
            self._are_shown[row] = is_shown
        return self.near(row) if is_shown else None

    def near(self, row: int) -> float:
        """Return where a row is, or would be."""
        found = self._near.get(row)
        if found is None:
            found = self._near[row] = self._at(row)
        return found

    def _at(self, row: int) -> float:
        """Return where a row is, or would be, which is remembered."""
        raise NotImplementedError

    def _position(self, row: int) -> int:
        """Return the position of the first row shown with this number or a higher one."""
        if self._all is not None:
            return min(max(row - self._all.start, 0), len(self._all))
        return self._model.position_from(row)

    def _numbers(self, first: int, end: int) -> list[int]:
        first, end = max(first, 0), min(end, self._count)
        return list(self._shown[first:end]) if first < end else []


class EvenScale(_Scale):
    """Each row has the same height."""

    @property
    def height(self) -> float:
        """The height of all rows."""
        return (self._count + 0.5) * self._slot

    def _at(self, row: int) -> float:
        """Return the middle of a row, or of the next one that is shown."""
        return (self._position(row) + 0.5) * self._slot

    def seen(self, top: float, bottom: float) -> Seen:
        """Return the rows between two heights."""
        first, end = int(top / self._slot), int(bottom / self._slot) + 1
        numbers = self._numbers(first - _MARGIN, end + _MARGIN)
        return Seen(numbers, len(numbers))

    def position_near(self, y: float) -> int:
        """Return the position of the row that is nearest."""
        return min(max(int(y / self._slot), 0), max(self._count - 1, 0))


class TimeScale(_Scale):
    """Rows are as far apart as they were in time.

    Args:
        model: the rows that are shown.
        count: how many of them are in the index.
        slot: the height of a row's text.
        index: the times of rows.
        wanted: pixels for a nanosecond.
    """

    def __init__(
        self, model: NumberedModel, count: int, slot: float, index: LadderIndex, wanted: float
    ) -> None:
        super().__init__(model, count, slot)
        self._index = index
        begin, end = _period(model, count, index)
        self._begin = begin
        self._length = end - begin
        self.pixels = min(wanted, _FINEST, _LONGEST / max(self._length, 1))

    @property
    def height(self) -> float:
        """The height of all rows."""
        return self._length * self.pixels + 2 * self._slot

    def _at(self, row: int) -> float:
        """Return where the time of a row is."""
        row = min(row, self._index.count - 1)
        return max(self._index.times[row] - self._begin, 0) * self.pixels + self._slot

    def seen(self, top: float, bottom: float) -> Seen:
        """Return the rows between two heights; of very many, one for each few pixels."""
        first, end = self._position_at(top), self._position_at(bottom)
        if end - first <= MOST_SEEN:
            return Seen(self._numbers(first - _MARGIN, end + _MARGIN), 0)
        step = max(self._slot / 3, (bottom - top) / MOST_SEEN)
        places = [
            self._position_at(top + step * part) for part in range(int((bottom - top) / step) + 1)
        ]
        numbers = [self._shown[p] for p in dict.fromkeys(places) if p < self._count]
        return Seen(numbers, end - first)

    def position_near(self, y: float) -> int:
        """Return the position of the row that is nearest."""
        place = min(self._position_at(y), max(self._count - 1, 0))
        if place and self._count:
            before, after = (self.near(self._shown[each]) for each in (place - 1, place))
            place -= abs(before - y) < abs(after - y)
        return place

    def _position_at(self, y: float) -> int:
        time = self._begin + int((y - self._slot) / self.pixels)
        return min(self._position(self._index.row_at(time)), self._count)


def fitting(model: NumberedModel, count: int, slot: float, index: LadderIndex) -> float:
    """Return the pixels for a nanosecond at which a ladder is half as high as evenly spaced."""
    begin, end = _period(model, count, index)
    return max(count, 1) * slot / 2 / max(end - begin, _SECOND / 1_000_000)


def _period(model: NumberedModel, count: int, index: LadderIndex) -> tuple[int, int]:
    """Return the times of the first and the last row that are shown."""
    if not count:
        return 0, 0
    first, last = model.number_at(0), model.number_at(count - 1)
    return index.times[first], index.times[last]
