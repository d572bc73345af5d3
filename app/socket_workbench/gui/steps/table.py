"""The table of held calls."""

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QSignalBlocker,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from socket_workbench.gui.looks.fonts import TEXT_SIZE, mono_font, pixel_size
from socket_workbench.gui.looks.palette import tokens
from socket_workbench.gui.looks.plain import plain_tooltip
from socket_workbench.gui.rows.cell import begin_cell, cell_width
from socket_workbench.gui.rows.follow import WholeRowsTable
from socket_workbench.gui.rows.time import wait_text
from socket_workbench.gui.steps.row import HeldRow
from socket_workbench.gui.widgets.columns import Column, Look, header_data
from socket_workbench.gui.widgets.empty_state import paint_empty_text
from socket_workbench.language import mark, tr
from socket_workbench.payload.text import printable

Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()
_DIM = ("thread", "where")

COLUMNS: tuple[Column[HeldRow], ...] = (
    Column(
        "endpoint",
        mark("Endpoint"),
        mark("Whose call it is"),
        lambda row: row.endpoint,
        "Server 12",
    ),
    Column(
        "call",
        mark("Call"),
        mark("The call that waits to be made, with its arguments"),
        lambda row: row.call,
        "setsockopt(SOL_SOCKET, SO_REUSE",
        Look.MONO,
    ),
    Column(
        "held",
        mark("Held"),
        mark("For how long it is held"),
        lambda row: wait_text(round(row.seconds * 1e9)),
        "888.8 ms",
        Look.NUMBER,
    ),
    Column(
        "where",
        mark("Where"),
        mark(
            "The peer of the connection, else the address of the endpoint; of a program, the line"
        ),
        lambda row: row.where,
        "tcp://127.0.0.1:13145",
        Look.ADDRESS,
    ),
    Column(
        "thread",
        mark("Thread"),
        mark("The thread that makes the call"),
        lambda row: row.thread,
        "Server 1 127.0.0.1:51342",
    ),
    Column(
        "meanwhile",
        mark("Meanwhile"),
        mark("What the system does while the call is held"),
        lambda row: row.meanwhile,
        "10 bytes have come already: they wait",
    ),
)


class HeldModel(QAbstractTableModel):
    """The held calls, the one that is held for longest first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[HeldRow] = []

    def rows(self) -> list[HeldRow]:
        """Return the rows."""
        return self._rows

    def update_rows(self, rows: Sequence[HeldRow]) -> None:
        """Replace the rows."""
        is_same = [row.key for row in rows] == [row.key for row in self._rows]
        if not is_same:
            self.beginResetModel()
        self._rows = list(rows)
        if not is_same:
            self.endResetModel()
        elif rows:
            last = self.index(len(rows) - 1, len(COLUMNS) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """Return a column's title, and what it means."""
        return header_data(COLUMNS, section, orientation, role)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what a cell shows."""
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], COLUMNS[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return printable(column.text(row))
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tooltip(column.text(row))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return column.look.alignment
        return None


class HeldDelegate(QStyledItemDelegate):
    """Paints calls, times and addresses in the monospaced font."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Return the size of a cell with padding."""
        return QSize(super().sizeHint(option, index).width(), option.fontMetrics.height() + 10)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint a cell."""
        column = COLUMNS[index.column()]
        place = begin_cell(painter, option)
        font = QFont(option.font)
        if column.look.is_mono:
            font = mono_font(pixel_size(font) / TEXT_SIZE)
        painter.setFont(font)
        painter.setPen(tokens().color("dim" if column.key in _DIM else "text"))
        text = QFontMetrics(font).elidedText(index.data(), column.look.elide, place.width())
        painter.drawText(place, int(column.look.alignment), text)


class HeldTable(WholeRowsTable):
    """Shows held calls; one of them is selected.

    Signals:
        call_chosen(HeldRow): another row was selected by a person.
        menu_requested(HeldRow, QPoint): the context menu of a row, at a global position.
    """

    call_chosen = Signal(object)
    menu_requested = Signal(object, QPoint)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.held = HeldModel(self)
        self.setModel(self.held)
        self.setItemDelegate(HeldDelegate(self))
        self.setAccessibleName(tr("Held calls"))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setCornerButtonEnabled(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self._type_size = 0
        self._fit_columns()
        self.selectionModel().selectionChanged.connect(self._on_selection_changed)
        self.customContextMenuRequested.connect(self._on_custom_context_menu_requested)

    def show_rows(self, rows: Sequence[HeldRow], chosen: HeldRow | None) -> None:
        """Show these calls, of which one is selected."""
        with QSignalBlocker(self.selectionModel()):
            self.held.update_rows(rows)
            if chosen is not None and chosen.key != self._selected():
                place = [row.key for row in rows].index(chosen.key)
                self.selectionModel().setCurrentIndex(
                    self.held.index(place, 0),
                    QItemSelectionModel.SelectionFlag.ClearAndSelect
                    | QItemSelectionModel.SelectionFlag.Rows,
                )
                # The blocked signal would have done that.
                self.scrollTo(self.held.index(place, 0))
        self.viewport().update()

    def _selected(self) -> tuple[int, int] | None:
        indexes = self.selectionModel().selectedRows()
        return self.held.rows()[indexes[0].row()].key if indexes else None

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows, or that there are none."""
        super().paintEvent(event)
        if pixel_size(self.font()) != self._type_size:
            self._fit_columns()
        if not self.held.rowCount():
            paint_empty_text(self, tr("No call is held"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the columns that there is room for."""
        super().resizeEvent(event)
        self._fit_columns()

    def _fit_columns(self) -> None:
        """Give the columns the widths of their samples.

        In a narrow table there is no thread, then no place, and then nothing of the system, which
        is said of the chosen call above the table.
        """
        self._type_size = pixel_size(self.font())
        plain = QFontMetrics(self.font())
        mono = QFontMetrics(mono_font(self._type_size / TEXT_SIZE))
        for place, column in enumerate(COLUMNS):
            sample = cell_width(mono if column.look.is_mono else plain, column.sample)
            self.setColumnWidth(place, max(sample, cell_width(plain, tr(column.title))))
            self.setColumnHidden(place, False)
        self.horizontalHeader().setStretchLastSection(True)
        for key in ("thread", "where", "meanwhile"):
            if self.horizontalHeader().length() > self.viewport().width():
                self.setColumnHidden([each.key for each in COLUMNS].index(key), True)

    @Slot()
    def _on_selection_changed(self) -> None:
        indexes = self.selectionModel().selectedRows()
        if indexes:
            self.call_chosen.emit(self.held.rows()[indexes[0].row()])

    @Slot(QPoint)
    def _on_custom_context_menu_requested(self, position: QPoint) -> None:
        index = self.indexAt(position)
        if index.isValid():
            row = self.held.rows()[index.row()]
            self.menu_requested.emit(row, self.viewport().mapToGlobal(position))
