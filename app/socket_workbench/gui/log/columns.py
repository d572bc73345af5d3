"""The columns of the log."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from PySide6.QtGui import QColor

from socket_workbench.gui.rows.colors import LogColors
from socket_workbench.gui.rows.line import LogLine
from socket_workbench.gui.rows.time import since_text
from socket_workbench.gui.rows.words import kind_word
from socket_workbench.gui.widgets.columns import Column, Look
from socket_workbench.journal.event import Kind
from socket_workbench.language import mark


def _dim(line: LogLine, colors: LogColors) -> QColor:
    return colors.dim


def _plain(line: LogLine, colors: LogColors) -> QColor:
    return colors.text


def _error(line: LogLine, colors: LogColors) -> QColor:
    return colors.error if line.row.kind is Kind.ERROR else colors.dim


def _of_direction(line: LogLine, colors: LogColors) -> QColor:
    return _dim(line, colors) if line.direction is None else colors.of(line.direction)


def _of_payload(line: LogLine, colors: LogColors) -> QColor:
    if line.is_waiting:
        return colors.waiting
    return _error(line, colors) if line.direction is None else colors.text


@dataclass(slots=True, eq=False)
class LogColumn(Column[LogLine]):
    """A column of the log.

    Attributes:
        ink: returns the text colour of a row.
        is_optional: whether it is hidden until the user shows it.
        share: returns which part of the cell is filled with a bar, from 0 to 1; None for no bar.
        stands_for: the column whose text an empty cell shows while that column is hidden.
    """

    ink: Callable[[LogLine, LogColors], QColor] = _dim
    is_optional: bool = False
    share: Callable[[LogLine], float] | None = None
    stands_for: "LogColumn | None" = None


TIME = LogColumn(
    "time",
    mark("Time"),
    mark("Local time of the event."),
    lambda line: line.time,
    "00:00:00.000",
    Look.MONO,
)
SINCE = LogColumn(
    "since",
    mark("Δ time"),
    mark("Delta: the time since the previous row shown."),
    lambda line: "" if line.since is None else since_text(line.since),
    "+59 min 59 s",
    Look.MONO,
)
RECORDER = LogColumn(
    "recorder",
    mark("Recorded by"),
    mark("The server or client whose event this is."),
    lambda line: line.recorder,
    "Server 888",
    ink=_plain,
)
KIND = LogColumn(
    "kind",
    mark("Kind"),
    mark("What happened."),
    lambda line: kind_word(line.row.kind),
    "end of stream",
    ink=_error,
)
BYTES = LogColumn(
    "bytes",
    mark("Bytes"),
    mark("Length of the message."),
    lambda line: "" if line.direction is None else f"{line.row.length:,}",
    "1,048,576",
    Look.NUMBER,
)
PAYLOAD = LogColumn(
    "payload",
    mark("Payload"),
    mark("First line of the message; control characters are made visible."),
    lambda line: line.text,
    "GET /index.html HTTP/1.1\\r\\nHost: localhost",
    Look.MONO,
    ink=_of_payload,
)

PEER = LogColumn(
    "peer",
    mark("Peer"),
    mark("The other side's address, as this side of the connection sees it."),
    lambda line: line.row.source.peer,
    "127.0.0.1:65535",
    Look.ADDRESS,
)

CONNECTION = LogColumn(
    "connection",
    mark("Conn"),
    mark("Number of the connection in this session; the filter conn:3 shows the third."),
    lambda line: str(line.row.source.connection or ""),
    "8,888",
    Look.NUMBER,
    is_optional=True,
)

LOG_COLUMNS = (
    TIME,
    SINCE,
    RECORDER,
    LogColumn(
        "direction",
        mark("Direction"),
        mark("Where the message went (→), or where it came from (←)."),
        lambda line: line.passage,
        "→ 127.0.0.1:65535",
        Look.DIRECTION,
        ink=_of_direction,
        stands_for=KIND,
    ),
    PEER,
    CONNECTION,
    KIND,
    BYTES,
    PAYLOAD,
)
"""The columns of the log in their initial order."""


class ColumnSet(NamedTuple):
    """The columns of a table of rows.

    Attributes:
        columns: in their initial order.
        main: the column that stretches, with a message's edge, a row's note, and what was found.
        yielding: the columns that are hidden while `main` has little room, the first one first.
        name: names the header for screen readers.
    """

    columns: tuple[LogColumn, ...]
    main: LogColumn
    yielding: tuple[LogColumn, ...]
    name: str

    @property
    def keys(self) -> tuple[str, ...]:
        """The columns' keys."""
        return tuple(column.key for column in self.columns)


LOG_TABLE = ColumnSet(
    LOG_COLUMNS, PAYLOAD, (PEER, SINCE, BYTES, TIME, KIND, RECORDER), mark("Columns of the log")
)

LOG_KEYS = LOG_TABLE.keys
