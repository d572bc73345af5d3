"""The connections of one server as a table."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from socket_workbench.gui.wording import age, byte_count, byte_size, duration
from socket_workbench.language import mark, tr

Index = QModelIndex | QPersistentModelIndex

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
    """

    number: int
    peer: str
    state: str
    bytes_in: int
    bytes_out: int
    age_seconds: float
    now: str
    open: bool


class ConnectionsModel(QAbstractTableModel):
    """Shows connections in the order of their numbers, and changes in place."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[ConnectionRow] = []

    def update_rows(self, rows: Sequence[ConnectionRow]) -> None:
        """Show these connections; rows that stay keep their selection."""
        wanted = sorted(rows, key=lambda row: row.number)
        self._remove_all_but({row.number for row in wanted})
        self._insert_new(wanted)
        changed = [
            place
            for place, (old, new) in enumerate(zip(self._rows, wanted, strict=True))
            if old != new
        ]
        self._rows = wanted
        if changed:
            # One signal for the whole stretch: views repaint only what is seen of it.
            last = self.index(changed[-1], len(_TITLES) - 1)
            self.dataChanged.emit(self.index(changed[0], 0), last)

    def row_at(self, place: int) -> ConnectionRow:
        """Return the connection in a row, from 0."""
        return self._rows[place]

    def _remove_all_but(self, numbers: set[int]) -> None:
        place = len(self._rows) - 1
        while place >= 0:
            last = place
            while place >= 0 and self._rows[place].number not in numbers:
                place -= 1
            if place < last:
                self.beginRemoveRows(QModelIndex(), place + 1, last)
                del self._rows[place + 1 : last + 1]
                self.endRemoveRows()
            place -= 1

    def _insert_new(self, wanted: Sequence[ConnectionRow]) -> None:
        known = {row.number for row in self._rows}
        place = 0
        while place < len(wanted):
            end = place
            while end < len(wanted) and wanted[end].number not in known:
                end += 1
            if end > place:
                self.beginInsertRows(QModelIndex(), place, end - 1)
                self._rows[place:place] = wanted[place:end]
                self.endInsertRows()
            place = end + 1

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return the number of connections."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
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
        row = self._rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return cell_text(row, index.column())
        if role == Qt.ItemDataRole.ToolTipRole:
            return _tooltip(row, index.column())
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
