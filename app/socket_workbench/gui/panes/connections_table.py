"""The table of a server's connections."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView, QWidget

from socket_workbench.gui.looks.icons import icon
from socket_workbench.gui.looks.palette import tokens
from socket_workbench.gui.panes.connection_delegate import ConnectionDelegate
from socket_workbench.gui.panes.connections_model import (
    AGE,
    CONNECTION_COLUMNS,
    NOW,
    PEER,
    ConnectionColumn,
    ConnectionRow,
    ConnectionsModel,
)
from socket_workbench.language import tr

_LEAST_WIDTH = 40
_SHORTEST_PEER = "127.…51342"
_ROW_PADDING = 6
"""Pixels above and below the text of a row together."""

_LONGEST_PEER = "[2001:db8:ffff:ffff:ffff:ffff:ffff:ffff]:65535"


class ConnectionsTable(QTableView):
    """Shows connections; the actions on them are in the context menu and on keys.

    Delete closes the selected connections; the menu key opens the menu.

    Signals:
        close_requested: close connections; carries their numbers.
        reset_requested: reset connections (RST); carries their numbers.
        half_close_requested: shut down the sending side of connections; carries their numbers.
        follow_requested: show only one connection in the log; carries its number.
        selection_changed: the selection has changed; carries the numbers of the open ones.
    """

    close_requested = Signal(list)
    reset_requested = Signal(list)
    half_close_requested = Signal(list)
    follow_requested = Signal(int)
    selection_changed = Signal(list)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = ConnectionsModel(self)
        self._empty_text = tr("No connections yet")
        self.setModel(self._model)
        self.setItemDelegate(ConnectionDelegate(self))
        self.setAccessibleName(tr("Connections"))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(1)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(_LEAST_WIDTH)
        # The last section is stretched, and is never narrower than this.
        header.setDefaultSectionSize(_LEAST_WIDTH)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setStretchLastSection(True)
        self._fit_rows()
        self._is_stream = True
        self._actions = self._make_actions()
        self.customContextMenuRequested.connect(self._on_context_menu_requested)
        self.selectionModel().selectionChanged.connect(self._on_selection_changed)

    def update_rows(self, numbers: Iterable[int], row_of: Callable[[int], ConnectionRow]) -> None:
        """Set the connections; the selection is kept.

        Args:
            numbers: the connections' numbers.
            row_of: creates the row of a number; called until the next update.
        """
        before = self._model.rowCount()
        self._model.update_rows(numbers, row_of)
        if before != self._model.rowCount():
            self.viewport().update()

    def set_empty_text(self, text: str) -> None:
        """Set the text shown while there are no connections."""
        self._empty_text = text
        self.viewport().update()

    def selected_numbers(
        self, *, only_open: bool = False, only_receiving: bool = False
    ) -> list[int]:
        """Return the selected connections' numbers, in the order of the rows.

        Args:
            only_open: leave out closed connections.
            only_receiving: leave out those to which no data can be sent.
        """
        places = sorted(index.row() for index in self.selectionModel().selectedRows())
        rows = [self._model.row_at(place) for place in places]
        return [
            row.number
            for row in rows
            if (row.open or not (only_open or only_receiving))
            and (row.can_send or not only_receiving)
        ]

    def select(self, number: int) -> None:
        """Select one connection, if it is listed."""
        for place in range(self._model.rowCount()):
            if self._model.row_at(place).number == number:
                self.selectRow(place)

    def selected_peers(self) -> list[str]:
        """Return the peers of the selected connections to which data can be sent."""
        places = sorted(index.row() for index in self.selectionModel().selectedRows())
        rows = [self._model.row_at(place) for place in places]
        return [row.peer for row in rows if row.open and row.can_send]

    def set_stream(self, is_stream: bool) -> None:
        """Set which entries the menu has: datagram sockets have neither half-close nor reset."""
        self._is_stream = is_stream

    def menu(self) -> QMenu:
        """Return a new menu of the actions on the selected connections."""
        menu = QMenu(self)
        opened = bool(self.selected_numbers(only_open=True))
        ended = opened and self._is_stream
        one = len(self.selected_numbers()) == 1
        for action, available in zip(self._actions, (one, one, ended, opened, ended), strict=True):
            action.setEnabled(available)
            menu.addAction(action)
            if action is self._actions[1]:
                menu.addSeparator()
        return menu

    def changeEvent(self, event: QEvent) -> None:
        """Fit the columns to the font."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit_rows()
            self._fit_columns()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the columns to the width."""
        super().resizeEvent(event)
        self._fit_columns()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows, or the empty text."""
        super().paintEvent(event)
        if self._model.rowCount() or not self._empty_text:
            return
        painter = QPainter(self.viewport())
        painter.setPen(tokens().color("dim"))
        inside = self.viewport().rect().adjusted(8, 8, -8, -8)
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(inside, flags, self._empty_text)

    def _make_actions(self) -> list[QAction]:
        wanted: list[tuple[str, str, Callable[[], None]]] = [
            (tr("Show only this connection"), "funnel", self._on_follow_triggered),
            (tr("Copy the peer's address"), "copy", self._on_copy_triggered),
            (tr("Half-close (end of stream)"), "log-out", self._on_half_close_triggered),
            (tr("Close"), "x", self._on_close_triggered),
            (tr("Reset (RST)"), "unplug", self._on_reset_triggered),
        ]
        actions = []
        for text, icon_name, slot in wanted:
            action = QAction(icon(icon_name, "dim"), text, self)
            action.triggered.connect(slot)
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            actions.append(action)
        actions[3].setShortcut(Qt.Key.Key_Delete)
        self.addActions(actions)
        return actions

    def _fit_rows(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + _ROW_PADDING)

    def _fit_columns(self) -> None:
        """Give the address column the width left by the others, within bounds.

        In a narrow table there is no age, and the last column, which has a tooltip, is elided.
        """
        left = self.viewport().width() - self._width_of(NOW)
        for place, column in enumerate(CONNECTION_COLUMNS):
            if column not in (PEER, NOW):
                width = self._width_of(column)
                if column is AGE:
                    self.setColumnHidden(place, left - width < self._width_of(PEER))
                    if self.isColumnHidden(place):
                        continue
                self.setColumnWidth(place, width)
                left -= width
        # The peer is elided in the middle before the columns after it are cut.
        least = ConnectionDelegate.width_of(self, PEER, _SHORTEST_PEER)
        most = ConnectionDelegate.width_of(self, PEER, _LONGEST_PEER)
        self.setColumnWidth(CONNECTION_COLUMNS.index(PEER), max(least, min(left, most)))

    def _width_of(self, column: ConnectionColumn) -> int:
        return ConnectionDelegate.width_of(self, column, column.sample)

    def _on_context_menu_requested(self, place: QPoint) -> None:
        if self.indexAt(place).isValid():
            menu = self.menu()
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(self.viewport().mapToGlobal(place))

    def _on_selection_changed(self) -> None:
        self.selection_changed.emit(self.selected_numbers(only_open=True))

    def _on_follow_triggered(self) -> None:
        numbers = self.selected_numbers()
        if numbers:
            self.follow_requested.emit(numbers[0])

    def _on_copy_triggered(self) -> None:
        indexes = self.selectionModel().selectedRows()
        if indexes:
            QGuiApplication.clipboard().setText(self._model.row_at(indexes[0].row()).peer)

    def _on_half_close_triggered(self) -> None:
        self.half_close_requested.emit(self.selected_numbers(only_open=True))

    def _on_close_triggered(self) -> None:
        numbers = self.selected_numbers(only_open=True)
        if numbers:
            self.close_requested.emit(numbers)

    def _on_reset_triggered(self) -> None:
        self.reset_requested.emit(self.selected_numbers(only_open=True))
