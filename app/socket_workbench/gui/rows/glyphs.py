"""A cache of text layouts, since most texts occur many times in a log."""

from collections import OrderedDict
from collections.abc import Callable
from typing import NamedTuple, TypeAlias

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QPainter,
    QStaticText,
    QTextLayout,
    QTextOption,
    QTransform,
)

from socket_workbench.gui.looks.missing_scripts import with_boxes
from socket_workbench.gui.rows.text import escapes_in_order
from socket_workbench.payload.text import printable

_MOST_TEXTS = 2_000

_Key: TypeAlias = str | tuple[str, int, Qt.TextElideMode]
"""A text that is laid out whole; or one with the width that it is elided to, and where."""


class _LaidOut(NamedTuple):
    """A text that is laid out.

    Attributes:
        layout: the layout.
        width: its width, in pixels.
        raised: how much higher it is painted, in pixels, since another font that stands in for
            missing letters, such as Chinese ones, has moved its baseline down.
    """

    layout: QStaticText
    width: float
    raised: float


class LaidOutTexts:
    """Paints texts of one font in rectangles, with a cache of the most recent layouts.

    The font is copied: that of a style option is valid during the call only.

    Args:
        font: the font.
        in_order: adds the marks to a text that keep the order of what is in it.
    """

    def __init__(self, font: QFont, in_order: Callable[[str], str] = escapes_in_order) -> None:
        self._in_order = in_order
        self.font = QFont(font)
        self.metrics = QFontMetrics(self.font)
        # Whatever the first letter is: see `escapes_in_order`.
        self._option = QTextOption()
        self._option.setTextDirection(Qt.LayoutDirection.LeftToRight)
        self._texts: OrderedDict[_Key, _LaidOut] = OrderedDict()
        self._widest = self.metrics.horizontalAdvance("…")

    def paint(
        self,
        painter: QPainter,
        area: QRect,
        text: str,
        color: QColor,
        *,
        right: bool = False,
        elide: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
    ) -> None:
        """Paint a text, vertically centred, and elided to the width of the area.

        Args:
            painter: the painter; its font is not used.
            area: the rectangle of the text.
            text: one line.
            color: the colour of the text.
            right: whether to align it at the right.
            elide: where to elide it.
        """
        room = area.width()
        if room <= self._widest:
            return
        laid_out = self._laid_out(text, room, elide)
        left = area.left() + (room - laid_out.width if right else 0)
        top = area.top() + (area.height() - self.metrics.height()) / 2 - laid_out.raised
        painter.setFont(self.font)
        painter.setPen(color)
        painter.drawStaticText(QPointF(left, top), laid_out.layout)

    def _laid_out(self, text: str, room: int, elide: Qt.TextElideMode) -> _LaidOut:
        # Do not lay out what will not be visible: few characters are narrower than two pixels.
        most = max(room // 2, 1)
        if len(text) <= most:
            laid_out = self._laid_out_whole(text)
            if laid_out.width <= room:
                return laid_out
        seen = text[:most] if elide is Qt.TextElideMode.ElideRight else text
        known = self._find((seen, room, elide))
        if known is not None:
            return known
        elided = self.metrics.elidedText(self._drawn(seen), elide, room)
        return self._lay_out((seen, room, elide), elided)

    def _laid_out_whole(self, text: str) -> _LaidOut:
        known = self._find(text)
        return self._lay_out(text, self._drawn(text)) if known is None else known

    def _find(self, key: _Key) -> _LaidOut | None:
        known = self._texts.get(key)
        if known is not None:
            self._texts.move_to_end(key)
        return known

    def _lay_out(self, key: _Key, drawn: str) -> _LaidOut:
        """Lay out what `_drawn` has returned, or part of that, and keep it.

        Escapes in order have marks, which `_drawn` would replace by escapes of their own.
        """
        laid_out = QStaticText(drawn)
        laid_out.setTextFormat(Qt.TextFormat.PlainText)
        laid_out.setTextOption(self._option)
        laid_out.prepare(QTransform(), self.font)
        size = laid_out.size()
        raised = self._raised(drawn) if size.height() > self.metrics.height() else 0
        known = self._texts[key] = _LaidOut(laid_out, size.width(), raised)
        if len(self._texts) > _MOST_TEXTS:
            self._texts.popitem(last=False)
        return known

    def _raised(self, text: str) -> float:
        """Return how much further the baseline of a text is from its top than that of the font."""
        layout = QTextLayout(text, self.font)
        layout.beginLayout()
        line = layout.createLine()
        layout.endLayout()
        return max(line.ascent() - self.metrics.ascent(), 0)

    def width(self, text: str) -> int:
        """Return the width of a text, in pixels."""
        return self.metrics.horizontalAdvance(self._drawn(text))

    def _drawn(self, text: str) -> str:
        """Return the text to paint, without characters that change the order of others."""
        return self._in_order(with_boxes(printable(text)))
