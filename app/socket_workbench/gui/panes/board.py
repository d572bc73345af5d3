"""All panes of the window: creating, naming, saving and removing them.

The modules of panes are imported with the first pane, after the window has been painted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from socket_workbench.gui.panes.area import Arrangement, ClosedPanes, PaneArea
from socket_workbench.gui.panes.names import document_name, numbered_name
from socket_workbench.gui.panes.saved import entries, saved_panes
from socket_workbench.gui.session.session import Session
from socket_workbench.gui.threads.portions import Portions
from socket_workbench.language import tr

if TYPE_CHECKING:
    from socket_workbench.engine.view import EndpointState
    from socket_workbench.gui.panes.client import ClientPane
    from socket_workbench.gui.panes.frame import PaneFrame
    from socket_workbench.gui.panes.pane import Pane
    from socket_workbench.gui.panes.scenario_stage import ScenarioStage
    from socket_workbench.gui.panes.server import ServerPane
    from socket_workbench.gui.panes.server_help import ServerHelp
    from socket_workbench.gui.panes.used_addresses import UsedAddresses
    from socket_workbench.scenarios.model import Scenario


class PaneBoard(QObject):
    """The areas of server panes and client panes, and the scenarios that some belong to.

    Attributes:
        servers: the area of the server panes.
        clients: the area of the client panes.
        stage: the scenario that was chosen last, which Run runs; None if there is none.
        portions: creates and restores panes in portions.
        closed: the panes that the user has closed.

    Signals:
        changed(): a pane was added or removed, or its state or its address has changed.
        connection_chosen(int): show this connection in the conversation.
        source_chosen(int): show only the connection of this source in the log.
        duplicate_requested(Pane): the user wants a copy of this pane.
        program_requested(Pane): the user wants to see the Python program of this pane.
    """

    changed = Signal()
    connection_chosen = Signal(int)
    source_chosen = Signal(int)
    duplicate_requested = Signal(object)
    program_requested = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.stage: ScenarioStage | None = None
        self._stages: list[ScenarioStage] = []
        self.portions = Portions(self)
        self._kept_coming = 0
        self._encoding_of: Callable[[str], str] | None = None
        self.servers = PaneArea(
            (
                "server",
                tr("No server yet"),
                tr("A server waits for others to connect or to send to it."),
                tr("New server"),
            )
        )
        self.clients = PaneArea(
            (
                "plug",
                tr("No client yet"),
                tr("A client connects to a server, here or anywhere else."),
                tr("New client"),
            )
        )
        self.servers.pane_requested.connect(self.add_server)
        self.clients.pane_requested.connect(self.add_client)
        self.servers.pane_removed.connect(self._on_pane_removed)
        self.clients.pane_removed.connect(self._on_pane_removed)
        self.closed = ClosedPanes((self.servers, self.clients), self)
        session.rows_committed.connect(self._on_rows_committed)

    @property
    def coming(self) -> int:
        """The number of panes of scenarios, or of saved panes, that are still to be created."""
        return sum(stage.coming for stage in self._stages) + self._kept_coming

    def expect(self, saved: Mapping[str, object]) -> None:
        """Hide the placeholders of the areas that `restore` is going to fill.

        Args:
            saved: the argument of `restore`.
        """
        kept = [saved.get("servers"), saved.get("clients")]
        self._kept_coming = sum(len(entries) for entries in kept if isinstance(entries, list))
        for area in (self.servers, self.clients):
            area.expect(panes=True)

    def expect_nothing(self) -> None:
        """Show the placeholders of empty areas again."""
        self._kept_coming = 0
        for area in (self.servers, self.clients):
            area.expect(panes=False)

    def run_addresses(self) -> list[str]:
        """Return the addresses in the panes to which Run will connect, without duplicates.

        If a scenario has servers only, return those at which they will listen.
        """
        panes = self.stage.panes() if self.stage is not None else []
        clients = self.clients.panes()
        connecting = [pane for pane in panes if pane in clients]
        return list(dict.fromkeys(pane.address.text() for pane in connecting or panes))

    def panes(self) -> list[Pane]:
        """Return all panes, servers first."""
        return [*self.servers.panes(), *self.clients.panes()]

    @property
    def is_live(self) -> bool:
        """Whether any endpoint is running."""
        return any(pane.is_live for pane in self.panes())

    # Panes

    @Slot()
    def add_server(self) -> ServerPane:
        """Add a server pane without a dialogue, and make it the current one."""
        pane = self.new_server(self.free_name(tr("Server")))
        pane.dialogue.set_choice("manual", {})
        self.servers.choose(pane)
        return pane

    @Slot()
    def add_client(self) -> ClientPane:
        """Add a client pane and make it the current one."""
        from socket_workbench.gui.panes.server import ServerPane
        from socket_workbench.scenarios.addresses import reachable

        pane = self.new_client(self.free_name(tr("Client")))
        self.clients.choose(pane)
        for server in [self.servers.current(), *self.servers.panes()]:
            if isinstance(server, ServerPane) and server.is_live and server.running is not None:
                pane.address.set_text(str(reachable(server.running.address)))
                break
        return pane

    def new_server(self, name: str) -> ServerPane:
        """Add a server pane with a name."""
        from socket_workbench.gui.panes.server import ServerPane

        frame = self.servers.new_frame()
        pane = ServerPane(self._session, name, frame)
        self._place(pane, frame, self.servers)
        return pane

    def new_client(self, name: str) -> ClientPane:
        """Add a client pane with a name."""
        from socket_workbench.gui.panes.client import ClientPane

        frame = self.clients.new_frame()
        pane = ClientPane(self._session, name, frame)
        self._place(pane, frame, self.clients)
        return pane

    def set_arrangement(self, arrangement: Arrangement) -> None:
        """Set the arrangement of both areas."""
        self.servers.set_arrangement(arrangement)
        self.clients.set_arrangement(arrangement)

    def stop_all(self) -> None:
        """Start to stop every endpoint; returns at once."""
        for stage in self._stages:
            stage.stop()
        for pane in self.panes():
            pane.stop()

    def close_readers(self) -> None:
        """Stop all reading from the journal."""
        for pane in [*self.panes(), *self.closed.panes()]:
            pane.close_readers()

    def take_back(self, pane: Pane) -> None:
        """Let a pane that was opened again catch up, also with the scenario it belonged to."""
        for stage in self._stages:
            stage.take_back(pane)
        self._use_encoding(pane)
        self._addresses.offer_to(pane)
        pane.rows_committed(self._session.rows)
        self.changed.emit()

    # Encodings

    def set_encodings(self, encoding_of: Callable[[str], str]) -> None:
        """Set the encodings in which typed text is sent.

        Args:
            encoding_of: returns Python's name of an endpoint's encoding, by the endpoint's name.
        """
        self._encoding_of = encoding_of
        self.use_encodings()

    @Slot()
    def use_encodings(self) -> None:
        """Look up the encodings again."""
        for pane in self.panes():
            self._use_encoding(pane)

    def _use_encoding(self, pane: Pane) -> None:
        if self._encoding_of is not None:
            pane.send_bar.set_encoding(self._encoding_of(pane.name))

    # Scenarios

    def set_up(self, scenario: Scenario) -> None:
        """Bring the panes of a scenario to the front; they are created if there are none yet.

        Panes that the user has added stay, and those of scenarios that are to be kept.
        """
        from socket_workbench.gui.panes.scenario_stage import ScenarioStage

        for stage in [stage for stage in self._stages if not stage.is_kept(scenario)]:
            self._remove_stage(stage)
        standing = [stage for stage in self._stages if stage.scenario == scenario]
        if standing:
            self.stage = standing[0]
            self._choose_first_of(self.stage.panes())
            self.changed.emit()
            return
        self.stage = ScenarioStage(
            scenario,
            self._session,
            self.portions,
            lambda name: self.new_server(self._free_document_name(name, tr("Server"))),
            lambda name: self.new_client(self._free_document_name(name, tr("Client"))),
            self,
        )
        self.stage.verdict_changed.connect(self.changed)
        self._stages.append(self.stage)
        self.portions.add(self._build(self.stage))

    def _build(self, stage: ScenarioStage) -> Iterator[None]:
        """Create a scenario's panes until it is removed; yields after each."""
        for _ in stage.building:
            if len(stage.panes()) == 1 and stage is self.stage:
                self._choose_first_of(stage.panes())
            yield
            if stage not in self._stages:
                return
        if stage is self.stage:
            self._choose_first_of(stage.panes())

    def _remove_stage(self, stage: ScenarioStage) -> None:
        """Stop a scenario and remove its panes."""
        self._stages.remove(stage)
        stage.stop()
        for area in (self.clients, self.servers):
            gone = [pane for pane in stage.panes() if pane in area.panes()]
            self.portions.add(area.remove_all(gone))
        stage.deleteLater()

    def _choose_first_of(self, panes: Sequence[Pane]) -> None:
        """Make the first server and the first client of these the current panes."""
        for area in (self.servers, self.clients):
            first = next((pane for pane in panes if pane in area.panes()), None)
            if first is not None:
                area.choose(first)

    # What is kept

    def save(self) -> dict[str, object]:
        """Return the state of all panes, for the next start of the program."""
        staged = self.stage.panes() if self.stage is not None else []
        return {
            "servers": saved_panes(self.servers, staged),
            "clients": saved_panes(self.clients, staged),
            "addresses": self._addresses.save(),
        }

    def restore(self, saved: Mapping[str, object], then: Callable[[], None] = lambda: None) -> None:
        """Restore saved panes: those of the scenario that is set up, and others as new panes.

        Invalid values are ignored.

        Args:
            saved: the return value of `save`.
            then: called when all panes are restored.
        """
        self._addresses.restore(saved.get("addresses"))
        kept_panes = [*entries(saved.get("servers")), *entries(saved.get("clients"))]
        self._kept_coming = sum(not entry.get("staged") for entry in kept_panes)
        self.portions.add(self._restore_panes(saved, then))

    def _restore_panes(
        self, saved: Mapping[str, object], then: Callable[[], None]
    ) -> Iterator[None]:
        """Restore panes; yields after each."""
        staged = self.stage.panes() if self.stage is not None else []
        current = []
        for key, area, make in (
            ("servers", self.servers, self.new_server),
            ("clients", self.clients, self.new_client),
        ):
            waiting = staged
            for entry in entries(saved.get(key)):
                is_staged = bool(entry.get("staged"))
                # The user may have removed some in the meantime.
                waiting = [pane for pane in waiting if pane in area.panes()]
                if is_staged and not waiting:
                    continue
                pane = waiting.pop(0) if is_staged else make(str(entry.get("name", "")))
                self._kept_coming -= not is_staged
                if entry.get("current") is True:
                    current.append(pane)
                try:
                    pane.restore(entry)
                except (KeyError, TypeError, ValueError):
                    if not is_staged:
                        area.remove(pane)
                yield
        self._choose_first_of([*current, *self.panes()])
        self.expect_nothing()
        self.changed.emit()
        then()

    def _place(self, pane: Pane, frame: PaneFrame, area: PaneArea) -> None:
        self._addresses.offer_to(pane)
        pane.connection_chosen.connect(self.connection_chosen)
        pane.source_chosen.connect(self.source_chosen)
        pane.duplicate_requested.connect(self.duplicate_requested)
        pane.program_requested.connect(self.program_requested)
        self._help.watch(pane)
        pane.state_changed.connect(self._on_pane_state_changed)
        pane.address.address_committed.connect(self.changed)
        area.add(pane, frame, chosen=False)
        self._use_encoding(pane)
        self.changed.emit()

    def free_name(self, word: str) -> str:
        """Return a name for a new pane: the word with the first number that is not taken."""
        return numbered_name(word, [pane.name for pane in self.panes()])

    def _free_document_name(self, name: str, word: str) -> str:
        return document_name(name, word, [pane.name for pane in self.panes()])

    @Slot(object)
    def _on_pane_removed(self, pane: Pane) -> None:
        for stage in list(self._stages):
            stage.forget(pane)
            if not stage.panes() and not stage.coming:
                self._stages.remove(stage)
                stage.deleteLater()
                self.stage = None if stage is self.stage else self.stage
        self.changed.emit()

    @Slot(object)
    def _on_pane_state_changed(self, state: EndpointState) -> None:
        # Asked for once: hundreds of panes may change at the same time.
        changed = self.sender()
        for pane in self.panes():
            if pane is changed:
                # It may have been renamed since its frame was created.
                self._use_encoding(pane)
                if state.is_live and pane.running is not None:
                    self._addresses.add(pane.running.address)
        self.changed.emit()

    @cached_property
    def _help(self) -> ServerHelp:
        from socket_workbench.gui.panes.server_help import ServerHelp

        return ServerHelp(self.servers, self.clients, self.add_server, self)

    @cached_property
    def _addresses(self) -> UsedAddresses:
        from socket_workbench.gui.panes.used_addresses import UsedAddresses

        return UsedAddresses(self.panes, self)

    @Slot(object)
    def _on_rows_committed(self, count: int) -> None:
        for pane in self.panes():
            pane.rows_committed(count)
