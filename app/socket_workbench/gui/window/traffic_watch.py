"""How much goes over all endpoints of the window, second by second."""

from time import monotonic

from socket_workbench.engine.running_endpoint import RunningEndpoint
from socket_workbench.engine.server import Server
from socket_workbench.engine.view import EndpointState, Traffic
from socket_workbench.gui.panes.board import PaneBoard
from socket_workbench.gui.session.session import Session
from socket_workbench.gui.window.status import Losses, Status


class TrafficWatch:
    """Turns totals into rates: what was moved between one look and the next."""

    def __init__(self) -> None:
        self._before: dict[RunningEndpoint, Traffic] = {}
        self._looked_at = monotonic()
        self._total = Traffic()

    def age(self) -> float:
        """Return the seconds since the last look."""
        return monotonic() - self._looked_at

    def status(
        self, board: PaneBoard, session: Session, median_reply: float | None = None
    ) -> Status:
        """Look at every endpoint.

        Args:
            board: the panes.
            session: what is recorded of it.
            median_reply: the seconds that a reply takes now; None when there is none.
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
            connections=sum(
                view.is_open
                for each in running
                if isinstance(each, Server)
                for view in each.connections()
            ),
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
        )
