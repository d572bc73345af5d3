"""Columns of tables as records, and their saved state by column key."""

import enum
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QHeaderView

from socket_workbench.gui.looks.fonts import TEXT_SIZE
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


def type_scale(pixels: int) -> float:
    """Return how large type of so many pixels is: 1.0 for the usual size."""
    return pixels / TEXT_SIZE


def save_columns(
    header: QHeaderView, keys: Sequence[str], scale: float = 1.0
) -> list[dict[str, object]]:
    """Return the state of the columns from left to right, as a JSON value.

    `QHeaderView.saveState` is not used, since `restoreState` does not validate its argument.

    Args:
        header: the header of the table.
        keys: the columns' keys in the order of their sections.
        scale: the size of the type, see `type_scale`; widths are saved as those of the usual size.
    """
    return [
        {
            "key": keys[column],
            "width": round(section_width(header, column) / scale),
            "hidden": header.isSectionHidden(column),
        }
        for column in sorted(range(len(keys)), key=header.visualIndex)
    ]


def section_width(header: QHeaderView, column: int) -> int:
    """Return the width of a column, of a hidden one that which it had before."""
    if not header.isSectionHidden(column):
        return header.sectionSize(column)
    # Qt has the width, and says 0 as long as the column is hidden.
    with QSignalBlocker(header):
        header.setSectionHidden(column, False)
        width = header.sectionSize(column)
        header.setSectionHidden(column, True)
    return width


def resize_columns(header: QHeaderView, widths: Sequence[int], least: Sequence[int]) -> None:
    """Set the widths of columns, also of hidden ones, each at least its minimum width."""
    for place, (width, minimum) in enumerate(zip(widths, least, strict=True)):
        header.resizeSection(place, max(width, minimum))


def restore_columns(
    header: QHeaderView,
    keys: Sequence[str],
    saved: object,
    least: Sequence[int],
    scale: float = 1.0,
) -> None:
    """Restore columns saved by `save_columns`; they must be in their initial order.

    Invalid values are ignored: unknown columns, duplicates and invalid widths. A column that was
    not saved is placed after the column that precedes it initially.

    Args:
        header: the header of the table.
        keys: the columns' keys in the order of their sections.
        saved: the saved state, or any other value.
        least: the minimum width of each column, in pixels.
        scale: the size of the type now, see `type_scale`.
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
            place = keys.index(key)
            header.resizeSection(place, max(round(width * scale), least[place]))
        # Without columns there is no header, and so no menu to show one.
        header.setSectionHidden(keys.index(key), key in hidden and len(hidden) < len(keys))


def _states(keys: Sequence[str], saved: object) -> dict[str, Mapping[str, object]]:
    """Return the valid saved states of existing columns, in the order saved."""
    states: dict[str, Mapping[str, object]] = {}
    for state in saved if isinstance(saved, list) else []:
        key = state.get("key") if isinstance(state, dict) else None
        if isinstance(key, str) and key in keys:
            states.setdefault(key, state)
    return states
