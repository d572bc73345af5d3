"""The send bar."""

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from socket_workbench.gui.looks.plain import plain_tooltip
from socket_workbench.gui.looks.wording import byte_size
from socket_workbench.gui.sending.appended import NOTHING
from socket_workbench.gui.sending.bar_rows import BarRows
from socket_workbench.gui.sending.composition import CompositionError
from socket_workbench.gui.sending.draft import MessageDraft
from socket_workbench.gui.sending.editor import dropped_files
from socket_workbench.gui.sending.history import WrittenMessage
from socket_workbench.gui.sending.mistake_line import MistakeLine
from socket_workbench.gui.sending.outgoing import Link, Outgoing
from socket_workbench.gui.sending.sent_messages import SentMessages
from socket_workbench.gui.widgets.buttons import PlainButton, PrimaryButton
from socket_workbench.gui.widgets.file_dialogs import ask_for_file
from socket_workbench.gui.widgets.progress_row import ProgressRow
from socket_workbench.gui.widgets.whole_line import too_long
from socket_workbench.language import tr

if TYPE_CHECKING:
    from socket_workbench.gui.sending.filling import Addressee
    from socket_workbench.gui.sending.repeating import Repeating
    from socket_workbench.gui.sending.values_row import ValuesRow


class SendBar(QWidget):
    """A message field with the menu of its form, its byte count, and Send.

    If the bar is narrow, Send becomes an icon; if it is narrower, everything but the field and Send
    moves to a second row. A file can also be dropped on the bar.

    Args:
        primary: whether Send is the filled button of its group.

    Attributes:
        sent: the messages that were sent.

    Signals:
        message_ready(Outgoing): send a message, its line end included. A receiver that cannot send
            it must call `refuse` before it returns; otherwise the field is cleared.
        file_requested: send a file; carries its path.
        cancel_requested: cancel the running transfer.
        settings_changed: the mode, the line end or the size of the field has changed, what is
            appended, or whether there are values.
        repeating_changed: it has begun or ceased to repeat a message.
    """

    message_ready = Signal(object)
    file_requested = Signal(str)
    cancel_requested = Signal()
    settings_changed = Signal()
    repeating_changed = Signal()

    def __init__(self, *, primary: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._link = Link.OPEN
        self._reason = ""
        self._refusal = ""
        self._empty_allowed = False
        self._example: Callable[[bool], Addressee] | None = None
        self._draft = MessageDraft(self)
        self._input = self._draft.input
        self._tools = self._draft.tools
        self._send = (PrimaryButton if primary else PlainButton)(tr("Send"))
        self.sent = SentMessages(self._draft, self._send_written, self)
        self._mistake = MistakeLine(self)
        self._transfer = ProgressRow(tr("Sending a file"), tr("Cancel sending the file"))
        self._arrange()
        self.setAcceptDrops(True)
        self.setFocusProxy(self._input)
        self._connect()
        self.sent.set_ready(self._ready)

    def _arrange(self) -> None:
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self._rows = BarRows(column, self._input, self._tools, self._send)
        column.addWidget(self._transfer)

    def _connect(self) -> None:
        self._draft.mistaken.connect(self.show_error)
        self._draft.settings_changed.connect(self.settings_changed)
        self._draft.changed.connect(self._on_draft_changed)
        self._draft.send_requested.connect(self._on_send_requested)
        self._input.edited.connect(self._on_input_edited)
        self.sent.put_chosen.connect(self._on_sent_put_chosen)
        self.sent.repeat_chosen.connect(self._on_sent_repeat_chosen)
        self._tools.file_action.triggered.connect(self._on_file_action_triggered)
        self._send.clicked.connect(self._on_send_requested)
        self._transfer.cancel_requested.connect(self.cancel_requested)

    def set_target(self, target: QWidget) -> None:
        """Add the widget that chooses the receivers, at the left."""
        self._rows.set_target(target)
        self._place_tools()

    def set_example(self, example: "Callable[[bool], Addressee]") -> None:
        """Set what tells to whom the message would go, for its preview; see `ValuesRow.example`."""
        self._example = example

    @property
    def _ready(self) -> bool:
        return self._link.takes_messages

    def set_link(self, link: Link, reason: str = "") -> None:
        """Set whether what is sent has somewhere to go.

        Args:
            link: whether it has.
            reason: for `Link.NONE`, the sentence shown on an attempt.
        """
        self._link = link
        self._reason = "" if self._ready else reason
        self._send.setEnabled(self._ready)
        self._show_send_tooltip()
        self._tools.file_action.setEnabled(self._ready)
        self.sent.set_ready(self._ready)

    def set_empty_allowed(self, allowed: bool) -> None:
        """Set whether an empty message can be sent, such as an empty datagram."""
        self._empty_allowed = allowed

    @property
    def encoding(self) -> str:
        """The encoding of text, by Python's name."""
        return self._draft.encoding

    def set_encoding(self, encoding: str) -> None:
        """Set the encoding of text, by Python's name."""
        if self._draft.set_encoding(encoding):
            self._place_tools()

    def refuse(self, sentence: str) -> None:
        """Reject the message that `message_ready` carries, with a sentence; its text is kept."""
        self._refusal = sentence

    def show_error(self, sentence: str) -> None:
        """Show an error above the bar; an empty sentence hides it."""
        self._mistake.show_mistake(self._input.current(), sentence)

    def mistake(self) -> str:
        """Return the sentence shown above the bar; empty if there is none."""
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

    @cached_property
    def repeating(self) -> "Repeating":
        """The row that repeats a message, created on first use."""
        from socket_workbench.gui.sending.repeating import Repeating

        repeating = Repeating(self.deliver, lambda: self._link, self)
        repeating.running_changed.connect(self.repeating_changed)
        self._column.addWidget(repeating)
        return repeating

    @cached_property
    def values_row(self) -> "ValuesRow":
        """The row that shows what is filled in and appended, created on first use."""
        from socket_workbench.gui.sending.values_row import ValuesRow

        row = ValuesRow(self._draft, self)
        if self._example is not None:
            row.example = self._example
        row.plain_requested.connect(self.send_plainly)
        self._column.insertWidget(2, row)
        return row

    @Slot()
    def send_plainly(self) -> None:
        """Send what is typed from now on: without values, and with nothing appended."""
        self._draft.use_filling(NOTHING, has_values=False)

    @Slot()
    def _on_draft_changed(self) -> None:
        if "values_row" in self.__dict__ or not self._draft.written().is_plain:
            self.values_row.show_draft()

    def deliver(self, outgoing: Outgoing) -> str:
        """Send something; return a sentence that says why that is impossible, or nothing."""
        if not self._ready:
            return self._reason
        self._refusal = ""
        self.message_ready.emit(outgoing)
        return self._refusal

    def put(self, data: bytes) -> bool:
        """Write bytes into the field, so that Send sends exactly these; False if they are too many.

        The field gets the focus.
        """
        if not self._draft.put(data):
            self.show_error(too_long())
            return False
        self._input.current().setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def repeat(self, outgoing: Outgoing) -> None:
        """Let the user repeat this."""
        self.repeating.offer(outgoing, self._draft.name(outgoing.data))

    @property
    def is_repeating(self) -> bool:
        """Whether a message is being repeated."""
        return "repeating" in self.__dict__ and self.repeating.is_running

    def stop_repeating(self) -> None:
        """Stop repeating a message."""
        if "repeating" in self.__dict__:
            self.repeating.stop()

    @Slot()
    def repeat_message(self) -> None:
        """Let the user repeat the message in the field, or the last one if the field is empty."""
        message = self._draft.written() if self.text() else self.sent.last()
        if message is not None:
            self._on_sent_repeat_chosen(message)

    def _send_written(self, message: WrittenMessage) -> bool:
        """Send a message as it is written, or show why it cannot be sent; return whether it was."""
        outgoing = self._outgoing_of(message)
        if outgoing is None:
            return False
        refusal = self.deliver(outgoing)
        self.show_error(refusal)
        return not refusal

    @Slot(object)
    def _on_sent_put_chosen(self, message: WrittenMessage) -> None:
        if not message.is_plain:
            self.put_written(message)
        elif (outgoing := self._outgoing_of(message)) is not None:
            self.put(outgoing.data)

    def put_written(self, message: WrittenMessage) -> None:
        """Show a message in the field as it is written, and give the field the focus."""
        self._draft.show(message)
        self._input.current().setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(object)
    def _on_sent_repeat_chosen(self, message: WrittenMessage) -> None:
        outgoing = self._outgoing_of(message)
        if outgoing is not None:
            self.repeating.offer(outgoing, message.text)

    def _outgoing_of(self, message: WrittenMessage) -> Outgoing | None:
        try:
            return self._draft.outgoing(message)
        except CompositionError as error:
            self.show_error(str(error))
            return None

    def state(self) -> dict[str, object]:
        """Return the state to save: mode, line end, size of the field, its text, history."""
        return self._draft.state()

    def restore(self, state: Mapping[str, object]) -> None:
        """Restore a saved state; ignore missing or invalid values."""
        self._draft.restore(state)
        self.sent.show_last()

    def minimumSizeHint(self) -> QSize:
        """Return the width of two rows, and the height of those shown."""
        return QSize(self._rows.least_width(), super().minimumSizeHint().height())

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

    def _place_tools(self) -> None:
        self._rows.fit(self.width())
        self._show_send_tooltip()

    def _show_send_tooltip(self) -> None:
        # A compact button has no text.
        words = "" if self._send.text() else tr("Send")
        if self._link is Link.CLOSED:
            words = tr("Connect, then send")
        self._send.setToolTip(plain_tooltip(self._reason or words))

    def _on_input_edited(self) -> None:
        if self.mistake():
            self._draft.check()

    def _on_send_requested(self) -> None:
        try:
            outgoing = self._draft.outgoing(self._draft.written())
        except CompositionError as error:
            self.show_error(str(error))
            self._input.show_place(error.place)
            return
        is_empty = outgoing.filling is None and not outgoing.data
        if self._ready and is_empty and not self._empty_allowed:
            self._mistake.show_hint(tr("Nothing was sent: a stream carries no empty message."))
            return
        self.show_error("")
        refusal = self.deliver(outgoing)
        if refusal:
            self.show_error(refusal)
            return
        self._draft.finish()
        self.sent.show_last()

    def _on_file_action_triggered(self) -> None:
        ask_for_file(self, tr("Send a file"), self.file_requested.emit)
