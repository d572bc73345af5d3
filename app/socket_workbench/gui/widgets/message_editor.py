"""The large field for a message of several lines."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from socket_workbench.language import tr

_LINES = 4


class MessageEditor(QPlainTextEdit):
    """Several lines in which Ctrl+Enter sends; Tab goes on to the next field.

    Signals:
        send_requested: Ctrl+Enter was pressed.
        left: the keyboard went elsewhere.
    """

    send_requested = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("type", "mono")
        self.setPlaceholderText(tr("Message… Ctrl+Enter sends it"))
        self.setAccessibleName(tr("Message"))
        self.setTabChangesFocus(True)
        self.setMinimumHeight(self.fontMetrics().lineSpacing() * _LINES + 16)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Ctrl+Enter for sending."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.send_requested.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the field was left; its own menu does not count."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()
