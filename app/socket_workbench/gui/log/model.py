"""The model of the log: rows are read from the journal as they are painted."""

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
    Slot,
)

from socket_workbench.gui.log.columns import LOG_TABLE, ColumnSet
from socket_workbench.gui.log.news import News
from socket_workbench.gui.log.numbers import ShownNumbers
from socket_workbench.gui.log.pages import LogPages
from socket_workbench.gui.looks.plain import plain_tooltip
from socket_workbench.gui.rows.annotations import DEFAULT_ENCODING, LogAnnotations
from socket_workbench.gui.rows.line import LogLine, kept_payload, with_wait
from socket_workbench.gui.rows.numbered_rows import NumberedModel
from socket_workbench.gui.rows.time import TimeFormat, formatted_time
from socket_workbench.gui.rows.words import other_name
from socket_workbench.gui.widgets.columns import header_data
from socket_workbench.journal.errors import JournalError
from socket_workbench.journal.event import Kind, Source
from socket_workbench.journal.reader import Reader
from socket_workbench.journal.row import Row
from socket_workbench.journal.search.row_set import RowSet
from socket_workbench.language import tr

if TYPE_CHECKING:
    from socket_workbench.gui.rows.waits import CallWaits

_NO_PARENT = QModelIndex()

_TEXT_ROLES = frozenset(
    (
        Qt.ItemDataRole.DisplayRole,
        Qt.ItemDataRole.AccessibleTextRole,
        Qt.ItemDataRole.ToolTipRole,
    )
)


