"""What a pane sends: messages, with values or not, and files."""

from collections.abc import Callable, Collection, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot

from socket_workbench.engine.connections.file_transfer import FileTransfer
from socket_workbench.engine.running_endpoint import RunningEndpoint
from socket_workbench.engine.view import ConnectionView
from socket_workbench.gui.panes.state_words import nothing_connected
from socket_workbench.gui.rows.replies import last_messages
from socket_workbench.gui.sending.bar import SendBar
from socket_workbench.gui.sending.composition import CompositionError
from socket_workbench.gui.sending.outgoing import Outgoing

if TYPE_CHECKING:
    from socket_workbench.gui.panes.pane import Pane
    from socket_workbench.gui.sending.filling import Addressee, Filling

INTERVAL = 50
"""Milliseconds between updates of the progress."""


class FileSending(QObject):
    """Watches the transfers of one file to one or many peers."""

    def __init__(self, send_bar: SendBar) -> None:
        super().__init__(send_bar)
        self._send_bar = send_bar
        self._transfers: Sequence[FileTransfer] = ()
        self._clock = QTimer(self)
        self._clock.setInterval(INTERVAL)
        self._clock.timeout.connect(self._on_clock_timeout)
        send_bar.cancel_requested.connect(self._on_send_bar_cancel_requested)

    def watch(self, transfers: Sequence[FileTransfer], otherwise: str = "") -> None:
        """Show the progress of these transfers until all have ended.

        Args:
            transfers: the transfers of the file, one for each peer.
            otherwise: the sentence to show if there are none.
        """
        self._transfers = transfers
        self._send_bar.show_error("" if transfers else otherwise)
        self._clock.start()
        self._on_clock_timeout()

    @Slot()
    def _on_clock_timeout(self) -> None:
        if all(transfer.finished.is_set() for transfer in self._transfers):
            self._clock.stop()
            self._send_bar.hide_progress()
            errors = [transfer.error for transfer in self._transfers if transfer.error]
            if errors:
                self._send_bar.show_error(errors[0])
            return
        sent = sum(transfer.sent for transfer in self._transfers)
        self._send_bar.show_progress(sent, sum(transfer.size for transfer in self._transfers))

    @Slot()
    def _on_send_bar_cancel_requested(self) -> None:
        for transfer in self._transfers:
            transfer.cancel()


def send_outgoing(
    running: RunningEndpoint,
    outgoing: Outgoing,
    journal: Path,
    to: Collection[int] | None = None,
) -> str:
    """Send bytes, or a message with values to each receiver.

    Args:
        running: the server or client.
        outgoing: what to send.
        journal: the journal's file, which has what was received last.
        to: the numbers of connections; None for all that can be sent to.

    Returns:
        A sentence that says why nothing was sent; empty if something was.
    """
    filling = outgoing.filling
    try:
        if filling is not None:
            count = running.send_each(partial(_filled, filling, journal), to)
        elif outgoing.is_framed:
            count = running.send_bytes(outgoing.data, to)
        else:
            count = running.send(outgoing.data, to)
    except CompositionError as error:
        return str(error)
    return "" if count else nothing_connected()


class MessageSending(QObject):
    """Sends what the send bar of a pane asks for, and tells the bar who would get it.

    Args:
        pane: the pane.
        journal: the journal's file.
        targets: returns the numbers of the connections to send to; None for all.
    """

    def __init__(
        self,
        pane: "Pane",
        journal: Path,
        targets: Callable[[], Collection[int] | None] = lambda: None,
    ) -> None:
        super().__init__(pane)
        self._pane = pane
        self._journal = journal
        self._targets = targets
        send_bar = pane.send_bar
        send_bar.set_example(self.addressee)
        send_bar.message_ready.connect(self._on_send_bar_message_ready)
        send_bar.repeating_changed.connect(pane.look_changed)

    def addressee(self, received: bool) -> "Addressee":
        """Return who would get a message now; see `ValuesRow.example`."""
        from socket_workbench.gui.sending.filling import Addressee

        running, numbers = self._pane.running, self._targets()
        for view in running.connections() if running is not None else ():
            if view.can_send and (numbers is None or view.number in numbers):
                return addressees([view], self._journal, received=received)[0]
        return Addressee(self._pane.address.text(), b"" if received else None)

    @Slot(object)
    def _on_send_bar_message_ready(self, outgoing: Outgoing) -> None:
        refusal = self._pane.send(outgoing)
        if refusal:
            self._pane.send_bar.refuse(refusal)


def _filled(filling: "Filling", journal: Path, views: Sequence[ConnectionView]) -> list[bytes]:
    return filling.messages(addressees(views, journal, received=filling.needs_received))


def addressees(
    views: Sequence[ConnectionView], journal: Path, *, received: bool
) -> "list[Addressee]":
    """Return what messages with values may have of some connections.

    Args:
        views: the connections.
        journal: the journal's file.
        received: whether what was received last is needed.
    """
    from socket_workbench.gui.sending.filling import Addressee

    last = last_messages(journal, {view.number for view in views}) if received else {}
    return [Addressee(view.peer, last.get(view.number)) for view in views]
