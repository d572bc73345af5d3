"""Paints the cells of the connections table."""

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from socket_workbench.gui.looks.fonts import mono_like
from socket_workbench.gui.looks.palette import tokens
from socket_workbench.gui.looks.state_mark import Tone, draw_mark, ink
from socket_workbench.gui.panes.connections_model import (
    AGE,
    AMOUNTS,
    IN,
    NOW,
    OUT,
    PEER,
    ROW_ROLE,
    STATE,
    ConnectionRow,
    cell_text,
)
from socket_workbench.gui.rows.glyphs import LaidOutTexts

_PADDING = 8
_GAP = 6
_MONO = frozenset({PEER, IN, OUT})


class ConnectionDelegate(QStyledItemDelegate):
    """Addresses and amounts in the type of the wire, the state with its shape, the rest as text."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._type = QFont()
        self._texts = LaidOutTexts(self._type)
        self._mono = LaidOutTexts(_font(self._type, PEER))

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
        column = index.column()
        place = option.rect.adjusted(_PADDING, 0, -_PADDING, 0)
        tone = _tone(row)
        if column == STATE:
            side = _mark_side(QFontMetrics(option.fontMetrics))
            top = QRectF(place).center().y() - side / 2
            draw_mark(painter, QRectF(place.left(), top, side, side), tone)
            place.setLeft(place.left() + side + _GAP)
        color = ink(tone) if column == STATE else tokens().color(_ink_of(column, row))
        self._texts_of(QFont(option.font), column).paint(
            painter,
            place,
            cell_text(row, column),
            color,
            right=column in AMOUNTS,
            elide=Qt.TextElideMode.ElideMiddle if column == PEER else Qt.TextElideMode.ElideRight,
        )
        painter.restore()

    def _texts_of(self, font: QFont, column: int) -> LaidOutTexts:
        if font != self._type:
            self._type = font
            self._texts = LaidOutTexts(font)
            self._mono = LaidOutTexts(_font(font, PEER))
        return self._mono if column in _MONO else self._texts


def _font(font: QFont, column: int) -> QFont:
    return mono_like(font) if column in _MONO else font


def _mark_side(metrics: QFontMetrics) -> int:
    return round(metrics.height() * 0.6)


def _tone(row: ConnectionRow) -> Tone:
    if not row.open:
        return Tone.IDLE
    return Tone.WAITING if row.half_closed else Tone.OPEN


def _ink_of(column: int, row: ConnectionRow) -> str:
    if not row.open:
        return "dim"
    if column == NOW:
        return "waiting"
    return "dim" if column == AGE else "text"
