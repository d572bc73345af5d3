"""Starts a server that a client needs, shows its pane, and removes errors that are outdated."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot

from socket_workbench.engine.view import EndpointState
from socket_workbench.gui.panes.area import PaneArea
from socket_workbench.gui.panes.pane import Pane
from socket_workbench.gui.panes.remedies import is_nobody_there
from socket_workbench.scenarios.addresses import reachable, same_place
from socket_workbench.sockets.addresses.endpoint import AddressError, Endpoint, parse_endpoint


class ServerHelp(QObject):
    """Does what the remedies of client panes want of server panes.

    When a server begins to listen, or ceases to, errors that said the opposite are removed from
    other panes.

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
        pane.state_changed.connect(self._on_pane_state_changed)

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
    def _on_pane_state_changed(self, state: EndpointState) -> None:
        changed = self.sender()
        server = next((pane for pane in self._servers.panes() if pane is changed), None)
        if server is None or server.running is None:
            return
        listens = state is EndpointState.LISTENING
        if listens or not state.is_live:
            here = server.running.address
            for pane in (self._clients if listens else self._servers).panes():
                if pane is not server and _is_outdated(pane, here, listens=listens):
                    pane.notice.clear()

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


def _is_same(here: Endpoint, other: Endpoint) -> bool:
    """Return whether two addresses are the same, however they are written."""
    return here.transport.is_stream == other.transport.is_stream and (
        same_place(here, other) or same_place(other, here)
    )


def _is_outdated(pane: Pane, here: Endpoint, *, listens: bool) -> bool:
    """Return whether the error in a pane says the opposite of what a server does now.

    Args:
        pane: the pane.
        here: the address of the server.
        listens: whether it listens now, so that nobody is refused there; otherwise it has stopped,
            and the address is not in use any more.
    """
    participant, running = pane.participant, pane.running
    cause = None if running is None else running.cause
    # First what most panes are: fine.
    if participant is None or (running is not None and cause is None):
        return False
    if not _is_same(here, participant.settings.endpoint):
        return False
    if running is None or cause is None:
        # A run has left it out because of the server.
        return listens and not pane.address.mistake()
    if pane.notice.text() != running.error:
        return False
    return is_nobody_there(cause) if listens else cause.errno_name == "EADDRINUSE"
