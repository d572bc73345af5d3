"""The row of a send bar with values: what is filled in and appended, and what is sent then."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QMenu, QWidget

from socket_workbench.gui.looks.plain import plain_line, plain_title
from socket_workbench.gui.sending.composition import HEX, CompositionError
from socket_workbench.gui.sending.draft import MessageDraft
from socket_workbench.gui.sending.filling import Addressee
from socket_workbench.gui.widgets.buttons import IconButton, PlainButton
from socket_workbench.gui.widgets.labels import ElidedLabel
from socket_workbench.language import tr
from socket_workbench.payload.escapes import show_escapes
from socket_workbench.payload.hexadecimal import format_hex

PREVIEW_DELAY = 100
"""Milliseconds from the last change to the preview, which is computed in the window's thread."""

_SHOWN_BYTES = 200
_PREVIEW_CHARACTERS = 36
"""The average characters of the preview that are visible before it moves to a line of its own."""

EXAMPLES = (
    "{{counter}}",
    "{{now}}",
    "{{now('%Y-%m-%d %H:%M:%S.%L')}}",
    "{{unix_time}}",
    "{{random(1, 100)}}",
    "{{random_digits(8)}}",
    "{{random_bytes(4)}}",
    "{{choice('red', 'green')}}",
    "{{uuid}}",
    "{{peer}}",
    "{{message}}",
    "{{length}}",
    "{{u16be(length(after))}}",
    "{{checksum('CRC-16/MODBUS', 'le')}}",
    "{{checksum('xor', 'hex', before[1:])}}",
)
"""The values that the menu offers, as they are written."""


class ValuesRow(QWidget):
    """Shows what is filled in and appended, and the bytes that would be sent; hidden for neither.

    Args:
        draft: the message.

    Attributes:
        example: returns to whom the message would be sent; is given whether what came from there
            last is needed.
        insert_button: its menu inserts a value into the text.
        append_button: its menu chooses what is appended.
        preview: the bytes that would be sent now, or what is wrong with the text.
        plain_button: sends what is typed again, without values and without anything appended.

    Signals:
        plain_requested(): `plain_button` was pressed.
    """

    plain_requested = Signal()

    def __init__(self, draft: MessageDraft, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draft = draft
        self.example: Callable[[bool], Addressee] = lambda received: Addressee("", b"")
        self.insert_button = PlainButton(tr("Insert a value"))
        self.insert_button.setProperty("menu", "true")
        self.insert_button.setMenu(self._insert_menu())
        self.append_button = PlainButton("")
        self.append_button.setProperty("menu", "true")
        self.append_button.setMenu(draft.tools.append_menu)
        self.preview = ElidedLabel("", "mono", Qt.TextElideMode.ElideRight)
        self.preview.setProperty("looks", "row")
        self.plain_button = IconButton("x", tr("Send what is typed, as it is"), small=True)
        self._arrange()
        self._timer = QTimer(self, singleShot=True, interval=PREVIEW_DELAY)
        self._timer.timeout.connect(self._on_timer_timeout)
        self.plain_button.clicked.connect(self.plain_requested)
        self.show_draft()

    def _arrange(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.insert_button)
        buttons.addWidget(self.append_button)
        buttons.addStretch(1)
        shown = QHBoxLayout()
        shown.setSpacing(8)
        shown.addWidget(self.preview, 1)
        shown.addWidget(self.plain_button)
        self._lines = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(4)
        self._lines.addLayout(buttons)
        self._lines.addLayout(shown, 1)

    def _insert_menu(self) -> QMenu:
        menu = QMenu(self)
        for value in EXAMPLES:
            menu.addAction(plain_title(value)).setData(value)
        menu.triggered.connect(self._on_insert_menu_triggered)
        return menu

    @Slot()
    def show_draft(self) -> None:
        """Show the draft as it is now; the preview follows when it has not changed for a moment."""
        written = self._draft.written()
        self.setVisible(not written.is_plain)
        if written.is_plain:
            self._timer.stop()
            return
        self.insert_button.setVisible(written.has_values)
        what = written.appended.words()
        words = tr("Append: {what}", what=what) if what else tr("Append nothing")
        if words != self.append_button.text():
            self.append_button.setText(words)
        self._place()
        self._timer.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put everything on one line where there is room."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        shown = (self.insert_button, self.append_button, self.plain_button)
        beside = sum(each.sizeHint().width() + 8 for each in shown if not each.isHidden())
        room = self.preview.fontMetrics().averageCharWidth() * _PREVIEW_CHARACTERS
        is_wide = self.width() >= beside + room
        directions = QBoxLayout.Direction
        self._lines.setDirection(directions.LeftToRight if is_wide else directions.TopToBottom)

    @Slot()
    def _on_timer_timeout(self) -> None:
        try:
            data = self._draft.example(self.example)
        except CompositionError as error:
            self._draft.tools.show_count(None)
            self._show(str(error))
            return
        self._draft.tools.show_count(len(data))
        written, shown = self._draft.written(), data[:_SHOWN_BYTES]
        text = format_hex(shown) if written.mode == HEX else show_escapes(shown, written.encoding)
        self._show(text + ("…" if len(data) > len(shown) else ""))

    def _show(self, text: str) -> None:
        self.preview.setText(plain_line(text, 4 * _SHOWN_BYTES))
        self.preview.setAccessibleName(tr("What would be sent now: {text}", text=text))

    @Slot(QAction)
    def _on_insert_menu_triggered(self, action: QAction) -> None:
        self._draft.input.insert(action.data())
        self._draft.input.current().setFocus()
