"""The table of a server's connections."""

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal, SignalInstance
from PySide6.QtGui import (
    QAction,
    QContextMenuEvent,
    QFont,
    QGuiApplication,
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QMenu,
    QToolTip,
    QWidget,
)

from socket_workbench.gui.looks.icons import icon
from socket_workbench.gui.looks.palette import tokens
from socket_workbench.gui.looks.plain import plain_tooltip
from socket_workbench.gui.panes.connections.delegate import ConnectionDelegate
from socket_workbench.gui.panes.connections.model import (
    AGE,
    CONNECTION_COLUMNS,
    IN,
    NOW,
    OUT,
    PEER,
    RECEIVE_QUEUE,
    RTT,
    SEND_QUEUE,
    ConnectionColumn,
    ConnectionRow,
    ConnectionsModel,
    Index,
)
from socket_workbench.gui.rows.follow import WholeRowsTable
from socket_workbench.gui.widgets.empty_state import paint_empty_text
from socket_workbench.language import tr

_ONE, _ONE_OPEN, _OPEN, _OPEN_STREAM = "one", "one open", "open", "open stream"
"""Which connections must be selected for an action."""

_FIRST_END = 5
"""The place of the first action that ends something."""

_MARK_MARGIN = 4
_LEAST_WIDTH = 40
_SHORTEST_PEER = "127.…51342"
_USUAL_CALL = "recv(65536)"
_USUAL_WAIT = " 88.8 s"
_ROW_PADDING = 6
"""Pixels above and below the text of a row together."""

_LONGEST_PEER = "[2001:db8:ffff:ffff:ffff:ffff:ffff:ffff]:65535"


