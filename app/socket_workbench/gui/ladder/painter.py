"""Paints the shapes of a ladder."""

from collections.abc import Iterable

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF

from socket_workbench.gui.looks.fonts import MONO_SIZE, TEXT_SIZE, mono_like, pixel_size
from socket_workbench.gui.looks.palette import Tokens, mix, tokens
from socket_workbench.journal.ladder.shapes import Box, Head, Ink, Line, Shape, Sizes, Text
from socket_workbench.journal.ladder.svg import head_points

_FILLS = {Ink.WAITING: "waiting_chip", Ink.ERROR: "error_chip"}
_FLAGS = Qt.TextFlag.TextSingleLine | Qt.TextFlag.TextDontClip | Qt.AlignmentFlag.AlignVCenter
_MOST_KEPT = 4096
"""Texts whose widths, and whose beginnings that fit, are remembered."""

_ALIGNED = {
    -1: Qt.AlignmentFlag.AlignLeft,
    0: Qt.AlignmentFlag.AlignHCenter,
    1: Qt.AlignmentFlag.AlignRight,
}


def sizes_for(font: QFont) -> Sizes:
    """Return the sizes that fit a font of the interface."""
    return Sizes(pixel_size(font) / TEXT_SIZE)


def ink_color(ink: Ink, chosen: Tokens) -> QColor:
    """Return the colour of an ink."""
    if ink is Ink.LINE:
        # A lifeline is read, which the border of a card is not.
        return QColor(mix(chosen.line, chosen.dim, 0.35))
    return chosen.color(ink.value)


class LadderPainter:
    """Paints shapes in the colours of a theme.

    Args:
        font: the font of the interface; data has the monospaced one that matches it.
        chosen: the colours; None for those in use.
    """

    def __init__(self, font: QFont, chosen: Tokens | None = None) -> None:
        self._chosen = tokens() if chosen is None else chosen
        self._colors = {ink: ink_color(ink, self._chosen) for ink in Ink}
        self._mono = mono_like(font)
        self._name = QFont(font)
        self._name.setWeight(QFont.Weight.DemiBold)
        self._mono_width = QFontMetricsF(self._mono)
        self._name_width = QFontMetricsF(self._name)
        self._scale = self._mono.pixelSize() / MONO_SIZE
        # Scrolling shows the same texts again and again.
        self._widths: dict[tuple[str, bool], float] = {}
        self._elided: dict[tuple[str, bool, float, int], str] = {}

    def paint(self, painter: QPainter, shapes: Iterable[Shape]) -> None:
        """Paint shapes, the first one at the bottom."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for shape in shapes:
            if isinstance(shape, Text):
                self._paint_text(painter, shape)
            elif isinstance(shape, Line):
                self._paint_line(painter, shape)
            else:
                self._paint_box(painter, shape)

    def rectangle(self, text: Text) -> QRectF:
        """Return where a text is."""
        width = min(self._width(text), text.room)
        height = self._mono_width.height()
        return QRectF(text.x - width * (text.align + 1) / 2, text.y - height / 2, width, height)

    def is_cut(self, text: Text) -> bool:
        """Whether a text is wider than its room."""
        return self._width(text) > text.room

    def _width(self, text: Text) -> float:
        key = (text.text, text.is_bold)
        width = self._widths.get(key)
        if width is None:
            if len(self._widths) > _MOST_KEPT:
                self._widths.clear()
            width = self._widths[key] = self._metrics(text).horizontalAdvance(text.text)
        return width

    def _metrics(self, text: Text) -> QFontMetricsF:
        return self._name_width if text.is_bold else self._mono_width

    def fitting(self, text: Text) -> str:
        """Return as much of a text as there is room for."""
        if self._width(text) <= text.room:
            return text.text
        key = (text.text, text.is_bold, text.room, text.kept)
        words = self._elided.get(key)
        if words is None:
            if len(self._elided) > _MOST_KEPT:
                self._elided.clear()
            words = self._elided[key] = self._cut(text)
        return words

    def _cut(self, text: Text) -> str:
        metrics, (beginning, end) = self._metrics(text), text.parts
        room = text.room - metrics.horizontalAdvance(end)
        if room <= 0:
            beginning, end, room = text.text, "", text.room
        return metrics.elidedText(beginning, Qt.TextElideMode.ElideRight, room) + end

    def _paint_text(self, painter: QPainter, text: Text) -> None:
        painter.setFont(self._name if text.is_bold else self._mono)
        painter.setPen(self._colors[text.ink])
        words = self.fitting(text)
        painter.drawText(self.rectangle(text), int(_FLAGS | _ALIGNED[text.align]), words)

    def _paint_line(self, painter: QPainter, line: Line) -> None:
        color = self._colors[line.ink]
        width = 1.5 * self._scale
        pen = QPen(color, width)
        if line.is_dashed:
            pen.setDashPattern([4, 3])
        painter.setPen(pen)
        painter.drawLine(QLineF(line.x1, line.y1, line.x2, line.y2))
        painter.setPen(QPen(color, width))
        points = [QPointF(*point) for point in head_points(line, 9 * self._scale)]
        match line.head:
            case Head.ARROW:
                painter.setBrush(color)
                painter.drawPolygon(QPolygonF(points))
                painter.setBrush(Qt.BrushStyle.NoBrush)
            case Head.OPEN:
                painter.drawPolyline(QPolygonF(points))
            case Head.CROSS:
                painter.setPen(QPen(color, 2 * self._scale))
                x, y, arm = line.x2, line.y2, 5 * self._scale
                painter.drawLine(QLineF(x - arm, y - arm, x + arm, y + arm))
                painter.drawLine(QLineF(x - arm, y + arm, x + arm, y - arm))

    def _paint_box(self, painter: QPainter, box: Box) -> None:
        pen = QPen(self._colors[box.ink], 1.2 * self._scale)
        if box.is_open:
            pen.setDashPattern([3, 2])
        painter.setPen(pen)
        painter.setBrush(self._chosen.color(_FILLS.get(box.ink, "card")))
        corner = 3 * self._scale
        area = QRectF(box.x - box.width / 2, box.top, box.width, box.bottom - box.top)
        painter.drawRoundedRect(area, corner, corner)
        painter.setBrush(Qt.BrushStyle.NoBrush)
