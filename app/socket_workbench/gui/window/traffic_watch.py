"""Samples the traffic of all endpoints of the window."""

from collections import Counter
from collections.abc import Sequence
from time import monotonic

from socket_workbench.engine.running_endpoint import RunningEndpoint
from socket_workbench.engine.server import Server
from socket_workbench.engine.view import EndpointState, Traffic
from socket_workbench.gui.panes.board import PaneBoard
from socket_workbench.gui.session.session import Session
from socket_workbench.gui.window.status import Losses, Status


class TrafficWatch:
    """Computes rates from the totals of two samples."""

    def __init__(self) -> None:
        self._before: dict[RunningEndpoint, Traffic] = {}
        self._looked_at = monotonic()
        self._total = Traffic()

    def age(self) -> float:
        """Return the seconds since the last sample."""
        return monotonic() - self._looked_at

    def status(
        self, board: PaneBoard, session: Session, median_reply: float | None = None
    ) -> Status:
        """Take a sample of every endpoint.

        Args:
            board: the panes.
            session: the session, for the number of events and losses.
            median_reply: the current median reply time in seconds; None without replies.
        """
        now = monotonic()
        elapsed = max(now - self._looked_at, 0.001)
        self._looked_at = now
        running = [pane.running for pane in board.panes() if pane.running is not None]
        totals = {each: each.traffic() for each in running}
        moved = Traffic()
        for each, total in totals.items():
            moved += total - self._before.get(each, Traffic())
        self._total += moved
        self._before = totals
        return Status(
            servers=sum(each.state is EndpointState.LISTENING for each in running),
            clients=sum(each.state is EndpointState.CONNECTED for each in running),
            connections=_open_connections(running),
            in_bytes=self._total.bytes_in,
            in_rate=moved.bytes_in / elapsed,
            out_bytes=self._total.bytes_out,
            out_rate=moved.bytes_out / elapsed,
            messages=self._total.messages_in + self._total.messages_out,
            median_reply=median_reply,
            events=session.rows,
            udp_drops=self._total.dropped,
            fault=session.fault,
            losses=Losses(
                session.missing,
                self._total.cut,
                self._total.cut_bytes,
                session.journal.cut_messages,
                session.journal.cut_bytes,
            ),
            coming=board.coming,
            programs=session.programs.live_count,
        )


def _open_connections(running: Sequence[RunningEndpoint]) -> int:
    """Return how many connections are open; one between two of these endpoints counts once."""
    accepted: Counter[frozenset[str]] = Counter()
    opened: Counter[frozenset[str]] = Counter()
    for each in running:
        ends = accepted if isinstance(each, Server) else opened
        ends.update(frozenset((v.local, v.peer)) for v in each.connections() if v.is_open)
    return (accepted | opened).total()
