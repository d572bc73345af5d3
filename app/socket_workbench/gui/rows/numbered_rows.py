"""Rows that are known by their numbers: models of them, runs of neighbours, selections."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QAbstractTableModel
from PySide6.QtWidgets import QAbstractItemView


class NumberedModel(QAbstractTableModel):
    """A model of rows with numbers that they keep; numbers ascend, and may repeat."""

    def number_at(self, position: int) -> int:
        """Return the number of the row at a position."""
        raise NotImplementedError

    def position_from(self, number: int) -> int:
        """Return where the first row with this number or a higher one is, or how many there are."""
        raise NotImplementedError


def selected_spans(view: QAbstractItemView) -> list[tuple[int, int]]:
    """Return first and last row of every selected stretch, ascending; whole rows are selected."""
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
