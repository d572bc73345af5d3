"""The model of a server's connections."""

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from socket_workbench.gui.looks.plain import plain_tooltip
from socket_workbench.gui.looks.wording import age, byte_count, byte_size, duration, reply_time
from socket_workbench.gui.widgets.columns import Column, Look, header_data
from socket_workbench.language import mark, tr

Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()

ROW_ROLE = int(Qt.ItemDataRole.UserRole)
"""The role of the `ConnectionRow`."""


@dataclass(slots=True)
class ConnectionRow:
    """A row of the connections table.

    Attributes:
        number: the connection's number in the session; identifies the row.
        peer: the peer's address.
        state: the name of the state, such as `ESTABLISHED`.
        bytes_in: bytes received.
        bytes_out: bytes sent.
        age_seconds: the time since it was opened.
        now: the call it is blocked in or how it ended, such as `recv(1024)  0.8 s`.
        open: whether it is open.
        half_closed: whether one of the two directions has ended.
        can_send: whether data can be sent to the peer.
        receive_queue: bytes that have come and were not received; None if the system did not tell.
        send_queue: bytes that the peer has not acknowledged; likewise.
        rtt: the round-trip time that TCP has measured, in seconds; likewise.
    """

    number: int
    peer: str
    state: str
    bytes_in: int
    bytes_out: int
    age_seconds: float
    now: str
    open: bool
    half_closed: bool = False
    can_send: bool = True
    receive_queue: int | None = None
    send_queue: int | None = None
    rtt: float | None = None


@dataclass(slots=True, eq=False)
class ConnectionColumn(Column[ConnectionRow]):
    """A column of the table of connections.

    Attributes:
        ink: the token of the text colour while the connection is open.
    """

    ink: str = "text"


PEER = ConnectionColumn(
    "peer",
    mark("Peer"),
    mark("The other side's address"),
    lambda row: row.peer,
    "127.0.0.1:65535",
    Look.ADDRESS,
)
IN = ConnectionColumn(
    "in",
    mark("In"),
    mark("Bytes received"),
    lambda row: byte_size(row.bytes_in),
    "888 MB",
    Look.NUMBER,
    exact=lambda row: byte_count(row.bytes_in),
)
OUT = ConnectionColumn(
    "out",
    mark("Out"),
    mark("Bytes sent"),
    lambda row: byte_size(row.bytes_out),
    "888 MB",
    Look.NUMBER,
    exact=lambda row: byte_count(row.bytes_out),
)


def _size(count: int | None) -> str:
    return "" if count is None else byte_size(count)


def _count(count: int | None) -> str:
    return tr("The system did not tell") if count is None else byte_count(count)


RECEIVE_QUEUE = ConnectionColumn(
    "receive_queue",
    mark("Recv-Q"),
    mark("Bytes that have come and were not received yet"),
    lambda row: _size(row.receive_queue),
    "888.88 MB",
    Look.NUMBER,
    exact=lambda row: _count(row.receive_queue),
)
SEND_QUEUE = ConnectionColumn(
    "send_queue",
    mark("Send-Q"),
    mark("Bytes that the peer did not acknowledge yet"),
    lambda row: _size(row.send_queue),
    "888.88 MB",
    Look.NUMBER,
    exact=lambda row: _count(row.send_queue),
)
RTT = ConnectionColumn(
    "rtt",
    mark("RTT"),
    mark("The smoothed round-trip time that TCP has measured"),
    lambda row: "" if row.rtt is None else reply_time(row.rtt),
    "88.8 ms",
    Look.NUMBER,
)
AGE = ConnectionColumn(
    "age",
    mark("Age"),
    mark("How long ago it was opened"),
    lambda row: age(row.age_seconds),
    "88 min",
    Look.AMOUNT,
    exact=lambda row: duration(row.age_seconds),
    ink="dim",
)
NOW = ConnectionColumn(
    "now",
    mark("Waiting in"),
    mark("The call that the connection is blocked in and for how long, or why it was closed"),
    lambda row: row.now,
    "recvfrom(65535) 88.8 s",
    ink="waiting",
)

