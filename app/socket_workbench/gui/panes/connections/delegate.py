"""Paints the cells of the connections table."""

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from socket_workbench.gui.looks.fonts import mono_like
from socket_workbench.gui.looks.palette import tokens
from socket_workbench.gui.looks.state_mark import Tone, draw_mark, ink
from socket_workbench.gui.panes.connections.model import (
    CONNECTION_COLUMNS,
    NOW,
    ROW_ROLE,
    ConnectionColumn,
    ConnectionRow,
)
from socket_workbench.gui.rows.glyphs import LaidOutTexts
from socket_workbench.gui.widgets.columns import Look

_PADDING = 8
_GAP = 6


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
        mark = _mark_side(view.fontMetrics()) + _GAP if column.look is Look.STATE else 0
        # The advance is rounded; a column too narrow by a fraction would lose a character.
        return metrics.horizontalAdvance(text) + 2 + mark + 2 * _PADDING

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
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, tokens().color("selection"))
        column = CONNECTION_COLUMNS[index.column()]
        place = option.rect.adjusted(_PADDING, 0, -_PADDING, 0)
        is_call = column is NOW and row.open
        if is_call:
            # The table paints a cross there, as wide as the row is high.
            place.setRight(option.rect.right() - option.rect.height())
        tone = _tone(row)
        if column.look is Look.STATE:
            side = _mark_side(QFontMetrics(option.fontMetrics))
            top = QRectF(place).center().y() - side / 2
            draw_mark(painter, QRectF(place.left(), top, side, side), tone)
            place.setLeft(place.left() + side + _GAP)
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


def _mark_side(metrics: QFontMetrics) -> int:
    return round(metrics.height() * 0.6)


def _tone(row: ConnectionRow) -> Tone:
    if not row.open:
        return Tone.IDLE
    return Tone.WAITING if row.half_closed else Tone.OPEN
