"""Where a message is typed: one line, or several when wanted."""

from collections.abc import Callable

from PySide6.QtCore import QMimeData, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from socket_workbench.gui.sending.editor import MessageEditor
from socket_workbench.gui.sending.field import MessageField
from socket_workbench.gui.widgets.whole_line import LONGEST, utf16_length


class MessageInput(QWidget):
    """A small and a large field in one place; one of them is seen and holds the text.

    Args:
        one_line: writes a text of several lines as one that means the same.

    Signals:
        edited: the text is another one now.
        left: the keyboard went elsewhere.
        send_requested: Enter in the small field, Ctrl+Enter in the large one.
        earlier_requested: Up in the small field.
        later_requested: Down in the small field.
        refused: a text was too long; nothing of it was taken.
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
        # What the small field was given, and the lines that it was made of.
        self._lines = ("", "")
        self._line = MessageField()
        self._editor = MessageEditor()
        self._editor.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._line)
        column.addWidget(self._editor)
        self.setFocusProxy(self._line)
        self._line.textChanged.connect(self.edited)
        self._line.send_requested.connect(self.send_requested)
        self._line.earlier_requested.connect(self.earlier_requested)
        self._line.later_requested.connect(self.later_requested)
        self._line.left.connect(self.left)
        self._editor.textChanged.connect(self.edited)
        self._editor.send_requested.connect(self.send_requested)
        self._editor.left.connect(self.left)
        # Queued: whoever says so restyles the field, which is in the midst of a change.
        for field in (self._line, self._editor):
            field.refused.connect(self.refused, Qt.ConnectionType.QueuedConnection)

    def current(self) -> QLineEdit | QPlainTextEdit:
        """Return the field that is seen."""
        return self._editor if self._large else self._line

    def is_large(self) -> bool:
        """Return whether the large field is seen."""
        return self._large

    def set_large(self, large: bool) -> bool:
        """Show the large or the small field; the text goes along, and comes back as it was.

        Returns:
            Whether it is shown: a text may be too long to be written as one line.
        """
        if large == self._large:
            return True
        text = self.text()
        if not large and utf16_length(self._one_line(text)) > LONGEST:
            self.refused.emit()
            return False
        had_focus = self.current().hasFocus()
        self._large = large
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
        """Let what stands in the small field be one line from now on."""
        self._lines = ("", "")

    def set_escaping(self, escaping: bool) -> None:
        """Say whether characters that cannot be seen are written as escapes; not in hex."""
        self._line.writes_escapes = self._editor.writes_escapes = escaping
        self.forget_lines()

    def text(self) -> str:
        """Return what was typed."""
        return self._editor.text() if self._large else self._line.text()

    def set_text(self, text: str) -> None:
        """Replace the text; one that is too long is refused."""
        if self._large:
            self._editor.set_text(text)
            self._editor.moveCursor(QTextCursor.MoveOperation.End)
        else:
            self._line.set_text(self._one_line(text))

    def insert(self, text: str) -> None:
        """Insert a text where the cursor is."""
        if self._large:
            data = QMimeData()
            data.setText(text)
            self._editor.insertFromMimeData(data)
        else:
            self._line.insert(text)

    def show_place(self, index: int) -> None:
        """Take the keyboard and put the cursor before a character."""
        place = utf16_length(self.text()[:index])
        if self._large:
            cursor = self._editor.textCursor()
            cursor.setPosition(place)
            self._editor.setTextCursor(cursor)
        else:
            self._line.setCursorPosition(place)
        self.current().setFocus(Qt.FocusReason.OtherFocusReason)
