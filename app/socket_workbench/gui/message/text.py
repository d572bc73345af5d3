"""The text view of a payload; text is never interpreted as markup."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QMimeData, Qt
from PySide6.QtGui import QFontMetricsF, QTextCharFormat, QTextCursor, QTextOption
from PySide6.QtWidgets import QFrame, QTextEdit, QWidget

from socket_workbench.gui.looks.fonts import mono_like
from socket_workbench.gui.rows.colors import colors_in_use
from socket_workbench.gui.rows.line import text_places
from socket_workbench.gui.rows.streams import cut_characters_off
from socket_workbench.gui.rows.text import (
    LEFT_TO_RIGHT,
    decoded,
    escapes_in_order,
    meant,
    shown,
    shown_lines,
)
from socket_workbench.gui.widgets.text_edit import TextEdit
from socket_workbench.gui.widgets.whole_line import utf16_length
from socket_workbench.language import tr

#: The most bytes shown, since a text widget lays out whole lines; hex shows all.
MOST_BYTES = 64 * 1024

_LONGEST_WORD = 2_000
_MARGIN = 4
_INDENT = 6
"""Added to the margin at the left and right, in pixels: text begins below the hex."""
_BY_WORD = QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere
_BY_CHARACTER = QTextOption.WrapMode.WrapAnywhere


class TextView(TextEdit):
    """Shows decoded text with control characters made visible."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_message = False
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("looks", "bare")
        self.setWordWrapMode(_BY_WORD)
        option = self.document().defaultTextOption()
        option.setTextDirection(Qt.LayoutDirection.LeftToRight)
        self.document().setDefaultTextOption(option)
        self.setAccessibleName(tr("Message as text"))
        self.document().setDocumentMargin(_MARGIN)
        self.setViewportMargins(_INDENT, 0, _INDENT, 0)
        self._use_mono()

    def set_payload(self, payload: bytes, encoding: str) -> None:
        r"""Show the beginning of a payload as text; undecodable bytes become `\xNN`."""
        text = decoded(payload[:MOST_BYTES], encoding)
        lines = shown_lines(text, encoding)
        ended = "\n" if text.endswith("\n") else ""
        self._is_message = True
        # Wrapping at words takes time quadratic in the length of a word.
        longest = max(map(len, text.split()), default=0)
        self.setWordWrapMode(_BY_CHARACTER if longest > _LONGEST_WORD else _BY_WORD)
        self.setPlainText(escapes_in_order("\n".join(lines) + ended))

    def set_event(self, text: str) -> None:
        """Show the text of an event."""
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
        """Highlight ranges of the bytes that are shown.

        Args:
            data: the bytes.
            encoding: the encoding in which they are shown.
            spans: ascending pairs of the first byte and the one after the last.
            is_message: whether they are a payload; the text of an event has no escapes.
        """

        def length(text: str) -> int:
            """Return the length of a text as shown, in UTF-16 code units."""
            if not is_message:
                return utf16_length(text)
            marks = text.count("\0") if has_marks else 0
            return utf16_length(shown(text, encoding)) + text.count("\n") + marks

        has_marks = LEFT_TO_RIGHT in self.text()
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
        """Copy the original characters instead of their escapes."""
        text = self.selected_text().replace(LEFT_TO_RIGHT, "")
        mime = QMimeData()
        mime.setText(meant(text) if self._is_message else text)
        return mime

    def changeEvent(self, event: QEvent) -> None:
        """Adapt to another font."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._use_mono()

    def _use_mono(self) -> None:
        # Set the document's font: that of the widget provides the size.
        mono = mono_like(self.font())
        if self.document().defaultFont() != mono:
            self.document().setDefaultFont(mono)
            self.setTabStopDistance(QFontMetricsF(mono).horizontalAdvance(" ") * 8)


def encoding_note(payload: bytes, title: str, encoding: str) -> str:
    """Return a note on how a payload was decoded.

    Args:
        payload: the bytes.
        title: the common name of the encoding.
        encoding: Python's name of the encoding.
    """
    if is_text_in(payload, encoding):
        return title
    if encoding == "utf-8" and is_text_in(cut_characters_off(payload), encoding):
        return tr("{encoding}, cut inside a character", encoding=title)
    return tr("not {encoding}", encoding=title)


def is_text_in(payload: bytes, encoding: str) -> bool:
    """Return whether all bytes can be decoded in this encoding."""
    try:
        payload.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True
