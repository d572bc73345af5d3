"""A table whose rows have numbers, by which they are known whatever else is shown."""

from PySide6.QtCore import QAbstractTableModel


class NumberedModel(QAbstractTableModel):
    """A model of rows with numbers that they keep; numbers ascend, and may repeat."""

    def number_at(self, position: int) -> int:
        """Return the number of the row at a position."""
        raise NotImplementedError

    def position_from(self, number: int) -> int:
        """Return where the first row with this number or a higher one is, or how many there are."""
        raise NotImplementedError
