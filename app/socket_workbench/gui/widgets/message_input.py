"""Where a message is typed: one line, or several when wanted."""

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from socket_workbench.gui.widgets.message_editor import MessageEditor
from socket_workbench.gui.widgets.message_field import MessageField


class MessageInput(QWidget):
    """A small and a large field in one place; one of them is seen and holds the text.

    Signals:
        edited: the text is another one now.
        left: the keyboard went elsewhere.
        send_requested: Enter in the small field, Ctrl+Enter in the large one.
        earlier_requested: Up in the small field.
        later_requested: Down in the small field.
    """

    edited = Signal()
    left = Signal()
    send_requested = Signal()
    earlier_requested = Signal()
    later_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._large = False
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

    def current(self) -> QLineEdit | QPlainTextEdit:
        """Return the field that is seen."""
        return self._editor if self._large else self._line

    def is_large(self) -> bool:
        """Return whether the large field is seen."""
        return self._large

    def set_large(self, large: bool) -> None:
        """Show the large or the small field; the text goes along.

        In the small field there is one line only: line breaks become blanks.
        """
        if large == self._large:
            return
        text = self.text()
        had_focus = self.current().hasFocus()
        self._large = large
        with QSignalBlocker(self):
            self.set_text(text)
        self._line.setVisible(not large)
        self._editor.setVisible(large)
        self.setFocusProxy(self.current())
        if had_focus:
            self.current().setFocus(Qt.FocusReason.OtherFocusReason)

    def text(self) -> str:
        """Return what was typed."""
        return self._editor.toPlainText() if self._large else self._line.text()

    def set_text(self, text: str) -> None:
        """Replace the text."""
        if self._large:
            self._editor.setPlainText(text)
            self._editor.moveCursor(QTextCursor.MoveOperation.End)
        else:
            self._line.setText(text.replace("\n", " "))

    def show_place(self, index: int) -> None:
        """Take the keyboard and put the cursor before a character."""
        if self._large:
            cursor = self._editor.textCursor()
            cursor.setPosition(min(index, len(self._editor.toPlainText())))
            self._editor.setTextCursor(cursor)
        else:
            self._line.setCursorPosition(min(index, len(self._line.text())))
        self.current().setFocus(Qt.FocusReason.OtherFocusReason)
