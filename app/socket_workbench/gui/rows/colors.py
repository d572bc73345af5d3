"""The colours of the log, the conversation and the message view."""

from functools import lru_cache
from typing import NamedTuple

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QPainter

from socket_workbench.gui.looks.palette import Tokens, mix, tokens
from socket_workbench.journal.row import Direction

_EDGE_WIDTH = 2
_EDGE_GAP = 3


class LogColors(NamedTuple):
    """The colours of a log; all texts are readable on a card and on a selected row.

    Attributes:
        client_to_server: arrow and edge of messages that go from a client to a server.
        server_to_client: arrow and edge of messages that go from a server to a client.
        text: payloads, names and words.
        dim: times, kinds and secondary text.
        error: errors.
        waiting: calls that wait.
        selection: the background of a selected row.
        line: borders and separators.
        accent: focus and marks.
        found: the background of a find match.
        found_line: the line below a find match.
        bar: the ground of a bar that shows how long a call waited; texts are readable on it.
    """

    client_to_server: QColor
    server_to_client: QColor
    text: QColor
    dim: QColor
    error: QColor
    waiting: QColor
    selection: QColor
    line: QColor
    accent: QColor
    found: QColor
    found_line: QColor
    bar: QColor

    def of(self, direction: Direction | None) -> QColor:
        """Return the colour of a direction; `text` for None."""
        if direction is Direction.TO_SERVER:
            return self.client_to_server
        if direction is Direction.TO_CLIENT:
            return self.server_to_client
        return self.text


def paint_edge(
    painter: QPainter, cell: QRect, direction: Direction | None, colors: LogColors
) -> None:
    """Paint a message's direction as an edge at the left of its cell; nothing without one."""
    if direction is not None:
        height = cell.height() - 2 * _EDGE_GAP
        place = QRect(cell.left(), cell.top() + _EDGE_GAP, _EDGE_WIDTH, height)
        painter.fillRect(place, colors.of(direction))


def paint_share(painter: QPainter, cell: QRect, share: float, colors: LogColors) -> None:
    """Paint a bar that fills a part of a cell, from its left.

    Args:
        painter: the painter.
        cell: the cell.
        share: the part, from 0 to 1.
        colors: the colours to paint with.
    """
    if share > 0:
        width = max(round(share * (cell.width() - 2 * _EDGE_GAP)), 1)
        height = cell.height() - 2 * _EDGE_GAP
        place = QRect(cell.left() + _EDGE_GAP, cell.top() + _EDGE_GAP, width, height)
        painter.fillRect(place, colors.bar)


def colors_in_use() -> LogColors:
    """Return the colours of the current theme. Call it on each paint."""
    return _colors_of(tokens())


@lru_cache(maxsize=4)
def _colors_of(chosen: Tokens) -> LogColors:
    return LogColors(
        client_to_server=QColor(chosen.to_server),
        server_to_client=QColor(chosen.to_client),
        text=QColor(chosen.text),
        dim=QColor(chosen.dim),
        error=QColor(chosen.error),
        waiting=QColor(chosen.waiting),
        selection=QColor(chosen.selection),
        line=QColor(chosen.line),
        accent=QColor(chosen.accent),
        found=QColor(mix(chosen.waiting_chip, chosen.waiting, 0.06)),
        found_line=QColor(chosen.waiting),
        bar=QColor(chosen.waiting_chip),
    )
