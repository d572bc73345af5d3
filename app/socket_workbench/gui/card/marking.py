"""The actions for marks, notes and encodings, and for hiding similar rows."""

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from socket_workbench.gui.log.model import LogModel
from socket_workbench.gui.log.view import LogView
from socket_workbench.gui.looks.plain import plain_title
from socket_workbench.gui.rows.annotations import LogAnnotations
from socket_workbench.journal.event import Role
from socket_workbench.language import tr, trn


class Marking(QObject):
    """Adds entries to the row menu, and moves between marked rows.

    Signals:
        filter_change_requested(object): a `FilterChange` for the filter in use.
    """

    filter_change_requested = Signal(object)

    def __init__(self, view: LogView, model: LogModel, annotations: LogAnnotations) -> None:
        super().__init__(view)
        self._view = view
        self._model = model
        self._annotations = annotations
        view.menu_made.connect(self._on_menu_made)
        annotations.rows_changed.connect(view.viewport().update)

    @Slot()
    def toggle_marks(self) -> None:
        """Mark the selected rows; if all of them are marked, remove their marks."""
        numbers = [self._model.number_at(place) for place in self._view.selected_positions()]
        if numbers:
            self._annotations.toggle_marks(numbers)

    @Slot()
    def write_note(self) -> None:
        """Open a dialog to edit the note of the current row."""
        from socket_workbench.gui.card.note import NoteDialog

        current = self._view.currentIndex()
        if not current.isValid():
            return
        number = self._model.number_at(current.row())
        there = self._annotations.of(number)
        dialog = NoteDialog(number, there.note if there is not None else "", self._view)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.written.connect(self._annotations.set_note)
        dialog.open()

    @Slot()
    def go_to_next(self) -> None:
        """Select the next row with a mark or a note among those shown; wrap around at the end."""
        self._go(forward=True)

    @Slot()
    def go_to_previous(self) -> None:
        """Select the previous row with a mark or a note; wrap around at the beginning."""
        self._go(forward=False)

    def _go(self, *, forward: bool) -> None:
        current = self._view.currentIndex()
        number = self._model.number_at(current.row()) if current.isValid() else -1
        target = self._annotations.next_number(number, forward=forward, shown=self._is_shown)
        position = self._model.position_of(target)
        if position is not None:
            self._view.go_to(position)

    def _is_shown(self, number: int) -> bool:
        return self._model.position_of(number) is not None

    @Slot(object)
    def _on_menu_made(self, menu: QMenu) -> None:
        from socket_workbench.gui.filter.hiding import cell_choice, hiding_choices
        from socket_workbench.gui.rows.encodings import EncodingMenu

        rows = list(self._view.selected_rows())
        marks = [self._annotations.of(row.number) for row in rows]
        all_marked = bool(marks) and all(found is not None and found.marked for found in marks)
        count = max(len(rows), 1)
        mark = menu.addAction(
            trn("Take mark away", "Take marks away", count)
            if all_marked
            else trn("Mark row", "Mark rows", count)
        )
        mark.setEnabled(bool(rows))
        mark.triggered.connect(self.toggle_marks)
        note = menu.addAction(tr("Note…"))
        note.setEnabled(len(rows) == 1)
        note.triggered.connect(self.write_note)
        cell = self._view.menu_cell() if len(rows) == 1 else None
        if cell is not None:
            column, line = cell
            choice = cell_choice(column.key, line, column.text(line))
            if choice is not None:
                only = menu.addAction(plain_title(choice[0]))
                only.setData(choice[1])
                only.triggered.connect(self._on_only_triggered)
        hiding = menu.addMenu(tr("Hide rows like this"))
        for title, change in hiding_choices(rows):
            hiding.addAction(plain_title(title)).setData(change)
        hiding.setEnabled(not hiding.isEmpty())
        hiding.triggered.connect(self._on_hiding_triggered)
        endpoints = {row.source.name for row in rows if row.source.role is not Role.SESSION}
        if len(endpoints) == 1:
            endpoint = endpoints.pop()
            encodings = EncodingMenu(endpoint, self._annotations.encoding(endpoint), menu)
            encodings.chosen.connect(self._annotations.choose_encoding)
            menu.addMenu(encodings)
        menu.addSeparator()

    @Slot()
    def _on_only_triggered(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.filter_change_requested.emit(action.data())

    @Slot(QAction)
    def _on_hiding_triggered(self, action: QAction) -> None:
        self.filter_change_requested.emit(action.data())
