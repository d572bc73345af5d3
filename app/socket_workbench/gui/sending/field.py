"""The one-line field for a message."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from socket_workbench.gui.sending.editor import dropped_files
from socket_workbench.gui.widgets.whole_line import WholeLine
from socket_workbench.language import tr


class MessageField(WholeLine):
    """A line edit in which Enter sends, and Up and Down recall sent messages.

    Signals:
        send_requested: Enter was pressed.
        earlier_requested: Up was pressed.
        later_requested: Down was pressed.
        left: the field has lost the focus.
    """

    send_requested = Signal()
    earlier_requested = Signal()
    later_requested = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(writes_escapes=True, parent=parent)
        self.setProperty("type", "mono")
        self.setPlaceholderText(tr("Message…"))
        self.setAccessibleName(tr("Message"))
        self.returnPressed.connect(self.send_requested)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Handle Up and Down."""
        if event.key() == Qt.Key.Key_Up:
            self.earlier_requested.emit()
        elif event.key() == Qt.Key.Key_Down:
            self.later_requested.emit()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Leave files to the bar; the line edit would insert their URLs."""
        if dropped_files(event.mimeData()):
            event.ignore()
        else:
            super().dragEnterEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Emit `left`, unless the focus went to the context menu."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()
