"""The forms that a session can be exported in."""

import enum
from typing import Protocol

from socket_workbench.journal.event import Event, Source
from socket_workbench.language import tr


class Form(enum.Enum):
    """A form; its value is what it is called on the command line, and its file's suffix."""

    TEXT = "txt"
    CSV = "csv"
    JSON_LINES = "jsonl"
    PCAPNG = "pcapng"

    @property
    def title(self) -> str:
        """What it is called in the window."""
        match self:
            case Form.TEXT:
                return tr("Text")
            case Form.CSV:
                return tr("CSV, for spreadsheets")
            case Form.JSON_LINES:
                return tr("JSON Lines")
            case Form.PCAPNG:
                return tr("pcapng, for Wireshark")


class EventWriter(Protocol):
    """Turns events, one after the other, into the bytes of a file."""

    def head(self) -> bytes:
        """What the file begins with."""

    def event(self, source: Source, event: Event, length: int) -> bytes:
        """An event's bytes; empty when the form has nothing to say about it.

        Args:
            source: where it comes from.
            event: what happened; its payload is what was recorded of the message.
            length: bytes that the message had, more than the payload where it was cut.
        """