class LogModel(NumberedModel):
    """A table of the rows of a journal: all of them, or those that a filter has found.

    It holds a few pages of rows only, so its memory does not grow with the session.

    Signals:
        cleared_changed: rows were hidden by `clear`, or shown by `undo_clear`.
        waits_changed: more is known of calls that are recorded as begun.
    """

    cleared_changed = Signal()
    waits_changed = Signal()

    def __init__(
        self,
        reader: Reader,
        parent: QObject | None = None,
        annotations: LogAnnotations | None = None,
        table: ColumnSet = LOG_TABLE,
    ) -> None:
        """Create a model that shows all rows.

        Args:
            reader: the reader of the journal.
            parent: the parent object.
            annotations: marks, notes and encodings, if any.
            table: the columns.
        """
        super().__init__(parent)
        self.table = table
        self._reader = reader
        self.annotations = annotations
        self._time_format = TimeFormat.CLOCK
        self._begin: int | None = None
        self._pages = LogPages(reader, self.encoding, self._time_of)
        if annotations is not None:
            annotations.encoding_changed.connect(self._show_anew)
        self._shown = ShownNumbers(reader.count())
        self._is_closed = False
        self._news = News(reader)

    # How it is shown

    @property
    def time_format(self) -> TimeFormat:
        """The format of the time column."""
        return self._time_format

    def set_time_format(self, format: TimeFormat) -> None:
        """Set the format of the time column."""
        self._time_format = format
        self._show_anew()

    def encoding(self, endpoint: str) -> str:
        """Return the encoding of an endpoint, by the endpoint's name."""
        if self.annotations is None:
            return DEFAULT_ENCODING
        return self.annotations.encoding(endpoint)

    def _time_of(self, row: Row, since: int | None) -> str:
        if self._begin is None:
            try:
                self._begin = next(iter(self._reader.times(0, 1)), row.time)
            except JournalError:
                self._begin = row.time
        return formatted_time(self._time_format, row.time, since, self._begin)

    @Slot()
    def _show_anew(self) -> None:
        self._pages.forget()
        self._tell_all_changed()

    def _tell_all_changed(self) -> None:
        if self.rowCount():
            corners = self.index(0, 0), self.index(self.rowCount() - 1, len(self.table.columns) - 1)
            self.dataChanged.emit(*corners)

    # What is shown

    @Slot(object)
    def grow(self, count: int) -> None:
        """Show committed rows; called once per batch.

        Args:
            count: the number of rows in the journal.
        """
        if self._is_closed:
            return
        self._look_again()
        if "_waits" in self.__dict__:
            self._waits.grow(count)
        shown = self._shown
        if shown.matches is not None or count <= shown.count:
            shown.count = max(count, shown.count)
            return
        before = shown.visible
        after = shown.visible_at(count)
        if after[0] != (before[0] if len(before) else after[0]):
            self.beginResetModel()
            shown.count = count
            self._pages.forget()
            self.endResetModel()
            return
        self.beginInsertRows(_NO_PARENT, len(before), len(after) - 1)
        shown.count = count
        self.endInsertRows()

    def close(self) -> None:
        """Stop reading: the journal is about to be closed."""
        self._is_closed = True
        if "_waits" in self.__dict__:
            self._waits.close()

    @cached_property
    def _waits(self) -> "CallWaits":
        """What became of calls; created for the first that is recorded as begun."""
        from socket_workbench.gui.rows.waits import CallWaits

        waits = CallWaits(self._reader.path, self)
        waits.grow(self._shown.count)
        waits.changed.connect(self._on_waits_changed)
        return waits

    @Slot()
    def _on_waits_changed(self) -> None:
        self._tell_all_changed()
        self.waits_changed.emit()

    def _look_again(self) -> None:
        """Drop cached lines that are outdated: messages found to be unsent, and peers now known."""
        has_unsent, has_sources = self._news.look()
        has_named = has_sources and self._pages.forget_strangers()
        if has_unsent or has_named:
            self._show_anew()

    def other_end(self, source: Source) -> Source | None:
        """Return a connection's other end; None if it is not of this session."""
        try:
            return self._reader.other_ends.of(source)
        except JournalError:
            return None

    def other_name(self, source: Source) -> str:
        """Return the name of a connection's other end; empty if it is not of this session."""
        return other_name(self._reader, source)

    def show_all(self) -> None:
        """Show all rows but those hidden by `clear`."""
        self._replace(self._shown.first, None)

    def show_matches(self) -> None:
        """Show only rows added by `add_matches` from now on."""
        self._replace(self._shown.first, RowSet())

    def add_matches(self, numbers: RowSet) -> None:
        """Append rows that the filter has found; numbers ascend, also from call to call."""
        shown = self._shown
        if shown.matches is None or not numbers:
            return
        shortened = shown.matches_with(numbers)
        if shortened is not None:
            self._replace(shown.first, shortened)
            return
        old = len(shown.matches)
        self.beginInsertRows(_NO_PARENT, old, old + len(numbers) - 1)
        shown.matches.extend(numbers)
        self.endInsertRows()

    def clear(self) -> None:
        """Hide all rows that the journal has now; nothing is deleted."""
        matches = None if self._shown.matches is None else RowSet()
        self._replace(self._shown.count, matches)
        self.cleared_changed.emit()

    def undo_clear(self) -> None:
        """Show the rows hidden by `clear`; a filter has to be run again."""
        matches = None if self._shown.matches is None else RowSet()
        self._replace(0, matches)
        self.cleared_changed.emit()

    @property
    def first_number(self) -> int:
        """The number of the first row that is not hidden by `clear`."""
        return self._shown.first

    @property
    def journal_count(self) -> int:
        """The number of rows in the journal, shown or not."""
        return self._shown.count

    @property
    def is_filtered(self) -> bool:
        """Whether only matches are shown."""
        return self._shown.matches is not None

    def _replace(self, first: int, matches: RowSet | None) -> None:
        self.beginResetModel()
        self._shown.first = first
        self._shown.matches = matches
        self._pages.forget()
        self.endResetModel()

    # Rows

    def line(self, position: int) -> LogLine | None:
        """Return the line at a position; None if the journal is damaged there."""
        line = self._pages.line(position, self._shown.visible)
        return None if line is None else self.completed(line)

    def completed(self, line: LogLine) -> LogLine:
        """Return a line; that of a call that is recorded as begun says what became of it."""
        if line.row.kind is not Kind.CALL_BEGUN:
            return line
        wait = self._waits.of(line.row)
        return line if wait is None else with_wait(line, wait)

    def number_at(self, position: int) -> int:
        """Return the number of the row at a position."""
        return self._shown.visible[position]

    def shown_numbers(self) -> Sequence[int]:
        """Return the numbers of the rows shown; a range without a filter."""
        return self._shown.visible

    def position_from(self, number: int) -> int:
        """Return the position of the first row shown with this number or a higher one."""
        return self._shown.position_from(number)

    def position_of(self, number: int) -> int | None:
        """Return the position of a row; None if it is not shown."""
        return self._shown.position_of(number)

    def rows_at(self, positions: Sequence[int]) -> list[Row]:
        """Return the rows at some positions, ascending; damaged ones are left out."""
        visible = self._shown.visible
        return self._pages.rows([visible[position] for position in sorted(positions)])

    def payload(self, row: Row) -> bytes:
        """Return a row's payload as recorded; its preview if the journal is damaged."""
        return kept_payload(self._reader, row)

    # What Qt asks

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NO_PARENT) -> int:
        """Return how many rows are shown."""
        return 0 if parent.isValid() else len(self._shown.visible)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = _NO_PARENT) -> int:
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(self.table.columns)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return a cell's text, its explanation or its alignment."""
        if not index.isValid():
            return None
        column = self.table.columns[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return column.look.alignment
        if role not in _TEXT_ROLES:
            return None
        line = self.line(index.row())
        if line is None:
            return None
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tooltip(column.text(line))
        if role == Qt.ItemDataRole.AccessibleTextRole and column is self.table.main:
            return f"{self._said_of(line.row.number)}{column.text(line)}"
        return column.text(line)

    def _said_of(self, number: int) -> str:
        """Return a description of a row's mark and note; empty without them."""
        found = None if self.annotations is None else self.annotations.of(number)
        if found is None:
            return ""
        marked = tr("marked") if found.marked else ""
        note = tr("note: {note}", note=found.note) if found.note else ""
        return "".join(f"{words}; " for words in (marked, note) if words)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """Return a column's title or what it means."""
        return header_data(self.table.columns, section, orientation, role)
