"""A view of Python source text with line numbers and marks on lines."""

import enum
from collections.abc import Iterable
from typing import NamedTuple

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QFontMetricsF,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextBlock,
    QTextCursor,
    QTextFormat,
)
from PySide6.QtWidgets import QFrame, QTextEdit, QWidget

from socket_workbench.gui.looks.fonts import mono_like
from socket_workbench.gui.looks.palette import tokens
from socket_workbench.gui.widgets.python_colors import PythonColors
from socket_workbench.gui.widgets.text_edit import TextEdit

_MARGIN = 6
"""Pixels beside the line numbers."""

_LONGEST_WORDS = 200
"""Characters of a mark's words that are shown."""


class MarkKind(enum.Enum):
    """What a mark says of its line; where several are on one line, the last one is shown."""

    HINT = enum.auto()
    RETURNED = enum.auto()
    FAILED = enum.auto()
    CHOSEN = enum.auto()
    """Of a row that was chosen elsewhere."""
    WAITING = enum.auto()
    HELD = enum.auto()


class LineMark(NamedTuple):
    """A mark on a line.

    Attributes:
        line: from 1; lines that the text does not have are ignored.
        kind: what it says.
        words: shown behind the line, such as `= 8` or `waiting 4.1 s`; may be empty.
    """

    line: int
    kind: MarkKind
    words: str = ""


class SourceView(TextEdit):
    """Shows source text, which cannot be edited.

    Signals:
        line_chosen(int): the user has clicked the number of a line, from 1.
    """

    line_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUndoRedoEnabled(False)
        self.setLineWrapMode(TextEdit.LineWrapMode.NoWrap)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._marks: dict[int, LineMark] = {}
        self._colors = PythonColors(self.document())
        self._numbers = _LineNumbers(self)
        self.blockCountChanged.connect(self._fit_numbers)
        self.updateRequest.connect(self._on_update_request)
        self._dress()

    def set_source(self, text: str) -> None:
        """Show a text; marks are removed, and the place is kept as far as there is one."""
        if text == self.text():
            self.set_marks(())
            return
        place = self.verticalScrollBar().value()
        self.set_marks(())
        self.setPlainText(text)
        self.verticalScrollBar().setValue(place)

    def set_marks(self, marks: Iterable[LineMark]) -> None:
        """Show these marks and no others."""
        chosen: dict[int, LineMark] = {}
        for mark in sorted(marks, key=lambda each: each.kind.value):
            chosen[mark.line] = mark
        if chosen != self._marks:
            self._marks = chosen
            self._show_marks()

    def marks(self) -> list[LineMark]:
        """Return the marks that are shown, by line."""
        return sorted(self._marks.values())

    def show_line(self, line: int) -> None:
        """Scroll to a line, from 1, and put the cursor there."""
        block = self.document().findBlockByNumber(line - 1)
        if block.isValid():
            self.setTextCursor(QTextCursor(block))
            self.centerCursor()

    def show_mark(self, line: int) -> None:
        """Scroll so that a line can be seen, if it cannot be."""
        block = self.document().findBlockByNumber(line - 1)
        place = self.blockBoundingGeometry(block).translated(self.contentOffset())
        room = self.viewport().rect()
        if block.isValid() and (place.bottom() > room.bottom() or place.top() < 0):
            self.show_line(line)

    @Slot()
    def changeEvent(self, event: QEvent) -> None:
        """Adapt to another font or theme."""
        super().changeEvent(event)
        if event.type() in (
            QEvent.Type.FontChange,
            QEvent.Type.StyleChange,
            QEvent.Type.PaletteChange,
        ) and hasattr(self, "_numbers"):
            self._dress()

    def _dress(self) -> None:
        """Use the font and the colours of the theme in use."""
        # The font is the document's: that of the widget provides the size.
        mono = mono_like(self.font())
        if self.document().defaultFont() != mono:
            self.document().setDefaultFont(mono)
            self.setTabStopDistance(4 * QFontMetricsF(mono).horizontalAdvance(" "))
        self._colors.use_theme()
        self._fit_numbers()
        self._show_marks()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the text, and the words of marks behind their lines."""
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        for block, top in self.visible_blocks():
            mark = self._marks.get(block.blockNumber() + 1)
            if mark is not None and mark.words:
                self._paint_words(painter, block, top, mark)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the line numbers at the edge."""
        super().resizeEvent(event)
        self._fit_numbers()

    def visible_blocks(self) -> Iterable[tuple[QTextBlock, int]]:
        """Yield the lines that can be seen, with their tops in pixels."""
        block = self.firstVisibleBlock()
        top = self.blockBoundingGeometry(block).translated(self.contentOffset()).top()
        while block.isValid() and top <= self.viewport().height():
            yield block, round(top)
            top += self.blockBoundingRect(block).height()
            block = block.next()

    def mark_at(self, line: int) -> LineMark | None:
        """Return the mark that is shown on a line."""
        return self._marks.get(line)

    def source_font(self) -> QFont:
        """Return the font of the text."""
        return self.document().defaultFont()

    def numbers_width(self) -> int:
        """Return the width of the line numbers in pixels."""
        digits = max(3, len(str(self.blockCount()))) + 2
        return digits * QFontMetrics(self.source_font()).horizontalAdvance("0") + 2 * _MARGIN

    def _paint_words(self, painter: QPainter, block: QTextBlock, top: int, mark: LineMark) -> None:
        metrics = QFontMetrics(self.source_font())
        end = block.layout().lineAt(0).naturalTextWidth() if block.layout().lineCount() else 0
        left = round(self.contentOffset().x() + self.document().documentMargin() + end)
        left += 4 * metrics.horizontalAdvance(" ")
        painter.setFont(self.source_font())
        painter.setPen(_color_of(mark.kind))
        words = mark.words[:_LONGEST_WORDS]
        painter.drawText(left, top + metrics.ascent(), words)

    def _show_marks(self) -> None:
        """Give marked lines their backgrounds."""
        shown = []
        for mark in self._marks.values():
            block = self.document().findBlockByNumber(mark.line - 1)
            if block.isValid():
                selection = QTextEdit.ExtraSelection()
                selection.cursor = QTextCursor(block)
                chars = selection.format
                chars.setBackground(_background_of(mark.kind))
                chars.setProperty(QTextFormat.Property.FullWidthSelection, True)
                shown.append(selection)
        self.setExtraSelections(shown)
        self._numbers.update()
        self.viewport().update()

    @Slot()
    def _fit_numbers(self) -> None:
        width = self.numbers_width()
        self.setViewportMargins(width, 0, 0, 0)
        room = self.contentsRect()
        self._numbers.setGeometry(QRect(room.left(), room.top(), width, room.height()))

    @Slot(QRect, int)
    def _on_update_request(self, area: QRect, moved: int) -> None:
        if moved:
            self._numbers.scroll(0, moved)
        else:
            self._numbers.update(0, area.y(), self._numbers.width(), area.height())


