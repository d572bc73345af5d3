"""Events as comma-separated values (RFC 4180), in UTF-8."""

import csv
import io

from socket_workbench.journal.event import Event, Kind, Source
from socket_workbench.journal.event_object import endpoint_text
from socket_workbench.journal.export.text_lines import local_time
from socket_workbench.journal.row import direction_of
from socket_workbench.payload.escapes import show_escapes

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
    "payload",
    "text",
)
"""The header. `since` is in seconds, `payload` has escapes, `text` is what an event says."""

_MICROSECONDS = 1_000_000
_TRAFFIC = (Kind.SENT, Kind.RECEIVED)


class CsvLines:
    """Writes a line for each event below a header; lines end in CR LF."""

    def __init__(self) -> None:
        self._before: int | None = None
        self._buffer = io.StringIO(newline="")
        self._write = csv.writer(self._buffer, lineterminator="\r\n").writerow

    def head(self) -> bytes:
        """The header."""
        return self._line(COLUMNS)

    def event(self, source: Source, event: Event, length: int) -> bytes:
        """An event's line."""
        since = "" if self._before is None else _seconds(event.time - self._before)
        self._before = event.time
        is_traffic = event.kind in _TRAFFIC
        direction = direction_of(source.role, event.kind)
        return self._line(
            (
                local_time(event.time),
                since,
                source.name,
                endpoint_text(source, event),
                source.connection or "",
                source.local,
                source.peer,
                direction.value if direction is not None else "",
                event.kind.word,
                length if is_traffic else "",
                show_escapes(event.payload) if is_traffic else "",
                event.text,
            )
        )

    def _line(self, cells: tuple[str | int, ...]) -> bytes:
        self._buffer.seek(0)
        self._buffer.truncate()
        self._write(cells)
        return self._buffer.getvalue().encode("utf-8", "backslashreplace")


def _seconds(nanoseconds: int) -> str:
    sign = "-" if nanoseconds < 0 else ""
    seconds, rest = divmod(abs(nanoseconds) // 1000, _MICROSECONDS)
    return f"{sign}{seconds}.{rest:06d}"
