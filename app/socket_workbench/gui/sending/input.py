"""The message field: one line, or several on request."""

from collections.abc import Callable
from functools import cached_property

from PySide6.QtCore import QMimeData, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QVBoxLayout, QWidget

from socket_workbench.gui.sending.editor import MessageEditor
from socket_workbench.gui.sending.field import MessageField
from socket_workbench.gui.widgets.whole_line import LONGEST, utf16_length


class MessageInput(QWidget):
    """A small and a large field, one of which is visible and holds the text.

    Args:
        one_line: converts a text of several lines to one line with the same meaning.

    Signals:
        edited: the text has changed.
        left: the field has lost the focus.
        send_requested: Enter was pressed in the small field, or Ctrl+Enter in the large one.
        earlier_requested: Up was pressed in the small field.
        later_requested: Down was pressed in the small field.
        refused: a text was too long and was not inserted.
    """

    edited = Signal()
    left = Signal()
    send_requested = Signal()
    earlier_requested = Signal()
    later_requested = Signal()
    refused = Signal()

    def __init__(self, one_line: Callable[[str], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._one_line = one_line
        self._large = False
        # The text that was set on the small field, and the lines it was made from.
        self._lines = ("", "")
        self._line = MessageField()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self._line)
        self.setFocusProxy(self._line)
        self._line.textChanged.connect(self.edited)
        self._line.send_requested.connect(self.send_requested)
        self._line.earlier_requested.connect(self.earlier_requested)
        self._line.later_requested.connect(self.later_requested)
        self._line.left.connect(self.left)
        # Queued, since receivers restyle the field, which is still handling the change.
        self._line.refused.connect(self.refused, Qt.ConnectionType.QueuedConnection)

    @cached_property
    def _editor(self) -> MessageEditor:
        """The large field, created on first use."""
        editor = MessageEditor()
        editor.hide()
        self._column.addWidget(editor)
        editor.textChanged.connect(self.edited)
        editor.send_requested.connect(self.send_requested)
        editor.left.connect(self.left)
        editor.refused.connect(self.refused, Qt.ConnectionType.QueuedConnection)
        return editor

    def current(self) -> MessageField | MessageEditor:
        """Return the visible field."""
        return self._editor if self._large else self._line

    def is_large(self) -> bool:
        """Return whether the large field is visible."""
        return self._large

    def set_large(self, large: bool) -> bool:
        """Show the large or the small field; converts the text, and restores it when switched back.

        Returns:
            Whether the field was switched; a text may be too long for one line.
        """
        if large == self._large:
            return True
        text = self.text()
        if not large and utf16_length(self._one_line(text)) > LONGEST:
            self.refused.emit()
            return False
        had_focus = self.current().hasFocus()
        self._large = large
        self._editor.writes_escapes = self._line.writes_escapes
        with QSignalBlocker(self):
            self.set_text(self._lines[1] if large and text == self._lines[0] else text)
        self._lines = ("", "") if large else (self.text(), text)
        self._line.setVisible(not large)
        self._editor.setVisible(large)
        self.setFocusProxy(self.current())
        if had_focus:
            self.current().setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def forget_lines(self) -> None:
        """Drop the lines that switching to the large field would restore."""
        self._lines = ("", "")

    def set_escaping(self, escaping: bool) -> None:
        """Set whether invisible characters are inserted as escapes, as in text mode."""
        self._line.writes_escapes = self.current().writes_escapes = escaping
        self.forget_lines()

    def text(self) -> str:
        """Return the text."""
        return self._editor.text() if self._large else self._line.text()

    def set_text(self, text: str) -> None:
        """Replace the text, unless it is too long."""
        if self._large:
            self._editor.set_text(text)
            self._editor.moveCursor(QTextCursor.MoveOperation.End)
        else:
            self._line.set_text(self._one_line(text))

    def insert(self, text: str) -> None:
        """Insert a text at the cursor."""
        if self._large:
            data = QMimeData()
            data.setText(text)
            self._editor.insertFromMimeData(data)
        else:
            self._line.insert(text)

    def show_place(self, index: int) -> None:
        """Set the focus, and the cursor before a character."""
        place = utf16_length(self.text()[:index])
        if self._large:
            cursor = self._editor.textCursor()
            cursor.setPosition(place)
            self._editor.setTextCursor(cursor)
        else:
            self._line.setCursorPosition(place)
        self.current().setFocus(Qt.FocusReason.OtherFocusReason)
