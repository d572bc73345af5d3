"""The model of a conversation: lines of both directions in order."""

from bisect import bisect_left
from collections import deque
from collections.abc import Collection, Sequence
from enum import IntEnum
from operator import attrgetter

from PySide6.QtCore import (
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
    Slot,
)

from socket_workbench.gui.conversation.lines import (
    ConversationLine as ConversationLine,
)
from socket_workbench.gui.conversation.lines import (
    ConversationLines,
)
from socket_workbench.gui.looks.plain import plain_tooltip
from socket_workbench.gui.rows.numbered_rows import NumberedModel
from socket_workbench.gui.rows.words import direction_words
from socket_workbench.journal.row import Row
from socket_workbench.language import tr

MOST_LINES = 5_000
#: Rows converted to lines at once, which takes a few milliseconds, and the pause before the
#: next ones, in milliseconds.
_ROWS_AT_ONCE = 200
_PAUSE = 25
_NO_PARENT = QModelIndex()


class ConversationColumn(IntEnum):
    """The columns of a conversation."""

    TIME = 0
    ARROW = 1
    TEXT = 2


class ConversationModel(NumberedModel):
    """Keeps the last few thousand lines of the rows it is given.

    Signals:
        shortened: lines were dropped for the first time since `clear`; the journal has them still.
    """

    shortened = Signal()

    def __init__(self, parent: QObject | None = None, most_lines: int = MOST_LINES) -> None:
        super().__init__(parent)
        self._most_lines = most_lines
        self._lines: list[ConversationLine] = []
        self._sources: frozenset[int] | None = None
        self._maker = ConversationLines()
        self._is_shortened = False
        self._waiting: deque[Row] = deque(maxlen=most_lines)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self._take_rows)

    def use_lines(self, maker: ConversationLines) -> None:
        """Set what converts rows to lines, and clear the model."""
        self._maker = maker
        self.clear()

    def show_sources(self, numbers: Collection[int] | None) -> None:
        """Accept only rows of these sources, None for all, and clear the model."""
        self._sources = None if numbers is None else frozenset(numbers)
        self.clear()

    def clear(self) -> None:
        """Remove all lines."""
        self._timer.stop()
        self._waiting.clear()
        self.beginResetModel()
        self._lines.clear()
        self._maker.forget()
        self._is_shortened = False
        self.endResetModel()

    def add_rows(self, rows: Sequence[Row]) -> None:
        """Append the lines of these rows, as far as they are of the sources shown.

        If there are many rows, the first are appended at once and the others from a timer, so that
        the event loop is not blocked; if they arrive faster than that, the oldest are dropped.
        """
        wanted = [
            row for row in rows if self._sources is None or row.source.number in self._sources
        ]
        left_out = len(self._waiting) + len(wanted) - self._most_lines
        self._waiting.extend(wanted)
        if left_out > 0:
            self._maker.interrupt()
            self.mark_shortened()
        if not self._timer.isActive():
            self._take_rows()

    @Slot()
    def _take_rows(self) -> None:
        count = min(len(self._waiting), _ROWS_AT_ONCE)
        lines: list[ConversationLine] = []
        for _ in range(count):
            made, replaces = self._maker.of(self._waiting.popleft())
            if replaces and lines:
                lines.pop()
            elif replaces and self._lines:
                self._replace_last(made.pop(0))
            lines += made
        dropped = len(lines) - self._most_lines
        if dropped > 0:
            del lines[:dropped]
        self._make_room(len(lines), dropped > 0)
        if lines:
            first = len(self._lines)
            self.beginInsertRows(_NO_PARENT, first, first + len(lines) - 1)
            self._lines += lines
            self.endInsertRows()
        if self._waiting:
            self._timer.start()

    def _replace_last(self, line: ConversationLine) -> None:
        self._lines[-1] = line
        row = len(self._lines) - 1
        self.dataChanged.emit(self.index(row, 0), self.index(row, len(ConversationColumn) - 1))

    def mark_shortened(self) -> None:
        """Note that older rows were not added."""
        if not self._is_shortened:
            self._is_shortened = True
            self.shortened.emit()

    def line(self, position: int) -> ConversationLine:
        """Return the line at a row of the model."""
        return self._lines[position]

    def message_at(self, position: int) -> tuple[int, int]:
        """Return the positions of the first and last line of the message of a line."""
        first = last = position
        while first > 0 and not self._lines[first].is_first:
            first -= 1
        end = len(self._lines) - 1
        while last < end and not (self._lines[last].is_last or self._lines[last + 1].is_first):
            last += 1
        return first, last

    def number_at(self, position: int) -> int:
        """Return the number of the row to which the line at a position belongs."""
        return self._lines[position].number

    def position_from(self, number: int) -> int:
        """Return the position of the first line whose row has this number or a higher one."""
        return bisect_left(self._lines, number, key=attrgetter("number"))

    def _make_room(self, coming: int, shortened: bool) -> None:
        too_many = len(self._lines) + coming - self._most_lines
        if too_many > 0 and self._lines:
            # Drop many lines at once, so that this happens rarely.
            gone = min(max(too_many, self._most_lines // 8), len(self._lines))
            self.beginRemoveRows(_NO_PARENT, 0, gone - 1)
            del self._lines[:gone]
            self.endRemoveRows()
            shortened = True
        if shortened:
            self.mark_shortened()

    # What Qt asks

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NO_PARENT) -> int:
        """Return how many lines there are."""
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = _NO_PARENT) -> int:
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(ConversationColumn)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return a cell's text; for a screen reader, the arrow in words."""
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        column = index.column()
        if role == Qt.ItemDataRole.AccessibleTextRole and column == ConversationColumn.ARROW:
            return "" if line.direction is None else direction_words(line.direction)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return line.texts[column]
        if role == Qt.ItemDataRole.ToolTipRole and column == ConversationColumn.TEXT:
            words = "" if line.direction is None else direction_words(line.direction)
            return plain_tooltip("\n".join(filter(None, (words, line.texts[column]))))
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """Return a column's title."""
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return (tr("Time"), tr("Direction"), tr("Text"))[section]
