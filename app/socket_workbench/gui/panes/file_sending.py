"""What a pane sends: the progress of files, and what waits for a connection."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Slot

from socket_workbench.engine.client import Client
from socket_workbench.engine.connections.file_transfer import FileTransfer
from socket_workbench.gui.sending.bar import SendBar
from socket_workbench.gui.sending.outgoing import Outgoing
from socket_workbench.language import tr

INTERVAL = 50
"""Milliseconds between updates of the progress."""

MOST_WAITING = 100
"""The most messages and files that wait for a connection."""


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


def send_outgoing(client: Client, outgoing: Outgoing) -> int:
    """Send bytes on a client's connection; return to how many connections they go."""
    return (client.send_bytes if outgoing.is_framed else client.send)(outgoing.data)


class WaitingSends:
    """Messages and files that are sent, in their order, once the connection is there.

    Args:
        send_bar: where a message comes back that could not be sent.
        file_sending: shows the progress of files.
    """

    def __init__(self, send_bar: SendBar, file_sending: FileSending) -> None:
        self._send_bar = send_bar
        self._file_sending = file_sending
        self._waiting: list[Outgoing | Path] = []

    def __bool__(self) -> bool:
        """Whether anything waits."""
        return bool(self._waiting)

    def add(self, waiting: Outgoing | Path) -> str:
        """Add something; return why that is impossible, as a sentence, or an empty text."""
        if len(self._waiting) == MOST_WAITING:
            return tr("The connection is not there yet, and much waits for it already.")
        self._waiting.append(waiting)
        return ""

    def drop_last(self) -> None:
        """Forget what was added last."""
        self._waiting.pop()

    def send(self, client: Client, otherwise: str) -> None:
        """Send all of it.

        Args:
            client: the client, which is connected.
            otherwise: the sentence to show if it no longer is when a file is sent.
        """
        waiting, self._waiting = self._waiting, []
        for each in waiting:
            if isinstance(each, Path):
                self._file_sending.watch(client.send_file(each), otherwise)
            else:
                send_outgoing(client, each)

    def give_up(self) -> None:
        """Put the last message back into the field, if that is empty, and forget the rest."""
        waiting, self._waiting = self._waiting, []
        messages = [each for each in waiting if isinstance(each, Outgoing)]
        if messages and not messages[-1].is_framed and not self._send_bar.text():
            self._send_bar.put(messages[-1].data)