class _LineNumbers(QWidget):
    """The numbers of lines at the left edge of a view."""

    def __init__(self, view: SourceView) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self) -> QSize:
        """Return the width that the numbers need."""
        return QSize(self._view.numbers_width(), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint numbers, and signs of marks before them."""
        painter = QPainter(self)
        font = self._view.source_font()
        painter.setFont(font)
        metrics = QFontMetrics(font)
        height = metrics.height()
        for block, top in self._view.visible_blocks():
            line = block.blockNumber() + 1
            mark = self._view.mark_at(line)
            color = QColor(tokens().dim)
            if mark is not None:
                painter.fillRect(0, top, self.width(), height, _background_of(mark.kind))
                color = _color_of(mark.kind)
                painter.setPen(color)
                painter.drawText(_MARGIN, top + metrics.ascent(), _sign(mark.kind))
            painter.setPen(color)
            area = QRect(0, top, self.width() - _MARGIN, height)
            painter.drawText(area, Qt.AlignmentFlag.AlignRight, str(line))
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose a line."""
        place = event.position().toPoint()
        cursor = self._view.cursorForPosition(place)
        self._view.line_chosen.emit(cursor.blockNumber() + 1)
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Take the end of a click, which has had its effect."""
        event.accept()


def _sign(kind: MarkKind) -> str:
    signs = {
        MarkKind.HINT: "!",
        MarkKind.FAILED: "!",
        MarkKind.CHOSEN: "\u203a",
        MarkKind.WAITING: "\u2026",
        MarkKind.HELD: "\u25b8",
    }
    return signs.get(kind, "")


def _color_of(kind: MarkKind) -> QColor:
    colors = tokens()
    return QColor(
        {
            MarkKind.HINT: colors.error,
            MarkKind.RETURNED: colors.open,
            MarkKind.FAILED: colors.error,
            MarkKind.CHOSEN: colors.accent,
            MarkKind.WAITING: colors.waiting,
            MarkKind.HELD: colors.waiting,
        }[kind]
    )


def _background_of(kind: MarkKind) -> QColor:
    colors = tokens()
    return QColor(
        {
            MarkKind.HINT: colors.error_chip,
            MarkKind.RETURNED: colors.open_chip,
            MarkKind.FAILED: colors.error_chip,
            MarkKind.CHOSEN: colors.selection,
            MarkKind.WAITING: colors.waiting_chip,
            MarkKind.HELD: colors.waiting_chip,
        }[kind]
    )
