"""The head of the log: columns that can be moved, widened and hidden."""

from collections.abc import Mapping

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QHeaderView, QMenu, QWidget

from socket_workbench.gui.log.columns import Column, column_title
from socket_workbench.gui.log.painter import LogPainter
from socket_workbench.gui.rows.time import TimeForm, time_form_title
from socket_workbench.gui.widgets.columns import restore_columns, save_columns
from socket_workbench.language import tr

#: The widest text that a column is made for at first; the last column takes what is left.
_SAMPLES = {
    Column.TIME: "00:00:00.000",
    Column.SINCE: "+59 min 59 s",
    Column.SENDER: "127.0.0.1:65535",
    Column.DIRECTION: "→ 127.0.0.1:65535",
    Column.PEER: "127.0.0.1:65535",
    Column.KIND: "end of stream",
    Column.BYTES: "1,048,576",
    Column.PAYLOAD: "",
}

_KEYS = [column.name.lower() for column in Column]


class LogHeader(QHeaderView):
    """Column heads with a menu that hides and shows columns, and says how times are shown.

    Signals:
        time_form_chosen(object): show times in this `TimeForm`.
    """

    time_form_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.time_form = TimeForm.CLOCK
        self.setSectionsMovable(True)
        self.setSectionsClickable(False)
        self.setHighlightSections(False)
        self.setStretchLastSection(True)
        self.setAccessibleName(tr("Columns of the log"))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._on_menu_requested)

    def reset_columns(self) -> None:
        """Show all columns in their first order and width."""
        painter = LogPainter(self.font())
        for column in Column:
            self.setSectionHidden(column, False)
            self.moveSection(self.visualIndex(column), column)
            width = painter.column_width(column, _SAMPLES[column])
            title = self.fontMetrics().horizontalAdvance(column_title(column)) + 20
            self.resizeSection(column, max(width, title))

    def seen_columns(self) -> list[tuple[Column, int, int]]:
        """Return the columns that are not hidden, each with its left edge and width on screen."""
        return [
            (column, self.sectionViewportPosition(column), self.sectionSize(column))
            for column in Column
            if not self.isSectionHidden(column)
        ]

    def save_state(self) -> dict[str, object]:
        """Return columns and form of times, for `restore_state`."""
        return {"columns": save_columns(self, _KEYS), "times": self.time_form.value}

    def restore_state(self, state: Mapping[str, object]) -> None:
        """Take over what was saved; what is not understood is as at first."""
        self.reset_columns()
        restore_columns(self, _KEYS, state.get("columns"))
        if state.get("times") in [form.value for form in TimeForm]:
            self.set_time_form(TimeForm(state["times"]))

    def rescale(self, before: int, after: int) -> None:
        """Widen or narrow the columns in step with the type.

        Args:
            before: a character's width until now.
            after: a character's width from now on.
        """
        last = max((self.visualIndex(column) for column, _, _ in self.seen_columns()), default=-1)
        for column, _, _ in self.seen_columns():
            # The last column takes what is left; a width of its own would make the log scroll.
            if self.visualIndex(column) != last:
                self.resizeSection(column, round(self.sectionSize(column) * after / before))

    def columns_menu(self, parent: QWidget) -> QMenu:
        """Return a menu with a tick for every column that is shown."""
        menu = QMenu(tr("Columns"), parent)
        shown = [column for column in Column if not self.isSectionHidden(column)]
        for column in Column:
            action = menu.addAction(column_title(column))
            action.setCheckable(True)
            action.setChecked(column in shown)
            # A table without columns has no head either, and no way back.
            action.setEnabled(shown != [column])
            action.setData(int(column))
        menu.addSeparator()
        menu.addMenu(self._times_menu(menu))
        menu.addAction(tr("Reset columns"))
        menu.triggered.connect(self._on_menu_triggered)
        return menu

    def _times_menu(self, parent: QWidget) -> QMenu:
        menu = QMenu(tr("Show times as"), parent)
        group = QActionGroup(menu)
        for form in TimeForm:
            action = group.addAction(time_form_title(form))
            action.setCheckable(True)
            action.setChecked(form is self.time_form)
            action.setData(form)
            menu.addAction(action)
        menu.triggered.connect(self._on_times_menu_triggered)
        return menu

    def set_time_form(self, form: TimeForm) -> None:
        """Show times so from now on."""
        self.time_form = form
        self.time_form_chosen.emit(form)

    @Slot(QAction)
    def _on_times_menu_triggered(self, action: QAction) -> None:
        self.set_time_form(TimeForm(action.data()))

    @Slot(QPoint)
    def _on_menu_requested(self, position: QPoint) -> None:
        menu = self.columns_menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.mapToGlobal(position))

    @Slot(QAction)
    def _on_menu_triggered(self, action: QAction) -> None:
        column = action.data()
        if isinstance(column, TimeForm):
            return
        if column is None:
            self.reset_columns()
        else:
            self.setSectionHidden(column, not action.isChecked())
