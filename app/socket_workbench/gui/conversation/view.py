"""What was said on one connection, line by line, following its end."""

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
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from socket_workbench.gui.conversation.delegate import ConversationDelegate
from socket_workbench.gui.conversation.model import ConversationColumn, ConversationModel
from socket_workbench.gui.rows.colors import LogColors
from socket_workbench.gui.rows.follow import EndFollower
from socket_workbench.gui.rows.numbered_rows import selected_spans
from socket_workbench.gui.widgets.labels import PlainLabel
from socket_workbench.journal.row import Row
from socket_workbench.language import tr


class MessageSelection(QItemSelectionModel):
    """Selects all lines of the messages of which some are selected."""

    def __init__(self, model: ConversationModel, parent: QObject) -> None:
        super().__init__(model, parent)
        self._messages = model

    def select(
        self,
        selection: QItemSelection | QModelIndex | QPersistentModelIndex,
        command: QItemSelectionModel.SelectionFlag,
    ) -> None:
        """Select more than is asked for, where a message has more lines."""
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
            # Merged, since what is toggled must not be there twice.
            part = QItemSelection(model.index(first, 0), model.index(last, model.columnCount() - 1))
            whole.merge(part, QItemSelectionModel.SelectionFlag.Select)
        return whole


class ConversationTable(QTableView):
    """The lines of a `ConversationModel`.

    Signals:
        message_chosen(object): the journal's number of the row whose line is the current one.
    """

    message_chosen = Signal(object)

    def __init__(self, model: ConversationModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._delegate = ConversationDelegate(self)
        self.setItemDelegate(self._delegate)
        self.setAccessibleName(tr("Conversation"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.horizontalHeader().hide()
        self.horizontalHeader().setStretchLastSection(True)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setMinimumSectionSize(1)
        self.follower = EndFollower(self, model)
        self.setModel(model)
        self.setSelectionModel(MessageSelection(model, self))
        self.follower.start()
        self._measure()

    def set_colors(self, colors: LogColors | None) -> None:
        """Paint in these colours; None for those of the theme in use."""
        self._delegate.set_colors(colors)
        self.viewport().update()

    def show_reads(self, shown: bool) -> None:
        """Say whether each read has a box around it."""
        self._delegate.shows_reads = shown
        self.viewport().update()

    def selected_text(self) -> str:
        """Return what the selected messages say, each character as it came.

        A message that does not end a line is ended where another one follows.
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
        """Tell which message is to be shown in detail."""
        with self.follower.current_row(current):
            super().currentChanged(current, previous)
        if current.isValid():
            self.message_chosen.emit(self._model.line(current.row()).number)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy lines; go to the first line or the newest."""
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
        """Follow the size of the type."""
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
    """A conversation, with a word above it where older lines were left out.

    Signals:
        message_chosen(object): the journal's number of the row whose line was chosen.
    """

    message_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None, *, compact: bool = False) -> None:
        """Make an empty view.

        Args:
            parent: the widget around it.
            compact: whether it stands in a pane with little room: nothing around the lines.
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
        """Take only rows of these sources from now on, beginning anew; None takes all."""
        self.model.show_sources(numbers)
        self.table.follower.follow()

    def add_rows(self, rows: Sequence[Row]) -> None:
        """Append what these rows say, if they are of the sources shown; called once per batch."""
        self.model.add_rows(rows)

    def clear(self) -> None:
        """Forget every line."""
        self.model.clear()

    def set_colors(self, colors: LogColors | None) -> None:
        """Paint in these colours; None for those of the theme in use."""
        self.table.set_colors(colors)

    @Slot()
    def _on_model_shortened(self) -> None:
        self._notice.show()

    @Slot()
    def _on_model_reset(self) -> None:
        self._notice.hide()
