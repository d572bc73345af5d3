"""Columns of tables as records, and the header that shows, hides and saves them."""

import enum
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, NamedTuple, TypeVar

from PySide6.QtCore import QPoint, Qt, Slot
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QMenu, QWidget

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


class ColumnHeader(QHeaderView):
    """A header with a menu that shows and hides columns.

    Some columns make room for the others: while these have too little, they are hidden, one after
    the other, unless the user has shown them. The header knows the widths of hidden columns, so
    that its state can be saved without a change to what is shown: columns are hidden and resized
    with `set_shown` and `set_width` only.

    Methods that raise `NotImplementedError` are abstract: widgets' metaclass excludes `abc.ABC`.

    Args:
        columns: the columns in their initial order.
        yielding: the keys of those that make room, the one that is hidden first at the beginning.
        parent: the table.
    """

    def __init__(
        self,
        columns: Sequence[Column[Any]],
        yielding: Sequence[str] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._columns = tuple(columns)
        self._keys = [column.key for column in columns]
        self._yielding = [self._keys.index(key) for key in yielding]
        self._yielded: set[int] = set()
        self._kept: set[int] = set()
        self._folded: dict[int, int] = {}
        self.setHighlightSections(False)
        self.setSectionsMovable(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._on_menu_requested)

    # Columns, by their places in the initial order

    def shown_places(self) -> list[int]:
        """Return the columns that are visible."""
        return [each for each in range(len(self._columns)) if not self.isSectionHidden(each)]

    def width_of(self, place: int) -> int:
        """Return the width of a column, of a hidden one that which it had before, in pixels."""
        if self.isSectionHidden(place):
            return self._folded.get(place, self.defaultSectionSize())
        return self.sectionSize(place)

    def set_width(self, place: int, width: int) -> None:
        """Set the width of a column, also of a hidden one, in pixels."""
        if self.isSectionHidden(place):
            self._folded[place] = width
        else:
            self.resizeSection(place, width)

    def set_shown(self, place: int, shown: bool) -> None:
        """Show or hide a column."""
        if shown != self.isSectionHidden(place):
            return
        width = self._folded[place] = self.width_of(place)
        self.setSectionHidden(place, not shown)
        if shown:
            self.resizeSection(place, width)

    def keep_columns(self) -> None:
        """Hide no column to make room: another header says which are shown."""
        self._kept = set(range(len(self._columns)))

    def reset_columns(self) -> None:
        """Show the columns in their initial order, with their usual widths."""
        self._yielded.clear()
        self._kept.clear()
        for place in range(len(self._columns)):
            self.set_shown(place, True)
            self.moveSection(self.visualIndex(place), place)
        self._resize_all(self._usual_widths())
        self._make_room()

    def _resize_all(self, widths: Sequence[int]) -> None:
        """Set the widths of all columns, each at least its minimum width."""
        for place, (width, least) in enumerate(zip(widths, self._least_widths(), strict=True)):
            self.set_width(place, max(width, least))

    def _usual_widths(self) -> list[int]:
        """Return the widths before anybody has dragged an edge, in pixels."""
        raise NotImplementedError

    def _least_widths(self) -> list[int]:
        """Return the widths below which no saved one is restored, in pixels."""
        raise NotImplementedError

    def _scale(self) -> float:
        """Return how large the type is: 1.0 for the usual size."""
        raise NotImplementedError

    # What is saved

    def save_state(self) -> dict[str, object]:
        """Return the columns from left to right, for `restore_state`, as a JSON value.

        Widths are those of the usual size of type. `QHeaderView.saveState` is not used, since
        `restoreState` does not validate its argument.
        """
        scale = self._scale()
        columns = [
            {
                "key": self._keys[place],
                "width": round(self.width_of(place) / scale),
                "hidden": self.isSectionHidden(place) and place not in self._yielded,
            }
            for place in sorted(range(len(self._keys)), key=self.visualIndex)
        ]
        kept = [self._keys[place] for place in sorted(self._kept)]
        return {"columns": columns, "kept": kept}

    def restore_state(self, state: Mapping[str, object]) -> None:
        """Restore a saved state; ignore what cannot be read.

        What is ignored: unknown columns, duplicates and invalid widths. A column that was not saved
        is placed after the column that precedes it initially.
        """
        for place in self._yielded:
            self.set_shown(place, True)
        self._yielded.clear()
        kept = state.get("kept")
        named = [key for key in kept if key in self._keys] if isinstance(kept, list) else []
        self._kept = {self._keys.index(key) for key in named}
        self._restore_columns(state.get("columns"))
        self._make_room()

    def _restore_columns(self, saved: object) -> None:
        states = read_columns(self._keys, saved)
        order = list(states)
        for place, key in enumerate(self._keys):
            if key not in states:
                order.insert(order.index(self._keys[place - 1]) + 1 if place else 0, key)
        for visual, key in enumerate(order):
            self.moveSection(self.visualIndex(self._keys.index(key)), visual)
        scale, least = self._scale(), self._least_widths()
        # Without columns there is no header, and so no menu to show one.
        may_hide = sum(state.hidden for state in states.values()) < len(self._keys)
        for key, state in states.items():
            place = self._keys.index(key)
            if state.width is not None:
                self.set_width(place, max(round(state.width * scale), least[place]))
            self.set_shown(place, not (state.hidden and may_hide))

    # Room

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Hide or show the columns that make room."""
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        if not self.count():
            return
        wanted = sorted({*self.shown_places(), *self._yielded})
        widths = {place: self.width_of(place) for place in wanted}
        excess = self._needed_width(widths) - self.width()
        self._yielded = set()
        for place in self._yielding:
            if excess > 0 and place in widths and place not in self._kept:
                self._yielded.add(place)
                excess -= widths[place]
        for place in wanted:
            self.set_shown(place, place not in self._yielded)

    def _needed_width(self, widths: Mapping[int, int]) -> int:
        """Return the width that columns need, in pixels; `widths` has the wanted ones."""
        return sum(widths.values())

    # The menu

    def columns_menu(self, parent: QWidget | None = None) -> QMenu:
        """Return a menu in which each visible column is checked."""
        menu = QMenu(tr("Columns"), parent or self)
        shown = self.shown_places()
        for place, column in enumerate(self._columns):
            action = menu.addAction(tr(column.title))
            action.setCheckable(True)
            action.setChecked(place in shown)
            # Without columns there is no header, and so no menu to show one.
            action.setEnabled(shown != [place])
            action.setData(place)
            action.triggered.connect(self._on_column_triggered)
        menu.addSeparator()
        self._add_entries(menu)
        menu.addAction(tr("Reset columns")).triggered.connect(self.reset_columns)
        return menu

    def _add_entries(self, menu: QMenu) -> None:
        """Add further entries to the menu of columns."""

    @Slot(QPoint)
    def _on_menu_requested(self, position: QPoint) -> None:
        menu = self.columns_menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.mapToGlobal(position))

    @Slot()
    def _on_column_triggered(self) -> None:
        action = self.sender()
        if not isinstance(action, QAction):
            return
        place, is_wanted = action.data(), action.isChecked()
        self._yielded.discard(place)
        self._kept.discard(place)
        if is_wanted:
            self._kept.add(place)
        self.set_shown(place, is_wanted)
        self._make_room()


def type_scale(pixels: int) -> float:
    """Return how large type of so many pixels is: 1.0 for the usual size."""
    return pixels / TEXT_SIZE
