"""A journal row with what is shown of it that takes more than the row to know."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from socket_workbench.gui.rows.text import decoded, decoder, event_line, shown
from socket_workbench.gui.rows.time import time_text
from socket_workbench.gui.rows.words import with_missing
from socket_workbench.journal.errors import JournalError
from socket_workbench.journal.event import Kind
from socket_workbench.journal.reader import Reader
from socket_workbench.journal.row import Direction, Row
from socket_workbench.language import tr


@dataclass(frozen=True, slots=True)
class LogLine:
    """A row, in the words of the log's columns.

    Attributes:
        row: the journal's row.
        direction: which way its bytes went; None for what carries none.
        since: nanoseconds after the row shown before it; None for the first.
        time: when it was.
        sender: who sent the message, or whose event it is.
        towards: where the message went; empty for what is no message.
        text: the first line of the message; what an event says.
        shown: the bytes of which the text is made, or the beginning of them.
        encoding: how they were decoded, as Python knows it.
    """

    row: Row
    direction: Direction | None
    since: int | None
    time: str
    sender: str
    towards: str
    text: str
    shown: bytes = b""
    encoding: str = "utf-8"


def log_line(
    row: Row,
    since: int | None,
    payload: bytes | None = None,
    encoding: str = "utf-8",
    time: str | None = None,
    other: str = "",
) -> LogLine:
    """Return what a row shows.

    Args:
        row: the journal's row.
        since: nanoseconds after the row shown before it; None for the first.
        payload: the beginning of its payload, completed at both ends where a read split a
            character; None for the row's own.
        encoding: of its text, as Python knows it.
        time: what stands in the column of times; None for the time of day.
        other: what the other end is called where it is one of the session's own; a stranger is
            called by its address.
    """
    source = row.source
    direction = row.direction
    sender, towards = source.name, ""
    if direction is not None:
        other = other or source.peer
        sender, receiver = (source.name, other) if row.kind is Kind.SENT else (other, source.name)
        towards = f"→ {receiver}"
    data = row.preview if payload is None else payload
    text = event_text(row) if direction is None else _first_line_of(row, data, encoding)
    if direction is None:
        data, encoding = text.encode("utf-8", "surrogatepass"), "utf-8"
    return LogLine(
        row=row,
        direction=direction,
        since=since,
        time=time_text(row.time) if time is None else time,
        sender=sender,
        towards=towards,
        text=text,
        shown=data,
        encoding=encoding,
    )


def kept_payload(reader: Reader, row: Row) -> bytes:
    """Return what is kept of a row's payload; its beginning where the journal is damaged."""
    if len(row.preview) >= row.kept:
        return row.preview
    try:
        return reader.payload(row.number)
    except JournalError:
        return row.preview


def event_text(row: Row) -> str:
    """Return the detail of an event without bytes: its own text, else the address it is about."""
    if row.text:
        return event_line(row.text)
    source = row.source
    if row.kind is Kind.ACCEPTED and source.peer:
        return tr("from {address}", address=source.peer)
    if row.kind is Kind.CONNECTED and source.local:
        return tr("from {address}", address=source.local)
    if row.kind in (Kind.LISTENING, Kind.CONNECTING):
        return source.endpoint
    return ""


def _first_line_of(row: Row, payload: bytes, encoding: str) -> str:
    text = first_line(payload, whole=len(row.preview) >= row.kept, encoding=encoding)
    return with_missing(text, row)


def first_line(payload: bytes, *, whole: bool = True, encoding: str = "utf-8") -> str:
    """Return the first line of a payload, control characters made visible.

    Args:
        payload: the bytes, or their beginning.
        whole: whether they are all there are; where more follows, an ellipsis says so.
        encoding: of the text, as Python knows it.
    """
    text = decoded(payload, encoding)
    end = text.find("\n") + 1
    part = text[:end] if end else text
    line = shown(part, encoding)
    return line if whole and len(part) == len(text) else f"{line} …"


def text_places(
    data: bytes,
    encoding: str,
    spans: Iterable[tuple[int, int]],
    length: Callable[[str], int] | None = None,
) -> list[tuple[int, int]]:
    """Return where spans of bytes are in the text shown of them, in characters.

    Args:
        data: the bytes.
        encoding: in which they are shown.
        spans: first bytes and those behind the last, ascending, none within another.
        length: returns how many characters are shown of a text; None where it is one line.
    """
    if length is None:

        def length(text: str) -> int:
            return len(shown(text, encoding))

    begun = decoder(encoding)
    places = []
    position = characters = 0
    for first, end in spans:
        characters += length(begun.feed(data[position:first]))
        begin = characters
        characters += length(begun.feed(data[first:end]))
        places.append((begin, characters))
        position = end
    return places


def line_places(line: LogLine, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return where spans of a line's bytes are in its text."""
    if not spans:
        return []
    # The ellipsis stands for bytes that are not seen.
    length = len(line.text.removesuffix(" …"))
    found = text_places(line.shown, line.encoding, spans, None if line.direction else len)
    return [(begin, min(end, length)) for begin, end in found if begin < length and begin < end]
