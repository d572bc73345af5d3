"""Paints the cells of the connections table."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from socket_workbench.gui.looks.fonts import mono_like
from socket_workbench.gui.looks.palette import tokens
from socket_workbench.gui.looks.state_mark import Tone, draw_mark, ink
from socket_workbench.gui.models.connections_model import (
    AGE,
    IN,
    NOW,
    OUT,
    PEER,
    ROW_ROLE,
    STATE,
    ConnectionRow,
)

_PADDING = 8
_GAP = 6
_MONO = frozenset({PEER, IN, OUT})


class ConnectionDelegate(QStyledItemDelegate):
    """Addresses and amounts in the type of the wire, the state with its shape, the rest as text."""

    @staticmethod
    def width_of(view: QAbstractItemView, column: int, text: str) -> int:
        """Return how wide a column must be for a text."""
        metrics = QFontMetrics(_font(view.font(), column))
        mark = _mark_side(view.fontMetrics()) + _GAP if column == STATE else 0
        # The advance is rounded, and a fraction of a pixel too little would cost a character.
        return metrics.horizontalAdvance(text) + 2 + mark + 2 * _PADDING

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Ask for a row of comfortable height."""
        return QSize(super().sizeHint(option, index).width(), option.fontMetrics.height() + 10)

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
        place = QRectF(option.rect).adjusted(_PADDING, 0, -_PADDING, 0)
        tone = _tone(row)
        if index.column() == STATE:
            side = _mark_side(option.fontMetrics)
            mark = QRectF(place.left(), place.center().y() - side / 2, side, side)
            draw_mark(painter, mark, tone)
            place.setLeft(mark.right() + _GAP)
            painter.setPen(ink(tone))
        else:
            painter.setPen(tokens().color(_ink_of(index.column(), row)))
        font = _font(option.font, index.column())
        painter.setFont(font)
        mode = (
            Qt.TextElideMode.ElideMiddle if index.column() == PEER else Qt.TextElideMode.ElideRight
        )
        shown = QFontMetrics(font).elidedText(str(index.data()), mode, int(place.width()))
        painter.drawText(place, int(index.data(Qt.ItemDataRole.TextAlignmentRole)), shown)
        painter.restore()


def _font(font: QFont, column: int) -> QFont:
    return mono_like(font) if column in _MONO else font


def _mark_side(metrics: QFontMetrics) -> int:
    return round(metrics.height() * 0.6)


def _tone(row: ConnectionRow) -> Tone:
    return Tone.OPEN if row.open else Tone.IDLE


def _ink_of(column: int, row: ConnectionRow) -> str:
    if not row.open:
        return "dim"
    if column == NOW:
        return "waiting"
    return "dim" if column == AGE else "text"
