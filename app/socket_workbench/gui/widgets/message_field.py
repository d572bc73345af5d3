"""The one-line field for a message."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from socket_workbench.language import tr


class MessageField(QLineEdit):
    """A line in which Enter sends and Up and Down recall.

    Signals:
        send_requested: Enter was pressed.
        earlier_requested: Up was pressed.
        later_requested: Down was pressed.
        left: the keyboard went elsewhere.
    """

    send_requested = Signal()
    earlier_requested = Signal()
    later_requested = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("type", "mono")
        self.setPlaceholderText(tr("Message…"))
        self.setAccessibleName(tr("Message"))
        self.returnPressed.connect(self.send_requested)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Up and Down for recalling."""
        if event.key() == Qt.Key.Key_Up:
            self.earlier_requested.emit()
        elif event.key() == Qt.Key.Key_Down:
            self.later_requested.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the field was left; its own menu does not count."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()
