"""Messages that were sent: sent again, or chosen from a list of them."""

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from socket_workbench.gui.sending.draft import MessageDraft
from socket_workbench.gui.sending.history import WrittenMessage

if TYPE_CHECKING:
    from socket_workbench.gui.sending.sent_list import SentList


class SentMessages(QObject):
    """Sends a message again as it was, and lets the user choose one.

    Signals:
        put_chosen(WrittenMessage): put this message into the field.
        repeat_chosen(WrittenMessage): repeat it.
    """

    put_chosen = Signal(object)
    repeat_chosen = Signal(object)

    def __init__(
        self, draft: MessageDraft, send: Callable[[WrittenMessage], bool], bar: QWidget
    ) -> None:
        """Create it.

        Args:
            draft: has the history of messages, and the buttons.
            send: sends a message as it is written, and returns whether it was sent.
            bar: the send bar, which the list belongs to.
        """
        super().__init__(bar)
        self._draft = draft
        self._send = send
        self._bar = bar
        self._is_ready = False
        draft.tools.again_button.clicked.connect(self.send_last)
        draft.tools.sent_button.clicked.connect(self.show_list)

    @cached_property
    def list(self) -> "SentList":
        """The list of sent messages, created on first use."""
        from socket_workbench.gui.sending.sent_list import SentList

        sent_list = SentList(self._bar)
        sent_list.again_chosen.connect(self.send)
        sent_list.put_chosen.connect(self.put_chosen)
        sent_list.repeat_chosen.connect(self.repeat_chosen)
        return sent_list

    @Slot()
    def show_list(self) -> None:
        """Open the list."""
        self.list.show_above(self._draft.tools.sent_button, self._draft.history.entries())

    def last(self) -> WrittenMessage | None:
        """Return the last message; None before the first."""
        return self._draft.history.last()

    @Slot()
    def send_last(self) -> None:
        """Send the last message again, as it was."""
        message = self.last()
        if message is not None:
            self.send(message)

    @Slot(object)
    def send(self, message: WrittenMessage) -> None:
        """Send a message again, as it is written."""
        if self._send(message):
            self._draft.history.add(message)
            self.show_last()

    def note(self, data: bytes) -> None:
        """Add bytes that were sent, if they can be written in a field."""
        message = self._draft.write(data)
        if message is not None:
            self._draft.history.add(message)
            self.show_last()

    def set_ready(self, ready: bool) -> None:
        """Set whether a message can be sent again now."""
        self._is_ready = ready
        self.show_last()

    def show_last(self) -> None:
        """Show which message would be sent again."""
        message = self.last()
        text = "" if message is None else message.text
        self._draft.tools.show_last(text, ready=self._is_ready)
