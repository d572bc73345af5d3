"""What is painted with a row of the log besides its texts: mark, note and find matches."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QPainter, QPolygon

from socket_workbench.gui.log.model import LogModel
from socket_workbench.gui.rows.colors import LogColors
from socket_workbench.gui.rows.highlights import LogHighlights
from socket_workbench.gui.rows.line import LogLine, line_places

_MARK_SIZE = 6


class RowExtras(NamedTuple):
    """A row's mark, note and find matches.

    Attributes:
        is_marked: whether the row has a mark.
        note: its note; may be empty.
        places: the spans of matches in the text of its last column, in characters.
    """

    is_marked: bool = False
    note: str = ""
    places: Sequence[tuple[int, int]] = ()


def row_extras(model: LogModel, line: LogLine, highlights: LogHighlights | None) -> RowExtras:
    """Return the extras of a row."""
    places: Sequence[tuple[int, int]] = ()
    if highlights is not None and highlights.pattern is not None:
        places = line_places(line, highlights.spans(line.shown))
    found = None if model.annotations is None else model.annotations.of(line.row.number)
    if found is None:
        return RowExtras(places=places)
    return RowExtras(found.marked, found.note.replace("\n", " "), places)


def paint_mark(painter: QPainter, top: int, height: int, colors: LogColors) -> None:
    """Paint a mark, a ribbon at the left edge of the row."""
    left, upper, lower = 1, top + 4, top + height - 5
    middle = left + _MARK_SIZE // 2
    ribbon = QPolygon(
        [
            QPoint(left, upper),
            QPoint(left + _MARK_SIZE, upper),
            QPoint(left + _MARK_SIZE, lower),
            QPoint(middle, lower - 4),
            QPoint(left, lower),
        ]
    )
    painter.save()
    painter.setPen(colors.accent)
    painter.setBrush(colors.accent)
    painter.drawPolygon(ribbon)
    painter.restore()


def ground_of(area: QRect, left: int, right: int) -> QRect:
    """Return the background rectangle of a match between two x coordinates of a cell."""
    return QRect(left, area.top() + 3, right - left, area.height() - 6).intersected(area)


def paint_ground(painter: QPainter, ground: QRect, colors: LogColors) -> None:
    """Paint the background of a match, with a line below so that it does not rely on colour."""
    painter.fillRect(ground, colors.found)
    painter.fillRect(ground.adjusted(0, ground.height() - 2, 0, 0), colors.found_line)
