"""The field in which a filter is typed."""

from PySide6.QtCore import QLineF, QPointF, QRectF, Signal
from PySide6.QtGui import (
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPen,
    QTextLayout,
    QTextLine,
)
from PySide6.QtWidgets import QWidget

from socket_workbench.gui.looks.palette import tokens
from socket_workbench.gui.widgets.buttons import add_clear_button
from socket_workbench.gui.widgets.whole_line import WholeLine
from socket_workbench.language import tr

_LINE_WIDTH = 2
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
        self.setMinimumWidth(180)

    @property
    def mistaken(self) -> tuple[int, int] | None:
        """The start and end of the underlined text, from 0; None without an error."""
        return self._mistaken

    def underline(self, mistaken: tuple[int, int] | None) -> None:
        """Underline the text between two positions, the second excluded; None removes the line."""
        if mistaken != self._mistaken:
            self._mistaken = mistaken
            self.update()

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


def _x(line: QTextLine, place: int) -> float:
    # The stubs declare an object; it is a tuple of x and the position.
    found: tuple[float, int] = line.cursorToX(place)  # type: ignore[assignment]
    return found[0]
