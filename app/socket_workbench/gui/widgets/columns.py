"""The columns of a table as records: what they show, and how they are saved by their keys."""

import enum
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView

from socket_workbench.gui.looks.plain import plain_tooltip
from socket_workbench.language import tr

R = TypeVar("R")

Value = str | int | float | None

_WIDEST = 1 << 14
"""Pixels that a column may have when it comes back."""


class Look(enum.Enum):
    """How the cells of a column are painted.

    Attributes:
        is_mono: whether in the monospaced type, as what is on the wire.
        is_right: whether at the right of the cell.
        elide: where a text is cut that is too long; an address is told by its end.
        alignment: where title and texts stand.
    """

    TEXT = ("text", False, False)
    MONO = ("mono", True, False)
    ADDRESS = ("address", True, False)
    STATE = ("state", False, False)
    NUMBER = ("number", True, True)
    AMOUNT = ("amount", False, True)

    # Attributes, not properties: some hundred cells are painted at once.
    def __init__(self, word: str, is_mono: bool, is_right: bool) -> None:
        self.is_mono = is_mono
        self.is_right = is_right
        is_address = word == "address"
        self.elide = Qt.TextElideMode.ElideMiddle if is_address else Qt.TextElideMode.ElideRight
        side = Qt.AlignmentFlag.AlignRight if is_right else Qt.AlignmentFlag.AlignLeft
        self.alignment = side | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Column(Generic[R]):
    """One column of a table whose rows are of type `R`.

    Attributes:
        key: under which its width, place and order are saved, and copied as CSV; never translated.
        title: its title, to be translated.
        explanation: a sentence for whoever points at the title, to be translated.
        text: returns what a cell shows.
        sample: a text for which the column is wide enough at first.
        look: how it is painted.
        value: returns what is sorted by and copied, exact; None where rows are not sorted by it.
        exact: returns what is said to whoever points at a cell; None where the text says it all.
    """

    key: str
    title: str
    explanation: str
    text: Callable[[R], str]
    sample: str = ""
    look: Look = Look.TEXT
    value: Callable[[R], Value] | None = None
    exact: Callable[[R], str] | None = None

    def tooltip(self, row: R) -> str:
        """Return what is said to whoever points at a cell."""
        return self.text(row) if self.exact is None else self.exact(row)


def header_data(
    columns: Sequence[Column[R]], section: int, orientation: Qt.Orientation, role: int
) -> object:
    """Return what `QAbstractItemModel.headerData` is to return for columns."""
    if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(columns):
        return None
    column = columns[section]
    if role == Qt.ItemDataRole.DisplayRole:
        return tr(column.title)
    if role == Qt.ItemDataRole.ToolTipRole:
        return plain_tooltip(tr(column.explanation))
    if role == Qt.ItemDataRole.TextAlignmentRole:
        return column.look.alignment
    return None


def save_columns(header: QHeaderView, keys: Sequence[str]) -> list[dict[str, object]]:
    """Return the columns from left to right, as JSON has them.

    Not what `QHeaderView.saveState` returns: `restoreState` does not check what it is given.

    Args:
        header: the table's head.
        keys: the columns' keys in the order of their sections.
    """
    return [
        {
            "key": keys[column],
            "width": header.sectionSize(column),
            "hidden": header.isSectionHidden(column),
        }
        for column in sorted(range(len(keys)), key=header.visualIndex)
    ]


def restore_columns(header: QHeaderView, keys: Sequence[str], saved: object) -> None:
    """Show columns as `save_columns` found them; they must be as at first.

    Whatever else is saved does no harm: unknown columns and all but the first of equal ones are
    left out, a column that was not saved stands behind the one it is behind at first, and a width
    that is none is left as it is.

    Args:
        header: the table's head.
        keys: the columns' keys in the order of their sections.
        saved: what was saved, or anything.
    """
    states = _states(keys, saved)
    order = list(states)
    for place, key in enumerate(keys):
        if key not in states:
            order.insert(order.index(keys[place - 1]) + 1 if place else 0, key)
    for place, key in enumerate(order):
        header.moveSection(header.visualIndex(keys.index(key)), place)
    hidden = [key for key, state in states.items() if state.get("hidden") is True]
    for key, state in states.items():
        width = state.get("width")
        if type(width) is int and 0 < width <= _WIDEST:
            header.resizeSection(keys.index(key), width)
        # A table without columns has no head either, and no way back.
        header.setSectionHidden(keys.index(key), key in hidden and len(hidden) < len(keys))


def _states(keys: Sequence[str], saved: object) -> dict[str, Mapping[str, object]]:
    """Return what was saved of each column that there is, in the order saved."""
    states: dict[str, Mapping[str, object]] = {}
    for state in saved if isinstance(saved, list) else []:
        key = state.get("key") if isinstance(state, dict) else None
        if isinstance(key, str) and key in keys:
            states.setdefault(key, state)
    return states
