"""The header of the log."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from socket_workbench.gui.log.columns import LOG_TABLE, ColumnSet, LogColumn
from socket_workbench.gui.log.painter import LogPainter
from socket_workbench.gui.looks.fonts import pixel_size
from socket_workbench.gui.rows.time import TimeFormat, time_format_title
from socket_workbench.gui.widgets.columns import ColumnHeader, type_scale
from socket_workbench.language import tr

_ROOM = 20
"""Horizontal padding of a column title, in pixels."""


class LogHeader(ColumnHeader):
    """A header whose main column takes the width that the others leave; it sets time formats.

    Columns make room while the main one has less than half of the width of its sample.

    Signals:
        time_format_chosen(object): another `TimeFormat` was chosen.
    """

    time_format_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None, table: ColumnSet = LOG_TABLE) -> None:
        super().__init__(table.columns, [each.key for each in table.yielding], parent)
        self.time_format = TimeFormat.CLOCK
        self._table = table
        self._main = table.columns.index(table.main)
        self._least_main = 0
        self.setSectionsClickable(False)
        self.setStretchLastSection(True)
        self.setAccessibleName(tr(table.name))
        # Queued: after this signal, Qt gives what was the last column the width it had before.
        self.sectionMoved.connect(self._on_section_moved, Qt.ConnectionType.QueuedConnection)

    def reset_columns(self) -> None:
        """Show the columns in their initial order, with their usual widths; hide the optional ones.

        The main one has its minimum width: the last one takes what is left, and with a width of its
        own the log would scroll sideways.
        """
        self._least_main = self._main_width() // 2
        super().reset_columns()
        for place, column in enumerate(self._table.columns):
            if column.is_optional:
                self.set_shown(place, False)
        self.set_width(self._main, self.minimumSectionSize())
        self._make_room()

    def _scale(self) -> float:
        return type_scale(pixel_size(self.font()))

    def _usual_widths(self) -> list[int]:
        painter = LogPainter(self.font(), self._table.main)
        return [painter.column_width(each, each.sample) for each in self._table.columns]

    def _least_widths(self) -> list[int]:
        """Return the widths of the titles; of columns whose texts are never cut, those of texts."""
        return [
            max(
                self.fontMetrics().horizontalAdvance(tr(each.title)) + _ROOM,
                0 if each.look.may_be_cut or each is self._table.main else width,
            )
            for each, width in zip(self._table.columns, self._usual_widths(), strict=True)
        ]

    def _main_width(self) -> int:
        """Return the width of the main column's sample, in pixels."""
        main = self._table.main
        return LogPainter(self.font(), main).column_width(main, main.sample)

    def _needed_width(self, widths: Mapping[int, int]) -> int:
        least = self._least_main if self._main in widths else 0
        return least + sum(width for place, width in widths.items() if place != self._main)

    def seen_columns(self) -> list[tuple[LogColumn, int, int]]:
        """Return the visible columns, each with its left edge and width in the viewport."""
        return [
            (
                self._table.columns[place],
                self.sectionViewportPosition(place),
                self.sectionSize(place),
            )
            for place in self.shown_places()
        ]

    def save_state(self) -> dict[str, object]:
        """Return the columns and the time format, for `restore_state`."""
        return {**super().save_state(), "times": self.time_format.value}

    def restore_state(self, state: Mapping[str, object]) -> None:
        """Restore a saved state; ignore what cannot be read."""
        if "columns" in state:
            self.reset_columns()
            super().restore_state(state)
        if state.get("times") in [format.value for format in TimeFormat]:
            self.set_time_format(TimeFormat(state["times"]))

    def _restore_columns(self, saved: object) -> None:
        super()._restore_columns(saved)
        # What it took of a wider log was saved as its width.
        last = max(self.shown_places(), key=self.visualIndex)
        self.set_width(last, self._least_widths()[last])

    def rescale(self, before: int, after: int) -> None:
        """Scale the column widths with the font.

        Args:
            before: the old width of a character.
            after: the new width of a character.
        """
        last = max(self.shown_places(), key=self.visualIndex, default=-1)
        for place in range(len(self._table.columns)):
            # The last column stretches; with a width of its own the log would scroll sideways.
            if place != last:
                self.set_width(place, round(self.width_of(place) * after / before))
        self._least_main = round(self._least_main * after / before)
        self._make_room()

    def _add_entries(self, menu: QMenu) -> None:
        menu.addMenu(self._times_menu(menu))

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
