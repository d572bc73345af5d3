"""The large field for a message of several lines."""

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QTextOption
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from socket_workbench.gui.looks.plain import PARAGRAPH, typed_text
from socket_workbench.gui.widgets.whole_line import LONGEST, utf16_length
from socket_workbench.language import tr
from socket_workbench.payload.escapes import escape_unseen

_LINES = 4

_KEPT = "\n\t"


def dropped_files(data: QMimeData) -> list[str]:
    """Return the paths of the files that are dragged, none for text."""
    return [url.toLocalFile() for url in data.urls() if url.isLocalFile()]


class MessageEditor(QPlainTextEdit):
    """Several lines in which Ctrl+Enter sends; Tab goes on to the next field.

    Lines end in line feeds; other characters that cannot be seen are written as escapes.

    Attributes:
        writes_escapes: whether they are.

    Signals:
        send_requested: Ctrl+Enter was pressed.
        left: the keyboard went elsewhere.
        refused: a text was too long; nothing of it was taken.
    """

    send_requested = Signal()
    left = Signal()
    refused = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.writes_escapes = True
        # To break long lines between words takes time that grows with the square of their length.
        self.setWordWrapMode(QTextOption.WrapMode.WrapAnywhere)
        self.setProperty("type", "mono")
        self.setPlaceholderText(tr("Message… Ctrl+Enter sends it"))
        self.setAccessibleName(tr("Message"))
        self.setTabChangesFocus(True)
        self.setMinimumHeight(self.fontMetrics().lineSpacing() * _LINES + 16)

    def text(self) -> str:
        """Return what was typed."""
        return typed_text(self)

    def set_text(self, text: str) -> None:
        """Replace the text."""
        if utf16_length(text) > LONGEST:
            self.refused.emit()
            return
        self.setPlainText(self._held(text))

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Take text; files are for the bar."""
        return source.hasText() and not dropped_files(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Insert what was pasted or dropped, as it is."""
        cursor = self.textCursor()
        room = LONGEST - self.document().characterCount() + len(cursor.selectedText())
        if len(source.text()) > room or utf16_length(self._held(source.text())) > room:
            self.refused.emit()
            return
        cursor.insertText(self._held(source.text()))
        self.ensureCursorVisible()

    def createMimeDataFromSelection(self) -> QMimeData:
        """Copy what was typed, no-break spaces included."""
        data = QMimeData()
        data.setText(self.textCursor().selectedText().replace(PARAGRAPH, "\n"))
        return data

    def _held(self, text: str) -> str:
        return escape_unseen(text, _KEPT) if self.writes_escapes else text

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Ctrl+Enter for sending; Shift+Enter begins a line as Enter does."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.send_requested.emit()
        elif event.matches(QKeySequence.StandardKey.InsertLineSeparator):
            self.textCursor().insertBlock()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the field was left; its own menu does not count."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()
