"""The view of the log; its speed does not depend on the number of rows."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
    Slot,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QFontInfo,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from socket_workbench.gui.log.columns import LogColumn
from socket_workbench.gui.log.header import LogHeader
from socket_workbench.gui.log.model import LogModel
from socket_workbench.gui.log.painter import LogPainter
from socket_workbench.gui.log.row_extras import paint_mark, row_extras
from socket_workbench.gui.rows.colors import LogColors, colors_in_use
from socket_workbench.gui.rows.follow import EndFollower, WholeRowsTable, cover_cut_row
from socket_workbench.gui.rows.highlights import LogHighlights
from socket_workbench.gui.rows.line import LogLine
from socket_workbench.gui.rows.numbered_rows import selected_spans
from socket_workbench.journal.row import Row
from socket_workbench.language import tr

if TYPE_CHECKING:
    from socket_workbench.gui.log.row_menu import RowMenu

#: The most selected rows that are copied at once.
MOST_SELECTED = 5_000

_ROWS_BELOW_TITLES = 2
"""The fewest rows below the titles; where there is less room, rows take that of the titles."""

CLOCK_INTERVAL = 200
"""Milliseconds between two repaints while a call that waits is seen."""


class _CutTextTips(QStyledItemDelegate):
    """Shows a cell's tooltip only where its text is cut; the view paints the cells itself."""

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        if isinstance(view, LogView) and view.is_cut(index):
            return super().helpEvent(event, view, option, index)
        QToolTip.hideText()
        return False


