"""The header of the log: columns can be moved, resized and hidden."""

from collections.abc import Mapping

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QMenu, QWidget

from socket_workbench.gui.log.columns import LOG_TABLE, ColumnSet, LogColumn
from socket_workbench.gui.log.painter import LogPainter
from socket_workbench.gui.looks.fonts import pixel_size
from socket_workbench.gui.rows.time import TimeFormat, time_format_title
from socket_workbench.gui.widgets.columns import (
    resize_columns,
    restore_columns,
    save_columns,
    section_width,
    type_scale,
)
from socket_workbench.language import tr

_ROOM = 20
"""Horizontal padding of a column title, in pixels."""


class LogHeader(QHeaderView):
    """A header with a menu that shows and hides columns, and sets the time format.

    Signals:
        time_format_chosen(object): another `TimeFormat` was chosen.
    """

    time_format_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None, table: ColumnSet = LOG_TABLE) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.time_format = TimeFormat.CLOCK
        self._table = table
        self._main = table.columns.index(table.main)
        self._yielding = table.columns.index(table.yielding)
        # Whether the one is hidden to make room for the other, and whether it may be.
        self._has_yielded = False
        self._may_yield = True
        self._least_main = 0
        self.setSectionsMovable(True)
        self.setSectionsClickable(False)
        self.setHighlightSections(False)
        self.setStretchLastSection(True)
        self.setAccessibleName(tr(table.name))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        # Queued: after this signal, Qt gives what was the last column the width it had before.
        self.sectionMoved.connect(self._on_section_moved, Qt.ConnectionType.QueuedConnection)
        self.customContextMenuRequested.connect(self._on_menu_requested)

    def reset_columns(self) -> None:
        """Show the columns in their default order and width; hide the optional ones."""
        self._has_yielded = False
        self._may_yield = True
        painter = LogPainter(self.font(), self._table.main)
        samples = [painter.column_width(each, each.sample) for each in self._table.columns]
        for place, column in enumerate(self._table.columns):
            self.setSectionHidden(place, column.is_optional)
            self.moveSection(self.visualIndex(place), place)
        resize_columns(self, samples, self._least_widths())
        # The last one takes what is left; with a width of its own the log would scroll sideways.
        self.resizeSection(self._main, self.minimumSectionSize())
        self._least_main = self._main_width() // 2
        self._make_room()

    def _least_widths(self) -> list[int]:
        """Return the widths of the titles; of columns whose texts are never cut, those of texts."""
        painter = LogPainter(self.font(), self._table.main)
        return [
            max(
                self.fontMetrics().horizontalAdvance(tr(each.title)) + _ROOM,
                0
                if each.look.may_be_cut or each is self._table.main
                else painter.column_width(each, each.sample),
            )
            for each in self._table.columns
        ]

    def keep_columns(self) -> None:
        """Hide no column to make room: another header says which are shown."""
        self._may_yield = False

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Make room for the main column."""
        super().resizeEvent(event)
        self._make_room()

    def _main_width(self) -> int:
        """Return the width of the main column's sample, in pixels."""
        main = self._table.main
        return LogPainter(self.font(), main).column_width(main, main.sample)

    def _make_room(self) -> None:
        """Hide the yielding column while the main one has little room."""
        is_shown = not self.isSectionHidden(self._yielding)
        if not self.count() or not self._may_yield or not (is_shown or self._has_yielded):
            return
        others = [
            place for place in self._seen_places() if place not in (self._yielding, self._main)
        ]
        taken = section_width(self, self._yielding) + sum(map(self.sectionSize, others))
        self._has_yielded = self.width() - taken < self._least_main
        self.setSectionHidden(self._yielding, self._has_yielded)

    def seen_columns(self) -> list[tuple[LogColumn, int, int]]:
        """Return the visible columns, each with its left edge and width in the viewport."""
        return [
            (
                self._table.columns[place],
                self.sectionViewportPosition(place),
                self.sectionSize(place),
            )
            for place in self._seen_places()
        ]

    def _seen_places(self) -> list[int]:
        places = range(len(self._table.columns))
        return [place for place in places if not self.isSectionHidden(place)]

    def save_state(self) -> dict[str, object]:
        """Return the columns and the time format, for `restore_state`."""
        columns = save_columns(self, self._table.keys, type_scale(pixel_size(self.font())))
        for column in columns:
            if self._has_yielded and column["key"] == self._table.yielding.key:
                column["hidden"] = False
        return {"columns": columns, "times": self.time_format.value}

    def restore_state(self, state: Mapping[str, object]) -> None:
        """Restore a saved state; ignore what cannot be read."""
        if "columns" in state:
            self.reset_columns()
            self._has_yielded = False
            scale = type_scale(pixel_size(self.font()))
            least = self._least_widths()
            restore_columns(self, self._table.keys, state["columns"], least, scale)
            # What it took of a wider log was saved as its width.
            last = max(self._seen_places(), key=self.visualIndex)
            self.resizeSection(last, least[last])
            self._make_room()
        if state.get("times") in [format.value for format in TimeFormat]:
            self.set_time_format(TimeFormat(state["times"]))

    def rescale(self, before: int, after: int) -> None:
        """Scale the column widths with the font.

        Args:
            before: the old width of a character.
            after: the new width of a character.
        """
        last = max(map(self.visualIndex, self._seen_places()), default=-1)
        for place in range(len(self._table.columns)):
            # The last column stretches; with a width of its own the log would scroll sideways.
            if self.visualIndex(place) != last:
                self.resizeSection(place, round(section_width(self, place) * after / before))
        self._least_main = round(self._least_main * after / before)
        self._make_room()

    def columns_menu(self, parent: QWidget) -> QMenu:
        """Return a menu in which each visible column is checked."""
        menu = QMenu(tr("Columns"), parent)
        seen = self._seen_places()
        for place, column in enumerate(self._table.columns):
            action = menu.addAction(tr(column.title))
            action.setCheckable(True)
            action.setChecked(place in seen)
            # Without columns there is no header, and so no menu to show one.
            action.setEnabled(seen != [place])
            action.setData(place)
        menu.addSeparator()
        menu.addMenu(self._times_menu(menu))
        menu.addAction(tr("Reset columns"))
        menu.triggered.connect(self._on_menu_triggered)
        return menu

    def _times_menu(self, parent: QWidget) -> QMenu:
        menu = QMenu(tr("Show times as"), parent)
        group = QActionGroup(menu)
        for format in TimeFormat:
            action = group.addAction(time_format_title(format))
            action.setCheckable(True)
            action.setChecked(format is self.time_format)
            action.setData(format)
            menu.addAction(action)
        menu.triggered.connect(self._on_times_menu_triggered)
        return menu

    def set_time_format(self, format: TimeFormat) -> None:
        """Set the format of times."""
        self.time_format = format
        self.time_format_chosen.emit(format)

    @Slot(QAction)
    def _on_times_menu_triggered(self, action: QAction) -> None:
        self.set_time_format(TimeFormat(action.data()))

    @Slot()
    def _on_section_moved(self) -> None:
        """Give the main column a width of its own when it is no longer last."""
        if self.visualIndex(self._main) != self.count() - 1:
            width = self._main_width()
            self.resizeSection(self._main, max(self.sectionSize(self._main), width))

    @Slot(QPoint)
    def _on_menu_requested(self, position: QPoint) -> None:
        menu = self.columns_menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.mapToGlobal(position))

    @Slot(QAction)
    def _on_menu_triggered(self, action: QAction) -> None:
        column = action.data()
        if isinstance(column, TimeFormat):
            return
        if column is None:
            self.reset_columns()
        else:
            self.setSectionHidden(column, not action.isChecked())
            if column == self._yielding:
                self._has_yielded = self._may_yield = False
            self._make_room()
