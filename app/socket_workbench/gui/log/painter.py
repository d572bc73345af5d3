"""Paints rows of the log."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRect
from PySide6.QtGui import QFont, QPainter

from socket_workbench.gui.log.columns import PAYLOAD, LogColumn
from socket_workbench.gui.log.row_extras import RowExtras, ground_of, paint_ground
from socket_workbench.gui.looks.fonts import mono_like, table_row_height
from socket_workbench.gui.rows.colors import LogColors, paint_edge, paint_share
from socket_workbench.gui.rows.glyphs import LaidOutTexts
from socket_workbench.gui.rows.line import LogLine
from socket_workbench.language import tr

CELL_MARGIN = 8
#: Extra width in pixels: text shaping adds fractions of a pixel.
_SLACK = 4


class LogPainter:
    """Paints whole rows: a delegate call with a style option per cell costs more than the text."""

    def __init__(self, font: QFont, main: LogColumn = PAYLOAD) -> None:
        """Prepare to paint.

        Args:
            font: the font of the table.
            main: the column with a message's edge, a row's note, and what was found.
        """
        self._main = main
        self._texts = LaidOutTexts(font)
        self._mono = LaidOutTexts(mono_like(font))
        self.row_height = table_row_height(font)

    def column_width(self, column: LogColumn, text: str) -> int:
        """Return the column width that a text needs, in pixels."""
        texts = self._mono if column.look.is_mono else self._texts
        return texts.width(text) + 2 * CELL_MARGIN + _SLACK

    def paint_row(
        self,
        painter: QPainter,
        areas: Sequence[tuple[LogColumn, QRect]],
        line: LogLine | None,
        colors: LogColors,
        extras: RowExtras | None = None,
        room: Callable[[QRect], QRect] = QRect,
    ) -> None:
        """Paint one row.

        Args:
            painter: a painter on the viewport.
            areas: the visible columns and the rectangles of their cells.
            line: the row's line; None if the journal is damaged.
            colors: the colours to paint with.
            extras: the row's mark, note and matches, if any.
            room: returns the part of a cell that texts may take.
        """
        for column, cell in areas:
            area = room(cell).adjusted(CELL_MARGIN, 0, -CELL_MARGIN, 0)
            texts = self._mono if column.look.is_mono else self._texts
            if line is None:
                if column is self._main:
                    texts.paint(painter, area, tr("This row cannot be read."), colors.error)
                continue
            if column is self._main:
                paint_edge(painter, cell, line.direction, colors)
            if column.share is not None:
                paint_share(painter, cell, column.share(line), colors)
            told = _told_in(column, line, areas)
            text = told.text(line)
            if extras is not None and column is self._main:
                area = self._paint_extras(painter, area, text, extras, colors)
            if text:
                ink = told.ink(line, colors)
                look = column.look
                texts.paint(painter, area, text, ink, right=look.is_right, elide=look.elide)

    def _paint_extras(
        self, painter: QPainter, area: QRect, text: str, extras: RowExtras, colors: LogColors
    ) -> QRect:
        """Paint the note and the background of matches; return the rectangle that is left."""
        if extras.note:
            # Leave at least half of the width to the message.
            width = min(self._texts.width(extras.note) + _SLACK, area.width() // 2)
            place = QRect(area.left(), area.top(), width, area.height())
            self._texts.paint(painter, place, extras.note, colors.accent)
            area = area.adjusted(width + CELL_MARGIN, 0, 0, 0)
        most = max(area.width() // 2, 1)
        for begin, end in extras.places:
            if begin >= most:
                break
            left = area.left() + self._mono.width(text[:begin])
            right = area.left() + self._mono.width(text[: min(end, most)])
            paint_ground(painter, ground_of(area, left, right), colors)
        return area


def _told_in(
    column: LogColumn, line: LogLine, areas: Sequence[tuple[LogColumn, QRect]]
) -> LogColumn:
    """Return the column whose text a cell shows: an empty one may show that of a hidden column."""
    other = column.stands_for
    if other is None or column.text(line) or any(shown is other for shown, _ in areas):
        return column
    return other
