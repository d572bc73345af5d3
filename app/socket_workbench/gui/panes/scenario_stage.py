"""Creates the panes of a scenario, and attaches them to its runs."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from time import monotonic

from PySide6.QtCore import QObject, Signal, Slot
from shiboken6 import isValid

from socket_workbench.dialogues.commands import Finished
from socket_workbench.engine.view import EndpointState
from socket_workbench.gui.panes.client import ClientPane
from socket_workbench.gui.panes.pane import Pane
from socket_workbench.gui.panes.server import ServerPane
from socket_workbench.gui.script.verdict import Part, Verdict, judge
from socket_workbench.gui.session.session import Session
from socket_workbench.gui.threads.portions import Portions
from socket_workbench.scenarios.addresses import Addresses, document_endpoint, reachable
from socket_workbench.scenarios.model import Scenario
from socket_workbench.scenarios.participants import ClientParticipant, ServerParticipant
from socket_workbench.scenarios.runner import ScenarioRun
from socket_workbench.scenarios.settings import server_settings
from socket_workbench.sockets.addresses.endpoint import Endpoint


class ScenarioStage(QObject):
    """The panes of one scenario, and its current run.

    A run uses the fields of the panes at that time; the panes show its participants.

    Attributes:
        scenario: the document.
        building: creates the panes, and yields after each.
        coming: the number of panes that are still to be created.
        verdict: how the last run has ended, or that it has not; None before the first, and when
            a person has started a pane of it again.

    Signals:
        verdict_changed(): there is another verdict.
    """

    verdict_changed = Signal()

    def __init__(
        self,
        scenario: Scenario,
        session: Session,
        portions: Portions,
        new_server: Callable[[str], ServerPane],
        new_client: Callable[[str], ClientPane],
        parent: QObject | None = None,
    ) -> None:
        """Store the arguments; `building` creates the panes, without starting anything.

        Args:
            scenario: the document.
            session: its journal records a run, its threads carry it out.
            portions: starts the panes in portions.
            new_server: creates and adds an empty server pane; is given the name in the document,
                and names the pane so that no other has its name.
            new_client: the same for a client pane.
            parent: the parent object.
        """
        super().__init__(parent)
        self.scenario = scenario
        self._session = session
        self._portions = portions
        self.coming = len(scenario.servers) + len(scenario.clients)
        self.building = self._build()
        self._written: dict[Pane, Endpoint] = {}
        self._built: dict[Pane, dict[str, object]] = {}
        self._forgotten: dict[Pane, tuple[Endpoint, dict[str, object]]] = {}
        self._shown: dict[Pane, ServerParticipant | ClientParticipant] = {}
        self._run: ScenarioRun | None = None
        self.verdict: Verdict | None = None
        self._running: dict[Pane, ServerParticipant | ClientParticipant] = {}
        self._ended: dict[Pane, Part] = {}
        self._began = self._took = 0.0
        self._starting: Iterator[None] = iter(())
        self._restart = False
        self._new_server = new_server
        self._new_client = new_client
        self._is_built = False
        self._is_wanted = False

    def _build(self) -> Iterator[None]:
        """Create the panes, and yield after each; then start a run if one was requested."""
        for server in self.scenario.servers:
            server_pane = self._new_server(server.name)
            server_pane.load(replace(server_settings(server), name=server_pane.name))
            self._take(server_pane, document_endpoint(server.endpoint))
            yield
        for client in self.scenario.clients:
            client_pane = self._new_client(client.name)
            written = document_endpoint(client.endpoint)
            client_pane.load_document(client, reachable(written))
            client_pane.script.ended.connect(self._on_script_ended)
            self._take(client_pane, written)
            yield
        self._is_built = True
        if self._is_wanted:
            self.run()

    def _take(self, pane: Pane, written: Endpoint) -> None:
        self._written[pane] = written
        self._built[pane] = pane.save()
        pane.state_changed.connect(self._on_pane_state_changed)
        self.coming -= 1

    def panes(self) -> list[Pane]:
        """Return its remaining panes, servers first."""
        return list(self._written)

    def forget(self, pane: Pane) -> None:
        """Remove a pane from the list: it was stopped and removed."""
        if pane in self._written:
            # Only closed panes come back; those that were removed are deleted meanwhile.
            self._forgotten = {
                each: kept for each, kept in self._forgotten.items() if isValid(each)
            }
            self._forgotten[pane] = self._written[pane], self._built[pane]
        for table in (self._written, self._built, self._shown, self._running):
            table.pop(pane, None)

    def take_back(self, pane: Pane) -> None:
        """Add a pane to the list again that was its own: the user has opened it again."""
        if pane in self._forgotten:
            self._written[pane], self._built[pane] = self._forgotten.pop(pane)
            is_client = {each: not isinstance(each, ServerPane) for each in self._written}
            self._written = dict(sorted(self._written.items(), key=lambda item: is_client[item[0]]))

    @property
    def is_live(self) -> bool:
        """Whether any of its threads is running."""
        return any(pane.is_live for pane in self.panes())

    def is_kept(self, chosen: Scenario) -> bool:
        """Whether its panes are kept when another scenario is chosen.

        They are if the user has changed or started one of them, and during a run. Servers that
        still listen after a run are removed if the chosen scenario needs their port.
        """
        if any(self._is_changed(pane) for pane in self.panes()):
            return True
        if not self.is_live and not self._is_wanted:
            return False
        return not self._is_through or not self._ports() & _ports(chosen)

    def _is_changed(self, pane: Pane) -> bool:
        """Return whether the user has changed a pane, sent from it, or started it separately."""
        is_started = pane.participant is not self._shown.get(pane)
        return is_started or bool(pane.send_bar.text()) or pane.save() != self._built[pane]

    @property
    def _is_through(self) -> bool:
        """Return whether all clients of the run have finished, and no other peer is connected."""
        if self._run is None or not self._run.finished:
            return False
        strangers = 0
        for pane in self.panes():
            # Datagram peers are never closed.
            if pane.running is not None and pane.is_stream:
                opened = sum(view.is_open for view in pane.running.connections())
                strangers += opened if isinstance(pane, ServerPane) else -opened
        return strangers <= 0

    def _ports(self) -> set[tuple[object, ...]]:
        """Where its servers listen."""
        running = [pane.running for pane in self.panes() if isinstance(pane, ServerPane)]
        return {_port(server.address) for server in running if server is not None}

    def run(self) -> None:
        """Start a run of all panes; the previous run and the clients are stopped first.

        A server that a person has started serves the run as it is. While panes are being made, all
        of them are waited for. Where a script would run elsewhere, a person is asked first. Where a
        field has a mistake, its pane says so and nothing is started.
        """
        self._is_wanted = not self._is_built
        panes = self.panes()
        if self._is_wanted or (panes and panes[0].ask_first(panes, self.run)):
            return
        to_stop = self._of_a_run()
        self._restart = bool(to_stop)
        if self._restart:
            self._stop(to_stop)
            return
        self._starting = self._start()
        self._portions.add(self._starting)

    def _start(self) -> Iterator[None]:
        """Attach the panes to a new run, and yield after each; then start the run."""
        participants: list[ServerParticipant | ClientParticipant] = []
        is_mistaken = False
        for pane, written in list(self._written.items()):
            # The user may have removed or started it in the meantime.
            if pane in self._written and not pane.is_live:
                if pane.address.text() != pane.asked_address():
                    # The next run may assign another one.
                    pane.address.set_text(pane.asked_address())
                participant = pane.new_participant(written)
                if participant is None:
                    is_mistaken = True
                else:
                    participants.append(participant)
                    self._shown[pane] = participant
                    pane.attach(participant)
            yield
        if is_mistaken:
            for participant in participants:
                participant.stop()
        elif participants:
            self._running = {
                pane: shown
                for pane in self.panes()
                if (shown := self._shown.get(pane)) is not None and pane.participant is shown
            }
            self._ended = {}
            self._began = monotonic()
            addresses = self._addresses_of(self.panes())
            session = self._session
            self._run = ScenarioRun(participants, session.journal, session.threads, addresses)
            self._run.start()
            self._judge()

    def stop(self) -> None:
        """Stop the run and all panes."""
        self._is_wanted = False
        self._restart = False
        # The user may have started some of them separately.
        self._stop(self.panes())

    def _stop(self, panes: Sequence[Pane]) -> None:
        self._portions.cancel(self._starting)
        if self._run is not None:
            self._run.stop()
        for pane in reversed(panes):
            pane.stop()

    def _of_a_run(self) -> list[Pane]:
        """Return the live panes without the servers that a person has started."""
        return [
            pane
            for pane in self.panes()
            if pane.is_live
            and not (isinstance(pane, ServerPane) and pane.participant is not self._shown.get(pane))
        ]

    @Slot(object)
    def _on_script_ended(self, finished: Finished) -> None:
        for pane, participant in self._running.items():
            if (
                isinstance(pane, ClientPane)
                and isinstance(participant, ClientParticipant)
                and pane.script is self.sender()
                and pane.participant is participant
            ):
                self._ended[pane] = Part(
                    pane.name,
                    finished,
                    pane.script.begun,
                    pane.script.step,
                    participant.decided_at,
                    participant.was_stopped,
                )
                self._took = monotonic() - self._began
        self._judge()

    def _judge(self) -> None:
        """Set the verdict on the last run; None once a person has started one of its panes again.

        Until the next run, what the panes show then is not what the verdict was about.
        """
        if self._run is None:
            return
        if any(pane.participant is not started for pane, started in self._running.items()):
            self._show_verdict(None)
            return
        parts = list(self._ended.values())
        error = ""
        for pane, participant in self._running.items():
            if isinstance(participant, ServerParticipant):
                error = error or participant.error
            elif pane not in self._ended:
                parts.append(Part(pane.name, None, was_stopped=participant.was_stopped))
        if not any(isinstance(each, ClientParticipant) for each in self._running.values()):
            parts.append(Part("", None, was_stopped=not self.is_live))
        self._show_verdict(judge(parts, self._took, error))

    def _show_given(self, servers: Sequence[Pane], clients: Sequence[Pane]) -> None:
        """Show clients which port their server was given, as a run would, for a start by hand."""
        clients = [pane for pane in clients if isinstance(pane, ClientPane)]
        if not clients:
            return
        addresses = self._addresses_of(servers)
        for pane in clients:
            written = reachable(self._written[pane])
            if written.port == 0 and not pane.is_live:
                place = addresses.for_client(self._written[pane])
                if place != written and pane.asked_address() == str(written):
                    pane.follow(place)

    def _addresses_of(self, servers: Sequence[Pane]) -> Addresses:
        """Return the addresses of the document, with the ports of those servers that listen."""
        addresses = Addresses(list(self._written.values()))
        for pane in servers:
            if isinstance(pane, ServerPane) and pane.state is EndpointState.LISTENING:
                running = pane.running
                if running is not None and running.bound is not None:
                    addresses.listens(self._written[pane], running.bound)
        return addresses

    def _show_verdict(self, verdict: Verdict | None) -> None:
        if verdict != self.verdict:
            self.verdict = verdict
            self.verdict_changed.emit()

    @Slot(object)
    def _on_pane_state_changed(self) -> None:
        sender = self.sender()
        changed = next((pane for pane in self._written if pane is sender), None)
        if isinstance(changed, ServerPane):
            self._show_given([changed], self.panes())
        elif changed is not None:
            self._show_given(self.panes(), [changed])
        self._judge()
        if self._restart and not self._of_a_run():
            self.run()


def _port(endpoint: Endpoint) -> tuple[object, ...]:
    return endpoint.transport, endpoint.port, endpoint.path


def _ports(scenario: Scenario) -> set[tuple[object, ...]]:
    """Where the servers of a document listen, whatever their hosts."""
    return {_port(document_endpoint(server.endpoint)) for server in scenario.servers}
