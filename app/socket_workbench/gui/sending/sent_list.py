"""The list of sent messages that a button of the send bar opens."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from socket_workbench.gui.looks.plain import plain_line, plain_tooltip
from socket_workbench.gui.sending.composition import HEX
from socket_workbench.gui.sending.history import WrittenMessage
from socket_workbench.gui.widgets.buttons import PlainButton, add_clear_button
from socket_workbench.language import tr
from socket_workbench.payload.line_end import LineEnd

_SIZE = QSize(420, 300)
_MESSAGE = int(Qt.ItemDataRole.UserRole)
_LONGEST = 120
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class SentList(QFrame):
    """A popup with the sent messages, the newest first, and a field to search them.

    A double click or Ctrl+Enter sends a message again, Enter puts it into the field of the bar.

    Signals:
        again_chosen(WrittenMessage): send this message again.
        put_chosen(WrittenMessage): put it into the field.
        repeat_chosen(WrittenMessage): repeat it.
    """

    again_chosen = Signal(object)
    put_chosen = Signal(object)
    repeat_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("looks", "well")
        self.setAccessibleName(tr("Sent messages"))
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Search the sent messages"))
        self.search.setAccessibleName(tr("Search the sent messages"))
        add_clear_button(self.search)
        self.list = QListWidget()
        self.list.setProperty("type", "mono")
        self.list.setAccessibleName(tr("Sent messages"))
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.again_button = PlainButton(tr("Send again"), "refresh-cw")
        self.put_button = PlainButton(tr("Put into the field"))
        self.repeat_button = PlainButton(tr("Repeat…"))
        self._arrange()
        self.setFocusProxy(self.search)
        self.search.installEventFilter(self)
        self.list.installEventFilter(self)
        self.search.textChanged.connect(self._on_search_text_changed)
        self.list.itemDoubleClicked.connect(self._on_again)
        self.again_button.clicked.connect(self._on_again)
        self.put_button.clicked.connect(self._on_put)
        self.repeat_button.clicked.connect(self._on_repeat)

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(8)
        column.addWidget(self.search)
        column.addWidget(self.list, 1)
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in (self.again_button, self.put_button, self.repeat_button):
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)

    def sizeHint(self) -> QSize:
        """Return the size of the popup."""
        return super().sizeHint().expandedTo(_SIZE)

    def show_above(self, button: QWidget, messages: Sequence[WrittenMessage]) -> None:
        """Show the list above a button, or below it where there is no room.

        Args:
            button: the button that opens it.
            messages: the sent messages, oldest first.
        """
        self.search.clear()
        self.list.clear()
        for message in reversed(messages):
            item = QListWidgetItem(_words(message), self.list)
            item.setToolTip(plain_tooltip(message.text))
            item.setData(_MESSAGE, message)
        self._choose_first()
        self.adjustSize()
        within = button.screen().availableGeometry()
        corner = button.mapToGlobal(QPoint(button.width() - self.width(), -self.height()))
        if corner.y() < within.top():
            corner.setY(button.mapToGlobal(QPoint(0, button.height())).y())
        corner.setX(max(within.left(), min(corner.x(), within.right() - self.width())))
        corner.setY(max(within.top(), min(corner.y(), within.bottom() - self.height())))
        self.move(corner)
        self.show()
        self.search.setFocus(Qt.FocusReason.PopupFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Handle Enter and Ctrl+Enter; the arrow keys move in the list while searching."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in _ENTER:
                is_again = event.modifiers() & Qt.KeyboardModifier.ControlModifier
                (self._on_again if is_again else self._on_put)()
                return True
            if watched is self.search and event.key() in _MOVES:
                self.list.event(event)
                return True
        return super().eventFilter(watched, event)

    def _choose_first(self) -> None:
        places = range(self.list.count())
        first = next((place for place in places if not self.list.item(place).isHidden()), -1)
        self.list.setCurrentRow(first)
        for button in (self.again_button, self.put_button, self.repeat_button):
            button.setEnabled(first >= 0)

    def _take_chosen(self) -> WrittenMessage | None:
        """Close the list, and return the current message."""
        if self.list.currentRow() < 0:
            return None
        message: WrittenMessage = self.list.currentItem().data(_MESSAGE)
        self.close()
        return message

    @Slot(str)
    def _on_search_text_changed(self, text: str) -> None:
        sought = text.casefold()
        for place in range(self.list.count()):
            item = self.list.item(place)
            item.setHidden(sought not in item.data(_MESSAGE).text.casefold())
        self._choose_first()

    @Slot()
    def _on_again(self) -> None:
        message = self._take_chosen()
        if message is not None:
            self.again_chosen.emit(message)

    @Slot()
    def _on_put(self) -> None:
        message = self._take_chosen()
        if message is not None:
            self.put_chosen.emit(message)

    @Slot()
    def _on_repeat(self) -> None:
        message = self._take_chosen()
        if message is not None:
            self.repeat_chosen.emit(message)


def _words(message: WrittenMessage) -> str:
    """Return a message as an entry of the list: its text, and what its bytes depend on."""
    text = plain_line(message.text, _LONGEST)
    if message.mode == HEX:
        return tr("{text}   (hex)", text=text)
    ends = {LineEnd.NONE: "", LineEnd.LF: "\\n", LineEnd.CR: "\\r", LineEnd.CRLF: "\\r\\n"}
    return text + ends[message.line_end]
