"""Rows identified by numbers: their models, runs of consecutive numbers, selections."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QAbstractTableModel
from PySide6.QtWidgets import QAbstractItemView


class NumberedModel(QAbstractTableModel):
    """A model of rows with fixed numbers, which ascend and may repeat.

    Methods that raise `NotImplementedError` are abstract; `abc.ABC` cannot be used because of the
    metaclass of Qt's classes.
    """

    def number_at(self, position: int) -> int:
        """Return the number of the row at a position."""
        raise NotImplementedError

    def position_from(self, number: int) -> int:
        """Return the position of the first row with at least this number, or the row count."""
        raise NotImplementedError

    def shown_numbers(self) -> Sequence[int]:
        """Return the numbers of all rows, which may grow."""
        return [self.number_at(position) for position in range(self.rowCount())]


def selected_spans(view: QAbstractItemView) -> list[tuple[int, int]]:
    """Return the first and last row of each range of selected rows, ascending."""
    selection = view.selectionModel().selection()
    parts = [selection.at(place) for place in range(selection.count())]
    return sorted({(part.top(), part.bottom()) for part in parts})


def runs(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield each run's first number and its length."""
    start = 0
    for place in range(1, len(numbers) + 1):
        if place == len(numbers) or numbers[place] != numbers[place - 1] + 1:
            yield numbers[start], place - start
            start = place
