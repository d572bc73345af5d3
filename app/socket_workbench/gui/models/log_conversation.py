"""The conversation of one connection: what was said, line by line, both directions in order."""

from collections import deque
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
    Slot,
)

from socket_workbench.gui.models.log_cut import cut_words
from socket_workbench.gui.models.log_line import event_text
from socket_workbench.gui.models.log_text import shown_lines
from socket_workbench.gui.models.log_time import time_text
from socket_workbench.gui.models.log_words import direction_words, kind_word
from socket_workbench.journal.event import Kind
from socket_workbench.journal.row import Direction, Row
from socket_workbench.language import tr, trn
from socket_workbench.payload.text import TextDecoder

MOST_LINES = 5_000
_LONGEST_LINE = 2_000
#: Rows that are turned into lines at once, which takes a few milliseconds, and the milliseconds
#: until the next ones are.
_ROWS_AT_ONCE = 200
_PAUSE = 25
_NO_PARENT = QModelIndex()
#: Events that are no part of what was said, and none of how it ended.
_LEFT_OUT = frozenset(
    {Kind.LISTENING, Kind.CONNECTING, Kind.CONNECTED, Kind.ACCEPTED, Kind.STOPPED}
)


class ConversationColumn(IntEnum):
    """A column of the conversation."""

    TIME = 0
    ARROW = 1
    TEXT = 2


@dataclass(frozen=True, slots=True)
class ConversationLine:
    """One line of a message, or an event in a word.

    Attributes:
        number: the journal's number of its row.
        kind: what happened.
        direction: which way the message went; None for other events.
        texts: time, arrow and text; time and arrow stand only in a message's first line.
    """

    number: int
    kind: Kind
    direction: Direction | None
    texts: tuple[str, str, str]


class ConversationModel(QAbstractTableModel):
    """Keeps the last few thousand lines of what it is given.

    Signals:
        shortened: older lines were dropped for the first time; the journal still has them.
    """

    shortened = Signal()

    def __init__(self, parent: QObject | None = None, most_lines: int = MOST_LINES) -> None:
        super().__init__(parent)
        self._most_lines = most_lines
        self._lines: list[ConversationLine] = []
        self._sources: frozenset[int] | None = None
        self._decoders: dict[tuple[int, Kind], TextDecoder] = {}
        self._is_shortened = False
        self._waiting: deque[Row] = deque(maxlen=most_lines)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self._take_rows)

    @property
    def is_shortened(self) -> bool:
        """Whether older lines were dropped."""
        return self._is_shortened

    def show_sources(self, numbers: Collection[int] | None) -> None:
        """Take only rows of these sources from now on, beginning anew; None takes all."""
        self._sources = None if numbers is None else frozenset(numbers)
        self.clear()

    def clear(self) -> None:
        """Forget every line."""
        self._timer.stop()
        self._waiting.clear()
        self.beginResetModel()
        self._lines.clear()
        self._decoders.clear()
        self._is_shortened = False
        self.endResetModel()

    def add_rows(self, rows: Sequence[Row]) -> None:
        """Append what these rows say, if they are of the sources shown.

        Of many rows the first are appended at once and the others little by little, so that the
        window never waits; where they come quicker than that, older ones are left out.
        """
        wanted = [
            row for row in rows if self._sources is None or row.source.number in self._sources
        ]
        left_out = len(self._waiting) + len(wanted) - self._most_lines
        self._waiting.extend(wanted)
        if left_out > 0:
            self._decoders.clear()
            self.mark_shortened()
        if not self._timer.isActive():
            self._take_rows()

    @Slot()
    def _take_rows(self) -> None:
        count = min(len(self._waiting), _ROWS_AT_ONCE)
        lines = [line for _ in range(count) for line in self._lines_of(self._waiting.popleft())]
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

    def mark_shortened(self) -> None:
        """Say that older lines are missing because they were never added."""
        if not self._is_shortened:
            self._is_shortened = True
            self.shortened.emit()

    def line(self, position: int) -> ConversationLine:
        """Return the line at a position."""
        return self._lines[position]

    def _make_room(self, coming: int, shortened: bool) -> None:
        too_many = len(self._lines) + coming - self._most_lines
        if too_many > 0 and self._lines:
            # A good piece at once, so that room is made rarely.
            gone = min(max(too_many, self._most_lines // 8), len(self._lines))
            self.beginRemoveRows(_NO_PARENT, 0, gone - 1)
            del self._lines[:gone]
            self.endRemoveRows()
            shortened = True
        if shortened:
            self.mark_shortened()

    def _lines_of(self, row: Row) -> list[ConversationLine]:
        if row.kind in _LEFT_OUT:
            return []
        direction = row.direction
        if direction is None:
            text = event_text(row)
            word = kind_word(row.kind)
            said = text if row.kind in (Kind.ERROR, Kind.NOTE) and text else word
            if text and said is word:
                said = f"{word} · {text}"
            return [ConversationLine(row.number, row.kind, None, (time_text(row.time), "", said))]
        arrow = "→" if row.kind is Kind.SENT else "←"
        heads = [(time_text(row.time), arrow)]
        return [
            ConversationLine(
                row.number, row.kind, direction, (*(heads.pop() if heads else ("", "")), text)
            )
            for text in self._texts_of(row)
        ]

    def _texts_of(self, row: Row) -> list[str]:
        decoder = self._decoders.setdefault((row.source.number, row.kind), TextDecoder())
        text = decoder.feed(row.preview)
        missing = row.length - len(row.preview)
        if missing > 0:
            # What follows is not the continuation of what is shown.
            del self._decoders[row.source.number, row.kind]
        texts = [piece[:_LONGEST_LINE] for piece in shown_lines(text)]
        if missing > row.cut:
            more = missing - row.cut
            texts.append(trn("… {count} more byte", "… {count} more bytes", more))
        if row.cut:
            texts.append(f"[{cut_words(row.cut)}]")
        return texts or [""]

    # What Qt asks

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NO_PARENT) -> int:
        """Return how many lines there are."""
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = _NO_PARENT) -> int:
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(ConversationColumn)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:  # noqa: ANN401
        """Return a cell's text; for a reader of the screen, an arrow in words."""
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        column = index.column()
        if role == Qt.ItemDataRole.AccessibleTextRole and column == ConversationColumn.ARROW:
            return "" if line.direction is None else direction_words(line.direction)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return line.texts[column]
        if role == Qt.ItemDataRole.ToolTipRole and column == ConversationColumn.TEXT:
            return None if line.direction is None else direction_words(line.direction)
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:  # noqa: ANN401
        """Return a column's title."""
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return (tr("Time"), tr("Direction"), tr("Text"))[section]
