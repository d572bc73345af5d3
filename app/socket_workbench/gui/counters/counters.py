"""Looks at every endpoint with each tick, and keeps what it has moved."""

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
"""Seconds after which an endpoint on which nothing moves gets its next point in the history."""


class CountedEndpoint:
    """One pane's endpoint, over all its starts.

    Attributes:
        key: its identity among those of the window.
        pane: its pane.
        running: what was started last.
        rates: what it has moved.
        connections: how quickly its connections move something.
        zero: what each connection had moved when the counts were set to zero, by its number.
        moves: whether it moved anything between the last two looks.
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
        """Whether it is a client's."""
        return isinstance(self.pane, ClientPane)

    def look(self, running: RunningEndpoint, before: float, now: float) -> None:
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
        self.moves = not still
        if still and now - self._looked_at < _REST:
            return
        self._traffic, self._looked_at = traffic, now
        self.rates.look(now, traffic, trips)

    def set_to_zero(self) -> None:
        """Count from now on."""
        views = self.running.connections()
        self.zero = {view.number: view.traffic for view in views}
        self.rates.set_to_zero()
        self.running.round_trips.forget()
        for view in views:
            view.reply_timer.round_trips.forget()


class Counters(QObject):
    """Keeps the rates of all panes' endpoints.

    It asks the engine for totals, which are counted in any case, and never reads the journal: what
    it costs does not depend on how much is moved or recorded.

    Attributes:
        looked_at: the monotonic time of the last look, in seconds.

    Signals:
        looked: the rates are those of this moment.
    """

    looked = Signal()

    def __init__(self, board: PaneBoard, ticker: Ticker, parent: QObject | None = None) -> None:
        """Begin to look.

        Args:
            board: the panes.
            ticker: says when to look.
            parent: the object this belongs to.
        """
        super().__init__(parent)
        self._board = board
        self._counted: dict[Pane, CountedEndpoint] = {}
        self._keys = count(1)
        self.looked_at = monotonic()
        self._ticker = ticker
        ticker.ticked.connect(self.look)

    def endpoints(self) -> list[CountedEndpoint]:
        """Return what is counted of each pane that has run, in the order of their first starts."""
        return list(self._counted.values())

    @Slot()
    def look(self) -> None:
        """Take in how all endpoints stand."""
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
        """Let all counts begin at zero; what is recorded stays."""
        self.look()
        for counted in self._counted.values():
            counted.set_to_zero()

    def median_reply(self) -> float | None:
        """Return the seconds that the median reply of the last second took; None without any.

        Clients are asked, which wait for replies; where none of them gets any, servers are.
        """
        for wanted in (True, False):
            asked = (each for each in self._counted.values() if each.is_client is wanted)
            trips = chain.from_iterable(each.rates.newest_trips() for each in asked)
            if times := reply_times(trips):
                return times.median
        return None
