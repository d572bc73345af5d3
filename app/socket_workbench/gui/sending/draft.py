"""The message being edited: its text, its mode, and the history."""

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Signal

from socket_workbench.gui.sending.appended import NOTHING, Appended
from socket_workbench.gui.sending.composition import (
    HEX,
    TEXT,
    CompositionError,
    compose,
    one_line,
    write,
)
from socket_workbench.gui.sending.history import MessageHistory, WrittenMessage
from socket_workbench.gui.sending.input import MessageInput
from socket_workbench.gui.sending.outgoing import Outgoing
from socket_workbench.gui.sending.tools import SendTools
from socket_workbench.gui.widgets.whole_line import LONGEST, too_long, utf16_length
from socket_workbench.language import tr
from socket_workbench.payload.escapes import show_escapes
from socket_workbench.payload.hexadecimal import format_hex
from socket_workbench.payload.line_end import LineEnd

if TYPE_CHECKING:
    from socket_workbench.gui.sending.filling import Addressee
    from socket_workbench.values.source import Source

LONGEST_NAME = 200
"""The most characters of a message's name."""

_MOST_BYTES = 4 * LONGEST
"""The most bytes in a field: no encoding has more than 4 for a code unit of UTF-16."""

_MOST_SAVED = 10_000
"""The longest text that is saved, in characters; see `history.MOST_SAVED`."""


