"""How much goes over all endpoints of the window, second by second."""

from time import monotonic

from socket_workbench.engine.client import Client
from socket_workbench.engine.server import Server
from socket_workbench.engine.view import EndpointState, Traffic
from socket_workbench.gui.panes.board import PaneBoard
from socket_workbench.gui.panes.client import ClientPane
from socket_workbench.gui.panes.server import ServerPane
from socket_workbench.gui.session.session import Session
from socket_workbench.gui.window.status import Losses, Status


class TrafficWatch:
    """Turns totals into rates: what was moved between one look and the next."""

    def __init__(self) -> None:
        self._before: dict[Server | Client, Traffic] = {}
        self._looked_at = monotonic()
        self._total = Traffic()

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
        servers = [pane for pane in board.servers.panes() if isinstance(pane, ServerPane)]
        clients = [pane for pane in board.clients.panes() if isinstance(pane, ClientPane)]
        running: list[Server | Client | None] = [
            *(pane.server for pane in servers),
            *(pane.client for pane in clients),
        ]
        totals = {each: each.traffic() for each in running if each is not None}
        moved = Traffic()
        for each, total in totals.items():
            moved += total - self._before.get(each, Traffic())
        self._total += moved
        self._before = totals
        return Status(
            servers=sum(pane.state is EndpointState.LISTENING for pane in servers),
            clients=sum(pane.state is EndpointState.CONNECTED for pane in clients),
            connections=sum(
                view.is_open
                for pane in servers
                if pane.server is not None
                for view in pane.server.connections()
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
        )
