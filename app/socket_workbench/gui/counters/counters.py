"""Looks at every endpoint some times a second, and shows what it finds in the tab of counters."""

from itertools import chain, count
from time import monotonic

from PySide6.QtCore import QObject, QTimer, Slot

from socket_workbench.engine.client import Client
from socket_workbench.engine.round_trips import reply_times
from socket_workbench.engine.server import Server
from socket_workbench.engine.traffic.connection_rates import ConnectionRates
from socket_workbench.engine.traffic.rates import LOOKS_PER_SECOND, Rate, Rates
from socket_workbench.engine.view import Traffic
from socket_workbench.gui.card.record_card import LogPanel
from socket_workbench.gui.counters.history import CounterHistory
from socket_workbench.gui.counters.plot_loading import PlotLoading
from socket_workbench.gui.counters.row import CounterRow
from socket_workbench.gui.counters.rows import connection_row, endpoint_row, views_of
from socket_workbench.gui.counters.tab import CountersTab
from socket_workbench.gui.panes.board import PaneBoard
from socket_workbench.gui.panes.client import ClientPane
from socket_workbench.gui.panes.pane import Pane
from socket_workbench.gui.panes.server import ServerPane
from socket_workbench.gui.session.session import Session
from socket_workbench.language import tr

MOST_CONNECTIONS = 200
"""Connections that are listed: the busiest of them."""

_LOOKS_BETWEEN_TABLES = 2
"""Numbers that change more often than twice a second cannot be read."""

_REST = 1.0
"""Seconds after which an endpoint on which nothing moves gets its next point in the history."""

_LOOKS_BETWEEN_PLOTS = {60: 1, 300: 2, 900: 4}
"""By the seconds that are drawn: where a pixel is a long time, little changes in a short one."""


class _Entry:
    """One pane's endpoint, over all its starts."""

    def __init__(self, key: int, running: Server | Client) -> None:
        self.key = key
        self.running = running
        self.rates = Rates()
        self.connections = ConnectionRates()
        self.zero: dict[int, Traffic] = {}
        self._traffic: Traffic | None = None
        self._looked_at = 0.0

    def row(self, pane: Pane) -> CounterRow:
        """Return how it stands."""
        running = self.running
        return endpoint_row(pane, self.key, running, views_of(running), self.rates)

    def look(self, running: Server | Client, before: float, now: float) -> None:
        """Take in what was moved.

        Args:
            running: what was started last.
            before: the time of the last look.
            now: the time.
        """
        if self.running is not running:
            self.running = running
            self.zero = {}
            self.connections = ConnectionRates()
            self.rates.start_anew(before)
            self._traffic = None
        traffic, trips = running.traffic(), running.round_trips.take()
        still = traffic == self._traffic and not trips and self.rates.rate == Rate()
        if still and now - self._looked_at < _REST:
            return
        self._traffic, self._looked_at = traffic, now
        self.rates.look(now, traffic, trips)

    def set_to_zero(self) -> None:
        """Count from now on."""
        views = views_of(self.running)
        self.zero = {view.number: view.traffic for view in views}
        self.rates.set_to_zero()
        self.running.round_trips.forget()
        for view in views:
            view.reply_timer.round_trips.forget()


