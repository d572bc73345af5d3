"""What the system tells of the window's sockets, asked for in a job."""

from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from socket_workbench.gui.threads.job import Job, Token
from socket_workbench.gui.threads.ticker import Ticker

if TYPE_CHECKING:
    from socket_workbench.engine.running_endpoint import RunningEndpoint
    from socket_workbench.engine.socket_watch import SeenSocket, Sighting, SocketWatch

SHARE = 0.007
"""The share of one processor's time that looking may take."""

_LEAST = 0.4
"""Seconds between two looks, if they cost little."""

_KEPT = 5.0
"""Seconds for which the job waits for another look, before its thread ends."""


class SocketStates(QObject):
    """Looks for the sockets of all servers and clients of the window at once, now and then.

    How often is limited by what it costs, however many sockets there are. Nothing is asked while
    nothing runs and no connection is left in `TIME_WAIT`.

    Attributes:
        sighting: the result of the newest look; None before the first one.

    Signals:
        looked: there is a new `sighting`.
    """

    looked = Signal()

    def __init__(self, ticker: Ticker, parent: QObject | None = None) -> None:
        """Prepare to look at the ticks of a clock."""
        super().__init__(parent)
        self.sighting: Sighting | None = None
        self._connections: dict[int, SeenSocket] = {}
        self._watch: SocketWatch | None = None
        self._job: Job | None = None
        self._is_asked = False
        self._is_closed = False
        self._due = 0.0
        ticker.ticked.connect(self._on_ticker_ticked)

    def add(self, running: "RunningEndpoint") -> None:
        """Look for the sockets of a server or client, until the system has forgotten the last."""
        if self._watch is None:
            # Not needed before something runs.
            from socket_workbench.engine.socket_watch import SocketWatch

            self._watch = SocketWatch()
        self._watch.add(running)

    def of_connection(self, number: int) -> "SeenSocket | None":
        """Return the socket of a connection; None if it was not seen yet, or has none."""
        return self._connections.get(number)

    def of_listener(self, address: str) -> "SeenSocket | None":
        """Return the socket that listens at an address, as `str(Endpoint)`; None if not seen."""
        for seen in self.sighting.sockets if self.sighting is not None else ():
            if seen.is_listener and seen.owner.address == address and not seen.is_ended:
                return seen
        return None

    def close(self) -> None:
        """Look no more, whatever is added; the thread ends."""
        self._is_closed = True
        if self._job is not None:
            self._job.drop()
            self._job = None

    @Slot()
    def _on_ticker_ticked(self) -> None:
        watch = self._watch
        if watch is None or self._is_closed or self._is_asked or monotonic() < self._due:
            return
        if not watch.is_wanted():
            return
        self._is_asked = True
        if self._job is None or not self._job.give(True):
            self._job = Job("look at sockets", _looking(watch), self)
            self._job.told.connect(self._on_job_told)
            self._job.give(True)
            self._job.start()

    @Slot(object)
    def _on_job_told(self, sighting: "Sighting") -> None:
        self._is_asked = False
        self._due = monotonic() + max(_LEAST, sighting.seconds / SHARE)
        self.sighting = sighting
        # The newest socket of a connection is the first one; ended ones come last.
        self._connections = {
            seen.owner.connection: seen
            for seen in reversed(sighting.sockets)
            if seen.owner.connection
        }
        self.looked.emit()


def _looking(watch: "SocketWatch") -> Callable[[Token], None]:
    """Return a job's function that looks once for each item that it is given."""

    def look(token: Token) -> None:
        while token.take(_KEPT):
            token.tell(watch.look())

    return look
