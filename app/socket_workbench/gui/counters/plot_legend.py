"""The title and legend of a plot, with current values."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from socket_workbench.gui.looks.palette import tokens
from socket_workbench.gui.looks.plain import plain_tooltip

AREA_SHARE = 0.16
"""The opacity of the area under a curve."""

LINE_WIDTH = 1.5

_SWATCH = 14
_GAP = 6


@dataclass(frozen=True, slots=True)
class Curve:
    """How a curve is drawn.

    Attributes:
        token: the name of its colour.
        filled: whether the area under it is filled, to distinguish it without colour.
    """

    token: str
    filled: bool = False


class PlotLegend(QWidget):
    """A title, then the mark and value of each curve at a fixed position."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = title
        self._entries: tuple[tuple[Curve, str], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_values(self, entries: Sequence[tuple[Curve, str]]) -> None:
        """Set the texts of the curves."""
        if tuple(entries) != self._entries:
            self._entries = tuple(entries)
            self.setAccessibleName(self.text())
            self.update()

    def text(self) -> str:
        """Return the whole text."""
        return " · ".join([self._title, *(text for _, text in self._entries)])

    def sizeHint(self) -> QSize:
        """Return the size of one line."""
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self.text()), metrics.height() + 4)

    def minimumSizeHint(self) -> QSize:
        """Allow any width, but no less height."""
        return QSize(0, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the title at the left, and the curves' entries in equal parts of the rest."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics, inside = self.fontMetrics(), QRectF(self.rect())
        painter.setPen(tokens().color("dim"))
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter, self._title)
        begin = inside.left() + metrics.horizontalAdvance(self._title) + 3 * _GAP
        if not self._entries:
            return
        is_cut = False
        part = (inside.right() - begin) / len(self._entries)
        for place, (curve, text) in enumerate(self._entries):
            room = QRectF(begin + place * part, inside.top(), part, inside.height())
            self._paint_sign(painter, curve, QRectF(room.left(), 0, _SWATCH, room.height()))
            painter.setPen(tokens().color("text"))
            words = room.adjusted(_SWATCH + _GAP, 0, 0, 0)
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(words.width()))
            is_cut = is_cut or shown != text
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, shown)
        self.setToolTip(plain_tooltip(self.text() if is_cut else ""))

    @staticmethod
    def _paint_sign(painter: QPainter, curve: Curve, room: QRectF) -> None:
        color, middle = tokens().color(curve.token), room.center().y()
        if curve.filled:
            area = QRectF(room.left(), middle - 4, room.width(), 8)
            shade = tokens().color(curve.token)
            shade.setAlphaF(AREA_SHARE * 1.5)
            painter.fillRect(area, shade)
            middle = area.top()
        painter.setPen(QPen(color, LINE_WIDTH + 0.5))
        painter.drawLine(round(room.left()), round(middle), round(room.right()), round(middle))
