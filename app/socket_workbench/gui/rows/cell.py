"""The inside of a table's cell: its ground, its padding, and the mark of a state."""

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from socket_workbench.gui.looks.palette import tokens
from socket_workbench.gui.looks.state_mark import Tone, draw_mark

_PADDING = 8
_MARK_GAP = 6


def cell_width(metrics: QFontMetrics, text: str, *, mark: QFontMetrics | None = None) -> int:
    """Return the width of a cell that shows a text, in pixels.

    Args:
        metrics: Those of the text's font.
        text: One line.
        mark: The metrics that the mark before the text is sized by; without them it has none.
    """
    # The advance is rounded; a column too narrow by a fraction would lose a character.
    width = metrics.horizontalAdvance(text) + 2 + 2 * _PADDING
    return width if mark is None else width + _mark_side(mark) + _MARK_GAP


def begin_cell(painter: QPainter, option: QStyleOptionViewItem) -> QRect:
    """Paint the ground of a selected cell, and return the place between the paddings."""
    if option.state & QStyle.StateFlag.State_Selected:
        painter.fillRect(option.rect, tokens().color("selection"))
    return option.rect.adjusted(_PADDING, 0, -_PADDING, 0)


def draw_cell_mark(painter: QPainter, place: QRect, metrics: QFontMetrics, tone: Tone) -> QRect:
    """Draw a state's mark at the left of a place, and return what is left for its text."""
    side = _mark_side(metrics)
    top = QRectF(place).center().y() - side / 2
    draw_mark(painter, QRectF(place.left(), top, side, side), tone)
    return place.adjusted(side + _MARK_GAP, 0, 0, 0)


def _mark_side(metrics: QFontMetrics) -> int:
    return round(metrics.height() * 0.6)
