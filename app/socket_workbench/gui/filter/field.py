"""The field in which a filter is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QLineF, QPointF, QRectF, Signal, Slot
from PySide6.QtGui import (
    QFocusEvent,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QTextLine,
)
from PySide6.QtWidgets import QWidget

from socket_workbench.gui.looks.palette import tokens
from socket_workbench.gui.widgets.buttons import add_clear_button
from socket_workbench.gui.widgets.labels import PlainLabel
from socket_workbench.gui.widgets.whole_line import WholeLine, utf16_length
from socket_workbench.language import tr

if TYPE_CHECKING:
    from socket_workbench.gui.widgets.completion import Completion, Offer

_LINE_WIDTH = 2
_MOST_COLORED = 4_096
_LEAST_TEXT = 96
"""Pixels that the count leaves to what is typed."""
_CLEAR_BUTTON = 32
_BEFORE_COUNT = 8
_PADDING = 8
#: `QLineEdit.cursorRect` begins this many pixels to the left of the cursor.
_BEFORE_CURSOR = 5


class FilterField(WholeLine):
    """A line edit in which Undo, when the text has nothing to undo, requests the previous filter.

    Signals:
        back_requested: the previous filter is requested.
    """

    back_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._mistaken: tuple[int, int] | None = None
        self._is_composing = False
        self._count = PlainLabel("", "small", parent=self)
        self._count_words: tuple[str, ...] = ()
        self._completion: Completion | None = None
        self._offer: Offer | None = None
        self.setPlaceholderText(tr("Filter: text, /regex/, kind:sent, conn:3 …"))
        self.setAccessibleName(tr("Show only rows that match"))
        self.setToolTip(
            tr(
                "Show only rows that match all of these:\n"
                'word   "some words"   "Text"c (case)   "text"w (whole words)\n'
                "/regex/   /regex/i (any case)   hex:48656c\n"
                'kind:received,sent   conn:3   endpoint:"Client 2"   peer:51342\n'
                "dir:>server   dir:>client   time:12:01..12:05   time:12:01Z (UTC)\n"
                "A minus in front hides what matches: -kind:note"
            )
        )
        add_clear_button(self)
        self.setMinimumWidth(176)
        self.textChanged.connect(self._show_colors)
        self.textChanged.connect(self._place_count)

    @property
    def mistaken(self) -> tuple[int, int] | None:
        """The start and end of the underlined text, from 0; None without an error."""
        return self._mistaken

    def underline(self, mistaken: tuple[int, int] | None) -> None:
        """Underline the text between two positions, the second excluded; None removes the line."""
        if mistaken != self._mistaken:
            self._mistaken = mistaken
            self.update()

    def set_completions(self, offer: Offer) -> None:
        """Set the function that returns completions."""
        self._offer = offer

    @property
    def is_completing(self) -> bool:
        """Whether completions are shown: what is typed may still become right."""
        return self._completion is not None and self._completion.is_shown

    def show_count(self, *words: str) -> None:
        """Show how many rows there are at the right.

        Args:
            words: the text, and shorter ones for a narrow field.
        """
        if words != self._count_words:
            self._count_words = words
            self._place_count()

    def count(self) -> str:
        """Return the count shown; empty if there is no room for it."""
        return self._count.text()

    @Slot()
    def _place_count(self) -> None:
        metrics = self._count.fontMetrics()
        room = self.width() - _LEAST_TEXT - _CLEAR_BUTTON
        fitting = (each for each in self._count_words if metrics.horizontalAdvance(each) <= room)
        self._count.setText(next(fitting, ""))
        self._count.adjustSize()
        width = self._count.width() if self._count.text() else 0
        left = self.width() - _CLEAR_BUTTON - width
        self._count.move(left, (self.height() - self._count.height()) // 2)
        # Without a text, Qt keeps no room for the clear button, behind which the count stands.
        behind = 0 if self.text() else _CLEAR_BUTTON - _PADDING
        self.setTextMargins(0, 0, width + _BEFORE_COUNT + behind if width else 0, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the count at the right."""
        super().resizeEvent(event)
        self._place_count()

    def changeEvent(self, event: QEvent) -> None:
        """Adapt to another font or other colours."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and hasattr(
            self, "_count"
        ):
            self._place_count()
            self._show_colors()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Offer completions from now on."""
        super().focusInEvent(event)
        if self._completion is None and self._offer is not None:
            from socket_workbench.gui.widgets.completion import Completion

            self._completion = Completion(self, self._offer)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Leave the colours of a text that is being composed to the input method."""
        super().inputMethodEvent(event)
        self._is_composing = bool(event.preeditString())

    @Slot()
    def _show_colors(self) -> None:
        """Colour keys, values and expressions.

        A line edit has no colours of its own; it takes those of an input method's event.
        """
        text = self.text()
        if not text or self._is_composing or len(text) > _MOST_COLORED:
            return
        # Imported late, as in `_contents`: there is nothing to colour in an empty field.
        from PySide6.QtGui import QTextCharFormat

        cursor = self.cursorPosition()
        attributes = []
        for start, end, token in filter_colors(text):
            first = utf16_length(text[:start])
            ink = QTextCharFormat()
            ink.setForeground(tokens().color(token))
            attributes.append(
                QInputMethodEvent.Attribute(
                    QInputMethodEvent.AttributeType.TextFormat,
                    first - cursor,
                    utf16_length(text[start:end]),
                    ink,
                )
            )
        QCoreApplication.sendEvent(self, QInputMethodEvent("", attributes))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Undo in the field, or emit `back_requested`."""
        if event.matches(QKeySequence.StandardKey.Undo) and not self.isUndoAvailable():
            self.back_requested.emit()
            event.accept()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the field and the underline."""
        super().paintEvent(event)
        if self._mistaken is None:
            return
        line = self.underlined(*self._mistaken)
        painter = QPainter(self)
        painter.setClipRect(self._contents())
        painter.setPen(QPen(tokens().color("error"), _LINE_WIDTH))
        painter.drawLine(line)
        painter.end()

    def underlined(self, start: int, end: int) -> QLineF:
        """Return the underline of the text between two positions, which may exceed the field."""
        from PySide6.QtGui import QTextLayout

        layout = QTextLayout(self.displayText(), self.font())
        layout.beginLayout()
        text = layout.createLine()
        layout.endLayout()
        cursor = self.cursorRect()
        left = cursor.x() + _BEFORE_CURSOR - _x(text, self.cursorPosition())
        places = sorted((left + _x(text, start), left + _x(text, end)))
        y = min(cursor.bottom() + 1, self.height() - 2 * _LINE_WIDTH)
        return QLineF(QPointF(places[0], y), QPointF(places[1], y))

    def _contents(self) -> QRectF:
        # Import late: PySide6 creates 600 Python objects for the enums of this class.
        from PySide6.QtWidgets import QStyle, QStyleOptionFrame

        option = QStyleOptionFrame()
        self.initStyleOption(option)
        inside = self.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, self)
        return QRectF(inside)


def filter_colors(text: str) -> list[tuple[int, int, str]]:
    """Return the parts of a filter that have a colour: start, end and its token.

    Keys, values, and what is looked for as bytes or as a regular expression have one each; a text
    has that of all text.
    """
    from socket_workbench.journal.search.filter_language import filter_pieces

    found = []
    for piece in filter_pieces(text):
        if piece.key:
            found.append((piece.start, piece.begin, "accent"))
        if piece.begin < piece.end and (piece.key or piece.is_expression):
            is_value = bool(piece.key) and piece.key != "hex"
            found.append((piece.begin, piece.end, "open" if is_value else "waiting"))
    return found


def _x(line: QTextLine, place: int) -> float:
    # The stubs declare an object; it is a tuple of x and the position.
    found: tuple[float, int] = line.cursorToX(place)  # type: ignore[assignment]
    return found[0]