class MessageDraft(QObject):
    """Keeps the field and the controls beside it consistent.

    Attributes:
        input: the field.
        tools: the controls for the mode and the line end.
        history: the messages that were sent.
        encoding: the encoding of text, by Python's name.

    Signals:
        mistaken(str): carries the error in the text as a sentence; empty if it is valid.
        send_requested: send the message.
        settings_changed: the mode, the line end, the size of the field, what is appended, or
            whether there are values has changed.
        changed: anything that its bytes depend on has changed.
    """

    mistaken = Signal(str)
    send_requested = Signal()
    settings_changed = Signal()
    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.history = MessageHistory()
        self.encoding = "utf-8"
        self.input = MessageInput(self._one_line)
        self.tools = SendTools()
        self.input.edited.connect(self._show_count)
        self.input.left.connect(self._on_input_left)
        self.input.refused.connect(self._on_input_refused)
        self.input.send_requested.connect(self.send_requested)
        self.input.earlier_requested.connect(self._on_input_earlier_requested)
        self.input.later_requested.connect(self._on_input_later_requested)
        self.tools.mode_chosen.connect(self._on_tools_mode_chosen)
        self.tools.line_end_chosen.connect(self._on_tools_line_end_chosen)
        self.tools.filling_chosen.connect(self._on_tools_filling_chosen)
        self.tools.large_toggled.connect(self._on_tools_large_toggled)
        self._show_count()

    def written(self) -> WrittenMessage:
        """Return the message as it is written."""
        tools = self.tools
        return WrittenMessage(
            tools.mode(),
            self.input.text(),
            tools.line_end(),
            self.encoding,
            tools.appended(),
            tools.has_values(),
        )

    @cached_property
    def _source(self) -> "Source":
        from socket_workbench.values.source import Source

        return Source()

    def outgoing(self, message: WrittenMessage) -> Outgoing:
        """Return what is sent of a message; raises `CompositionError` if its text is invalid."""
        if not message.has_values:
            return Outgoing(message.data())
        return Outgoing(b"", filling=message.filling(self._source), written=message)

    def example(self, addressee: "Callable[[bool], Addressee]") -> bytes:
        """Return the bytes that would be sent now, without counting that as sent.

        Args:
            addressee: returns to whom; is given whether what came from there last is needed.

        Raises:
            CompositionError: the text is invalid, or a value does not fit.
        """
        filling = self.outgoing(self.written()).filling
        if filling is None:
            return self.written().data()
        return filling.example(addressee(filling.needs_received))

    def finish(self) -> None:
        """Add the text to the history, and clear the field."""
        self.history.add(self.written())
        self.input.set_text("")

    def write(self, data: bytes) -> WrittenMessage | None:
        """Return how bytes are written with the line end and the encoding in use.

        Returns:
            None if no field can contain it; this is told without writing very long ones.
        """
        if len(data) > _MOST_BYTES:
            return None
        text, mode, line_end = write(data, self.tools.line_end(), self.encoding)
        if utf16_length(text) > LONGEST:
            return None
        return WrittenMessage(mode, text, line_end, self.encoding)

    def name(self, data: bytes) -> str:
        """Return the beginning of bytes as it is written, at most `LONGEST_NAME` characters."""
        text, _, _ = write(data[: 4 * LONGEST_NAME], self.tools.line_end(), self.encoding)
        return text[:LONGEST_NAME]

    def put(self, data: bytes) -> bool:
        """Write bytes into the field; return False, and leave it as it was, if they are too many.

        Exactly these bytes are sent then: no values are filled in, and nothing is appended.
        """
        message = self.write(data)
        if message is None:
            return False
        self.show(message)
        return True

    def show(self, message: WrittenMessage) -> None:
        """Show a message as it is written; its encoding is not that of the field."""
        self._show(message)
        self.mistaken.emit("")
        self.settings_changed.emit()

    def use_filling(self, appended: Appended, *, has_values: bool) -> None:
        """Set what is appended, and whether there are values in the text."""
        self.tools.set_filling(appended, has_values=has_values)
        self._on_tools_filling_chosen()

    def set_encoding(self, encoding: str) -> bool:
        """Set the encoding of text, by Python's name; return False if it was set already."""
        if encoding == self.encoding:
            return False
        self.encoding = encoding
        self.tools.show_encoding(encoding)
        self.input.forget_lines()
        self._show_count()
        return True

    def state(self) -> dict[str, object]:
        """Return the state to save: mode, line end, size of the field, its text, history."""
        text = self.input.text()
        return {
            "mode": self.tools.mode(),
            "line_end": self.tools.line_end().value,
            "large": self.input.is_large(),
            "values": self.tools.has_values(),
            "append": self.tools.appended().saved(),
            "text": text if len(text) <= _MOST_SAVED else "",
            "history": self.history.saved(),
        }

    def restore(self, state: Mapping[str, object]) -> None:
        """Restore a saved state; ignore missing or invalid values."""
        if state.get("mode") in (TEXT, HEX):
            self._use_mode(cast("str", state["mode"]))
        if state.get("line_end") in [one.value for one in LineEnd]:
            self.tools.set_line_end(LineEnd(state["line_end"]))
        self.tools.set_filling(
            Appended.restored(state.get("append")) or NOTHING,
            has_values=state.get("values") is True,
        )
        if isinstance(state.get("large"), bool):
            self.tools.set_large(cast("bool", state["large"]))
            self.input.set_large(cast("bool", state["large"]))
        text = state.get("text")
        if isinstance(text, str) and len(text) <= _MOST_SAVED:
            self.input.set_text(text)
        self.history = MessageHistory.restored(state.get("history"))
        self._show_count()

    def check(self) -> bool:
        """Check the text and emit `mistaken`; return whether it is valid."""
        try:
            self.outgoing(self.written())
        except CompositionError as error:
            self.mistaken.emit(str(error))
            return False
        self.mistaken.emit("")
        return True

    def _one_line(self, text: str) -> str:
        return one_line(text, self.tools.mode(), self.tools.line_end(), self.encoding)

    def _use_mode(self, mode: str) -> None:
        self.tools.set_mode(mode)
        self.input.set_escaping(mode == TEXT)

    def _show_count(self) -> None:
        """Show the number of bytes; with values, whoever listens to `changed` does that."""
        written = self.written()
        if not written.has_values:
            try:
                self.tools.show_count(len(written.data()))
            except CompositionError:
                self.tools.show_count(None)
        self.changed.emit()

    @property
    def _has_places(self) -> bool:
        """Whether the text has values, so that it stands for no certain bytes."""
        return self.tools.has_values() and "{{" in self.input.text()

    def _on_input_left(self) -> None:
        if not self.check() or self._has_places:
            return
        if self.tools.mode() == HEX and not self.input.is_large():
            tidy = format_hex(compose(self.input.text(), HEX, LineEnd.NONE))
            if tidy != self.input.text() and len(tidy) <= LONGEST:
                self.input.set_text(tidy)

    def _on_input_refused(self) -> None:
        remedy = tr("A longer text can be sent as a file.")
        self.mistaken.emit(f"{too_long()} {remedy}")

    def _on_input_earlier_requested(self) -> None:
        self._recall(self.history.earlier(self.written()))

    def _on_input_later_requested(self) -> None:
        self._recall(self.history.later())

    def _recall(self, message: WrittenMessage | None) -> None:
        if message is not None:
            self._show(message)

    def _show(self, message: WrittenMessage) -> None:
        """Show a message as it is written; its encoding is not that of the field."""
        self._use_mode(message.mode)
        self.tools.set_line_end(message.line_end)
        self.tools.set_filling(message.appended, has_values=message.has_values)
        self.input.set_text(message.text)
        self._show_count()

    def _on_tools_mode_chosen(self, mode: str) -> None:
        """Convert the text to the new mode, if it is valid."""
        before = TEXT if mode == HEX else HEX
        if self._has_places:
            self._use_mode(mode)
            self.check()
            self._show_count()
            self.settings_changed.emit()
            return
        try:
            data = compose(self.input.text(), before, LineEnd.NONE, self.encoding)
        except CompositionError:
            self._use_mode(mode)
            self.check()
        else:
            written = format_hex(data) if mode == HEX else show_escapes(data, self.encoding)
            if len(written) > LONGEST:
                self._use_mode(before)
                self._on_input_refused()
                return
            self._use_mode(mode)
            self.input.set_text(written)
        self._show_count()
        self.settings_changed.emit()

    def _on_tools_line_end_chosen(self) -> None:
        self.input.forget_lines()
        self._show_count()
        self.settings_changed.emit()

    def _on_tools_filling_chosen(self) -> None:
        self.check()
        self._show_count()
        self.settings_changed.emit()

    def _on_tools_large_toggled(self, large: bool) -> None:
        self.mistaken.emit("")
        if not self.input.set_large(large):
            self.tools.set_large(not large)
            return
        self._show_count()
        self.settings_changed.emit()