class ConnectionsTable(WholeRowsTable):
    """Shows connections; the actions on them are in the context menu and on keys.

    Delete closes the selected connections; the menu key opens the menu.

    Signals:
        close_requested: close connections; carries their numbers.
        reset_requested: reset connections (RST); carries their numbers.
        half_close_requested: shut down the sending side of connections; carries their numbers.
        follow_requested: show one connection in the conversation; carries its number.
        filter_requested: show only its rows in the log; carries its number.
        reply_copy_requested: copy what was received last on it; carries its number.
        send_requested: write a message to the selected connection.
        selection_changed: the selection has changed; carries the numbers of the open ones.
    """

    close_requested = Signal(list)
    reset_requested = Signal(list)
    half_close_requested = Signal(list)
    follow_requested = Signal(int)
    filter_requested = Signal(int)
    reply_copy_requested = Signal(int)
    send_requested = Signal()
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
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(1)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(_LEAST_WIDTH)
        # The last section is stretched, and is never narrower than this.
        header.setDefaultSectionSize(_LEAST_WIDTH)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setStretchLastSection(True)
        self._measured = QFont()
        self._widths: dict[tuple[str, str], int] = {}
        self._fit_rows()
        self._is_stream = True
        self._call = _USUAL_CALL
        self._pressed: ConnectionRow | None = None
        self._actions = self._make_actions()
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
        if text != self._empty_text:
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

    def set_calls(self, call: str, *, is_stream: bool) -> None:
        """Set which entries the menu has, which columns there are, and what has room.

        Datagram sockets have neither half-close nor reset, and their peers have no queues.

        Args:
            call: the call in which the connections wait for data; there is room for a usual one
                in any case.
            is_stream: whether the transport is a stream.
        """
        call = max(_USUAL_CALL, call, key=len)
        if (is_stream, call) != (self._is_stream, self._call):
            self._is_stream, self._call = is_stream, call
            self._fit_columns()

    def menu(self) -> QMenu:
        """Return a new menu of the actions on the selected connections."""
        menu = QMenu(self)
        opened = bool(self.selected_numbers(only_open=True))
        one = len(self.selected_numbers()) == 1
        possible = {_ONE: one, _OPEN: opened, _OPEN_STREAM: opened and self._is_stream}
        possible[_ONE_OPEN] = one and bool(self.selected_numbers(only_receiving=True))
        for action in self._actions:
            action.setEnabled(possible[action.data()])
            if action is self._actions[_FIRST_END]:
                menu.addSeparator()
            menu.addAction(action)
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

    def dataChanged(self, first: Index, last: Index, roles: Sequence[int] = ()) -> None:
        """Paint the cells that have changed; Qt's own would paint the whole table."""
        self.viewport().update(self.visualRect(first).united(self.visualRect(last)))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows, or the empty text."""
        super().paintEvent(event)
        if self._model.rowCount():
            self._paint_close_marks(event.rect())
        else:
            paint_empty_text(self, self._empty_text)

    def _paint_close_marks(self, area: QRect) -> None:
        """Paint a cross at the right of each open connection; a click on it disconnects.

        Args:
            area: the part of the viewport that is painted.
        """
        painter = QPainter(self.viewport())
        first, last = max(self.rowAt(0), 0), self.rowAt(self.viewport().height() - 1)
        last = self._model.rowCount() - 1 if last < 0 else last
        for place in range(first, last + 1):
            # Of a row that is cut, nothing is seen, unless it is the only one.
            mark = self._close_mark(place)
            is_cut = mark.bottom() >= self.viewport().height() and place > first
            if area.intersects(mark) and not is_cut and self._model.row_at(place).open:
                is_selected = self.selectionModel().isRowSelected(place)
                painter.fillRect(mark, tokens().color("selection" if is_selected else "card"))
                side = min(mark.width(), mark.height()) - 2 * _MARK_MARGIN
                square = QRect(0, 0, side, side)
                square.moveCenter(mark.center())
                icon("x", "dim").paint(painter, square)

    def _close_mark(self, place: int) -> QRect:
        """Return the rectangle of the cross in a row."""
        index = self._model.index(place, 0)
        row = self.visualRect(index)
        width = row.height()
        return QRect(self.viewport().width() - width, row.top(), width, row.height())

    def _marked_at(self, point: QPoint) -> ConnectionRow | None:
        """Return the open connection whose cross is at a point of the viewport."""
        place = self.rowAt(point.y())
        if place < 0 or not self._close_mark(place).contains(point):
            return None
        row = self._model.row_at(place)
        return row if row.open else None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Leave the selection as it is for a click on a cross."""
        is_left = event.button() is Qt.MouseButton.LeftButton
        self._pressed = self._marked_at(event.position().toPoint()) if is_left else None
        if self._pressed is None:
            super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Disconnect after a click on a cross."""
        pressed, self._pressed = self._pressed, None
        if pressed is None:
            super().mouseReleaseEvent(event)
            return
        released = self._marked_at(event.position().toPoint())
        if released is not None and released.number == pressed.number:
            self.close_requested.emit([pressed.number])

    def viewportEvent(self, event: QEvent) -> bool:
        """Say what a click on a cross does."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            row = self._marked_at(event.pos())
            if row is not None:
                words = tr("Disconnect {peer}", peer=row.peer)
                QToolTip.showText(event.globalPos(), plain_tooltip(words))
                return True
        return super().viewportEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Show the menu of the selected rows; where no row is, the table's parent has its own."""
        point = self.viewport().mapFromGlobal(event.globalPos())
        if not self.indexAt(point).isValid():
            event.ignore()
            return
        menu = self.menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    def _make_actions(self) -> list[QAction]:
        follow, only = self.follow_requested, self.filter_requested
        wanted: list[tuple[str, str, str, Callable[[], None]]] = [
            (tr("Send to this one"), "send", _ONE_OPEN, self.send_requested.emit),
            (tr("Follow in the conversation"), "messages-square", _ONE, self._for_one(follow)),
            (tr("Show only its rows in the log"), "funnel", _ONE, self._for_one(only)),
            (tr("Copy the reply"), "reply", _ONE, self._for_one(self.reply_copy_requested)),
            (tr("Copy the peer's address"), "copy", _ONE, self._on_copy_triggered),
            (tr("Half-close (end of stream)"), "log-out", _OPEN_STREAM, self._on_half_close),
            (tr("Disconnect"), "x", _OPEN, self._on_close),
            (tr("Reset (RST)"), "unplug", _OPEN_STREAM, self._on_reset),
        ]
        actions = []
        for text, icon_name, possible, slot in wanted:
            action = QAction(icon(icon_name, "dim"), text, self)
            action.setData(possible)
            action.triggered.connect(slot)
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            actions.append(action)
        actions[-2].setShortcut(Qt.Key.Key_Delete)
        self.addActions(actions)
        return actions

    def _for_one(self, signal: SignalInstance) -> Callable[[], None]:
        """Return a function that emits a signal with the number of the first selected row."""

        def emit() -> None:
            numbers = self.selected_numbers()
            if numbers:
                signal.emit(numbers[0])

        return emit

    def _fit_rows(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + _ROW_PADDING)

    def _fit_columns(self) -> None:
        """Give the address column the width left by the others, within bounds.

        In a narrow table there are no queues, then no age, then no counts of bytes, so that the
        time for which a call has waited is not cut. The cross has room behind it. The peers of a
        datagram socket have no queues of their own.
        """
        widths = {column: self._width_of(column, column.sample) for column in CONNECTION_COLUMNS}
        widths[NOW] = self._width_of(NOW, self._call + _USUAL_WAIT)
        left = self.viewport().width() - self.verticalHeader().defaultSectionSize()
        left -= sum(widths.values()) - widths[PEER]
        least = self._width_of(PEER, _SHORTEST_PEER)
        queues = (RECEIVE_QUEUE, SEND_QUEUE, RTT)
        for columns, room in ((queues, widths[PEER]), ((AGE,), widths[PEER]), ((IN, OUT), least)):
            is_hidden = left < room or (columns is queues and not self._is_stream)
            for column in columns:
                self.setColumnHidden(CONNECTION_COLUMNS.index(column), is_hidden)
                left += widths[column] * is_hidden
        for place, column in enumerate(CONNECTION_COLUMNS):
            if column not in (PEER, NOW):
                self.setColumnWidth(place, widths[column])
        # The peer is elided in the middle before the columns after it are cut.
        most = self._width_of(PEER, _LONGEST_PEER)
        self.setColumnWidth(CONNECTION_COLUMNS.index(PEER), max(least, min(left, most)))

    def _width_of(self, column: ConnectionColumn, text: str) -> int:
        """Return the width that a column needs for a text, measured once for each font."""
        if self._measured != self.font():
            self._measured = QFont(self.font())
            self._widths.clear()
        width = self._widths.get((column.key, text))
        if width is None:
            width = ConnectionDelegate.width_of(self, column, text)
            self._widths[column.key, text] = width
        return width

    def _on_selection_changed(self) -> None:
        self.selection_changed.emit(self.selected_numbers(only_open=True))

    def _on_copy_triggered(self) -> None:
        indexes = self.selectionModel().selectedRows()
        if indexes:
            QGuiApplication.clipboard().setText(self._model.row_at(indexes[0].row()).peer)

    def _on_half_close(self) -> None:
        self.half_close_requested.emit(self.selected_numbers(only_open=True))

    def _on_close(self) -> None:
        numbers = self.selected_numbers(only_open=True)
        if numbers:
            self.close_requested.emit(numbers)

    def _on_reset(self) -> None:
        self.reset_requested.emit(self.selected_numbers(only_open=True))
