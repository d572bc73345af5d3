"""A model of rows with keys: sorted, and updated in place."""

from collections.abc import Sequence
from typing import Any, Protocol

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from socket_workbench.gui.looks.plain import plain_tooltip
from socket_workbench.gui.looks.state_mark import Tone
from socket_workbench.gui.widgets.columns import Column, Value, header_data
from socket_workbench.payload.text import printable

Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()

ROW_ROLE = int(Qt.ItemDataRole.UserRole)
"""The role of the row."""


class KeyedRow(Protocol):
    """A row of a `KeyedModel`."""

    @property
    def key(self) -> int:
        """Identifies the row in its table."""

    @property
    def tone(self) -> Tone:
        """The tone of its state, for a column of states."""


# A model of Qt cannot be generic.
KeyedColumn = Column[Any]


class KeyedModel(QAbstractTableModel):
    """Keeps rows sorted by a column; a row that moves stays selected.

    Attributes:
        columns: the columns.
    """

    def __init__(self, columns: Sequence[KeyedColumn], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._rows: list[KeyedRow] = []
        self._given: list[KeyedRow] = []
        self._sorted_by = -1
        self._order = Qt.SortOrder.AscendingOrder

    def rows(self) -> list[KeyedRow]:
        """Return the rows in their current order."""
        return list(self._rows)

    def row_at(self, place: int) -> KeyedRow:
        """Return the row at a position, from 0."""
        return self._rows[place]

    def update_rows(self, rows: Sequence[KeyedRow]) -> None:
        """Replace the rows; they are kept in the given order if no sort column is set."""
        self._given = list(rows)
        wanted = self._in_order(self._given)
        keys = {row.key for row in wanted}
        for place in range(len(self._rows) - 1, -1, -1):
            if self._rows[place].key not in keys:
                self.beginRemoveRows(QModelIndex(), place, place)
                del self._rows[place]
                self.endRemoveRows()
        known = {row.key for row in self._rows}
        new = [row for row in wanted if row.key not in known]
        if new:
            self.beginInsertRows(QModelIndex(), len(self._rows), len(self._rows) + len(new) - 1)
            self._rows += new
            self.endInsertRows()
        self._put_in_order(wanted)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Set the sort column; -1 keeps rows in the given order."""
        self._sorted_by, self._order = column, order
        self._put_in_order(self._in_order(self._given))

    def _in_order(self, rows: list[KeyedRow]) -> list[KeyedRow]:
        if self._sorted_by < 0:
            return rows
        column = self.columns[self._sorted_by]
        descending = self._order == Qt.SortOrder.DescendingOrder
        return sorted(rows, key=lambda row: sort_key(column, row), reverse=descending)

    def _put_in_order(self, wanted: list[KeyedRow]) -> None:
        """Replace the rows by the same ones with new values, possibly in another order."""
        if [row.key for row in wanted] != [row.key for row in self._rows]:
            self.layoutAboutToBeChanged.emit()
            places = {row.key: place for place, row in enumerate(wanted)}
            before = self.persistentIndexList()
            after = [
                self.createIndex(places[self._rows[index.row()].key], index.column())
                for index in before
            ]
            self._rows = wanted
            self.changePersistentIndexList(before, after)
            self.layoutChanged.emit()
            return
        changed = [
            place
            for place, (old, new) in enumerate(zip(self._rows, wanted, strict=True))
            if old != new
        ]
        self._rows = wanted
        if changed:
            last = self.index(changed[-1], len(self.columns) - 1)
            self.dataChanged.emit(self.index(changed[0], 0), last)

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self.columns)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """Return a column's title, and what it means."""
        return header_data(self.columns, section, orientation, role)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what a cell shows; `ROW_ROLE` returns the row."""
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], self.columns[index.column()]
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return cell_text(column, row)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tooltip(column.tooltip(row))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return column.look.alignment
        return None


def cell_text(column: KeyedColumn, row: KeyedRow) -> str:
    """Return what a cell shows: one line, whoever has written it."""
    return printable(column.text(row))


def sort_key(column: KeyedColumn, row: KeyedRow) -> tuple[bool, Value]:
    """Return the sort key of a value; unknown values sort first."""
    value = None if column.value is None else column.value(row)
    return (value is not None, value)
