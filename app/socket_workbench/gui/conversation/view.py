"""The view of a conversation; it follows the end."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QVBoxLayout,
    QWidget,
)

from socket_workbench.gui.conversation.delegate import ConversationDelegate
from socket_workbench.gui.conversation.model import ConversationColumn, ConversationModel
from socket_workbench.gui.rows.colors import LogColors
from socket_workbench.gui.rows.follow import EndFollower, WholeRowsTable
from socket_workbench.gui.rows.numbered_rows import selected_spans
from socket_workbench.gui.widgets.empty_state import paint_empty_text
from socket_workbench.gui.widgets.labels import PlainLabel
from socket_workbench.journal.row import Row
from socket_workbench.language import tr


class MessageSelection(QItemSelectionModel):
    """A selection model that selects whole messages."""

    def __init__(self, model: ConversationModel, parent: QObject) -> None:
        super().__init__(model, parent)
        self._messages = model

    def select(
        self,
        selection: QItemSelection | QModelIndex | QPersistentModelIndex,
        command: QItemSelectionModel.SelectionFlag,
    ) -> None:
        """Extend the selection to all lines of each message in it."""
        if isinstance(selection, QItemSelection):
            ranges = [
                (each.top(), each.bottom()) for each in map(selection.at, range(selection.count()))
            ]
        else:
            ranges = [(selection.row(), selection.row())] if selection.isValid() else []
        super().select(self._whole(ranges), command)

    def _whole(self, ranges: list[tuple[int, int]]) -> QItemSelection:
        model = self._messages
        whole = QItemSelection()
        for top, bottom in ranges:
            first, last = model.message_at(top)[0], model.message_at(bottom)[1]
            # Merge: a range that is in the selection twice would be toggled twice.
            part = QItemSelection(model.index(first, 0), model.index(last, model.columnCount() - 1))
            whole.merge(part, QItemSelectionModel.SelectionFlag.Select)
        return whole


class ConversationTable(WholeRowsTable):
    """The table of a `ConversationModel`.

    Signals:
        message_chosen(object): the current line changed; carries the journal's number of its row.
    """

    message_chosen = Signal(object)

    def __init__(self, model: ConversationModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.follower = EndFollower(self, model)
        self._delegate = ConversationDelegate(self, self.follower.room_in)
        self.setItemDelegate(self._delegate)
        self.setAccessibleName(tr("Conversation"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.horizontalHeader().hide()
        self.horizontalHeader().setStretchLastSection(True)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setMinimumSectionSize(1)
        self.setModel(model)
        self.setSelectionModel(MessageSelection(model, self))
        self.follower.start()
        self._measure()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the lines, or that there are none."""
        super().paintEvent(event)
        if not self._model.rowCount():
            paint_empty_text(self, tr("Nothing sent or received yet"))

    def set_colors(self, colors: LogColors | None) -> None:
        """Set the colours to paint with; None uses those of the current theme."""
        self._delegate.set_colors(colors)
        self.viewport().update()

    def show_reads(self, shown: bool) -> None:
        """Set whether each read has a frame around it."""
        self._delegate.shows_reads = shown
        self.viewport().update()

    def show_dumps(self, shown: bool) -> None:
        """Set whether messages are shown as hex dumps."""
        self._delegate.shows_dumps = shown
        self.viewport().update()

    def selected_text(self) -> str:
        """Return the text of the selected messages, unescaped.

        A line end is added between messages where the first has none.
        """
        text = ""
        pieces: list[str] = []
        for first, last in selected_spans(self):
            for position in range(first, last + 1):
                if text and not text.endswith("\n"):
                    pieces.append("\n")
                text = self._model.line(position).copied
                pieces.append(text)
        return "".join(pieces)

    def currentChanged(
        self,
        current: QModelIndex | QPersistentModelIndex,
        previous: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Emit `message_chosen`."""
        with self.follower.current_row(current):
            super().currentChanged(current, previous)
        if current.isValid():
            self.message_chosen.emit(self._model.line(current.row()).number)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Handle Copy, Home and End."""
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self.selected_text())
        elif event.key() == Qt.Key.Key_End and self._model.rowCount():
            self.selectRow(self._model.rowCount() - 1)
            self.follower.follow()
        elif event.key() == Qt.Key.Key_Home and self._model.rowCount():
            self.selectRow(0)
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Adapt to another font."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and hasattr(
            self, "_delegate"
        ):
            self._measure()

    def _measure(self) -> None:
        self._delegate.use_font(self.font())
        self.verticalHeader().setDefaultSectionSize(self._delegate.row_height)
        for column, sample in (
            (ConversationColumn.TIME, "00:00:00.000  "),
            (ConversationColumn.ARROW, "→   "),
        ):
            self.setColumnWidth(column, self._delegate.column_width(sample))


class ConversationView(QWidget):
    """A conversation table, and a label above it if older lines were dropped.

    Signals:
        message_chosen(object): as of `ConversationTable`.
    """

    message_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None, *, compact: bool = False) -> None:
        """Create an empty view.

        Args:
            parent: the widget around it.
            compact: whether to leave out margins, for use in a pane.
        """
        super().__init__(parent)
        self.model = ConversationModel(self)
        self.table = ConversationTable(self.model, self)
        words = tr("Older lines are left out here; the log has them all.")
        self._notice = PlainLabel(words, "small", parent=self)
        self._notice.hide()
        layout = QVBoxLayout(self)
        margin = 0 if compact else 4
        layout.setContentsMargins(0, margin, 0, margin)
        layout.setSpacing(4)
        layout.addWidget(self._notice)
        layout.addWidget(self.table)
        self.setFocusProxy(self.table)
        self.table.message_chosen.connect(self.message_chosen)
        self.model.shortened.connect(self._on_model_shortened)
        self.model.modelReset.connect(self._on_model_reset)

    def show_sources(self, numbers: Collection[int] | None) -> None:
        """Show only rows of these sources, None for all; clears the view."""
        self.model.show_sources(numbers)
        self.table.follower.follow()

    def add_rows(self, rows: Sequence[Row]) -> None:
        """Append the lines of these rows, as far as they are of the sources shown."""
        self.model.add_rows(rows)

    def clear(self) -> None:
        """Remove all lines."""
        self.model.clear()

    def set_colors(self, colors: LogColors | None) -> None:
        """Set the colours to paint with; None uses those of the current theme."""
        self.table.set_colors(colors)

    @Slot()
    def _on_model_shortened(self) -> None:
        self._notice.show()

    @Slot()
    def _on_model_reset(self) -> None:
        self._notice.hide()
