"""Paints the lines of a conversation."""

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from socket_workbench.gui.models.log_conversation import (
    ConversationColumn,
    ConversationLine,
    ConversationModel,
)
from socket_workbench.gui.widgets.log_colors import LogColors, colors_in_use
from socket_workbench.gui.widgets.log_fonts import mono_beside
from socket_workbench.gui.widgets.log_glyphs import LaidOutTexts
from socket_workbench.journal.event import Kind

_MARGIN = 4
_ROW_PADDING = 8


class ConversationDelegate(QStyledItemDelegate):
    """Times dim, messages in the colour of their direction, errors in that of errors."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._colors: LogColors | None = None
        self._texts = LaidOutTexts(QFont())

    def set_colors(self, colors: LogColors | None) -> None:
        """Paint in these colours; None for those of the theme in use."""
        self._colors = colors

    def use_font(self, font: QFont) -> None:
        """Paint in the size of this type."""
        self._texts = LaidOutTexts(mono_beside(font))

    @property
    def row_height(self) -> int:
        """How high every row is, in pixels."""
        return self._texts.metrics.height() + _ROW_PADDING

    def column_width(self, sample: str) -> int:
        """Return how wide a column has to be to show a text."""
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
        rect = option.rect
        state = option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, colors.selection)
        if not isinstance(model, ConversationModel):
            return
        line = model.line(index.row())
        text = line.texts[index.column()]
        if text:
            area = rect.adjusted(_MARGIN, 0, -_MARGIN, 0)
            self._texts.paint(painter, area, text, _color(line, index.column(), colors))


def _color(line: ConversationLine, column: int, colors: LogColors) -> QColor:
    if column == ConversationColumn.TIME:
        return colors.dim
    if line.direction is not None:
        return colors.of(line.direction)
    return colors.error if line.kind is Kind.ERROR else colors.dim
