"""The header of a keyed table."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QAbstractItemView

from socket_workbench.gui.looks.fonts import pixel_size
from socket_workbench.gui.rows.keyed_delegate import KeyedDelegate
from socket_workbench.gui.rows.keyed_model import KeyedColumn
from socket_workbench.gui.widgets.columns import ColumnHeader, type_scale
from socket_workbench.language import tr

_ROOM = 18
"""Horizontal padding of a column title, in pixels."""


class KeyedHeader(ColumnHeader):
    """The header of a table that may be sorted.

    Columns make room for the others while the table would scroll sideways.

    Args:
        columns: the columns of the table.
        yielding: see `ColumnHeader`.
        view: the table.
    """

    def __init__(
        self, columns: Sequence[KeyedColumn], yielding: Sequence[str], view: QAbstractItemView
    ) -> None:
        super().__init__(columns, yielding, view)
        self._view = view
        self._font_size = 0
        self.setSectionsClickable(True)
        # A third click removes the sort order.
        self.setSortIndicatorClearable(True)
        self.setSortIndicator(-1, Qt.SortOrder.DescendingOrder)

    def fit_font(self, font: QFont) -> None:
        """Scale the widths with the font of the table; the first time, set them.

        The header's own font is updated after that of the table.
        """
        before, self._font_size = self._font_size, pixel_size(font)
        if not before:
            self._resize_all(self._usual_widths())
        elif before != self._font_size:
            widths = map(self.width_of, range(len(self._columns)))
            self._resize_all([round(width * self._font_size / before) for width in widths])
        self._make_room()

    def _scale(self) -> float:
        return type_scale(self._font_size)

    def _usual_widths(self) -> list[int]:
        return [max(self._title_width(each), self._sample_width(each)) for each in self._columns]

    def _least_widths(self) -> list[int]:
        """Return the widths of the titles; of columns whose texts are never cut, those of texts."""
        return [
            max(self._title_width(each), 0 if each.look.may_be_cut else self._sample_width(each))
            for each in self._columns
        ]

    def _title_width(self, column: KeyedColumn) -> int:
        font = QFont(self._view.font())
        font.setWeight(QFont.Weight.Medium)
        return QFontMetrics(font).horizontalAdvance(tr(column.title)) + _ROOM

    def _sample_width(self, column: KeyedColumn) -> int:
        return KeyedDelegate.width_of(self._view, column, column.sample)