CONNECTION_COLUMNS = (
    PEER,
    ConnectionColumn(
        "state",
        mark("State"),
        mark("Its state, as the system tells it"),
        lambda row: row.state,
        "TIME_WAIT 88 s",
        Look.STATE,
    ),
    IN,
    OUT,
    RECEIVE_QUEUE,
    SEND_QUEUE,
    RTT,
    AGE,
    NOW,
)
"""The columns in their initial order. The address column takes the width left by the others."""


_MOST_SEEN = 256
"""Rows that are kept as they were read: more than are visible at once."""


def _differing(before: ConnectionRow, now: ConnectionRow) -> Collection[int]:
    """Return the places of the columns that look different."""
    places = range(len(CONNECTION_COLUMNS))
    if before == now:
        return ()
    if (before.open, before.half_closed) != (now.open, now.half_closed):
        return places
    texts = (column.text for column in CONNECTION_COLUMNS)
    return [place for place, text in zip(places, texts, strict=True) if text(before) != text(now)]


class ConnectionsModel(QAbstractTableModel):
    """Keeps connections sorted by number, and updates rows in place.

    Rows are created when they are read: of thousands of connections only a few are visible.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._numbers: list[int] = []
        self._row_of: Callable[[int], ConnectionRow] | None = None
        self._seen: dict[int, ConnectionRow] = {}

    def update_rows(self, numbers: Iterable[int], row_of: Callable[[int], ConnectionRow]) -> None:
        """Set the connections; rows that remain stay selected.

        Args:
            numbers: the connections' numbers.
            row_of: creates the row of a number; called until the next update.
        """
        wanted = sorted(numbers)
        if wanted != self._numbers:
            self._remove_all_but(set(wanted))
            self._row_of = row_of
            self._insert_new(wanted)
        self._row_of = row_of
        places, columns = self._changes()
        if places and columns:
            # One signal for the whole range: views repaint only the visible part.
            first = self.index(min(places), min(columns))
            self.dataChanged.emit(first, self.index(max(places), max(columns)))

    def row_at(self, place: int) -> ConnectionRow:
        """Return the row at a position, from 0."""
        number = self._numbers[place]
        row = self._seen.get(number)
        if row is None:
            if self._row_of is None:
                raise IndexError(place)
            row = self._seen[number] = self._row_of(number)
        return row

    def number_at(self, place: int) -> int:
        """Return the number of the connection at a position, from 0."""
        return self._numbers[place]

    def _changes(self) -> tuple[Collection[int], Collection[int]]:
        """Return the positions and the columns that look different than when they were read.

        Creates no rows but those that were read.
        """
        seen, self._seen = self._seen, {}
        if len(seen) > _MOST_SEEN:
            # Most of them are scrolled out of sight; the others are read again.
            return range(len(self._numbers)), range(len(CONNECTION_COLUMNS))
        places: list[int] = []
        columns: set[int] = set()
        for number, before in seen.items():
            place = bisect_left(self._numbers, number)
            if self._numbers[place : place + 1] == [number]:
                differing = _differing(before, self.row_at(place))
                if differing:
                    places.append(place)
                    columns.update(differing)
        return places, columns

    def _remove_all_but(self, numbers: set[int]) -> None:
        place = len(self._numbers) - 1
        while place >= 0:
            last = place
            while place >= 0 and self._numbers[place] not in numbers:
                place -= 1
            if place < last:
                self.beginRemoveRows(QModelIndex(), place + 1, last)
                del self._numbers[place + 1 : last + 1]
                self.endRemoveRows()
            place -= 1

    def _insert_new(self, wanted: Sequence[int]) -> None:
        known = set(self._numbers)
        place = 0
        while place < len(wanted):
            end = place
            while end < len(wanted) and wanted[end] not in known:
                end += 1
            if end > place:
                self.beginInsertRows(QModelIndex(), place, end - 1)
                self._numbers[place:place] = wanted[place:end]
                self.endInsertRows()
            place = end + 1

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        """Return the number of connections."""
        return 0 if parent.isValid() else len(self._numbers)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(CONNECTION_COLUMNS)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """Return a column's title, and what it means."""
        return header_data(CONNECTION_COLUMNS, section, orientation, role)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what a cell shows; `ROW_ROLE` returns the connection."""
        if not index.isValid():
            return None
        row, column = self.row_at(index.row()), CONNECTION_COLUMNS[index.column()]
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return column.text(row)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tooltip(column.tooltip(row))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return column.look.alignment
        return None
