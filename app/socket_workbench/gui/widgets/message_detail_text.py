"""A payload as text: what is sent is never read as markup."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QMimeData
from PySide6.QtGui import QFontMetricsF, QTextCharFormat, QTextCursor, QTextOption
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QTextEdit, QWidget

from socket_workbench.gui.models.log_places import text_places
from socket_workbench.gui.models.log_split import cut_characters_off
from socket_workbench.gui.models.log_text import shown, shown_lines
from socket_workbench.gui.widgets.log_colors import colors_in_use
from socket_workbench.gui.widgets.log_fonts import mono_beside
from socket_workbench.language import tr
from socket_workbench.payload.text import TextDecoder

#: A text widget lays out whole lines; a longer payload is shown in full in hex only.
MOST_BYTES = 64 * 1024

# What `shown_lines` writes for line ends, and what was sent.
_MARKS = (("\\r\\n\n", "\r\n"), ("\\n\n", "\n"))


class TextView(QPlainTextEdit):
    """Shows decoded text, control characters made visible, lines broken where they end."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("looks", "bare")
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setAccessibleName(tr("Message as text"))
        self.document().setDocumentMargin(10)
        self._use_mono()

    def set_payload(self, payload: bytes, encoding: str) -> None:
        r"""Show a payload's beginning, decoded; bytes that are no text are written `\xNN`."""
        text = decode(payload[:MOST_BYTES], encoding)
        lines = shown_lines(text)
        ended = "\n" if text.endswith("\n") else ""
        self.setPlainText("\n".join(lines) + ended)

    def set_found(self, data: bytes, encoding: str, spans: Sequence[tuple[int, int]]) -> None:
        """Highlight parts of the bytes that are shown.

        Args:
            data: the bytes.
            encoding: in which they are shown.
            spans: first bytes and those behind the last, ascending.
        """
        found = []
        for begin, end in text_places(data, encoding, spans, _shown_length):
            cursor = QTextCursor(self.document())
            last = self.document().characterCount() - 1
            cursor.setPosition(min(begin, last))
            cursor.setPosition(min(end, last), QTextCursor.MoveMode.KeepAnchor)
            selection = QTextEdit.ExtraSelection()
            selection.cursor = cursor
            selection.format.setBackground(colors_in_use().found)
            selection.format.setUnderlineColor(colors_in_use().found_line)
            selection.format.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
            found.append(selection)
        self.setExtraSelections(found)

    def createMimeDataFromSelection(self) -> QMimeData:
        """Copy what was sent, not the marks that stand for its line ends."""
        text = self.textCursor().selection().toPlainText()
        for mark, meant in _MARKS:
            text = text.replace(mark, meant)
        mime = QMimeData()
        mime.setText(text)
        return mime

    def changeEvent(self, event: QEvent) -> None:
        """Follow the size of the type."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._use_mono()

    def _use_mono(self) -> None:
        # The document's font, not the widget's: that one is where the size comes from.
        mono = mono_beside(self.font())
        if self.document().defaultFont() != mono:
            self.document().setDefaultFont(mono)
            self.setTabStopDistance(QFontMetricsF(mono).horizontalAdvance(" ") * 8)


def _shown_length(text: str) -> int:
    """Return how many of the document's characters, in UTF-16, are shown of a text."""
    return len(shown(text).encode("utf-16-le", "surrogatepass")) // 2 + text.count("\n")


def decode(payload: bytes, encoding: str) -> str:
    r"""Decode for display; bytes that are no text in the encoding are written `\xNN`."""
    decoder = TextDecoder(encoding)
    return decoder.feed(payload) + decoder.end()


def encoding_note(payload: bytes, title: str, encoding: str) -> str:
    """Return what is to be said about a payload's text.

    Args:
        payload: the bytes.
        title: the encoding as people know it.
        encoding: the encoding as Python knows it.
    """
    if is_text_in(payload, encoding):
        return title
    if encoding == "utf-8" and is_text_in(cut_characters_off(payload), encoding):
        return tr("{encoding}, cut inside a character", encoding=title)
    return tr("not {encoding}", encoding=title)


def is_text_in(payload: bytes, encoding: str) -> bool:
    """Return whether every byte is part of a character in this encoding."""
    try:
        payload.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True
