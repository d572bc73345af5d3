"""The context menu of rows of the log."""

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from socket_workbench.gui.log.clipboard import copy_payloads, copy_rows
from socket_workbench.gui.log.copy import payload_formats
from socket_workbench.gui.log.model import LogModel
from socket_workbench.gui.looks.icons import icon
from socket_workbench.gui.looks.plain import plain_title
from socket_workbench.gui.rows.words import connection_name, kind_word
from socket_workbench.journal.event import Source
from socket_workbench.journal.row import Row
from socket_workbench.language import tr, trn


class RowMenu(QMenu):
    """The menu of the selected rows.

    Signals:
        only_connection_requested(object): show only the connection of the `Source` carried.
        hide_kind_requested(object): hide rows of the `Kind` carried.
    """

    only_connection_requested = Signal(object)
    hide_kind_requested = Signal(object)

    def __init__(
        self, model: LogModel, rows: Sequence[Row], selected: int, parent: QWidget | None = None
    ) -> None:
        """Create the menu.

        Args:
            model: reads the rows' payloads.
            rows: the selected rows, up to `MOST_SELECTED`.
            selected: how many rows are selected.
            parent: the view.
        """
        super().__init__(parent)
        self._model = model
        self._rows = rows
        self._selected = selected
        self._formats = payload_formats()
        self._add_copying()
        self.addSeparator()
        self._add_showing()

    def _add_copying(self) -> None:
        self.copy_action = self.addAction(
            icon("copy"), trn("Copy row", "Copy rows", max(self._selected, 1))
        )
        self.copy_action.setShortcut(QKeySequence.StandardKey.Copy)
        self.copy_action.setEnabled(bool(self._rows))
        self.copy_action.triggered.connect(self._on_copying_triggered)
        messages = self._messages()
        self.formats_menu = self.addMenu(
            trn("Copy message as", "Copy messages as", max(len(messages), 1))
        )
        self.formats_menu.setEnabled(bool(messages))
        for place, (title, _) in enumerate(self._formats):
            self.formats_menu.addAction(title).setData(place)
        self.formats_menu.triggered.connect(self._on_format_triggered)

    def _add_showing(self) -> None:
        source = self._connection()
        name = plain_title(connection_name(source)) if source is not None else ""
        self.only_action = self.addAction(
            tr("Show only {connection}", connection=name)
            if source is not None
            else tr("Show only this connection")
        )
        self.only_action.setEnabled(source is not None)
        self.only_action.triggered.connect(self._on_only_triggered)
        kinds = {row.kind for row in self._rows}
        kind = kinds.pop() if len(kinds) == 1 else None
        self.hide_action = self.addAction(
            tr("Hide all “{kind}” rows", kind=kind_word(kind))
            if kind is not None
            else tr("Hide rows of this kind")
        )
        self.hide_action.setEnabled(kind is not None)
        self.hide_action.triggered.connect(self._on_hide_triggered)

    def _messages(self) -> list[Row]:
        return [row for row in self._rows if row.direction is not None]

    def _connection(self) -> Source | None:
        """Return the connection that all rows belong to; None if there is no single one."""
        sources = {row.source.number: row.source for row in self._rows}
        only = next(iter(sources.values())) if len(sources) == 1 else None
        return only if only is not None and only.connection else None

    @Slot()
    def _on_copying_triggered(self) -> None:
        copy_rows(self._model, self._rows, self._selected)

    @Slot(QAction)
    def _on_format_triggered(self, action: QAction) -> None:
        copy_payloads(self._model, self._messages(), self._formats[action.data()][1])

    @Slot()
    def _on_only_triggered(self) -> None:
        self.only_connection_requested.emit(self._connection())

    @Slot()
    def _on_hide_triggered(self) -> None:
        self.hide_kind_requested.emit(self._rows[0].kind)
