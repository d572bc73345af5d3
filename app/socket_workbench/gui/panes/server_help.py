"""Starts a server that a client needs, and shows the pane of a server."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot

from socket_workbench.engine.view import EndpointState
from socket_workbench.gui.panes.area import PaneArea
from socket_workbench.gui.panes.pane import Pane
from socket_workbench.scenarios.addresses import reachable
from socket_workbench.sockets.addresses.endpoint import AddressError, Endpoint, parse_endpoint


class ServerHelp(QObject):
    """Does what the remedies of client panes want of server panes.

    Args:
        servers: the area of the server panes.
        clients: the area of the client panes.
        add_server: adds a server pane.
        parent: the parent object.
    """

    def __init__(
        self,
        servers: PaneArea,
        clients: PaneArea,
        add_server: Callable[[], Pane],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._servers = servers
        self._clients = clients
        self._add_server = add_server
        self._waiting: dict[Pane, Pane] = {}

    def watch(self, pane: Pane) -> None:
        """Do what this pane wants."""
        pane.server_requested.connect(self.serve)
        pane.server_pane_requested.connect(self.show_server)

    @Slot(object, object)
    def serve(self, client: Pane, endpoint: Endpoint) -> None:
        """Start a server at an endpoint, and connect the client once it listens.

        The server is that of a pane with this address, or of a new pane.
        """
        server = self._pane_at(endpoint)
        if server is None:
            server = self._add_server()
            server.address.set_text(str(endpoint))
        self._servers.choose(server)
        if server.state is EndpointState.LISTENING:
            client.start()
            return
        if server not in self._waiting:
            server.state_changed.connect(self._on_server_state_changed)
        self._waiting[server] = client
        if not server.start() and not server.is_live:
            self._forget(server)

    @Slot(object)
    def show_server(self, endpoint: Endpoint) -> None:
        """Show the pane of the server at an endpoint; otherwise one of a server that has failed."""
        failed = [pane for pane in self._servers.panes() if pane.state is EndpointState.FAILED]
        pane = self._pane_at(endpoint) or next(iter(failed), None)
        if pane is not None:
            self._servers.choose(pane)
            pane.address.setFocus()

    def _pane_at(self, endpoint: Endpoint) -> Pane | None:
        panes = self._servers.panes()
        return next((pane for pane in panes if endpoint in _addresses(pane)), None)

    @Slot(object)
    def _on_server_state_changed(self, state: EndpointState) -> None:
        for server, client in list(self._waiting.items()):
            if server is self.sender() and not state.is_beginning:
                self._forget(server)
                # The user may have removed it in the meantime.
                if state is EndpointState.LISTENING and client in self._clients.panes():
                    client.start()

    def _forget(self, server: Pane) -> None:
        del self._waiting[server]
        server.state_changed.disconnect(self._on_server_state_changed)


def _addresses(pane: Pane) -> list[Endpoint]:
    """Return the address in a pane's field as it is written, and as a client here reaches it."""
    try:
        endpoint = parse_endpoint(pane.address.text())
    except AddressError:
        return []
    return [endpoint, reachable(endpoint)]
