"""Cuts what one peer sends into messages, and records each of them beside the reads."""

from time import time_ns
from typing import Protocol

from socket_workbench.engine.view import ConnectionView
from socket_workbench.journal.event import Kind
from socket_workbench.journal.journal import Journal
from socket_workbench.payload.decoders import Decoder, PassingDecoder
from socket_workbench.payload.framing import Framing

# Looked up once: an enumeration's members are slow to get at.
_MESSAGE = Kind.MESSAGE


class Messages(Protocol):
    """Takes reads that have been recorded, and returns the messages for the dialogue.

    `feed`, `flush` and `end` raise `FramingError` as a `Decoder` does.
    """

    @property
    def idle_seconds(self) -> float | None:
        """Seconds of silence after which to call `flush`; None while silence means nothing."""

    def feed(self, data: bytes) -> list[bytes]:
        """Take a read, made when the view's peer was heard last; returns messages."""

    def flush(self) -> list[bytes]:
        """Return the messages that silence for `idle_seconds` ends."""

    def end(self) -> list[bytes]:
        """Return the messages that the end of the stream, or of the datagram, ends."""


def received_messages(framing: Framing, view: ConnectionView, journal: Journal) -> Messages:
    """Return what cuts the reads of a connection; without a framing, each read is a message."""
    if framing.is_none:
        return PassingDecoder()
    return FramedMessages(framing.decoder(), view, journal)


class FramedMessages:
    """Cuts reads by a framing, and records each message with the time of its last byte.

    One that is not complete has the time of the end, when that was found.

    What is recorded has the bytes that mark it, such as its line end: so recorded messages, one
    after the other, are the reads, and a read that is one message is stored once.
    """

    def __init__(self, decoder: Decoder, view: ConnectionView, journal: Journal) -> None:
        self._decoder = decoder
        self._view = view
        self._append = journal.append_repeated
        # Reads since the last message ended; the one in which another began is one of them.
        self._reads = 0

    @property
    def idle_seconds(self) -> float | None:
        """See `Messages`."""
        return self._decoder.idle_seconds

    def feed(self, data: bytes) -> list[bytes]:
        """See `Messages`."""
        self._reads += 1
        return self._recorded(self._decoder.feed(data))

    def flush(self) -> list[bytes]:
        """See `Messages`."""
        return self._recorded(self._decoder.flush())

    def end(self) -> list[bytes]:
        """Return what is held, too: a message that is not complete is recorded as such."""
        messages = self.flush()
        return messages + self._recorded(self._decoder.end(), Kind.INCOMPLETE, time_ns())

    def _recorded(
        self, frames: list[bytes], kind: Kind = _MESSAGE, at: int | None = None
    ) -> list[bytes]:
        moment = self._view.heard_at if at is None else at
        append, source = self._append, self._view.source
        text = str(self._reads) if self._reads > 1 else ""
        for frame in frames:
            append(moment, source, kind, frame, text)
            text = ""
        if frames or not self._decoder.is_holding:
            self._reads = int(self._decoder.is_holding)
        return list(map(self._decoder.message, frames))