class LogView(WholeRowsTable):
    """The table of a `LogModel`; follows the end.

    Attributes:
        HAS_TITLES: whether the columns have titles, where there is room for them.

    Signals:
        row_chosen(object): the current row changed; carries its position, or None.
        only_connection_requested(object): show only the connection of the `Source` carried.
        hide_kind_requested(object): hide rows of the `Kind` carried.
        menu_made(object): the `QMenu` of the selected rows is about to be shown; receivers may
            add entries.
    """

    HAS_TITLES = True

    row_chosen = Signal(object)
    only_connection_requested = Signal(object)
    hide_kind_requested = Signal(object)
    menu_made = Signal(object)

    def __init__(self, model: LogModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._empty_text = ""
        self._colors: LogColors | None = None
        self._painter = LogPainter(self.font(), self._model.table.main)
        self._type_size = QFontInfo(self.font()).pixelSize()
        self._kept_number: int | None = None
        self._highlights: LogHighlights | None = None
        self._is_reselecting = False
        self._menu_index = QPersistentModelIndex()
        # Repaints the rows of calls that wait, for as long as any is painted.
        self._clock = QTimer(self, singleShot=True, interval=CLOCK_INTERVAL)
        self._set_up()
        self._clock.timeout.connect(self.viewport().update)
        self.follower = EndFollower(self, model)
        self.setModel(model)
        self.follower.start()
        self.header.reset_columns()
        self.header.time_format_chosen.connect(model.set_time_format)
        model.modelReset.connect(self._on_model_reset)
        model.rowsInserted.connect(self._on_rows_inserted)
        model.waits_changed.connect(self._on_waits_changed)

    def _set_up(self) -> None:
        # Asked for Qt's own, PySide6 makes every class below QWidget to see which of them it is.
        viewport = QWidget()
        viewport.setBackgroundRole(QPalette.ColorRole.Base)
        viewport.setAutoFillBackground(True)
        self.setViewport(viewport)
        self.header = LogHeader(self, self._model.table)
        self.setHorizontalHeader(self.header)
        self.setAccessibleName(tr("Log"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setItemDelegate(_CutTextTips(self))
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMinimumSectionSize(1)
        rows.setDefaultSectionSize(self._painter.row_height)

    def minimumSizeHint(self) -> QSize:
        """Return the height of one row, without titles."""
        hint = super().minimumSizeHint()
        titles = 0 if self.header.isHidden() else self.header.sizeHint().height()
        return QSize(hint.width(), hint.height() - titles)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the titles where they leave room for so many rows that they are of use."""
        super().resizeEvent(event)
        more = (_ROWS_BELOW_TITLES - 1) * self._painter.row_height
        needed = self.minimumSizeHint().height() + more + self.header.sizeHint().height()
        self.header.setVisible(self.HAS_TITLES and self.height() >= needed)

    def set_colors(self, colors: LogColors | None) -> None:
        """Set the colours to paint with; None uses those of the current theme."""
        self._colors = colors
        self.viewport().update()

    def set_highlights(self, highlights: LogHighlights) -> None:
        """Set the highlights to paint."""
        self._highlights = highlights
        highlights.changed.connect(self.viewport().update)

    def set_empty_text(self, text: str) -> None:
        """Set the text shown while there are no rows."""
        self._empty_text = text
        self.viewport().update()

    # Rows

    def selected_positions(self) -> list[int]:
        """Return the positions of the selected rows, ascending, at most `MOST_SELECTED`."""
        positions: list[int] = []
        for first, last in selected_spans(self):
            room = MOST_SELECTED - len(positions)
            positions.extend(range(first, min(last + 1, first + room)))
        return sorted(positions)

    def selected_count(self) -> int:
        """Return the number of selected rows."""
        return sum(last - first + 1 for first, last in selected_spans(self))

    def selected_rows(self) -> Sequence[Row]:
        """Return the selected rows, at most `MOST_SELECTED`."""
        return self._model.rows_at(self.selected_positions())

    @Slot(int)
    def go_to(self, position: int) -> None:
        """Select one row and scroll to it."""
        index = self._select(position)
        self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)
        self.follower.settle()

    def _select(self, position: int) -> QModelIndex:
        """Make a row the current one and the only one selected, and return its first cell."""
        index = self._model.index(position, self.header.logicalIndex(0))
        # `selectRow` and `setCurrentIndex` go by the modifiers that are held, as those of the key
        # that led here.
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        return index

    def currentChanged(
        self,
        current: QModelIndex | QPersistentModelIndex,
        previous: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Emit `row_chosen`."""
        with self.follower.current_row(current, scrolls=not self._is_reselecting):
            super().currentChanged(current, previous)
        if current.isValid():
            self._kept_number = self._model.number_at(current.row())
        self.row_chosen.emit(current.row() if current.isValid() else None)

    @Slot()
    def _on_model_reset(self) -> None:
        if not self._find_kept_row():
            self.row_chosen.emit(None)

    @Slot()
    def _on_rows_inserted(self) -> None:
        # A filter adds its matches little by little; the row that was current may be among them.
        if not self.currentIndex().isValid():
            self._find_kept_row()

    @Slot()
    def _on_waits_changed(self) -> None:
        """Show again the call that is chosen: what became of it may be known now."""
        current = self.currentIndex()
        is_seen = current.isValid() and self.isVisible()
        line = self._model.line(current.row()) if is_seen else None
        if line is not None and line.wait is not None:
            self.row_chosen.emit(current.row())

    def _find_kept_row(self) -> bool:
        """Select the row that was current before the model was reset, if it is shown."""
        number = self._kept_number
        position = None if number is None else self._model.position_of(number)
        if position is None:
            return False
        self._is_reselecting = True
        self._select(position)
        self._is_reselecting = False
        self.follower.restore()
        return True

    # Menu and keys

    def menu_cell(self) -> tuple[LogColumn, LogLine] | None:
        """Return the column and the line of the cell that the menu is for."""
        index = self._menu_index
        line = self._model.line(index.row()) if index.isValid() else None
        return None if line is None else (self._model.table.columns[index.column()], line)

    def row_menu(self) -> "RowMenu":
        """Return the menu for the selected rows."""
        from socket_workbench.gui.log.row_menu import RowMenu

        menu = RowMenu(self._model, self.selected_rows(), self.selected_count(), self)
        menu.only_connection_requested.connect(self.only_connection_requested)
        menu.hide_kind_requested.connect(self.hide_kind_requested)
        menu.addSeparator()
        self.menu_made.emit(menu)
        menu.addMenu(self.header.columns_menu(menu))
        return menu

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Open the menu for the selected rows."""
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        cell = self.currentIndex() if by_key else self.indexAt(event.pos())
        self._menu_index = QPersistentModelIndex(cell)
        menu = self.row_menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        place = event.globalPos()
        if by_key and self.currentIndex().isValid():
            corner = self.visualRect(self.currentIndex()).bottomLeft()
            place = self.viewport().mapToGlobal(corner)
        menu.popup(place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Handle Copy, Home and End."""
        if event.matches(QKeySequence.StandardKey.Copy):
            from socket_workbench.gui.log.clipboard import copy_rows

            copy_rows(self._model, self.selected_rows(), self.selected_count())
        elif event.key() == Qt.Key.Key_End and self._model.rowCount():
            self.selectRow(self._model.rowCount() - 1)
            self.follower.follow()
        elif event.key() == Qt.Key.Key_Home and self._model.rowCount():
            self.selectRow(0)
        else:
            super().keyPressEvent(event)

    # Looks

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the visible rows, or the empty text."""
        painter = QPainter(self.viewport())
        colors = self._colors or colors_in_use()
        if self._model.rowCount():
            self._paint_rows(painter, event.rect(), colors)
        else:
            painter.setPen(colors.dim)
            area = self.viewport().rect().adjusted(16, 16, -16, -16)
            flags = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
            painter.drawText(area, flags, self._empty_text)
        painter.end()
        cover_cut_row(self)

    def _paint_rows(self, painter: QPainter, damaged: QRect, colors: LogColors) -> None:
        first = self.rowAt(max(damaged.top(), 0))
        if first < 0:
            return
        last = self.rowAt(damaged.bottom())
        last = self._model.rowCount() - 1 if last < 0 else last
        height = self._painter.row_height
        top = self.rowViewportPosition(first)
        spans = selected_spans(self)
        columns = self.header.seen_columns()
        current = self.currentIndex().row() if self.hasFocus() else -1
        # Beside titles, the button that leads to the end covers no row.
        room = self.follower.room_in if self.header.isHidden() else QRect
        for row in range(first, last + 1):
            areas = [(column, QRect(left, top, width, height)) for column, left, width in columns]
            if any(begin <= row <= end for begin, end in spans):
                painter.fillRect(0, top, self.viewport().width(), height, colors.selection)
            if row == current:
                painter.fillRect(0, top, 2, height, colors.accent)
            line = self._model.line(row)
            extras = None if line is None else row_extras(self._model, line, self._highlights)
            if extras is not None and extras.is_marked:
                paint_mark(painter, top, height, colors)
            self._painter.paint_row(painter, areas, line, colors, extras, room)
            if line is not None and line.is_waiting:
                self._clock.start()
            top += height

    def is_cut(self, index: QModelIndex | QPersistentModelIndex) -> bool:
        """Return whether a cell's text is wider than what is seen of the cell."""
        line = self._model.line(index.row()) if index.isValid() else None
        if line is None:
            return False
        column = self._model.table.columns[index.column()]
        needed = self._painter.column_width(column, column.text(line))
        return needed > self.follower.room_in(self.visualRect(index)).width()

    def sizeHintForColumn(self, column: int) -> int:
        """Return the width that the visible rows need, for a double click on a header's edge."""
        first, last = self.rowAt(0), self.rowAt(self.viewport().height() - 1)
        last = self._model.rowCount() - 1 if last < 0 else last
        shown = self._model.table.columns[column]
        texts = (
            shown.text(line)
            for row in range(max(first, 0), last + 1)
            if (line := self._model.line(row)) is not None
        )
        widths = (self._painter.column_width(shown, text) for text in texts)
        return max(widths, default=-1)

    def changeEvent(self, event: QEvent) -> None:
        """Adapt to another font."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and hasattr(
            self, "header"
        ):
            self._painter = LogPainter(self.font(), self._model.table.main)
            self.verticalHeader().setDefaultSectionSize(self._painter.row_height)
            size = QFontInfo(self.font()).pixelSize()
            if size != self._type_size:
                self.header.rescale(self._type_size, size)
                self._type_size = size
