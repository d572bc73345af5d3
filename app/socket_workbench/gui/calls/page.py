"""The page of socket calls: a table of them, and what each thread is in now."""

from dataclasses import replace

from PySide6.QtCore import QModelIndex, Slot
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import QFrame, QMenu, QStackedWidget

from socket_workbench.gui.calls.columns import CALLS_TABLE
from socket_workbench.gui.calls.hint import TraceHint
from socket_workbench.gui.calls.now import BEGUN, NowModel, NowReading, NowStrip
from socket_workbench.gui.calls.python import calls_as_python, has_calls
from socket_workbench.gui.card.log_page import LogPage
from socket_workbench.gui.panes.board import PaneBoard
from socket_workbench.gui.rows.page import PageContext
from socket_workbench.gui.rows.search import LiveSearch, Search
from socket_workbench.journal.event import CALLS, Kind
from socket_workbench.journal.search.filter import Filter
from socket_workbench.language import tr, trn

_RETURNED = frozenset({Kind.CALL})


def open_page(context: PageContext) -> "CallsPage":
    """Create the page."""
    return CallsPage(context)


class CallsPage(LogPage):
    """The calls alone, each once, when it has returned; below them what each thread is in now.

    It is the log's page with other columns, whose filter is restricted to calls. It reads nothing
    while it is hidden.

    Attributes:
        strip: what each thread is in now.
        hint: what is shown while nothing is traced.
    """

    def __init__(self, context: PageContext) -> None:
        super().__init__(context, CALLS_TABLE)
        self._count = context.reader.count()
        self.view.setAccessibleName(tr("Calls"))
        self.filter_bar.text_field.setPlaceholderText(
            tr("Filter: text, /regex/, call:recv, conn:3 …")
        )
        # A framing's messages are no calls.
        self.tools = (self.filter_bar, self.clear_button)
        self.now = NowModel(context.reader, self, context.annotations)
        self.strip = NowStrip(self.now, self.view)
        try:
            board = context.part(PaneBoard)
        except LookupError:
            board = None
        self.hint = TraceHint(board)
        self._column.setSpacing(4)
        # The hint is shown once it is known that there are no calls.
        self._table = QStackedWidget()
        self._column.addWidget(self._table, 1)
        self._table.addWidget(self.view)
        self._table.addWidget(self.hint)
        self._rule = QFrame()
        self._rule.setProperty("looks", "rule")
        self._rule.hide()
        self._column.addWidget(self._rule)
        self._column.addWidget(self.strip)
        self._now_search = LiveSearch("calls now", self)
        self._now_search.told.connect(self._on_now_search_told)
        self.strip.clicked.connect(self._on_strip_clicked)
        self.view.menu_made.connect(self._on_view_menu_made)
        self.model.rowsInserted.connect(self._show_hint)
        self.model.modelReset.connect(self._show_hint)
        self._filter.searching_changed.connect(self._show_hint)
        self._on_filter_changed(None)
        self._now_search.begin(Search(context.path, BEGUN, 0, NowReading()), self._count)

    def restricted(self, wanted: Filter | None) -> Filter:
        """Return a filter of calls only: of those that have returned, unless it names kinds."""
        wanted = wanted or Filter()
        kinds = _RETURNED if wanted.kinds is None else wanted.kinds & CALLS
        return replace(wanted, kinds=kinds)

    def rows_committed(self, count: int) -> None:
        """Show committed rows if the page is visible."""
        self._count = count
        if self.isVisible():
            super().rows_committed(count)
            self._now_search.extend(count)
            self.now.grow(count)

    def showEvent(self, event: QShowEvent) -> None:
        """Show the rows committed while the page was hidden."""
        self.rows_committed(self._count)
        super().showEvent(event)

    def close_page(self) -> None:
        """Stop all reading from the journal."""
        self._now_search.end()
        self.now.close()
        super().close_page()

    @Slot()
    def _show_count(self) -> None:
        """Show in the filter's field how many calls are shown."""
        shown = self.model.rowCount()
        more = " …" if self._filter.is_searching else ""
        words = trn("{count:,} call", "{count:,} calls", shown)
        self.filter_bar.text_field.show_count(words + more, f"{shown:,}{more}")

    @Slot()
    def _say_what_is_missing(self) -> None:
        super()._say_what_is_missing()
        if self.model.first_number and not self._filter.is_searching:
            self.view.set_empty_text(tr("Cleared. What comes next is shown here."))
        elif not self._filter.is_searching:
            self.view.set_empty_text(tr("No call matches the filter."))

    @Slot()
    def _show_hint(self) -> None:
        """Show how to trace calls in place of the table while there are none."""
        is_restricted = self.filter_bar.wanted != Filter() or self.model.first_number > 0
        is_empty = not self.model.rowCount() and not self.now.rowCount()
        is_hinting = is_empty and not is_restricted and not self._filter.is_searching
        self._table.setCurrentWidget(self.hint if is_hinting else self.view)

    @Slot(object)
    def _on_now_search_told(self, numbers: list[int]) -> None:
        self.now.show_rows(numbers)
        self._rule.setVisible(bool(numbers))
        self._show_hint()

    @Slot(QModelIndex)
    def _on_strip_clicked(self, index: QModelIndex) -> None:
        self._context.show_line(self.now.line(index.row()))

    @Slot(object)
    def _on_view_menu_made(self, menu: QMenu) -> None:
        action = menu.addAction(tr("Copy as Python"))
        action.setEnabled(has_calls(self.view.selected_rows()))
        action.triggered.connect(self._on_copy_triggered)

    @Slot()
    def _on_copy_triggered(self) -> None:
        text = calls_as_python(self.view.selected_rows(), self.model.payload)
        QGuiApplication.clipboard().setText(text)
