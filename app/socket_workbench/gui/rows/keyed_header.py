"""The header of a keyed table: columns can be moved, resized and hidden."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPoint, Qt, Slot
from PySide6.QtGui import QAction, QFont, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu

from socket_workbench.gui.looks.fonts import pixel_size
from socket_workbench.gui.rows.keyed_delegate import KeyedDelegate
from socket_workbench.gui.rows.keyed_model import KeyedColumn
from socket_workbench.gui.widgets.columns import (
    resize_columns,
    restore_columns,
    save_columns,
    section_width,
    type_scale,
)
from socket_workbench.language import tr

_ROOM = 18
"""Horizontal padding of a column title, in pixels."""


class KeyedHeader(QHeaderView):
    """A header with a menu that shows and hides columns.

    Some columns make room for the others: they are hidden while the table would scroll sideways,
    unless the user has shown them.

    Args:
        columns: the columns of the table.
        yielding: the keys of those that make room, the one that is hidden first at the beginning.
        view: the table.
    """

    def __init__(
        self, columns: Sequence[KeyedColumn], yielding: Sequence[str], view: QAbstractItemView
    ) -> None:
        super().__init__(Qt.Orientation.Horizontal, view)
        self._columns = tuple(columns)
        self._view = view
        self._keys = [column.key for column in columns]
        self._yielding = [self._keys.index(key) for key in yielding]
        self._yielded: set[int] = set()
        self._kept: set[int] = set()
        self._font_size = 0
        self.setHighlightSections(False)
        self.setSectionsClickable(True)
        self.setSectionsMovable(True)
        # A third click removes the sort order.
        self.setSortIndicatorClearable(True)
        self.setSortIndicator(-1, Qt.SortOrder.DescendingOrder)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._on_menu_requested)

    def fit_font(self, font: QFont) -> None:
        """Scale the widths with the font of the table; the first time, set them.

        The header's own font is updated after that of the table.
        """
        before, self._font_size = self._font_size, pixel_size(font)
        if not before:
            self._resize_all(self._usual_widths())
        elif before != self._font_size:
            scaled = [width * self._font_size / before for width in self._widths()]
            self._resize_all([round(width) for width in scaled])
        self._make_room()

    def reset_columns(self) -> None:
        """Show all columns in their initial order, with their usual widths."""
        self._yielded.clear()
        self._kept.clear()
        for place in range(len(self._columns)):
            self.setSectionHidden(place, False)
            self.moveSection(self.visualIndex(place), place)
        self._resize_all(self._usual_widths())
        self._make_room()

    def save_state(self) -> dict[str, object]:
        """Return the state of the columns, for `restore_state`."""
        columns = save_columns(self, self._keys, self._scale)
        for column in columns:
            if self._keys.index(str(column["key"])) in self._yielded:
                column["hidden"] = False
        kept = [self._keys[place] for place in sorted(self._kept)]
        return {"columns": columns, "kept": kept}

    def restore_state(self, state: Mapping[str, object]) -> None:
        """Restore a saved state; ignore what cannot be read."""
        for place in self._yielded:
            self.setSectionHidden(place, False)
        self._yielded.clear()
        kept = state.get("kept")
        named = [key for key in kept if key in self._keys] if isinstance(kept, list) else []
        self._kept = {self._keys.index(key) for key in named}
        restore_columns(self, self._keys, state.get("columns"), self._least_widths(), self._scale)
        self._make_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Hide or show the columns that make room."""
        super().resizeEvent(event)
        self._make_room()

    def columns_menu(self) -> QMenu:
        """Return a menu in which each visible column is checked."""
        menu = QMenu(tr("Columns"), self)
        shown = [each for each in range(len(self._columns)) if not self.isSectionHidden(each)]
        for place, column in enumerate(self._columns):
            action = menu.addAction(tr(column.title))
            action.setCheckable(True)
            action.setChecked(place in shown)
            # Without columns there is no header, and so no menu to show one.
            action.setEnabled(shown != [place])
            action.setData(place)
        menu.addSeparator()
        menu.addAction(tr("Reset columns"))
        menu.triggered.connect(self._on_menu_triggered)
        return menu

    @property
    def _scale(self) -> float:
        return type_scale(self._font_size)

    def _widths(self) -> list[int]:
        return [section_width(self, place) for place in range(len(self._columns))]

    def _usual_widths(self) -> list[int]:
        return [max(self._title_width(each), self._sample_width(each)) for each in self._columns]

    def _least_widths(self) -> list[int]:
        """Return the widths of the titles; of columns whose texts are never cut, those of texts."""
        return [
            max(self._title_width(each), 0 if each.look.may_be_cut else self._sample_width(each))
            for each in self._columns
        ]

    def _title_width(self, column: KeyedColumn) -> int:
        font = QFont(self._view.font())
        font.setWeight(QFont.Weight.Medium)
        return QFontMetrics(font).horizontalAdvance(tr(column.title)) + _ROOM

    def _sample_width(self, column: KeyedColumn) -> int:
        return KeyedDelegate.width_of(self._view, column, column.sample)

    def _resize_all(self, widths: Sequence[int]) -> None:
        resize_columns(self, widths, self._least_widths())

    def _make_room(self) -> None:
        wanted = [
            place
            for place in range(self.count())
            if not self.isSectionHidden(place) or place in self._yielded
        ]
        widths = {place: section_width(self, place) for place in wanted}
        excess = sum(widths.values()) - self.width()
        yielded = set()
        for place in self._yielding:
            if excess > 0 and place in widths and place not in self._kept:
                yielded.add(place)
                excess -= widths[place]
        for place in wanted:
            self.setSectionHidden(place, place in yielded)
        self._yielded = yielded

    @Slot(QPoint)
    def _on_menu_requested(self, position: QPoint) -> None:
        menu = self.columns_menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.mapToGlobal(position))

    @Slot(QAction)
    def _on_menu_triggered(self, action: QAction) -> None:
        place = action.data()
        if place is None:
            self.reset_columns()
            return
        self._yielded.discard(place)
        self._kept.discard(place)
        if action.isChecked():
            self._kept.add(place)
        self.setSectionHidden(place, not action.isChecked())
        self._make_room()
