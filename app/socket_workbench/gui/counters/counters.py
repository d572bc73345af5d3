"""Samples the traffic of every endpoint at each tick."""

from itertools import chain, count
from time import monotonic

from PySide6.QtCore import QObject, Signal, Slot

from socket_workbench.engine.round_trips import reply_times
from socket_workbench.engine.running_endpoint import RunningEndpoint
from socket_workbench.engine.traffic.connection_rates import ConnectionRates
from socket_workbench.engine.traffic.rates import Rate, Rates
from socket_workbench.engine.view import Traffic
from socket_workbench.gui.panes.board import PaneBoard
from socket_workbench.gui.panes.client import ClientPane
from socket_workbench.gui.panes.pane import Pane
from socket_workbench.gui.threads.ticker import Ticker

_REST = 1.0
"""Seconds between the points in the history of an endpoint without traffic."""


class CountedEndpoint:
    """The counters of one pane's endpoint, over all its starts.

    Attributes:
        key: identifies it within the window.
        pane: its pane.
        running: the server or client started last.
        rates: its traffic.
        connections: the rates of its connections.
        zero: the totals of each connection when the counters were reset, by its number.
        moves: whether there was traffic between the last two samples.
    """

    def __init__(self, key: int, pane: Pane, running: RunningEndpoint) -> None:
        self.key = key
        self.pane = pane
        self.running = running
        self.rates = Rates()
        self.connections = ConnectionRates()
        self.zero: dict[int, Traffic] = {}
        self.moves = False
        self._traffic: Traffic | None = None
        self._looked_at = 0.0

    @property
    def is_client(self) -> bool:
        """Whether it is a client."""
        return isinstance(self.pane, ClientPane)

    def look(self, running: RunningEndpoint, before: float, now: float) -> None:
        """Take a sample.

        Args:
            running: the server or client started last.
            before: the monotonic time of the last sample, in seconds.
            now: the monotonic time, in seconds.
        """
        if self.running is not running:
            self.running = running
            self.zero = {}
            self.connections = ConnectionRates()
            self.rates.start_anew(before)
            self._traffic = None
        traffic, trips = running.traffic(), running.round_trips.take()
        still = traffic == self._traffic and not trips and self.rates.rate == Rate()
        self.moves = not still
        if still and now - self._looked_at < _REST:
            return
        self._traffic, self._looked_at = traffic, now
        self.rates.look(now, traffic, trips)

    def set_to_zero(self) -> None:
        """Reset the counters."""
        views = self.running.connections()
        self.zero = {view.number: view.traffic for view in views}
        self.rates.set_to_zero()
        self.running.round_trips.forget()
        for view in views:
            view.reply_timer.round_trips.forget()


class Counters(QObject):
    """Keeps the rates of all panes' endpoints.

    It reads the totals that the engine keeps in any case, and never the journal: its cost does not
    depend on the traffic or on the size of the session.

    Attributes:
        looked_at: the monotonic time of the last sample, in seconds.

    Signals:
        looked: a sample was taken.
    """

    looked = Signal()

    def __init__(self, board: PaneBoard, ticker: Ticker, parent: QObject | None = None) -> None:
        """Start sampling.

        Args:
            board: the panes.
            ticker: its ticks take the samples.
            parent: the parent object.
        """
        super().__init__(parent)
        self._board = board
        self._counted: dict[Pane, CountedEndpoint] = {}
        self._keys = count(1)
        self.looked_at = monotonic()
        self._ticker = ticker
        ticker.ticked.connect(self.look)

    def endpoints(self) -> list[CountedEndpoint]:
        """Return the counters of each pane that has run, in the order of their first starts."""
        return list(self._counted.values())

    @Slot()
    def look(self) -> None:
        """Take a sample of every endpoint."""
        now = monotonic()
        panes = self._board.panes()
        for pane in [known for known in self._counted if known not in panes]:
            del self._counted[pane]
        for pane in panes:
            running = pane.running
            if running is None:
                continue
            counted = self._counted.get(pane)
            if counted is None:
                counted = self._counted[pane] = CountedEndpoint(next(self._keys), pane, running)
                counted.rates.start_anew(self.looked_at)
            counted.look(running, self.looked_at, now)
        self.looked_at = now
        moves = any(counted.moves for counted in self._counted.values())
        self._ticker.set_wanted(self, wanted=moves)
        self.looked.emit()

    @Slot()
    def reset(self) -> None:
        """Reset all counters to zero; the journal is not changed."""
        self.look()
        for counted in self._counted.values():
            counted.set_to_zero()

    def median_reply(self) -> float | None:
        """Return the median reply time of the last second, in seconds; None without replies.

        It is that of the clients; if they have none, that of the servers.
        """
        for wanted in (True, False):
            asked = (each for each in self._counted.values() if each.is_client is wanted)
            trips = chain.from_iterable(each.rates.newest_trips() for each in asked)
            if times := reply_times(trips):
                return times.median
        return None
