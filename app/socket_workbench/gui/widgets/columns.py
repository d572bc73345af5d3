"""Columns of tables as records, and what is read of their saved state."""

import enum
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

from PySide6.QtCore import Qt

from socket_workbench.gui.looks.plain import plain_tooltip
from socket_workbench.language import tr

R = TypeVar("R")

Value = str | int | float | None

_WIDEST = 1 << 14
"""The largest valid width of a saved column, in pixels."""


class Look(enum.Enum):
    """How the cells of a column are painted.

    Attributes:
        is_mono: whether to use the monospaced font for data.
        is_right: whether to align the text at the right.
        may_be_cut: whether a text that is elided still says something; not a number or a time.
        elide: where to elide a text that is too long.
        alignment: the alignment of title and texts.
    """

    TEXT = ("text", False, False)
    MONO = ("mono", True, False)
    ADDRESS = ("address", True, False)
    DIRECTION = ("direction", False, False)
    STATE = ("state", False, False)
    NUMBER = ("number", True, True)
    AMOUNT = ("amount", False, True)

    # Attributes instead of properties, since they are read for each cell that is painted.
    def __init__(self, word: str, is_mono: bool, is_right: bool) -> None:
        self.is_mono = is_mono
        self.is_right = is_right
        self.may_be_cut = word in ("text", "address", "direction")
        # The end of an address is its port.
        has_address = word in ("address", "direction")
        self.elide = Qt.TextElideMode.ElideMiddle if has_address else Qt.TextElideMode.ElideRight
        side = Qt.AlignmentFlag.AlignRight if is_right else Qt.AlignmentFlag.AlignLeft
        self.alignment = side | Qt.AlignmentFlag.AlignVCenter


@dataclass(slots=True, eq=False)
class Column(Generic[R]):
    """One column of a table whose rows are of type `R`.

    Attributes:
        key: identifies it in saved states and is its header in CSV; never translated.
        title: its title, to be translated.
        explanation: the tooltip of the title, a sentence to be translated.
        text: returns the text of a cell.
        sample: a text from which the initial width is computed.
        look: how it is painted.
        value: returns the exact value for sorting and CSV; None if rows cannot be sorted by it.
        exact: returns the tooltip of a cell; None if the text is exact.
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
        """Return the tooltip of a cell."""
        return self.text(row) if self.exact is None else self.exact(row)


def header_data(
    columns: Sequence[Column[R]], section: int, orientation: Qt.Orientation, role: int
) -> object:
    """Return the value of `QAbstractItemModel.headerData` for columns."""
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


class SavedColumn(NamedTuple):
    """What was saved of a column.

    Attributes:
        width: its width with the usual size of type, in pixels; None if it is invalid.
        hidden: whether the user has hidden it.
    """

    width: int | None
    hidden: bool


def read_columns(keys: Sequence[str], saved: object) -> dict[str, SavedColumn]:
    """Return the valid saved states of existing columns, in the order saved; the first of each."""
    states: dict[str, SavedColumn] = {}
    for state in saved if isinstance(saved, list) else []:
        key = state.get("key") if isinstance(state, dict) else None
        if isinstance(key, str) and key in keys:
            width = state.get("width")
            is_valid = type(width) is int and 0 < width <= _WIDEST
            read = SavedColumn(width if is_valid else None, state.get("hidden") is True)
            states.setdefault(key, read)
    return states
