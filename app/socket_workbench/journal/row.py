"""A row of the log: an event as a reader returns it."""

import enum
from typing import NamedTuple

from socket_workbench.journal.event import FRAMED, UNTOLD, WITH_PAYLOAD, Kind, Role, Source
from socket_workbench.language import tr, trn

_MOST_DIGITS = 9
"""Of a count of reads; a file may say anything."""


class Direction(enum.Enum):
    """Which way bytes travelled."""

    TO_SERVER = "client to server"
    TO_CLIENT = "server to client"


class Row(NamedTuple):
    """One event.

    Attributes:
        number: its place in the session, from 0.
        time: nanoseconds since 1970 in UTC, or `UNKNOWN_TIME`.
        source: where it happened.
        kind: what happened.
        length: bytes in the whole payload, as they were received or sent.
        preview: the payload's first bytes, at most `PREVIEW_BYTES` of the reader.
        text: a sentence for errors and notes, detail such as an address for the others.
        cut: how many bytes at the payload's end the capture limit left out.
        is_missing: whether it takes the place of an event that a damaged file has lost.
        taken: bytes that the system took to send; None where it took all, `UNTOLD` where the call
            does not tell.
    """

    number: int
    time: int
    source: Source
    kind: Kind
    length: int
    preview: bytes
    text: str
    cut: int = 0
    is_missing: bool = False
    taken: int | None = None

    @property
    def kept(self) -> int:
        """The bytes of the payload that can be read."""
        return self.length - self.cut

    @property
    def direction(self) -> Direction | None:
        """Which way the bytes travelled; None when none did."""
        return direction_of(self.source.role, self.kind)


def direction_of(role: Role, kind: Kind) -> Direction | None:
    """Return which way bytes travel when this kind of event happens on this side."""
    if kind not in WITH_PAYLOAD or role is Role.SESSION:
        return None
    from_client = (role is Role.CLIENT) == (kind is Kind.SENT)
    return Direction.TO_SERVER if from_client else Direction.TO_CLIENT


def reads_of(kind: Kind, text: str) -> int:
    """Return from how many reads a framed message is, by the text of its event; 0 for others."""
    if kind not in FRAMED:
        return 0
    is_count = len(text) <= _MOST_DIGITS and text.isascii() and text.isdigit()
    return int(text) if is_count else 1


def framed_words(kind: Kind, text: str) -> str:
    """Return `from 3 reads` of a framed message that is from several; else empty."""
    count = reads_of(kind, text)
    return trn("from {count} read", "from {count} reads", count) if count > 1 else ""


def taken_words(taken: int | None, length: int) -> str:
    """Return how much of a message was sent, such as `4 of 10 bytes sent`; empty where all was."""
    if taken is None:
        return ""
    if not taken:
        return tr("not sent")
    if taken == UNTOLD:
        return tr("not known how much was sent")
    return trn("{taken} of {count} byte sent", "{taken} of {count} bytes sent", length, taken=taken)
