"""Paints the lines of a conversation."""

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from socket_workbench.gui.conversation.lines import ConversationLine
from socket_workbench.gui.conversation.model import ConversationColumn, ConversationModel
from socket_workbench.gui.looks.fonts import mono_like, table_row_height
from socket_workbench.gui.looks.wording import byte_count
from socket_workbench.gui.rows.colors import LogColors, colors_in_use, paint_edge
from socket_workbench.gui.rows.glyphs import LaidOutTexts
from socket_workbench.gui.rows.text import letters_in_order
from socket_workbench.gui.rows.words import kind_word
from socket_workbench.journal.event import Kind
from socket_workbench.language import tr

_MARGIN = 4
#: Before a text, behind the edge of its direction.
_TEXT_MARGIN = 8


class ConversationDelegate(QStyledItemDelegate):
    """Paints times dimmed, arrows and edges in the colour of their direction, and errors in red."""

    def __init__(
        self, parent: QObject | None = None, room: Callable[[QRect], QRect] = QRect
    ) -> None:
        """Create a delegate.

        Args:
            parent: the table.
            room: returns the part of a cell that nothing covers.
        """
        super().__init__(parent)
        self._room = room
        self.shows_reads = False
        """Whether to paint a frame around each read or message, with its length."""
        self.shows_dumps = False
        """Whether messages are shown as hex dumps."""
        self._colors: LogColors | None = None
        self._texts = LaidOutTexts(QFont())
        self._dumps = LaidOutTexts(QFont(), letters_in_order)
        self._row_height = 0

    def set_colors(self, colors: LogColors | None) -> None:
        """Set the colours to paint with; None uses those of the current theme."""
        self._colors = colors

    def use_font(self, font: QFont) -> None:
        """Paint with fonts of this font's size."""
        self._row_height = table_row_height(font)
        self._texts = LaidOutTexts(mono_like(font))
        self._dumps = LaidOutTexts(mono_like(font), letters_in_order)

    @property
    def row_height(self) -> int:
        """The height of every row, in pixels."""
        return self._row_height

    def column_width(self, sample: str) -> int:
        """Return the column width that a text needs, in pixels."""
        return self._texts.width(sample) + 2 * _MARGIN

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint one cell."""
        model = index.model()
        colors = self._colors or colors_in_use()
        rect = QRect(option.rect)
        state = option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, colors.selection)
        if not isinstance(model, ConversationModel):
            return
        line = model.line(index.row())
        text = line.texts[index.column()]
        if index.column() == ConversationColumn.TEXT:
            paint_edge(painter, rect, line.direction, colors)
        if text:
            is_text = index.column() == ConversationColumn.TEXT
            area = self._room(rect).adjusted(_TEXT_MARGIN if is_text else _MARGIN, 0, -_MARGIN, 0)
            if self.shows_reads and is_text:
                area = self._paint_length(painter, area, line, colors)
            is_dump = is_text and self.shows_dumps and line.direction is not None
            texts = self._dumps if is_dump else self._texts
            texts.paint(painter, area, text, _color(line, index.column(), colors))
        if line.is_break:
            painter.setPen(colors.dim)
            painter.drawLine(rect.topLeft(), rect.topRight())
        if self.shows_reads and line.direction is not None:
            _paint_box(painter, rect, line, index.column(), colors.of(line.direction))

    def _paint_length(
        self, painter: QPainter, area: QRect, line: ConversationLine, colors: LogColors
    ) -> QRect:
        """Paint what the frame is around at the right; return the rectangle that is left."""
        if line.direction is None or not line.is_first:
            return area
        words = _caption(line)
        width = self._texts.width(words) + 2 * _MARGIN
        if area.width() < 2 * width:
            return area
        self._texts.paint(painter, area, words, colors.dim, right=True)
        return area.adjusted(0, 0, -width, 0)


def _caption(line: ConversationLine) -> str:
    """Return what a frame is around, such as `recv() 5 bytes`."""
    length = byte_count(line.length)
    if line.kind is Kind.SENT:
        return tr("send() {bytes}", bytes=length)
    if line.kind is Kind.RECEIVED:
        return tr("recv() {bytes}", bytes=length)
    return " · ".join(filter(None, (kind_word(line.kind), line.reads, length)))


def _paint_box(
    painter: QPainter, rect: QRect, line: ConversationLine, column: int, color: QColor
) -> None:
    """Paint the part of a row's frame that lies in this cell."""
    box = rect.adjusted(0, 1, -1 if column == ConversationColumn.TEXT else 0, -2)
    painter.setPen(color)
    if line.is_first:
        painter.drawLine(box.topLeft(), box.topRight())
    if line.is_last:
        painter.drawLine(box.bottomLeft(), box.bottomRight())
    top = box.top() if line.is_first else rect.top()
    bottom = box.bottom() if line.is_last else rect.bottom()
    if column == ConversationColumn.TIME:
        painter.drawLine(box.left(), top, box.left(), bottom)
    elif column == ConversationColumn.TEXT:
        painter.drawLine(box.right(), top, box.right(), bottom)


def _color(line: ConversationLine, column: int, colors: LogColors) -> QColor:
    if column == ConversationColumn.TIME:
        return colors.dim
    if line.direction is not None:
        return colors.of(line.direction) if column == ConversationColumn.ARROW else colors.text
    return colors.error if line.kind is Kind.ERROR else colors.dim
