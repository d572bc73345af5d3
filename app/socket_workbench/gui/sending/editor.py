"""The large field for a message of several lines."""

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QTextOption
from PySide6.QtWidgets import QWidget

from socket_workbench.gui.widgets.text_edit import TextEdit
from socket_workbench.gui.widgets.whole_line import LONGEST, utf16_length
from socket_workbench.language import tr
from socket_workbench.payload.escapes import escape_unseen

_LINES = 4

_KEPT = "\n\t"


def dropped_files(data: QMimeData) -> list[str]:
    """Return the paths of the files being dragged; empty for text."""
    return [url.toLocalFile() for url in data.urls() if url.isLocalFile()]


class MessageEditor(TextEdit):
    """A text edit in which Ctrl+Enter sends and Tab moves the focus.

    Lines end in line feeds; other invisible characters are inserted as escapes.

    Attributes:
        writes_escapes: whether invisible characters are inserted as escapes.

    Signals:
        send_requested: Ctrl+Enter was pressed.
        left: the field has lost the focus.
        refused: a text was too long and was not inserted.
    """

    send_requested = Signal()
    left = Signal()
    refused = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.writes_escapes = True
        # Wrapping at words takes time quadratic in the length of a line.
        self.setWordWrapMode(QTextOption.WrapMode.WrapAnywhere)
        self.setProperty("type", "mono")
        keys = QKeySequence("Ctrl+Enter").toString(QKeySequence.SequenceFormat.NativeText)
        self.setPlaceholderText(tr("Message… {keys} sends it", keys=keys))
        self.setAccessibleName(tr("Message"))
        self.setTabChangesFocus(True)
        self.setMinimumHeight(self.fontMetrics().lineSpacing() * _LINES + 16)

    def set_text(self, text: str) -> None:
        """Replace the text."""
        if utf16_length(text) > LONGEST:
            self.refused.emit()
            return
        self.setPlainText(self._held(text))

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Accept text; files are left to the bar."""
        return source.hasText() and not dropped_files(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Insert pasted or dropped text unchanged."""
        cursor = self.textCursor()
        room = LONGEST - self.document().characterCount() + len(cursor.selectedText())
        if len(source.text()) > room or utf16_length(self._held(source.text())) > room:
            self.refused.emit()
            return
        cursor.insertText(self._held(source.text()))
        self.ensureCursorVisible()

    def _held(self, text: str) -> str:
        return escape_unseen(text, _KEPT) if self.writes_escapes else text

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Handle Ctrl+Enter (send); let Shift+Enter begin a line like Enter."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.send_requested.emit()
        elif event.matches(QKeySequence.StandardKey.InsertLineSeparator):
            self.textCursor().insertBlock()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Emit `left`, unless the focus went to the context menu."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()