class Counters(QObject):
    """Keeps the rates of all panes' endpoints.

    It asks the engine for totals, which are counted in any case, and never reads the journal: what
    it costs does not depend on how much is moved or recorded. Tables and plots are only drawn
    while they are seen.

    Attributes:
        tab: where it is shown.
    """

    def __init__(
        self, board: PaneBoard, log: LogPanel, session: Session, parent: QObject | None = None
    ) -> None:
        """Begin to look.

        Args:
            board: the panes.
            log: the card that gets the tab.
            session: its threads load the plots.
            parent: the object this belongs to.
        """
        super().__init__(parent)
        self.tab = CountersTab()
        log.add_tab(tr("Counters"), self.tab)
        log.header.addWidget(self.tab.tools)
        self._board = board
        self._entries: dict[Pane, _Entry] = {}
        self._keys = count(1)
        self._looked_at = monotonic()
        self._looks = 0
        # Belongs to the session: its thread may end when the window is gone.
        self._loading = PlotLoading(session.threads, session)
        self._loading.ended.connect(self._on_loading_ended)
        self.tab.became_visible.connect(self._on_tab_became_visible)
        self.tab.endpoint_chosen.connect(self._on_tab_endpoint_chosen)
        self.tab.reset_requested.connect(self.reset)
        self._clock = QTimer(self)
        self._clock.setInterval(1000 // LOOKS_PER_SECOND)
        self._clock.timeout.connect(self.look)
        self._clock.start()

    @Slot()
    def look(self) -> None:
        """Take in how all endpoints stand."""
        now = monotonic()
        panes = self._board.panes()
        for pane in [known for known in self._entries if known not in panes]:
            del self._entries[pane]
        for pane in panes:
            running = _running(pane)
            if running is None:
                continue
            entry = self._entries.get(pane)
            if entry is None:
                entry = self._entries[pane] = _Entry(next(self._keys), running)
                entry.rates.start_anew(self._looked_at)
            entry.look(running, self._looked_at, now)
        self._looked_at = now
        self._looks += 1
        if self.tab.isVisible():
            if self._looks % _LOOKS_BETWEEN_TABLES == 0:
                self._show_tables()
            if self._looks % _LOOKS_BETWEEN_PLOTS[self.tab.seconds] == 0:
                self._show_history()

    @Slot()
    def reset(self) -> None:
        """Let all counts begin at zero; what is recorded stays."""
        self.look()
        for entry in self._entries.values():
            entry.set_to_zero()
        self._show_tables()

    def median_reply(self) -> float | None:
        """Return the seconds that the median reply of the last second took; None without any.

        Clients are asked, which wait for replies; where none of them gets any, servers are.
        """
        for kind in (ClientPane, ServerPane):
            entries = [entry for pane, entry in self._entries.items() if isinstance(pane, kind)]
            trips = chain.from_iterable(entry.rates.newest_trips() for entry in entries)
            if times := reply_times(trips):
                return times.median
        return None

    # Showing

    def _show_tables(self) -> None:
        self.tab.show_endpoints([entry.row(pane) for pane, entry in self._entries.items()])
        self._show_connections()

    def _show_connections(self) -> None:
        found = self._chosen()
        if found is None:
            self.tab.show_connections([], 0)
            return
        entry = found[1]
        views = views_of(found[1].running)
        counts = entry.connections.look(monotonic(), views, entry.zero, MOST_CONNECTIONS)
        self.tab.show_connections([connection_row(each) for each in counts], len(views))

    def _show_history(self) -> None:
        found = self._chosen()
        if found is None:
            return
        pane, entry = found
        now = self._looked_at
        history = entry.rates.history(self.tab.seconds)
        self.tab.show_history(
            CounterHistory(
                row=entry.row(pane),
                is_client=isinstance(pane, ClientPane),
                times=[time - now for time in history.times],
                bytes_in=history.bytes_in,
                bytes_out=history.bytes_out,
                median=history.median,
                slow=history.slow,
            )
        )

    def _chosen(self) -> tuple[Pane, _Entry] | None:
        key = self.tab.endpoints.chosen()
        for pane, entry in self._entries.items():
            if entry.key == key:
                return pane, entry
        return None

    # Slots

    @Slot()
    def _on_tab_became_visible(self) -> None:
        self._show_tables()
        self._show_history()
        if not self._loading.has_begun:
            self.tab.show_message(tr("Loading the plots…"))
            self._loading.begin()

    @Slot()
    def _on_tab_endpoint_chosen(self) -> None:
        self._show_connections()
        self._show_history()

    @Slot(bool)
    def _on_loading_ended(self, complete: bool) -> None:
        if not complete:
            self.tab.show_message(
                tr(
                    "To see rates and round-trip times drawn, install the plots with"
                    " {command} and start again.",
                    command='python -m pip install "pyqtgraph>=0.14"',
                )
            )
            return
        # Not before: it needs the libraries that were just loaded.
        from socket_workbench.gui.counters.plots import CounterPlots

        plots = CounterPlots()
        self.tab.show_plots(plots, plots)
        self._show_history()


def _running(pane: Pane) -> Server | Client | None:
    if isinstance(pane, ServerPane):
        return pane.server
    return pane.client if isinstance(pane, ClientPane) else None
