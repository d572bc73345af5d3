"""The steps of a script as a list, with how far the script has come."""

import enum
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from socket_workbench.dialogues.commands import Finished
from socket_workbench.dialogues.script_steps import Group, Step
from socket_workbench.gui.looks.plain import plain_tooltip
from socket_workbench.language import tr, trn
from socket_workbench.payload.text import printable

Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()

LINE_ROLE = int(Qt.ItemDataRole.UserRole)
"""The role of the `StepLine`."""

MOST_STEPS = 10_000
"""The most steps that are listed."""


class StepState(enum.Enum):
    """How far the script has come with a step.

    Attributes:
        OPEN: a repeated group whose steps are being run.
        DETAIL: not a step, but what is said about the failed step above.
    """

    PENDING = enum.auto()
    OPEN = enum.auto()
    PRESENT = enum.auto()
    DONE = enum.auto()
    FAILED = enum.auto()
    DETAIL = enum.auto()


class StepLine(NamedTuple):
    """A line of the list.

    Attributes:
        state: its state.
        text: what the step does.
        depth: the number of repeated groups around it.
    """

    state: StepState
    text: str
    depth: int


class StepsModel(QAbstractListModel):
    """Lists the steps in their order, those of a repeated group below it.

    Texts are created when they are read. The states follow from the place of the present step.

    Signals:
        step_reached(int): the row of the present step.
    """

    step_reached = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._steps: list[tuple[tuple[int, ...], Step]] = []
        self._rows: dict[tuple[int, ...], int] = {}
        self._left_out = 0
        self._present: tuple[int, ...] = ()
        self._rounds: dict[tuple[int, ...], int] = {}
        self._counted_in: dict[tuple[int, ...], list[tuple[int, ...]]] = {}
        self._finished: Finished | None = None
        self._details: list[str] = []

    def begin(self, steps: Sequence[Step]) -> None:
        """List the steps of another script, or of another run, as pending."""
        self.beginResetModel()
        self._steps = []
        self._left_out = 0
        for place in _flat(steps, ()):
            if len(self._steps) < MOST_STEPS:
                self._steps.append(place)
            else:
                self._left_out += 1
        self._rows = {path: row for row, (path, _) in enumerate(self._steps)}
        self._present = ()
        self._rounds = {}
        self._counted_in = {}
        self._finished = None
        self._details = []
        self.endResetModel()

    def reach(self, path: tuple[int, ...]) -> None:
        """Mark the step at a path as the present one; see `StepBegun`."""
        before, self._present = self._present, path
        if len(path) > 1 and path[-1] == 0:
            self._count_round(path[:-1])
        rows = [self._rows[each] for each in _around(before, path) if each in self._rows]
        if rows:
            # From the first to the last row whose state may have changed.
            self._tell_changed(min(rows), max(rows))
        if path in self._rows:
            self.step_reached.emit(self._rows[path])

    def _count_round(self, group: tuple[int, ...]) -> None:
        if group not in self._rounds:
            self._counted_in.setdefault(group[:-1], []).append(group)
        self._rounds[group] = self._rounds.get(group, 0) + 1
        # The groups in it begin with their first round again.
        begun = self._counted_in.pop(group, [])
        while begun:
            inner = begun.pop()
            del self._rounds[inner]
            begun += self._counted_in.pop(inner, [])
        if group in self._rows:
            last = self._rows[group] + sum(1 for _ in _flat(self._group(group), ()))
            self._tell_changed(self._rows[group], min(last, len(self._steps) - 1))

    def _group(self, path: tuple[int, ...]) -> Sequence[Step]:
        step = self._steps[self._rows[path]][1]
        return step.steps if isinstance(step, Group) else ()

    def finish(self, finished: Finished) -> None:
        """Show how the script has ended, at the step where it has failed."""
        self._finished = finished
        row = self._rows.get(self._present)
        if self._steps:
            self._tell_changed(0, self.rowCount() - 1)
        if finished.passed or row is None:
            return
        details = [finished.reason]
        if finished.expected:
            details = [
                tr("expected {expected}", expected=finished.expected),
                tr("received {received}", received=finished.received),
            ]
            details += filter(None, [finished.difference])
        self.beginInsertRows(QModelIndex(), row + 1, row + len(details))
        self._details = details
        self.endInsertRows()
        self.step_reached.emit(row)

    @property
    def detail_count(self) -> int:
        """The number of lines about the failed step, below it."""
        return len(self._details)

    def line(self, row: int) -> StepLine:
        """Return a line."""
        failed = self._rows.get(self._present, 0)
        if self._details and failed < row <= failed + len(self._details):
            return StepLine(StepState.DETAIL, self._details[row - failed - 1], len(self._present))
        if self._details and row > failed:
            row -= len(self._details)
        if row == len(self._steps):
            words = trn("and {count:,} more step", "and {count:,} more steps", self._left_out)
            return StepLine(StepState.PENDING, words, 0)
        path, step = self._steps[row]
        text = printable(step.describe())
        if self._rounds.get(path, 0):
            text = tr("{step} (round {round})", step=text, round=self._rounds[path])
        return StepLine(self._state(path), text, len(path) - 1)

    def _state(self, path: tuple[int, ...]) -> StepState:
        present, finished = self._present, self._finished
        if finished is not None and finished.passed:
            return StepState.DONE
        if not present or path > present:
            return StepState.PENDING
        if path == present:
            return StepState.PRESENT if finished is None else StepState.FAILED
        return StepState.OPEN if present[: len(path)] == path else StepState.DONE

    def _tell_changed(self, first: int, last: int) -> None:
        self.dataChanged.emit(self.index(first), self.index(last))

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        """Return the number of lines."""
        if parent.isValid():
            return 0
        return len(self._steps) + bool(self._left_out) + len(self._details)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the text of a line; `LINE_ROLE` returns the line."""
        if not index.isValid():
            return None
        if role == LINE_ROLE:
            return self.line(index.row())
        if role == Qt.ItemDataRole.DisplayRole:
            return self.line(index.row()).text
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tooltip(self.line(index.row()).text)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            line = self.line(index.row())
            return f"{line.text}, {_words()[line.state]}" if line.state in _words() else line.text
        return None


def _words() -> dict[StepState, str]:
    return {
        StepState.PENDING: tr("pending"),
        StepState.OPEN: tr("in progress"),
        StepState.PRESENT: tr("in progress"),
        StepState.DONE: tr("done"),
        StepState.FAILED: tr("failed"),
    }


def _flat(steps: Sequence[Step], above: tuple[int, ...]) -> Iterator[tuple[tuple[int, ...], Step]]:
    """Yield each step with its path, a group before its steps."""
    for place, step in enumerate(steps):
        yield (*above, place), step
        if isinstance(step, Group):
            yield from _flat(step.steps, (*above, place))


def _around(before: tuple[int, ...], path: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    """Yield two paths and those of the groups around them."""
    for each in (before, path):
        for length in range(1, len(each) + 1):
            yield each[:length]
