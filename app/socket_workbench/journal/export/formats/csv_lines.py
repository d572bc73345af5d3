"""Events as comma-separated values (RFC 4180), in UTF-8."""

import codecs
import csv
import io

from socket_workbench.journal.call_record import event_words
from socket_workbench.journal.event import FRAMED, WITH_PAYLOAD, Event, Source
from socket_workbench.journal.event_object import endpoint_text
from socket_workbench.journal.export.format import ExportFormat, ExportOption
from socket_workbench.journal.export.formats.text_lines import local_time, time_since
from socket_workbench.journal.row import direction_of, framed_words, taken_words
from socket_workbench.language import mark
from socket_workbench.payload.csv_cell import bytes_cell, text_cell

COLUMNS = (
    "time",
    "since",
    "name",
    "endpoint",
    "connection",
    "local",
    "peer",
    "direction",
    "kind",
    "length",
    "cut",
    "payload",
    "text",
)
"""The header. `since` is in seconds, `length` the bytes that a message had, `cut` how many of them
were not recorded; `text` is what an event says. All texts and payloads have escapes."""

_MICROSECONDS = 1_000_000


class CsvLines:
    """Writes a line for each event below a header; lines end in CR LF.

    Args:
        bom: whether the file begins with a byte order mark, without which Excel does not take it
            for UTF-8.
    """

    def __init__(self, *, bom: bool = False) -> None:
        self._mark = codecs.BOM_UTF8 if bom else b""
        self._before: int | None = None
        self._buffer = io.StringIO(newline="")
        self._write = csv.writer(self._buffer, lineterminator="\r\n").writerow

    def head(self) -> bytes:
        """The header."""
        return self._mark + self._line(COLUMNS)

    def tail(self) -> bytes:
        """Nothing: the last line is an event."""
        return b""

    def event(self, source: Source, event: Event, length: int) -> bytes:
        """An event's line."""
        since = time_since(event, self._before)
        self._before = event.time
        is_traffic = event.kind in WITH_PAYLOAD
        direction = direction_of(source.role, event.kind)
        return self._line(
            (
                local_time(event.time),
                "" if since is None else _seconds(since),
                text_cell(source.name),
                text_cell(endpoint_text(source, event)),
                source.connection or "",
                text_cell(source.local),
                text_cell(source.peer),
                direction.value if direction is not None else "",
                event.kind.word,
                length if is_traffic else "",
                length - len(event.payload) if is_traffic else "",
                bytes_cell(event.payload) if is_traffic else "",
                text_cell(_said(event, length)),
            )
        )

    def _line(self, cells: tuple[str | int, ...]) -> bytes:
        self._buffer.seek(0)
        self._buffer.truncate()
        self._write(cells)
        return self._buffer.getvalue().encode()


def _said(event: Event, length: int) -> str:
    if event.kind in FRAMED:
        return framed_words(event.kind, event.text)
    said = event_words(event.kind, event.text, event.payload, length)
    return said or taken_words(event.taken, length)


def _seconds(nanoseconds: int) -> str:
    sign = "-" if nanoseconds < 0 else ""
    seconds, rest = divmod(abs(nanoseconds) // 1000, _MICROSECONDS)
    return f"{sign}{seconds}.{rest:06d}"


_BOM = ExportOption(
    name="bom",
    words=mark("begin CSV with a byte order mark, which Excel needs to take it for UTF-8"),
    title=mark("Mark as UTF-8 for Excel"),
    hint=mark("Begins the file with a byte order mark, without which Excel shows ü as Ã¼."),
)

FORMAT = ExportFormat(
    name="csv",
    order=20,
    title=mark("CSV, for spreadsheets"),
    words=mark("CSV"),
    hint=mark("Texts have escapes, also where a spreadsheet would take one for a formula."),
    writer=lambda options: CsvLines(bom=_BOM.name in options),
    options=(_BOM,),
)
