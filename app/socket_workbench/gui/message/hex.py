"""The hex view of a payload; only the visible lines are formatted and painted."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import islice
from operator import itemgetter

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFontMetricsF,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QSizePolicy, QWidget

from socket_workbench.gui.looks.fonts import mono_like
from socket_workbench.gui.message.grid import HexGrid
from socket_workbench.gui.rows.colors import LogColors, colors_in_use
from socket_workbench.language import tr

_MARGIN = 10.0
"""Left and right of the lines, in pixels."""
_TOP = 4.0
"""Above and below the lines, in pixels."""
#: The most bytes that are copied as hex; the text is three times as long.
MOST_COPIED = 16 * 1024 * 1024


class HexView(QAbstractScrollArea):
    """Shows sixteen bytes per line, or fewer where there is not enough room.

    Its speed does not depend on the size of the payload.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._payload = b""
        self._found: Sequence[tuple[int, int]] = ()
        self._cursor = 0
        self._anchor = 0
        self._selecting = False
        self._colors: LogColors | None = None
        self._grid = HexGrid(1.0, 1.0)
        self.setProperty("looks", "bare")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Message in hex"))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.viewport().setCursor(Qt.CursorShape.IBeamCursor)
        self._measure()

    def set_colors(self, colors: LogColors | None) -> None:
        """Set the colours to paint with; None uses those of the current theme."""
        self._colors = colors
        self.viewport().update()

    def set_payload(self, payload: bytes) -> None:
        """Show these bytes from the beginning, without a selection."""
        self._payload = payload
        self._found = ()
        self._cursor = self._anchor = 0
        self._place_bars()
        self.verticalScrollBar().setValue(0)
        self.horizontalScrollBar().setValue(0)
        self.viewport().update()

    def set_found(self, spans: Sequence[tuple[int, int]]) -> None:
        """Set the ranges to highlight: ascending pairs of first byte and byte after the last."""
        self._found = spans
        self.viewport().update()

    def selected_range(self) -> range:
        """Return the offsets of the selected bytes; empty without a selection."""
        return range(*sorted((self._anchor, self._cursor)))

    def select(self, first: int, end: int) -> None:
        """Select the bytes from `first` to before `end`."""
        self._anchor = self._bounded(first)
        self._cursor = self._bounded(end)
        self._show_cursor()
        self.viewport().update()

    def select_all(self) -> None:
        """Select all bytes without scrolling."""
        self._anchor, self._cursor = 0, len(self._payload)
        self.viewport().update()

    def copy(self) -> None:
        """Copy the selected bytes as hex, or all bytes without a selection."""
        chosen = self.selected_range() or range(len(self._payload))
        part = self._payload[chosen.start : min(chosen.stop, chosen.start + MOST_COPIED)]
        QGuiApplication.clipboard().setText(part.hex(" "))

    def sizeHint(self) -> QSize:
        """Return a size for four whole lines."""
        width = self._grid.width + 2 * _MARGIN
        return QSize(round(width) + 16, round(4 * self._grid.line_height + 2 * _TOP))

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the visible lines."""
        if not self._payload:
            return
        colors = self._colors or colors_in_use()
        painter = QPainter(self.viewport())
        painter.setFont(self._mono)
        first = self.verticalScrollBar().value()
        rows = int(self.viewport().height() // self._grid.line_height) + 2
        last = min(first + rows, self._grid.line_count(len(self._payload)))
        ascent = QFontMetricsF(self._mono).ascent()
        left = _MARGIN - self.horizontalScrollBar().value()
        for line in range(first, last):
            top = _TOP + (line - first) * self._grid.line_height
            self._paint_found(painter, line, QPointF(left, top), colors)
            self._paint_selection(painter, line, QPointF(left, top), colors)
            offset, left_half, right_half, text = self._grid.line_texts(self._payload, line)
            baseline = top + ascent
            painter.setPen(colors.dim)
            painter.drawText(QPointF(left, baseline), offset)
            bars = "|" + " " * len(text) + "|"
            painter.drawText(QPointF(left + self._grid.bar_left, baseline), bars)
            painter.setPen(colors.text)
            painter.drawText(QPointF(left + self._grid.hex_left(0), baseline), left_half)
            painter.drawText(
                QPointF(left + self._grid.hex_left(self._grid.half), baseline), right_half
            )
            painter.drawText(QPointF(left + self._grid.text_left(0), baseline), text)
        painter.end()

    def _paint_selection(
        self, painter: QPainter, line: int, corner: QPointF, colors: LogColors
    ) -> None:
        chosen = self.selected_range()
        start = max(chosen.start - line * self._line_bytes, 0)
        stop = min(chosen.stop - line * self._line_bytes, self._line_bytes)
        if start >= stop:
            if (
                self.hasFocus()
                and line == min(self._cursor, max(len(self._payload) - 1, 0)) // self._line_bytes
            ):
                self._paint_cursor(painter, corner, colors)
            return
        self._fill(painter, corner, (start, stop), colors.selection)

    def _paint_found(
        self, painter: QPainter, line: int, corner: QPointF, colors: LogColors
    ) -> None:
        begin = line * self._line_bytes
        place = bisect_right(self._found, begin, key=itemgetter(1))
        for first, end in islice(self._found, place, None):
            if first >= begin + self._line_bytes:
                break
            part = max(first - begin, 0), min(end - begin, self._line_bytes)
            self._fill(painter, corner, part, colors.found)

    def _fill(
        self, painter: QPainter, corner: QPointF, part: tuple[int, int], color: QColor
    ) -> None:
        """Paint the background of bytes of one line, in hex and in text."""
        start, stop = part
        for left, right in (
            (self._grid.hex_left(start), self._grid.hex_right(stop - 1)),
            (self._grid.text_left(start), self._grid.text_left(stop)),
        ):
            area = QRectF(corner.x() + left, corner.y(), right - left, self._grid.line_height)
            painter.fillRect(area, color)

    def _paint_cursor(self, painter: QPainter, corner: QPointF, colors: LogColors) -> None:
        place = self._cursor % self._line_bytes if self._cursor < len(self._payload) else None
        left = (
            self._grid.hex_left(place)
            if place is not None
            else self._grid.hex_right(
                (len(self._payload) - 1) % self._line_bytes if self._payload else 0
            )
        )
        caret = QRectF(corner.x() + left - 1, corner.y(), 1.5, self._grid.line_height)
        painter.fillRect(caret, colors.accent)

    # Mouse and keys

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a selection; with Shift, extend it."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        self._selecting = True
        self._cursor = self._offset_at(event.position())
        if not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._anchor = self._cursor
        self.viewport().update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Extend the selection to the mouse."""
        if self._selecting:
            self._cursor = self._offset_at(event.position())
            self._show_cursor()
            self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the selection."""
        self._selecting = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Handle cursor keys, Copy and Select all."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
            return
        if event.matches(QKeySequence.StandardKey.SelectAll):
            self.select_all()
            return
        target = self._target_of(event)
        if target is None:
            super().keyPressEvent(event)
            return
        self._cursor = self._bounded(target)
        if not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._anchor = self._cursor
        self._show_cursor()
        self.viewport().update()

    def _target_of(self, event: QKeyEvent) -> int | None:
        page = max(self._lines_seen() - 1, 1) * self._line_bytes
        steps = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -self._line_bytes,
            Qt.Key.Key_Down: self._line_bytes,
            Qt.Key.Key_PageUp: -page,
            Qt.Key.Key_PageDown: page,
        }
        key = Qt.Key(event.key())
        if key in steps:
            return self._cursor + steps[key]
        everything = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if key == Qt.Key.Key_Home:
            return 0 if everything else self._cursor // self._line_bytes * self._line_bytes
        if key == Qt.Key.Key_End:
            line_end = (self._cursor // self._line_bytes + 1) * self._line_bytes
            return len(self._payload) if everything else line_end
        return None

    # Measures

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Adapt the number of bytes in a line, and the scroll bars."""
        self._measure()

    def changeEvent(self, event: QEvent) -> None:
        """Adapt to another font."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._measure()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Repaint instead of moving pixels."""
        self.viewport().update()

    @property
    def _line_bytes(self) -> int:
        return self._grid.line_bytes

    def _measure(self) -> None:
        self._mono = mono_like(self.font())
        metrics = QFontMetricsF(self._mono)
        # With the width of a scroll bar, since whether there is one depends on the grid.
        room = self.width() - 2 * _MARGIN - self.verticalScrollBar().sizeHint().width()
        height = round(metrics.height() * 1.25)
        first = self.verticalScrollBar().value() * self._line_bytes
        self._grid = HexGrid.fitting(metrics.horizontalAdvance("0"), height, room)
        self._place_bars()
        self.verticalScrollBar().setValue(first // self._line_bytes)
        self.viewport().update()

    def _place_bars(self) -> None:
        lines = self._grid.line_count(len(self._payload))
        seen = self._lines_seen()
        vertical, horizontal = self.verticalScrollBar(), self.horizontalScrollBar()
        vertical.setRange(0, max(lines - seen, 0))
        vertical.setPageStep(max(seen - 1, 1))
        width = round(self._grid.width + 2 * _MARGIN)
        horizontal.setRange(0, max(width - self.viewport().width(), 0))
        horizontal.setPageStep(self.viewport().width())
        horizontal.setSingleStep(round(self._grid.character_width))

    def _lines_seen(self) -> int:
        return max(int((self.viewport().height() - 2 * _TOP) // self._grid.line_height), 1)

    def _offset_at(self, position: QPointF | QPoint) -> int:
        line = self.verticalScrollBar().value()
        line += int((position.y() - _TOP) // self._grid.line_height)
        x = position.x() - _MARGIN + self.horizontalScrollBar().value()
        return self._bounded(max(line, 0) * self._line_bytes + self._grid.place_at(x))

    def _bounded(self, offset: int) -> int:
        return min(max(offset, 0), len(self._payload))

    def _show_cursor(self) -> None:
        line = min(self._cursor, max(len(self._payload) - 1, 0)) // self._line_bytes
        bar = self.verticalScrollBar()
        if line < bar.value():
            bar.setValue(line)
        elif line >= bar.value() + self._lines_seen():
            bar.setValue(line - self._lines_seen() + 1)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the cursor."""
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the cursor."""
        super().focusOutEvent(event)
        self.viewport().update()
