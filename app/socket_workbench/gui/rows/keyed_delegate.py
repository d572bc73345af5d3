"""Paints the cells of a `KeyedTable`."""

from functools import lru_cache

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem

from socket_workbench.gui.looks.fonts import TEXT_SIZE, mono_font, pixel_size, text_font
from socket_workbench.gui.looks.palette import tokens
from socket_workbench.gui.looks.state_mark import ink
from socket_workbench.gui.rows.cell import begin_cell, cell_width, draw_cell_mark
from socket_workbench.gui.rows.keyed_model import KeyedColumn, KeyedModel, KeyedRow, cell_text
from socket_workbench.gui.widgets.columns import Look


class KeyedDelegate(QStyledItemDelegate):
    """Paints addresses and numbers in the monospaced font, and states with their marks."""

    @staticmethod
    def width_of(view: QAbstractItemView, column: KeyedColumn, text: str) -> int:
        """Return the column width that a text needs, in pixels."""
        metrics = _type_of(pixel_size(view.font()), column.look)[1]
        return cell_width(metrics, text, mark=metrics if column.look is Look.STATE else None)

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Return the size of a cell with padding."""
        return QSize(super().sizeHint(option, index).width(), option.fontMetrics.height() + 10)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint a cell.

        Some hundred cells are painted twice a second, so this reads the row instead of roles.
        """
        model = index.model()
        if not isinstance(model, KeyedModel):
            return
        row, column = model.row_at(index.row()), model.columns[index.column()]
        place = begin_cell(painter, option)
        font, metrics = _type_of(pixel_size(QFont(option.font)), column.look)
        painter.setFont(font)
        if column.look is Look.STATE:
            place = draw_cell_mark(painter, place, metrics, row.tone)
            painter.setPen(ink(row.tone))
        else:
            painter.setPen(tokens().color("text" if _matters(column, row) else "dim"))
        text = cell_text(column, row)
        if metrics.horizontalAdvance(text) > place.width():
            text = metrics.elidedText(text, column.look.elide, place.width())
        painter.drawText(place, int(column.look.alignment), text)


@lru_cache(maxsize=32)
def _type_of(pixels: int, look: Look) -> tuple[QFont, QFontMetrics]:
    scale = pixels / TEXT_SIZE
    font = mono_font(scale) if look.is_mono else text_font(scale)
    return font, QFontMetrics(font)


def _matters(column: KeyedColumn, row: KeyedRow) -> bool:
    """Return whether a cell is anything but a zero; zeros are painted dimmed."""
    return column.look is not Look.NUMBER or column.value is None or bool(column.value(row))
