"""Paints the cells of the connections table."""

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem

from socket_workbench.gui.looks.fonts import mono_like
from socket_workbench.gui.looks.palette import tokens
from socket_workbench.gui.looks.state_mark import Tone, ink
from socket_workbench.gui.panes.connections.model import (
    CONNECTION_COLUMNS,
    NOW,
    ROW_ROLE,
    ConnectionColumn,
    ConnectionRow,
)
from socket_workbench.gui.rows.cell import begin_cell, cell_width, draw_cell_mark
from socket_workbench.gui.rows.glyphs import LaidOutTexts
from socket_workbench.gui.widgets.columns import Look


class ConnectionDelegate(QStyledItemDelegate):
    """Paints addresses and amounts in the monospaced font, and states with their marks."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._type = QFont()
        self._texts = LaidOutTexts(self._type)
        self._mono = LaidOutTexts(mono_like(self._type))

    @staticmethod
    def width_of(view: QAbstractItemView, column: ConnectionColumn, text: str) -> int:
        """Return the column width that a text needs, in pixels."""
        metrics = QFontMetrics(mono_like(view.font()) if _is_mono(column) else view.font())
        mark = view.fontMetrics() if column.look is Look.STATE else None
        return cell_width(metrics, text, mark=mark)

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Return the size of a cell with padding."""
        return QSize(super().sizeHint(option, index).width(), option.fontMetrics.height() + 6)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint a cell."""
        row = index.data(ROW_ROLE)
        if not isinstance(row, ConnectionRow):
            return
        painter.save()
        column = CONNECTION_COLUMNS[index.column()]
        place = begin_cell(painter, option)
        is_call = column is NOW and row.open
        if is_call:
            # The table paints a cross there, as wide as the row is high.
            place.setRight(option.rect.right() - option.rect.height())
        tone = _tone(row)
        if column.look is Look.STATE:
            place = draw_cell_mark(painter, place, QFontMetrics(option.fontMetrics), tone)
            color = ink(tone)
        else:
            color = tokens().color(column.ink if row.open else "dim")
        texts = self._texts_of(QFont(option.font))
        texts[column.look.is_mono or is_call].paint(
            painter,
            place,
            column.text(row),
            color,
            right=column.look.is_right,
            # A call that waits has its time at the end, and a dialogue's state at the beginning.
            elide=Qt.TextElideMode.ElideMiddle if is_call else column.look.elide,
        )
        painter.restore()

    def _texts_of(self, font: QFont) -> tuple[LaidOutTexts, LaidOutTexts]:
        """Return the text caches of a font and of the matching monospaced font."""
        if font != self._type:
            self._type = font
            self._texts = LaidOutTexts(font)
            self._mono = LaidOutTexts(mono_like(font))
        return self._texts, self._mono


def _is_mono(column: ConnectionColumn) -> bool:
    """Return whether some texts of a column are in the monospaced font."""
    return column.look.is_mono or column is NOW


def _tone(row: ConnectionRow) -> Tone:
    if not row.open:
        return Tone.IDLE
    return Tone.WAITING if row.half_closed else Tone.OPEN
