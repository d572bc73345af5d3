"""A table of keyed rows: sorted by a click on a header, copied with Ctrl+C."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QItemSelectionModel, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from socket_workbench.gui.rows.follow import WholeRowsTable
from socket_workbench.gui.rows.keyed_csv import rows_csv
from socket_workbench.gui.rows.keyed_delegate import KeyedDelegate
from socket_workbench.gui.rows.keyed_header import KeyedHeader
from socket_workbench.gui.rows.keyed_model import KeyedColumn, KeyedModel, KeyedRow
from socket_workbench.gui.widgets.empty_state import paint_empty_text

_LEAST_ROWS = 3


class KeyedTable(WholeRowsTable):
    """Shows rows, at least some of them.

    Attributes:
        content: the model.
        header: the header, which knows the columns.

    Signals:
        row_chosen(int): another row was selected; carries its key.
    """

    row_chosen = Signal(object)

    def __init__(
        self,
        columns: Sequence[KeyedColumn],
        name: str,
        empty_text: str,
        yielding: Sequence[str] = (),
        parent: QWidget | None = None,
    ) -> None:
        """Create an empty table.

        Args:
            columns: the columns.
            name: its accessible name.
            empty_text: the text shown while there are no rows.
            yielding: the keys of columns that make room for the others, see `KeyedHeader`.
            parent: the widget around it.
        """
        super().__init__(parent)
        self.content = KeyedModel(columns, self)
        self._empty_text = empty_text
        self._told: int | None = None
        self.header = KeyedHeader(columns, yielding, self)
        self.setHorizontalHeader(self.header)
        self.setModel(self.content)
        self.setItemDelegate(KeyedDelegate(self))
        self.setAccessibleName(name)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self.setSortingEnabled(True)
        self.selectionModel().selectionChanged.connect(self._on_selection_changed)
        self.header.fit_font(self.font())

    def minimumSizeHint(self) -> QSize:
        """Return a size with room for the titles, some rows and the horizontal scroll bar."""
        rows = _LEAST_ROWS * self.verticalHeader().defaultSectionSize()
        bars = self.header.sizeHint() + self.horizontalScrollBar().sizeHint()
        height = rows + bars.height() + 2 * self.frameWidth()
        return QSize(super().minimumSizeHint().width(), height)

    def update_rows(self, rows: Sequence[KeyedRow]) -> None:
        """Replace the rows; the selection is kept."""
        before = self.content.rowCount()
        self.content.update_rows(rows)
        if before != self.content.rowCount():
            self.viewport().update()

    def chosen(self) -> int | None:
        """Return the key of the selected row; None without a selection."""
        indexes = self.selectionModel().selectedRows()
        return self.content.row_at(indexes[0].row()).key if indexes else None

    def choose(self, key: int) -> None:
        """Select the row with this key."""
        for place, row in enumerate(self.content.rows()):
            if row.key == key:
                self.selectionModel().setCurrentIndex(
                    self.content.index(place, 0),
                    QItemSelectionModel.SelectionFlag.ClearAndSelect
                    | QItemSelectionModel.SelectionFlag.Rows,
                )

    def csv(self) -> str:
        """Return the rows as CSV."""
        return rows_csv(self.content.columns, self.content.rows())

    def copy(self) -> None:
        """Copy the rows to the clipboard as CSV."""
        QGuiApplication.clipboard().setText(self.csv())

    def save_state(self) -> dict[str, object]:
        """Return the columns and the sort order, for `restore_state`."""
        header, keys = self.header, self._keys()
        place = header.sortIndicatorSection()
        descending = header.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder
        return {
            **header.save_state(),
            "sort": {"key": keys[place], "descending": descending} if place >= 0 else None,
        }

    def restore_state(self, state: object) -> None:
        """Restore a saved state; ignore what cannot be read."""
        if not isinstance(state, dict):
            return
        header, keys = self.header, self._keys()
        header.restore_state(state)
        sort = state.get("sort")
        if isinstance(sort, dict) and sort.get("key") in keys:
            is_descending = sort.get("descending") is True
            order = Qt.SortOrder.DescendingOrder if is_descending else Qt.SortOrder.AscendingOrder
            header.setSortIndicator(keys.index(sort["key"]), order)

    def _keys(self) -> list[str]:
        return [column.key for column in self.content.columns]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Handle the Copy keys."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Fit the columns to the font."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.header.fit_font(self.font())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows, or `empty_text`."""
        super().paintEvent(event)
        if not self.content.rowCount():
            paint_empty_text(self, self._empty_text)

    def _on_selection_changed(self) -> None:
        # Qt emits this also if the selected row has only moved.
        chosen = self.chosen()
        if chosen != self._told:
            self._told = chosen
            self.row_chosen.emit(chosen)
