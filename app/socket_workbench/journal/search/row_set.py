"""Sets of many row numbers, in little memory."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import compress
from typing import overload

_PIECE_ROWS = 8192
"""Neighbouring masks are joined up to this many rows."""

_SPARSE = 32
"""Rows of a stretch for each wanted one, above which the wanted ones are looked for."""


@dataclass(slots=True)
class RowMask:
    """Which rows of a stretch are wanted; iterating yields their numbers.

    Attributes:
        first: the number of the stretch's first row.
        mask: for each row 1 where it is wanted, else 0.
    """

    first: int
    mask: bytes

    def __len__(self) -> int:
        return self.mask.count(1)

    def __iter__(self) -> Iterator[int]:
        if len(self) < len(self.mask) // _SPARSE:
            return self._few()
        return compress(range(self.first, self.end), self.mask)

    def _few(self) -> Iterator[int]:
        """Yield the numbers; quicker than `compress` where there are few."""
        place = self.mask.find(1)
        while place >= 0:
            yield self.first + place
            place = self.mask.find(1, place + 1)

    @property
    def end(self) -> int:
        """The number of the row after the stretch."""
        return self.first + len(self.mask)

    @property
    def lowest(self) -> int:
        """The number of the first wanted row; there must be one."""
        return self.first + self.mask.index(1)

    @property
    def highest(self) -> int:
        """The number of the last wanted row; there must be one."""
        return self.first + self.mask.rindex(1)

    def trimmed(self) -> "RowMask":
        """Return the stretch from the first to the last wanted row; there must be one."""
        lowest = self.lowest
        return RowMask(lowest, self.mask[lowest - self.first : self.highest - self.first + 1])


class RowSet(Sequence[int]):
    """Ascending numbers of rows, to which higher ones are added.

    It keeps masks: a byte for each row looked at, where the numbers found would take eight bytes
    each, and most of the time that it takes to find them.

    Attributes:
        masks: what it is made of, in order; none is without a wanted row at both its ends.
    """

    def __init__(self, masks: Iterable[RowMask] = ()) -> None:
        self.masks: list[RowMask] = []
        # For each mask: its first row, and how many numbers stand before it.
        self._firsts: list[int] = []
        self._before: list[int] = []
        self._count = 0
        # The numbers of the mask that was looked into last.
        self._unfolded: tuple[RowMask | None, tuple[int, ...]] = (None, ())
        for mask in masks:
            self.add(mask)

    @classmethod
    def of(cls, numbers: Iterable[int]) -> "RowSet":
        """Return a set of ascending numbers."""
        return cls(RowMask(number, b"\1") for number in numbers)

    def add(self, mask: RowMask) -> None:
        """Add rows above those that are here."""
        count = len(mask)
        if not count:
            return
        mask = mask.trimmed()
        if self.masks and mask.end - self.masks[-1].first <= _PIECE_ROWS:
            last = self.masks[-1]
            joined = last.mask + bytes(mask.first - last.end) + mask.mask
            self.masks[-1] = RowMask(last.first, joined)
        else:
            self.masks.append(mask)
            self._firsts.append(mask.first)
            self._before.append(self._count)
        self._count += count

    def extend(self, other: "RowSet") -> None:
        """Add another set, all of whose rows are above those that are here."""
        for mask in other.masks:
            self.add(mask)

    def without_first(self, count: int) -> "RowSet":
        """Return the set but for so many of its lowest numbers."""
        if count >= self._count:
            return RowSet()
        place = bisect_right(self._before, count) - 1
        mask = self.masks[place]
        begin = self[count] - mask.first
        return RowSet([RowMask(mask.first + begin, mask.mask[begin:]), *self.masks[place + 1 :]])

    def place_from(self, number: int) -> int:
        """Return how many numbers are lower than this one."""
        place = bisect_right(self._firsts, number) - 1
        if place < 0:
            return 0
        mask = self.masks[place]
        return self._before[place] + mask.mask.count(1, 0, number - mask.first)

    def __contains__(self, number: object) -> bool:
        if not isinstance(number, int):
            return False
        place = bisect_right(self._firsts, number) - 1
        if place < 0:
            return False
        mask = self.masks[place]
        return number < mask.end and mask.mask[number - mask.first] == 1

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[int]:
        for mask in self.masks:
            yield from mask

    @overload
    def __getitem__(self, index: int) -> int: ...

    @overload
    def __getitem__(self, index: slice) -> list[int]: ...

    def __getitem__(self, index: int | slice) -> int | list[int]:
        if isinstance(index, slice):
            start, stop, step = index.indices(self._count)
            if step == 1:
                return self._stretch(start, stop)
            return [self[place] for place in range(start, stop, step)]
        position = index + self._count if index < 0 else index
        if not 0 <= position < self._count:
            raise IndexError(index)
        place = bisect_right(self._before, position) - 1
        return self._numbers(self.masks[place])[position - self._before[place]]

    def _stretch(self, start: int, stop: int) -> list[int]:
        found: list[int] = []
        place = bisect_right(self._before, start) - 1
        while start + len(found) < stop:
            begin = start + len(found) - self._before[place]
            end = stop - self._before[place]
            found += self._numbers(self.masks[place])[begin:end]
            place += 1
        return found

    def _numbers(self, mask: RowMask) -> tuple[int, ...]:
        if self._unfolded[0] is not mask:
            self._unfolded = mask, tuple(mask)
        return self._unfolded[1]
