"""The card with everything recorded: log and conversation, filter, and the message selected."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QSplitter, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from socket_workbench.gui.card.card_state import LogPanelState
from socket_workbench.gui.card.finding import LogFinding
from socket_workbench.gui.card.marking import LogMarking
from socket_workbench.gui.conversation.tab import ConversationTab
from socket_workbench.gui.filter.bar import FilterBar
from socket_workbench.gui.log.filtering import LogFilter
from socket_workbench.gui.log.model import LogModel
from socket_workbench.gui.log.view import LogView
from socket_workbench.gui.looks.plain import plain_tooltip
from socket_workbench.gui.message.detail import DetailForm, MessageDetail
from socket_workbench.gui.rows.annotations import LogAnnotations
from socket_workbench.gui.rows.colors import LogColors
from socket_workbench.gui.rows.line import LogLine, log_line
from socket_workbench.gui.rows.time_form import TimeForm
from socket_workbench.gui.widgets.buttons import QuietButton
from socket_workbench.gui.widgets.card import Card
from socket_workbench.gui.widgets.notice import Notice
from socket_workbench.journal.errors import JournalError
from socket_workbench.journal.event import Kind, Source
from socket_workbench.journal.reader import Reader
from socket_workbench.journal.search.query import Filter
from socket_workbench.language import tr


class LogPanel(Card):
    """A window onto a session's journal.

    Signals:
        tab_changed(int): another tab is shown.
        export_requested: what was recorded is to be exported.
    """

    tab_changed = Signal(int)
    export_requested = Signal()

    def __init__(self, reader_path: Path, parent: QWidget | None = None) -> None:
        """Open a journal.

        Args:
            reader_path: its file.
            parent: the widget around it.

        Raises:
            JournalOpenError: the file cannot be read as a journal.
        """
        super().__init__("", parent)
        self.setAccessibleName(tr("Log"))
        self._reader = Reader(reader_path)
        self.annotations = LogAnnotations(reader_path, self)
        self.model = LogModel(self._reader, self, self.annotations)
        self.view = LogView(self.model)
        self._place_before_clear = self.view.follower.place
        self.conversation = ConversationTab(
            self._sources, reader_path, self._reader.count(), annotations=self.annotations
        )
        self.detail = MessageDetail()
        self.filter_bar = FilterBar(self._sources, session_begin=self._session_begin)
        self._filter = LogFilter(reader_path, self.model, self)
        self.finding = LogFinding(reader_path, self.model, self.view, self.detail, self.filter_bar)
        self.marking = LogMarking(self.view, self.model, self.annotations)
        self.notice = Notice()
        self.clear_button = QuietButton("")
        self.export_button = QuietButton(tr("Export…"))
        self.tabs = QTabBar()
        self._pages = QStackedWidget()
        self._splitter = QSplitter(Qt.Orientation.Vertical)
        self._arrange()
        self._connect()
        self._say_what_is_missing()
        self._on_model_cleared_changed()

    def _arrange(self) -> None:
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setUsesScrollButtons(False)
        self.tabs.setAccessibleName(tr("Views of the session"))
        self.header.addWidget(self.tabs)
        self.header.addStretch(1)
        self.header.addWidget(self.filter_bar, 3)
        self.header.addWidget(self.clear_button)
        self.header.addWidget(self.export_button)
        rows = QWidget()
        column = QVBoxLayout(rows)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self.body.spacing())
        column.addWidget(self.finding.bar)
        column.addWidget(self.view)
        self.add_tab(tr("Log"), rows)
        self.add_tab(tr("Conversation"), self.conversation)
        self._splitter.setChildrenCollapsible(True)
        self._splitter.setHandleWidth(8)
        self._splitter.addWidget(self._pages)
        self._splitter.addWidget(self.detail)
        self.detail.hide()
        self._splitter.setCollapsible(0, False)
        self._splitter.setStretchFactor(0, 3)
        self._splitter.setStretchFactor(1, 1)
        self.body.addWidget(self.filter_bar.below)
        self.body.addWidget(self.notice)
        self.body.addWidget(self._splitter, 1)

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(self._on_tab_changed)
        self.view.row_chosen.connect(self._on_row_chosen)
        self.view.only_connection_requested.connect(self._on_only_connection_requested)
        self.view.hide_kind_requested.connect(self._on_hide_kind_requested)
        self.marking.filter_change_requested.connect(self.filter_bar.change_filter)
        self.marking.told.connect(self.notice.show_error)
        self.annotations.encoding_changed.connect(self._on_encoding_changed)
        self.detail.encoding_chosen.connect(self.annotations.choose_encoding)
        self.conversation.message_chosen.connect(self._on_message_chosen)
        self.filter_bar.filter_changed.connect(self._on_filter_changed)
        self._filter.searching_changed.connect(self._on_searching_changed)
        self._filter.failed.connect(self._on_filter_failed)
        self.clear_button.clicked.connect(self._on_clear_clicked)
        self.export_button.clicked.connect(self.export_requested)
        self.model.cleared_changed.connect(self._on_model_cleared_changed)

    # For the window

    @Slot(object)
    def rows_committed(self, count: int) -> None:
        """Show what the journal has now; called once per batch.

        Args:
            count: how many rows there are.
        """
        self.model.grow(count)
        self._filter.grow(count)
        self.conversation.grow(count)

    def add_tab(self, title: str, page: QWidget) -> None:
        """Add a further view of the session, above the selected message."""
        self._pages.addWidget(page)
        self.tabs.addTab(title)

    def follow_connection(self, number: int) -> None:
        """Show a connection's conversation, by its number in the session."""
        self.conversation.show_connection(number)
        self.tabs.setCurrentIndex(self._pages.indexOf(self.conversation))

    def show_losses(self) -> None:
        """Show only the rows that tell what was lost; *Back* returns to the filter before."""
        self.tabs.setCurrentIndex(0)
        if self.model.first_number:
            self._on_clear_clicked()
        self.filter_bar.set_filter(Filter(lost=True))

    def set_colors(self, colors: LogColors | None) -> None:
        """Paint in these colours; None for those of the theme in use."""
        self.view.set_colors(colors)
        self.conversation.set_colors(colors)
        self.detail.set_colors(colors)

    def save_state(self) -> bytes:
        """Return columns, sizes and choices, for `restore_state`."""
        return LogPanelState(
            columns=self.view.header.column_states(),
            sizes=tuple(self._splitter.sizes()),
            form=self.detail.form.value,
            time=self.view.header.time_form.value,
        ).to_bytes()

    def restore_state(self, state: bytes) -> bool:
        """Take over what `save_state` returned; return False for what is none."""
        restored = LogPanelState.from_bytes(state)
        if restored is None:
            return False
        self.view.header.restore_columns(restored.columns)
        self._splitter.setSizes(list(restored.sizes))
        self.detail.set_form(DetailForm(restored.form))
        self.view.header.set_time_form(TimeForm(restored.time))
        return True

    def close_reader(self) -> None:
        """End what reads the journal; the panel shows nothing new afterwards."""
        self._filter.close()
        self.finding.close()
        self.annotations.close()
        self.conversation.close_reader()
        self.model.close()
        self._reader.close()

    # Slots

    @Slot(int)
    def _on_tab_changed(self, place: int) -> None:
        self._pages.setCurrentIndex(place)
        is_log = place == 0
        self.filter_bar.setVisible(is_log)
        self.filter_bar.below.setVisible(is_log and self.filter_bar.below.is_needed)
        self.clear_button.setVisible(is_log)
        self.tab_changed.emit(place)

    @Slot(object)
    def _on_row_chosen(self, position: int | None) -> None:
        line = None if position is None else self.model.line(position)
        if line is None:
            self.detail.clear()
            # The room is better used by rows.
            self.detail.hide()
        else:
            self._show_in_detail(line)

    @Slot(object)
    def _on_message_chosen(self, number: int) -> None:
        for row in self.model.rows_numbered([number]):
            encoding = self.model.encoding(row.source.name)
            other = self.model.other_name(row.source)
            self._show_in_detail(log_line(row, None, encoding=encoding, other=other))

    @Slot(str, str)
    def _on_encoding_changed(self, endpoint: str, encoding: str) -> None:
        self.detail.use_encoding_of(endpoint, encoding)

    def _show_in_detail(self, line: LogLine) -> None:
        self.detail.set_encoding(self.annotations.encoding(line.row.source.name))
        self.detail.show_message(line, self.model.payload(line.row))
        if self.detail.isHidden():
            self.detail.show()

    @Slot(object)
    def _on_only_connection_requested(self, source: Source) -> None:
        self.filter_bar.set_only_connection(source)

    @Slot(object)
    def _on_hide_kind_requested(self, kind: Kind) -> None:
        self.filter_bar.hide_kind(kind)

    @Slot(object)
    def _on_filter_changed(self, wanted: Filter | None) -> None:
        self._filter.apply(wanted)
        self._say_what_is_missing()

    @Slot()
    def _on_searching_changed(self) -> None:
        self._say_what_is_missing()

    @Slot(str)
    def _on_filter_failed(self, sentence: str) -> None:
        self.view.set_empty_text(sentence)

    @Slot()
    def _on_clear_clicked(self) -> None:
        follower = self.view.follower
        if self.model.first_number:
            self.model.undo_clear()
            if follower.is_following:
                follower.return_to(self._place_before_clear)
        else:
            self._place_before_clear = follower.place
            self.model.clear()
            follower.follow()
        self._filter.run_again()

    @Slot()
    def _on_model_cleared_changed(self) -> None:
        is_cleared = self.model.first_number > 0
        self.clear_button.setText(tr("Undo clear") if is_cleared else tr("Clear"))
        self.clear_button.setToolTip(
            plain_tooltip(
                tr("Show the rows again that were cleared away")
                if is_cleared
                else tr("Hide the rows recorded up to now; nothing is deleted")
            )
        )
        self._say_what_is_missing()

    def _say_what_is_missing(self) -> None:
        if self._filter.is_searching:
            text = tr("Searching…")
        elif self.model.is_filtered:
            text = tr("No row matches the filter.")
        elif self.model.first_number:
            text = tr("Cleared. What comes next is shown here.")
        else:
            text = tr("Nothing recorded yet. Start a server or connect a client.")
        self.view.set_empty_text(text)

    def _session_begin(self) -> int:
        try:
            return next(iter(self._reader.times(0, 1)), 0)
        except JournalError:
            return 0

    def _sources(self, after: int = 0) -> list[Source]:
        try:
            return self._reader.sources(after)
        except JournalError:
            return []
