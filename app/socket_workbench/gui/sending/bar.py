"""The send bar."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from socket_workbench.gui.looks.plain import plain_tooltip
from socket_workbench.gui.looks.wording import byte_size
from socket_workbench.gui.sending.composition import CompositionError
from socket_workbench.gui.sending.draft import MessageDraft
from socket_workbench.gui.sending.editor import dropped_files
from socket_workbench.gui.widgets.buttons import PlainButton, PrimaryButton
from socket_workbench.gui.widgets.mistake import MistakeLabel
from socket_workbench.gui.widgets.progress_row import ProgressRow
from socket_workbench.language import tr

_FIELD_CHARACTERS = 14
"""The characters of a message that are visible before anything moves to a second row."""


class SendBar(QWidget):
    """A message field with the menu of its form, its byte count, and Send.

    If the bar is narrow, Send becomes an icon; if it is narrower, everything but the field and Send
    moves to a second row. A file can also be dropped on the bar.

    Args:
        primary: whether Send is the filled button of its group.

    Signals:
        message_ready: send a message; carries its bytes, line end included. A receiver that cannot
            send it must call `refuse` before it returns; otherwise the field is cleared.
        file_requested: send a file; carries its path.
        cancel_requested: cancel the running transfer.
        settings_changed: the mode, the line end or the size of the field has changed.
    """

    message_ready = Signal(bytes)
    file_requested = Signal(str)
    cancel_requested = Signal()
    settings_changed = Signal()

    def __init__(self, *, primary: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ready = True
        self._reason = ""
        self._refusal = ""
        self._empty_allowed = False
        self._target: QWidget | None = None
        self._draft = MessageDraft(self)
        self._input = self._draft.input
        self._tools = self._draft.tools
        self._send = (PrimaryButton if primary else PlainButton)(tr("Send"))
        self._mistake = MistakeLabel()
        self._transfer = ProgressRow(tr("Sending a file"), tr("Cancel sending the file"))
        self._arrange()
        self.setAcceptDrops(True)
        self.setFocusProxy(self._input)
        self._connect()

    def _arrange(self) -> None:
        self._row = QHBoxLayout()
        self._row.setSpacing(8)
        self._row.addWidget(self._input, 1)
        self._row.addWidget(self._tools, 0, Qt.AlignmentFlag.AlignTop)
        self._row.addWidget(self._send, 0, Qt.AlignmentFlag.AlignTop)
        self._second_row = QHBoxLayout()
        self._second_row.setSpacing(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(self._row)
        column.addWidget(self._mistake)
        column.addLayout(self._second_row)
        column.addWidget(self._transfer)

    def _connect(self) -> None:
        self._draft.mistaken.connect(self.show_error)
        self._draft.settings_changed.connect(self.settings_changed)
        self._draft.send_requested.connect(self._on_send_requested)
        self._input.edited.connect(self._on_input_edited)
        self._tools.file_action.triggered.connect(self._on_file_action_triggered)
        self._send.clicked.connect(self._on_send_requested)
        self._transfer.cancel_requested.connect(self.cancel_requested)

    def set_target(self, target: QWidget) -> None:
        """Add the widget that chooses the receivers, at the left."""
        self._target = target
        self._row.insertWidget(0, target, 0, Qt.AlignmentFlag.AlignTop)
        self._place_tools()

    def set_ready(self, ready: bool, reason: str = "") -> None:
        """Set whether sending is possible; if not, `reason` is the sentence shown on an attempt."""
        self._ready = ready
        self._reason = "" if ready else reason
        self._send.setEnabled(ready)
        self._send.setToolTip(plain_tooltip(self._reason))
        self._tools.file_action.setEnabled(ready)

    def set_empty_allowed(self, allowed: bool) -> None:
        """Set whether an empty message can be sent, such as an empty datagram."""
        self._empty_allowed = allowed

    def set_encoding(self, encoding: str) -> None:
        """Set the encoding of text, by Python's name."""
        if self._draft.set_encoding(encoding):
            self._place_tools()

    def refuse(self, sentence: str) -> None:
        """Reject the message that `message_ready` carries, with a sentence; its text is kept."""
        self._refusal = sentence

    def show_error(self, sentence: str) -> None:
        """Show an error below the field; an empty sentence hides it."""
        self._mistake.show_mistake(self._input.current(), sentence)

    def mistake(self) -> str:
        """Return the error message shown; empty if there is none."""
        return self._mistake.text()

    def show_progress(self, sent: int, total: int) -> None:
        """Show the progress of a file transfer, in bytes."""
        words = tr("{sent} of {total}", sent=byte_size(sent), total=byte_size(total))
        self._transfer.show_progress(sent, total, words)
        self._tools.file_action.setEnabled(False)

    def hide_progress(self) -> None:
        """Hide the progress of file transfers."""
        self._transfer.hide()
        self._tools.file_action.setEnabled(self._ready)

    def set_text(self, text: str) -> None:
        """Set the text of the field."""
        self._input.set_text(text)

    def text(self) -> str:
        """Return the text of the field."""
        return self._input.text()

    def state(self) -> dict[str, object]:
        """Return the state to save: mode, line end, size of the field, history."""
        return self._draft.state()

    def restore(self, state: Mapping[str, object]) -> None:
        """Restore a saved state; ignore missing or invalid values."""
        self._draft.restore(state)

    def minimumSizeHint(self) -> QSize:
        """Return the width of two rows, and the height of those shown."""
        beside = self._field_width() // 2 + 8 + self._send.minimumSizeHint().width()
        return QSize(max(beside, self._tools_width()), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Switch between one row and two."""
        super().resizeEvent(event)
        self._place_tools()

    def event(self, event: QEvent) -> bool:
        """Switch between one row and two if the font or a text has changed."""
        if event.type() is QEvent.Type.LayoutRequest:
            self._place_tools()
        return super().event(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept files and text."""
        if dropped_files(event.mimeData()) or event.mimeData().hasText():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Emit `file_requested` for a dropped file; insert dropped text into the field."""
        paths = dropped_files(event.mimeData())
        if not paths:
            self._input.insert(event.mimeData().text())
        elif not self._ready:
            self.show_error(self._reason)
        elif len(paths) > 1:
            self.show_error(tr("Drop one file at a time; a file is sent as one message."))
        else:
            self.file_requested.emit(paths[0])

    def _field_width(self) -> int:
        field = self._input.current()
        return field.fontMetrics().averageCharWidth() * _FIELD_CHARACTERS

    def _tools_width(self) -> int:
        target = self._target.sizeHint().width() + 8 if self._target is not None else 0
        return target + self._tools.sizeHint().width()

    def _place_tools(self) -> None:
        beside = self._tools_width() + self._field_width() + 16
        wide = self.width() >= beside + self._send.width_with_text()
        self._send.set_compact(not wide, "send")
        if not wide and self._reason:
            self._send.setToolTip(plain_tooltip(self._reason))
        self._use_one_row(wide or self.width() >= beside + self._send.sizeHint().width())

    def _use_one_row(self, one: bool) -> None:
        if one == (self._row.indexOf(self._tools) >= 0):
            return
        old, new = (self._second_row, self._row) if one else (self._row, self._second_row)
        moved = [each for each in (self._target, self._tools) if each is not None]
        for widget in moved:
            old.removeWidget(widget)
        if self._target is not None:
            new.insertWidget(0, self._target, 0, Qt.AlignmentFlag.AlignTop)
        place = new.count() - 1 if one else new.count()
        new.insertWidget(place, self._tools, 0 if one else 1, Qt.AlignmentFlag.AlignTop)

    def _on_input_edited(self) -> None:
        if self.mistake():
            self._draft.check()

    def _on_send_requested(self) -> None:
        try:
            message = self._draft.compose()
        except CompositionError as error:
            self.show_error(str(error))
            self._input.show_place(error.place)
            return
        if not self._ready:
            self.show_error(self._reason)
            return
        if not message and not self._empty_allowed:
            self.show_error(tr("There is nothing to send: in a stream, nothing is no message."))
            return
        self.show_error("")
        self._refusal = ""
        self.message_ready.emit(message)
        if self._refusal:
            self.show_error(self._refusal)
            return
        self._draft.finish()

    def _on_file_action_triggered(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, tr("Send a file"))
        if path:
            self.file_requested.emit(path)
