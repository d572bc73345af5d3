"""A payload as text: what is sent is never read as markup."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QMimeData
from PySide6.QtGui import QFontMetricsF, QTextCharFormat, QTextCursor, QTextOption
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QTextEdit, QWidget

from socket_workbench.gui.looks.fonts import mono_like
from socket_workbench.gui.looks.plain import PARAGRAPH
from socket_workbench.gui.rows.colors import colors_in_use
from socket_workbench.gui.rows.line import text_places
from socket_workbench.gui.rows.streams import cut_characters_off
from socket_workbench.gui.rows.text import decoded, meant, shown, shown_lines
from socket_workbench.gui.widgets.whole_line import utf16_length
from socket_workbench.language import tr

#: A text widget lays out whole lines; a longer payload is shown in full in hex only.
MOST_BYTES = 64 * 1024

_LONGEST_WORD = 2_000
_BY_WORD = QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere
_BY_CHARACTER = QTextOption.WrapMode.WrapAnywhere


class TextView(QPlainTextEdit):
    """Shows decoded text, control characters made visible, lines broken where they end."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_message = False
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("looks", "bare")
        self.setWordWrapMode(_BY_WORD)
        self.setAccessibleName(tr("Message as text"))
        self.document().setDocumentMargin(10)
        self._use_mono()

    def set_payload(self, payload: bytes, encoding: str) -> None:
        r"""Show a payload's beginning, decoded; bytes that are no text are written `\xNN`."""
        text = decoded(payload[:MOST_BYTES], encoding)
        lines = shown_lines(text, encoding)
        ended = "\n" if text.endswith("\n") else ""
        self._is_message = True
        # To look for a word's end takes time that grows with the square of its length.
        longest = max(map(len, text.split()), default=0)
        self.setWordWrapMode(_BY_CHARACTER if longest > _LONGEST_WORD else _BY_WORD)
        self.setPlainText("\n".join(lines) + ended)

    def set_event(self, text: str) -> None:
        """Show what an event says."""
        self._is_message = False
        self.setWordWrapMode(_BY_WORD)
        self.setPlainText(text)

    def set_found(
        self,
        data: bytes,
        encoding: str,
        spans: Sequence[tuple[int, int]],
        *,
        is_message: bool = True,
    ) -> None:
        """Highlight parts of the bytes that are shown.

        Args:
            data: the bytes.
            encoding: in which they are shown.
            spans: first bytes and those behind the last, ascending.
            is_message: whether they are a payload; what an event says is shown as it is.
        """

        def length(text: str) -> int:
            """Return how many of the document's characters, in UTF-16, are shown of a text."""
            if not is_message:
                return utf16_length(text)
            return utf16_length(shown(text, encoding)) + text.count("\n")

        found = []
        for begin, end in text_places(data, encoding, spans, length):
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
        """Copy what was sent, not the escapes that stand for it."""
        text = self.textCursor().selectedText().replace(PARAGRAPH, "\n")
        mime = QMimeData()
        mime.setText(meant(text) if self._is_message else text)
        return mime

    def changeEvent(self, event: QEvent) -> None:
        """Follow the size of the type."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._use_mono()

    def _use_mono(self) -> None:
        # The document's font, not the widget's: that one is where the size comes from.
        mono = mono_like(self.font())
        if self.document().defaultFont() != mono:
            self.document().setDefaultFont(mono)
            self.setTabStopDistance(QFontMetricsF(mono).horizontalAdvance(" ") * 8)


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
