"""Sets a scenario up in panes, and runs it there."""

from collections import deque
from collections.abc import Callable, Iterator

from PySide6.QtCore import QObject, Slot

from socket_workbench.engine.view import EndpointState
from socket_workbench.gui.panes.client import ClientPane
from socket_workbench.gui.panes.pane import Pane
from socket_workbench.gui.panes.server import ServerPane
from socket_workbench.scenarios.addresses import Addresses
from socket_workbench.scenarios.model import ClientDocument, Scenario, ServerDocument
from socket_workbench.scenarios.settings import server_settings

_UNDER_WAY = (EndpointState.STARTING, EndpointState.CONNECTING)


class ScenarioStage(QObject):
    """The panes of one scenario.

    Running starts one pane after another, servers first: each listens, or has connected, before the
    next begins, so that the order of the document is the order on the wire.

    Attributes:
        scenario: the document.
    """

    def __init__(
        self,
        scenario: Scenario,
        new_server: Callable[[str], ServerPane],
        new_client: Callable[[str], ClientPane],
        parent: QObject | None = None,
    ) -> None:
        """Prepare the panes; `build` makes them, without starting anything.

        Args:
            scenario: the document.
            new_server: makes and places an empty server pane of a name.
            new_client: makes and places an empty client pane of a name.
            parent: the object this belongs to.
        """
        super().__init__(parent)
        self.scenario = scenario
        self._addresses = Addresses(scenario)
        self._servers: dict[Pane, ServerDocument] = {}
        self._clients: dict[Pane, ClientDocument] = {}
        self._waiting: deque[Pane] = deque()
        self._begun: Pane | None = None
        self._restart = False
        self._new_server = new_server
        self._new_client = new_client
        self._is_built = False
        self._is_wanted = False

    def build(self) -> Iterator[None]:
        """Make the panes, one for each item that is yielded; then run, if that was asked for."""
        for server in self.scenario.servers:
            server_pane = self._new_server(server.name)
            server_pane.load(server_settings(server))
            self._servers[server_pane] = server
            server_pane.state_changed.connect(self._on_pane_state_changed)
            yield
        for client in self.scenario.clients:
            client_pane = self._new_client(client.name)
            client_pane.load_document(client, self._addresses.for_client(client))
            self._clients[client_pane] = client
            client_pane.state_changed.connect(self._on_pane_state_changed)
            yield
        self._is_built = True
        if self._is_wanted:
            self.run()

    def panes(self) -> list[Pane]:
        """Return its panes that are still there, servers first."""
        return [*self._servers, *self._clients]

    def forget(self, pane: Pane) -> None:
        """Leave a pane out from now on: it was taken away."""
        self._servers.pop(pane, None)
        self._clients.pop(pane, None)
        if pane is self._begun:
            self._begun = None

    @property
    def is_live(self) -> bool:
        """Whether threads run for it."""
        return any(pane.is_live for pane in self.panes())

    def run(self) -> None:
        """Start everything; what still runs from the time before is stopped first.

        While panes are being made, all of them are waited for.
        """
        self._is_wanted = not self._is_built
        if self._is_wanted:
            return
        if self.is_live:
            self.stop()
            self._restart = True
            return
        self._waiting = deque(self.panes())
        self._start_next()

    def stop(self) -> None:
        """Stop everything."""
        self._is_wanted = False
        self._restart = False
        self._waiting.clear()
        self._begun = None
        for pane in [*self._clients, *self._servers]:
            pane.stop()

    def _start_next(self) -> None:
        self._begun = None
        while self._waiting and self._begun is None:
            pane = self._waiting.popleft()
            self._point_to_server(pane)
            self._begun = pane
            if not pane.start():
                self._waiting.clear()
                self._begun = None
            elif pane.state not in _UNDER_WAY:
                self._note_begun(pane)

    def _note_begun(self, pane: Pane) -> None:
        """Go on after a pane has begun, or failed to."""
        self._begun = None
        if isinstance(pane, ServerPane):
            bound = pane.server.bound if pane.server is not None else None
            if bound is None:
                # Nobody to connect to: what went wrong stands in the server's pane.
                self._waiting.clear()
            else:
                self._addresses.listens(self._servers[pane], bound)

    def _point_to_server(self, pane: Pane) -> None:
        """Let a client connect where its server really listens, unless a person changed that."""
        document = self._clients.get(pane)
        if document is None:
            return
        written = Addresses(self.scenario).for_client(document)
        if pane.address.text() == str(written):
            pane.address.set_text(str(self._addresses.for_client(document)))

    @Slot(object)
    def _on_pane_state_changed(self, state: EndpointState) -> None:
        if self._restart:
            if not self.is_live:
                self.run()
            return
        pane = self._begun
        if pane is not None and pane is self.sender() and state not in _UNDER_WAY:
            self._note_begun(pane)
            self._start_next()
