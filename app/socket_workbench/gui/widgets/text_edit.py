"""A field of several lines that changes nothing of its text."""

from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QPlainTextEdit

PARAGRAPH = "\u2029"
"""The character between two lines in Qt's documents."""


class TextEdit(QPlainTextEdit):
    """A plain text edit of which `text` and copies keep no-break spaces.

    `QPlainTextEdit.toPlainText` and its copies have ordinary spaces in their place.
    """

    def text(self) -> str:
        """Return the text, with line feeds between its lines."""
        return self.document().toRawText().replace(PARAGRAPH, "\n")

    def selected_text(self) -> str:
        """Return what is selected, with line feeds between its lines."""
        return self.textCursor().selectedText().replace(PARAGRAPH, "\n")

    def createMimeDataFromSelection(self) -> QMimeData:
        """Copy what is selected."""
        data = QMimeData()
        data.setText(self.selected_text())
        return data
