"""The counters page."""

from time import monotonic

from PySide6.QtCore import Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout

from socket_workbench.gui.counters.counters import CountedEndpoint, Counters
from socket_workbench.gui.counters.history import CounterHistory
from socket_workbench.gui.counters.plot_loading import PlotLoading
from socket_workbench.gui.counters.rows import connection_row, endpoint_row
from socket_workbench.gui.counters.view import CountersView
from socket_workbench.gui.rows.keyed_table import KeyedTable
from socket_workbench.gui.rows.page import Page, PageContext, PageState
from socket_workbench.gui.session.session import Session
from socket_workbench.installation import remedy_for_missing
from socket_workbench.language import tr

MOST_CONNECTIONS = 200
"""The most connections in the table; of more, the busiest."""

_LOOKS_BETWEEN_TABLES = 2
"""Samples per update of the tables: numbers that change more often cannot be read."""

_LOOKS_BETWEEN_PLOTS = {60: 1, 300: 2, 900: 4}
"""Samples per update of the plots, by their time span in seconds."""


def open_page(context: PageContext) -> "CountersPage":
    """Create the page."""
    return CountersPage(context.part(Counters), context.part(Session))


class CountersPage(Page):
    """Updates tables and plots from the `Counters`, only while visible.

    Attributes:
        view: the tables and plots.
    """

    def __init__(self, counters: Counters, session: Session) -> None:
        """Create the page and start to load the plots.

        Args:
            counters: the counters to show.
            session: its ticker is asked for quick ticks while the page is visible.
        """
        super().__init__()
        self._counters = counters
        self._ticker = session.ticker
        self._looks = 0
        self.view = CountersView()
        self.trailing_tools = (self.view.tools,)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)
        self.view.endpoint_chosen.connect(self._on_view_endpoint_chosen)
        self.view.reset_requested.connect(self._on_view_reset_requested)
        self.view.show_message(tr("Loading the plots…"))
        self._loading = PlotLoading(self)
        self._loading.ended.connect(self._on_loading_ended)
        self._loading.begin()
        counters.looked.connect(self._on_counters_looked)

    def save_state(self) -> PageState:
        """Return the state of the tables."""
        return {name: table.save_state() for name, table in self._tables()}

    def restore_state(self, state: PageState) -> None:
        """Restore the state of the tables."""
        for name, table in self._tables():
            table.restore_state(state.get(name))

    def _tables(self) -> list[tuple[str, KeyedTable]]:
        return [("endpoints", self.view.endpoints), ("connections", self.view.connections)]

    def showEvent(self, event: QShowEvent) -> None:
        """Show the current values."""
        super().showEvent(event)
        self._ticker.set_wanted(self, wanted=True)
        self._show_tables()
        self._show_history()

    def hideEvent(self, event: QHideEvent) -> None:
        """Ask for quick ticks no longer."""
        super().hideEvent(event)
        self._ticker.set_wanted(self, wanted=False)

    def _show_tables(self) -> None:
        self.view.show_endpoints([endpoint_row(each) for each in self._counters.endpoints()])
        self._show_connections()

    def _show_connections(self) -> None:
        chosen = self._chosen()
        if chosen is None:
            self.view.show_connections([], 0)
            return
        views = chosen.running.connections()
        counts = chosen.connections.look(monotonic(), views, chosen.zero, MOST_CONNECTIONS)
        self.view.show_connections([connection_row(each) for each in counts], len(views))

    def _show_history(self) -> None:
        chosen = self._chosen()
        if chosen is None:
            return
        now = self._counters.looked_at
        history = chosen.rates.history(self.view.seconds)
        self.view.show_history(
            CounterHistory(
                row=endpoint_row(chosen),
                is_client=chosen.is_client,
                times=[time - now for time in history.times],
                bytes_in=history.bytes_in,
                bytes_out=history.bytes_out,
                median=history.median,
                slow=history.slow,
            )
        )

    def _chosen(self) -> CountedEndpoint | None:
        key = self.view.endpoints.chosen()
        return next((each for each in self._counters.endpoints() if each.key == key), None)

    # Slots

    @Slot()
    def _on_counters_looked(self) -> None:
        self._looks += 1
        if self.isVisible():
            if self._looks % _LOOKS_BETWEEN_TABLES == 0:
                self._show_tables()
            if self._looks % _LOOKS_BETWEEN_PLOTS[self.view.seconds] == 0:
                self._show_history()

    @Slot()
    def _on_view_reset_requested(self) -> None:
        self._counters.reset()
        self._show_tables()

    @Slot()
    def _on_view_endpoint_chosen(self) -> None:
        self._show_connections()
        self._show_history()

    @Slot(bool)
    def _on_loading_ended(self, complete: bool) -> None:
        if not complete:
            self.view.show_message(
                tr(
                    "Rates and round-trip times are drawn by pyqtgraph, which cannot be loaded."
                    " {remedy} Then start again.",
                    remedy=remedy_for_missing("pyqtgraph>=0.14"),
                )
            )
            return
        # Import late: the module needs the libraries that were just loaded.
        from socket_workbench.gui.counters.plots import CounterPlots

        plots = CounterPlots()
        self.view.show_plots(plots, plots)
        self._show_history()
