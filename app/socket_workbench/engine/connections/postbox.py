"""What a person sends on one conversation: messages and files, from its outbox."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from socket_workbench.engine.connections.file_transfer import FileTransfer
from socket_workbench.engine.connections.outbox import Outbox
from socket_workbench.engine.connections.sender import Sender
from socket_workbench.engine.view import ConnectionView
from socket_workbench.journal.event import Kind
from socket_workbench.journal.journal import Journal
from socket_workbench.language import tr, trn

FILE_PIECE = 64 * 1024
FILE_DATAGRAM = 1400
"""Bytes of a file per datagram: fits an Ethernet frame whatever the headers."""


class Postbox:
    """Puts messages and files into an outbox; every method but `pass_on` returns at once.

    Args:
        view: the conversation's state and counts.
        sender: sends what the outbox comes to.
        outbox: keeps what waits.
        journal: where it is recorded what became of files.
        is_stream: whether the peer receives a stream.
        on_full: called when the outbox has no room for a message; None where that is only
            recorded, as with datagrams.
    """

    def __init__(
        self,
        view: ConnectionView,
        sender: Sender,
        outbox: Outbox,
        journal: Journal,
        *,
        is_stream: bool,
        on_full: Callable[[], None] | None = None,
    ) -> None:
        self._on_full = on_full
        self._view = view
        self._sender = sender
        self._outbox = outbox
        self._journal = journal
        self._is_stream = is_stream
        self._piece = FILE_PIECE if is_stream else FILE_DATAGRAM
        self._transfers: list[FileTransfer] = []

    def post(self, message: bytes) -> None:
        """Send a message with the endpoint's framing."""
        if not self._outbox.put(partial(self._sender.send, message), len(message)):
            self._refuse(len(message))

    def pass_on(self, message: bytes, deadline: float) -> None:
        """Send a message, waiting for room until a time of `time.monotonic()`."""
        action = partial(self._sender.send, message)
        if not self._outbox.put_in_time(action, len(message), deadline):
            self._refuse(len(message))

    def post_file(self, path: Path) -> FileTransfer:
        """Send a file as it is, without framing; returns its progress."""
        transfer = FileTransfer(path)
        self._transfers = [other for other in self._transfers if not other.finished.is_set()]
        self._transfers.append(transfer)
        if not self._outbox.put(partial(self._send_file, transfer)) or not self._view.is_open:
            transfer.abandon()
        return transfer

    def abandon(self) -> None:
        """Give up files that have not been sent: the conversation is over."""
        for transfer in self._transfers:
            transfer.abandon()

    def _send_file(self, transfer: FileTransfer) -> None:
        transfer.run(self._piece, self._sender.send_bytes)
        if transfer.error:
            self._record(Kind.ERROR, transfer.error)
        elif transfer.cancelled:
            self._record(
                Kind.NOTE,
                tr(
                    "Sending the file {path} was cancelled after {sent} of {size} bytes.",
                    path=transfer.path,
                    sent=transfer.sent,
                    size=transfer.size,
                ),
            )
        elif not transfer.sent and not self._is_stream:
            self._sender.send_bytes(b"")
        elif not transfer.sent:
            text = tr("The file {path} is empty: there was nothing to send.", path=transfer.path)
            self._record(Kind.NOTE, text)

    def _refuse(self, size: int) -> None:
        if self._on_full is not None:
            self._on_full()
            return
        text = trn(
            "A message of {count} byte was not sent: too much waits to be sent already.",
            "A message of {count} bytes was not sent: too much waits to be sent already.",
            size,
        )
        self._record(Kind.DROPPED, text)

    def _record(self, kind: Kind, text: str) -> None:
        self._journal.append(self._view.source, kind, b"", text)
