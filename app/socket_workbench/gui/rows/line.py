"""A journal row together with the texts shown of it."""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from socket_workbench.gui.rows.text import decoded, decoder, event_line, shown
from socket_workbench.gui.rows.time import time_text
from socket_workbench.gui.rows.words import with_missing
from socket_workbench.journal.call_record import CallRecord, event_words
from socket_workbench.journal.errors import JournalError
from socket_workbench.journal.event import CALLS, Kind
from socket_workbench.journal.reader import Reader
from socket_workbench.journal.row import Direction, Row
from socket_workbench.language import tr

if TYPE_CHECKING:
    from socket_workbench.gui.rows.waits import Wait


class LogLine(NamedTuple):
    """A row and the texts of the log's columns.

    Attributes:
        row: the journal's row.
        direction: the direction of its bytes; None for events without bytes.
        since: nanoseconds since the previous row shown; None for the first.
        time: the text of the time column.
        other: the name of the connection's other end, or its address if it is not of this session;
            empty for events without bytes.
        text: the first line of the message, or the text of the event.
        shown: the bytes that were decoded for the text.
        encoding: Python's name of the encoding used.
        wait: what became of a call that is recorded as begun; None for other rows, and until it
            is known.
    """

    row: Row
    direction: Direction | None
    since: int | None
    time: str
    other: str
    text: str
    shown: bytes = b""
    encoding: str = "utf-8"
    wait: "Wait | None" = None

    @property
    def call(self) -> CallRecord | None:
        """The socket call; None for rows that are not of a trace."""
        return _record_of(self.row.text) if self.row.kind in CALLS else None

    @property
    def is_waiting(self) -> bool:
        """Whether this is a call that waits now."""
        return self.wait is not None and not self.wait.is_over

    @property
    def recorder(self) -> str:
        """The name of the endpoint that recorded the row."""
        return self.row.source.name

    @property
    def passage(self) -> str:
        """Where a message went or came from, such as `→ Client 1`; empty for other events."""
        if self.direction is None:
            return ""
        return f"{'→' if self.row.kind is Kind.SENT else '←'} {self.other}"


def log_line(
    row: Row,
    since: int | None,
    payload: bytes | None = None,
    encoding: str = "utf-8",
    time: str | None = None,
    other: str = "",
) -> LogLine:
    """Return the line of a row.

    Args:
        row: the journal's row.
        since: nanoseconds since the previous row shown; None for the first.
        payload: the beginning of its payload, with characters that were split between reads
            completed; None for the row's own preview.
        encoding: Python's name of the encoding of its text.
        time: the text of the time column; None for the time of day.
        other: the name of the connection's other end if it is of this session; otherwise empty,
            and the peer's address is shown.
    """
    direction = row.direction
    data = row.preview if payload is None else payload
    text = event_text(row) if direction is None else _first_line_of(row, data, encoding)
    if direction is None:
        data, encoding = text.encode("utf-8", "surrogatepass"), "utf-8"
    return LogLine(
        row=row,
        direction=direction,
        since=since,
        time=time_text(row.time) if time is None else time,
        other="" if direction is None else other or row.source.peer or tr("(unnamed socket)"),
        text=text,
        shown=data,
        encoding=encoding,
    )


# Read for each column of each row that is painted.
_record_of = lru_cache(maxsize=256)(CallRecord.read)


def with_wait(line: LogLine, wait: "Wait") -> LogLine:
    """Return the line of a call that is recorded as begun, with what became of it."""
    code = event_line(_record_of(line.row.text).code(line.row.preview, line.row.length))
    text = f"{code}  {wait.words}"
    return line._replace(text=text, shown=text.encode("utf-8", "surrogatepass"), wait=wait)


def kept_payload(reader: Reader, row: Row) -> bytes:
    """Return a row's payload as recorded; its preview if the journal is damaged."""
    if len(row.preview) >= row.kept:
        return row.preview
    try:
        return reader.payload(row.number)
    except JournalError:
        return row.preview


def event_text(row: Row) -> str:
    """Return the detail of an event without bytes: its text, or else its address."""
    if row.text:
        return event_line(event_words(row.kind, row.text, row.preview, row.length))
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
        whole: whether this is the whole payload; otherwise an ellipsis is appended.
        encoding: Python's name of the encoding.
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
    """Map spans of bytes to spans of characters in the text shown of them.

    Args:
        data: the bytes.
        encoding: Python's name of the encoding in which they are shown.
        spans: ascending, disjoint pairs of the first byte and the one after the last.
        length: returns the number of characters shown of a text; None for one escaped line.
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
    """Map spans of a line's bytes to spans of characters in its text."""
    if not spans:
        return []
    # The ellipsis stands for bytes that are not shown.
    length = len(line.text.removesuffix(" …"))
    found = text_places(line.shown, line.encoding, spans, None if line.direction else len)
    return [(begin, min(end, length)) for begin, end in found if begin < length and begin < end]
