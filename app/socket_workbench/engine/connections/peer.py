"""The other side of a conversation: a dialogue to talk to it, and two ways to send.

A dialogue's replies are sent from the thread that received; what a person or another peer sends
goes through an outbox, so that nobody waits for this peer to read.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable
from functools import partial
from pathlib import Path

from socket_workbench.dialogues.base import Dialogue
from socket_workbench.engine.connections.context import ConnectionContext
from socket_workbench.engine.connections.dialogue_runner import DialogueRunner
from socket_workbench.engine.connections.file_transfer import FileTransfer
from socket_workbench.engine.connections.outbox import Outbox
from socket_workbench.engine.connections.sender import Sender
from socket_workbench.engine.view import ConnectionView
from socket_workbench.journal.event import Kind
from socket_workbench.language import tr, trn
from socket_workbench.payload.framing import Framing

FILE_PIECE = 64 * 1024
FILE_DATAGRAM = 1400
"""Bytes of a file per datagram: fits an Ethernet frame whatever the headers."""


class Peer(ABC):
    """The other side of one conversation.

    Everything but `pass_on` returns at once, and may be called from any thread.

    Attributes:
        view: its state and counts.
    """

    def __init__(
        self,
        view: ConnectionView,
        dialogue: Dialogue,
        framing: Framing,
        send: Callable[[bytes], None],
        outbox: Outbox,
        context: ConnectionContext,
        *,
        is_stream: bool,
    ) -> None:
        """Prepare a conversation.

        Args:
            view: its state and counts.
            dialogue: what answers it.
            framing: how messages are marked.
            send: hands bytes to the system.
            outbox: keeps what waits to be sent.
            context: what its server or client gives it.
            is_stream: whether it receives a stream rather than datagrams.
        """
        self.view = view
        self._is_stream = is_stream
        self._context = context
        self._outbox = outbox
        self._sender = Sender(send, view, framing, context, is_stream=is_stream)
        self._dialogue = DialogueRunner(dialogue, view, self._sender, outbox, context, self)
        self._transfers: list[FileTransfer] = []

    # Sending

    def post(self, message: bytes) -> None:
        """Send a message with the endpoint's framing, after what waits in the outbox."""
        if not self._outbox.put(partial(self._sender.send, message), len(message)):
            self._refuse(len(message))

    def post_bytes(self, data: bytes) -> None:
        """Send bytes as they are, without framing, after what waits in the outbox."""
        if not self._outbox.put(partial(self._sender.send_bytes, data), len(data)):
            self._refuse(len(data))

    def pass_on(self, message: bytes, deadline: float) -> None:
        """Send a message of another peer, as `post` does.

        Args:
            message: the message.
            deadline: the time until which a stream waits for room, in `time.monotonic()` seconds.
        """
        action = partial(self._sender.send, message)
        if not self._outbox.put_in_time(action, len(message), deadline):
            self._refuse(len(message))

    def post_file(self, path: Path) -> FileTransfer:
        """Send a file as it is, without framing; returns its progress."""
        transfer = FileTransfer(path)
        self._transfers = [other for other in self._transfers if not other.finished.is_set()]
        self._transfers.append(transfer)
        if not self._outbox.put(partial(self._send_file, transfer)) or not self.view.is_open:
            transfer.abandon()
        return transfer

    @abstractmethod
    def post_eof(self) -> None:
        """Half-close a stream after what waits in the outbox; no effect on datagrams."""

    # Ending

    @abstractmethod
    def end(self, reason: str, *, reset: bool = False) -> None:
        """End the conversation at once.

        Args:
            reason: why, for people.
            reset: break a connection off with RST instead of an orderly end.
        """

    def end_by_person(self, *, reset: bool) -> None:
        """End the conversation because a person asked for it."""
        self.end(tr("reset by you") if reset else tr("closed by you"), reset=reset)

    @abstractmethod
    def half_close(self) -> None:
        """End our side of a stream, receiving goes on; no effect on datagrams."""

    def close_by_dialogue(self, reason: str, *, reset: bool = False) -> None:
        """End the conversation because the dialogue is over or has failed."""
        self.end(reason, reset=reset)

    def _abandon_files(self) -> None:
        """Give up files that have not been sent: the conversation is over."""
        for transfer in self._transfers:
            transfer.abandon()

    def _send_file(self, transfer: FileTransfer) -> None:
        piece = FILE_PIECE if self._is_stream else FILE_DATAGRAM
        transfer.run(piece, self._send_piece)
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

    def _send_piece(self, piece: bytes) -> bool:
        """Send a piece of a file; return whether the system took all of it."""
        return self._sender.send_bytes(piece)

    def _refuse(self, size: int) -> None:
        """Record that a message of so many bytes found no room in the outbox."""
        text = trn(
            "A message of {count} byte was not sent: too much waits to be sent already.",
            "A message of {count} bytes was not sent: too much waits to be sent already.",
            size,
        )
        self._record(Kind.DROPPED, text)

    def _record(self, kind: Kind, text: str = "") -> None:
        self._context.journal.append(self.view.source, kind, b"", text)
