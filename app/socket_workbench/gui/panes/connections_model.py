"""The connections of one server as a table."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from socket_workbench.gui.looks.plain import plain_tooltip
from socket_workbench.gui.looks.wording import age, byte_count, byte_size, duration
from socket_workbench.language import mark, tr

Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()

PEER, STATE, IN, OUT, AGE, NOW = range(6)
_TITLES = (mark("Peer"), mark("State"), mark("In"), mark("Out"), mark("Age"), mark("Now"))

AMOUNTS = (IN, OUT, AGE)
"""The columns whose texts stand at the right."""

ROW_ROLE = int(Qt.ItemDataRole.UserRole)
"""Returns the whole `ConnectionRow`."""


@dataclass(frozen=True, slots=True)
class ConnectionRow:
    """What the table shows of one connection.

    Attributes:
        number: the connection's number in the session, its identity here.
        peer: the other side's address.
        state: the state's word, such as `ESTABLISHED`.
        bytes_in: bytes received.
        bytes_out: bytes sent.
        age_seconds: how long it has been there.
        now: what it waits for or how it ended, such as `recv(1024) waiting`.
        open: whether it can still be used.
        half_closed: whether one side has been ended.
        can_send: whether something can be sent to the peer.
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


class ConnectionsModel(QAbstractTableModel):
    """Shows connections in the order of their numbers, and changes in place.

    A row is made when somebody looks at it: of thousands of connections a few are seen.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._numbers: list[int] = []
        self._row_of: Callable[[int], ConnectionRow] | None = None
        self._seen: dict[int, ConnectionRow] = {}

    def update_rows(self, numbers: Iterable[int], row_of: Callable[[int], ConnectionRow]) -> None:
        """Show these connections; rows that stay keep their selection.

        Args:
            numbers: the connections' numbers.
            row_of: makes the row of a number; called until the next update.
        """
        wanted = sorted(numbers)
        if wanted != self._numbers:
            self._remove_all_but(set(wanted))
            self._row_of = row_of
            self._insert_new(wanted)
        self._row_of = row_of
        changed = self._changed_places()
        if changed:
            # One signal for the whole stretch: views repaint only what is seen of it.
            last = self.index(changed[-1], len(_TITLES) - 1)
            self.dataChanged.emit(self.index(changed[0], 0), last)

    def row_at(self, place: int) -> ConnectionRow:
        """Return the connection in a row, from 0."""
        number = self._numbers[place]
        row = self._seen.get(number)
        if row is None:
            if self._row_of is None:
                raise IndexError(place)
            row = self._seen[number] = self._row_of(number)
        return row

    def number_at(self, place: int) -> int:
        """Return the number of the connection in a row, from 0."""
        return self._numbers[place]

    def _changed_places(self) -> list[int]:
        """Return where a row that was looked at is another now; rows not looked at are not made."""
        changed = []
        seen, self._seen = self._seen, {}
        for number, before in seen.items():
            place = bisect_left(self._numbers, number)
            is_there = self._numbers[place : place + 1] == [number]
            if is_there and self.row_at(place) != before:
                changed.append(place)
        # What has changed is made again when it is painted, if it is seen at all.
        for place in changed:
            del self._seen[self._numbers[place]]
        return sorted(changed)

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
        return 0 if parent.isValid() else len(_TITLES)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """Return a column's title."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return tr(_TITLES[section])
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(section)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what a cell shows; `ROW_ROLE` returns the connection."""
        if not index.isValid():
            return None
        row = self.row_at(index.row())
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return cell_text(row, index.column())
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tooltip(_tooltip(row, index.column()))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(index.column())
        return None


def cell_text(row: ConnectionRow, column: int) -> str:
    """Return what a cell shows."""
    if column == IN:
        return byte_size(row.bytes_in)
    if column == OUT:
        return byte_size(row.bytes_out)
    if column == AGE:
        return age(row.age_seconds)
    return {PEER: row.peer, STATE: row.state, NOW: row.now}[column]


def _tooltip(row: ConnectionRow, column: int) -> str:
    if column == IN:
        return byte_count(row.bytes_in)
    if column == OUT:
        return byte_count(row.bytes_out)
    if column == AGE:
        return duration(row.age_seconds)
    return cell_text(row, column)


def _alignment(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column in AMOUNTS else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
