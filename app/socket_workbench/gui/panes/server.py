"""The pane of one server."""

from collections.abc import Container, Mapping
from dataclasses import replace
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from msgspec import convert
from PySide6.QtCore import Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from socket_workbench.dialogues.registry import dialogue_kinds
from socket_workbench.engine.server import Server
from socket_workbench.engine.settings import ServerSettings
from socket_workbench.engine.view import ConnectionView, EndpointState
from socket_workbench.gui.looks.state_mark import Tone
from socket_workbench.gui.panes.connections.model import ConnectionRow
from socket_workbench.gui.panes.connections.table import ConnectionsTable
from socket_workbench.gui.panes.dialogue_choice import DialogueChoice
from socket_workbench.gui.panes.options.form import OptionsForm
from socket_workbench.gui.panes.pane import Pane
from socket_workbench.gui.panes.saved import pane_state, restore_pane
from socket_workbench.gui.panes.sending import FileSending, MessageSending, send_outgoing
from socket_workbench.gui.panes.setup_line import (
    SetupLine,
    framing_words,
    receiving_call,
    receiving_words,
    trace_words,
    waiting_words,
)
from socket_workbench.gui.panes.state_words import (
    call_words,
    connection_look,
    ended_by_us,
    held_words,
    nothing_connected,
    server_words,
)
from socket_workbench.gui.sending.bar import SendBar
from socket_workbench.gui.sending.outgoing import Link, Outgoing
from socket_workbench.gui.sending.target_choice import TargetChoice
from socket_workbench.gui.session.session import Session
from socket_workbench.gui.widgets.buttons import PlainButton, PrimaryButton
from socket_workbench.language import tr
from socket_workbench.scenarios.participants import ServerParticipant
from socket_workbench.sockets.addresses.endpoint import Endpoint, parse_endpoint
from socket_workbench.sockets.options import THREADS, ServerOptions

if TYPE_CHECKING:
    from socket_workbench.engine.socket_watch import SeenSocket


class ServerPane(Pane):
    """Starts a server, shows its connections, and sends to them.

    Attributes:
        dialogue: the choice of the dialogue.
        options: the form of the server's options.
        framing: the framing field of that form.
        setup: the line of the most used settings.
        table: the table of connections.
        send_bar: the bar from which the user sends.
    """

    def __init__(self, session: Session, name: str, parent: QWidget | None = None) -> None:
        super().__init__(session, name, tr("Remove this server"), parent)
        self._start = PrimaryButton(tr("Start"), "play")
        self._stop = PlainButton(tr("Stop"), "square")
        self.dialogue = DialogueChoice(dialogue_kinds())
        self.options = OptionsForm(ServerOptions)
        self.framing = self.options.framing
        self.table = ConnectionsTable()
        self.target = TargetChoice()
        self.send_bar = SendBar(primary=False)
        self._sending = MessageSending(self, session.path, self._targets)
        self._file_sending = FileSending(self.send_bar)
        self.address.set_text("tcp://127.0.0.1:13145")
        self.chip.keep_room_for(server_words())
        self._arrange()
        self._connect()
        self.refresh()

    def _arrange(self) -> None:
        self._buttons.addWidget(self._start)
        self._buttons.addWidget(self._stop)
        below = QWidget()
        column = QVBoxLayout(below)
        column.setContentsMargins(0, 0, 0, 0)
        self.dialogue.parameter_form.setContentsMargins(0, 4, 0, 0)
        column.addWidget(self.dialogue.parameter_form)
        self.setup = SetupLine([(self.dialogue, 1), (self.framing, 0)], self.options, below)
        for widget in (self.setup, self.options):
            self.middle.body.addWidget(widget)
        self.list_place.row.addWidget(self.table)
        self.add_list(self.list_place, [self.options])
        self.send_bar.set_target(self.target)
        self.body.addWidget(self.send_bar)

    def _connect(self) -> None:
        self._start.clicked.connect(self.start)
        self._stop.clicked.connect(self.stop)
        self._session.sockets.looked.connect(self._on_sockets_looked)
        self.address.address_committed.connect(self._on_address_committed)
        self.table.close_requested.connect(self._on_table_close_requested)
        self.table.reset_requested.connect(self._on_table_reset_requested)
        self.table.half_close_requested.connect(self._on_table_half_close_requested)
        self.table.follow_requested.connect(self.connection_chosen)
        self.table.filter_requested.connect(self._on_table_filter_requested)
        self.table.reply_copy_requested.connect(self.copy_reply)
        self.table.send_requested.connect(self.send_bar.setFocus)
        self.table.selection_changed.connect(self._on_table_selection_changed)
        self.send_bar.file_requested.connect(self._on_send_bar_file_requested)

    @property
    def running(self) -> Server | None:
        """The server started last; None before the first start."""
        participant = self.participant
        return participant.running if isinstance(participant, ServerParticipant) else None

    def load(self, settings: ServerSettings) -> None:
        """Fill the fields from a server's settings."""
        self.rename(settings.name)
        self.address.set_text(str(settings.endpoint))
        self._offer_dialogues()
        self.dialogue.set_choice(settings.dialogue, settings.parameters)
        self.options.set_values(settings.options.values())

    def settings(self) -> ServerSettings:
        """Read the fields.

        Raises:
            ValueError: a field is invalid; its message is a sentence that says which.
        """
        self._offer_dialogues()
        mistake = self.dialogue.mistake() or self.options.mistake()
        if mistake:
            raise ValueError(mistake)
        return ServerSettings(
            name=self.name,
            endpoint=parse_endpoint(self.address.text()),
            options=ServerOptions.of(self.options.values()),
            dialogue=self.dialogue.choice(),
            parameters=self.dialogue.parameters(),
        )

    def new_participant(self, written: Endpoint | None = None) -> ServerParticipant | None:
        """See `Pane.new_participant`."""
        settings = self._read(self.settings)
        if settings is None:
            return None
        return ServerParticipant(settings, written, self._bridge.notify)

    def asked_address(self) -> str:
        """Return the requested address, also while the field shows the port that was given."""
        server, participant = self.running, self.participant
        shown = self.address.text()
        if server is not None and participant is not None and shown == str(server.bound):
            return str(participant.asked)
        return super().asked_address()

    def show_details(self, state: EndpointState) -> None:
        """Update the connections and the buttons."""
        live = self.is_live
        held = held_words(self.running)
        views = self.running.connections() if self.running is not None else []
        # A call of the listener, or of the socket that receives the datagrams of all peers.
        own = next((held[each] for each in held.keys() - {view.source for view in views}), "")
        self._buttons.setCurrentWidget(self._stop if live else self._start)
        self._stop.setEnabled(state is not EndpointState.STOPPING)
        self.setup.show_running(live, self._sentence(own))
        if state is not self._shown_state:
            self._announce(state)
        known = {view.number: view for view in views}
        self.table.set_calls(receiving_call(self.running), is_stream=self.is_stream)
        # One call waits for the datagrams of all peers, so the last one from any of them counts.
        heard_at = None if self.is_stream else max((view.heard_at for view in views), default=None)
        told = self._session.sockets.of_connection
        if own and not self.is_stream:
            held |= {view.source: own for view in views}

        def row(number: int) -> ConnectionRow:
            view = known[number]
            words = call_words(self.running, view, held, heard_at)
            return _row(view, words, told(number))

        self.table.update_rows(known, row)
        opened = sum(view.is_open for view in views)
        self.shows_times = opened > 0
        receiving = sum(view.can_send for view in views)
        self._show_targets(receiving, known)
        obstacle = ended_by_us() if opened else nothing_connected()
        self.send_bar.set_link(Link.OPEN if receiving else Link.NONE, obstacle)
        if receiving and self.send_bar.mistake() == nothing_connected():
            self.send_bar.show_error("")
        waits = state is EndpointState.LISTENING
        words = waiting_words(self.running) if waits else tr("No connections yet")
        self.table.set_empty_text(own or words)

    def set_compact(self, compact: bool) -> None:
        """See `Pane.set_compact`."""
        for each in (self._start, self._stop, self.dialogue, self.framing):
            each.set_compact(compact)

    def _sentence(self, held: str) -> str:
        """Return what the server runs with: `Welcome · no framing · backlog 5 · recv(1024)`.

        If it is open to the network, the addresses that others can use come first.

        Args:
            held: its own call that is held; empty for none.
        """
        if not isinstance(self.participant, ServerParticipant):
            return ""
        settings = self.participant.settings
        options = settings.options
        parts = [self.dialogue.title_of(settings.dialogue), framing_words(options.framing)]
        if self._reachable():
            parts.insert(0, tr("Open to the network: {addresses}", addresses=self._reachable()))
        if self.is_stream:
            rows = {row.name: row for row in ServerOptions.rows()}
            backlog = tr(rows["backlog"].kind.write(options.backlog))
            words = tr("backlog {number}", number=backlog)
            address = str(self.running.address) if self.running is not None else ""
            listener = self._session.sockets.of_listener(address)
            if listener is not None and listener.now.receive_queue:
                waiting = listener.now.receive_queue
                words = tr("{backlog} ({count} waiting)", backlog=words, count=waiting)
            parts.append(words)
            if options.model != THREADS:
                titles = {value: title for title, value in rows["model"].kind.choices()}
                parts.append(titles[options.model])
        parts.append(receiving_words(options, is_stream=self.is_stream))
        steps_all = self._session.steps_calls
        parts.append(trace_words(options, self.options, steps_all=steps_all))
        return " · ".join(part for part in (*parts, held) if part)

    def _announce(self, state: EndpointState) -> None:
        server = self.running
        if server is None:
            return
        if state is EndpointState.LISTENING and server.bound is not None:
            asked = server.settings.endpoint
            if server.bound.port != asked.port:
                # The port that was given for port 0.
                self.address.set_text(str(replace(asked, port=server.bound.port)))
        if not state.is_live:
            # The next start may be given another port.
            self.address.set_text(self.asked_address())
        if state is EndpointState.FAILED:
            self.show_failure()

    def _reachable(self) -> str:
        """Return the addresses that others can use, if the server is open to the network."""
        server = self.running
        if server is None or not self.is_live:
            return ""
        return ", ".join(str(endpoint) for endpoint in server.reachable)

    def menu(self) -> QMenu:
        """Return the menu of what can be done with the pane."""
        menu = super().menu()
        menu.addSeparator()
        copy = menu.addAction(tr("Copy the addresses for others"))
        copy.setEnabled(bool(self._reachable()))
        copy.triggered.connect(self._on_copy_reachable_triggered)
        return menu

    @Slot()
    def _on_copy_reachable_triggered(self) -> None:
        QGuiApplication.clipboard().setText(self._reachable())

    def save(self) -> dict[str, object]:
        """Return the state to save for the next start of the program."""
        return {
            **pane_state(self),
            "dialogue": self.dialogue.choice(),
            "parameters": self.dialogue.parameters(),
        }

    def restore(self, saved: Mapping[str, object]) -> None:
        """Restore a saved state; raises `ValueError` or `TypeError` if it is invalid."""
        restore_pane(self, saved)
        self._offer_dialogues()
        parameters = convert(saved["parameters"], dict[str, str | bool])
        self.dialogue.set_choice(str(saved["dialogue"]), parameters)

    def _offer_dialogues(self) -> None:
        endpoint = parse_endpoint(self.address.text())
        self.dialogue.set_transport("stream" if endpoint.transport.is_stream else "datagram")

    @Slot()
    def _on_sockets_looked(self) -> None:
        # Otherwise the ticks do it.
        if self.isVisible() and not self.shows_times:
            self.refresh()

    @Slot(str)
    def _on_address_committed(self, address: str) -> None:
        self._offer_dialogues()

    @Slot(list)
    def _on_table_close_requested(self, numbers: list[int]) -> None:
        if self.running is not None:
            self.running.close_connections(numbers)

    @Slot(int)
    def _on_table_filter_requested(self, number: int) -> None:
        views = self.running.connections() if self.running is not None else []
        for view in views:
            if view.number == number:
                self.source_chosen.emit(view.source)

    @Slot(list)
    def _on_table_reset_requested(self, numbers: list[int]) -> None:
        if self.running is not None:
            self.running.reset_connections(numbers)

    @Slot(list)
    def _on_table_half_close_requested(self, numbers: list[int]) -> None:
        if self.running is not None:
            self.running.half_close_connections(numbers)

    @Slot(list)
    def _on_table_selection_changed(self, numbers: list[int]) -> None:
        # Do not call `refresh`: this is also emitted while the table removes rows.
        views = self.running.connections() if self.running is not None else []
        self._show_targets(sum(view.can_send for view in views), {view.number for view in views})

    def _show_targets(self, opened: int, listed: Container[int]) -> None:
        numbers, peers = self.table.selected_numbers(), self.table.selected_peers()
        self.target.show_targets(opened, numbers, peers, listed)

    def send(self, outgoing: Outgoing) -> str:
        """See `Pane.send`."""
        connection, server = outgoing.connection, self.running
        targets = self._targets() if connection is None else [connection]
        if targets == []:
            return self._selected_obstacle()
        if server is None:
            return nothing_connected()
        refusal = send_outgoing(server, outgoing, self._session.path, targets)
        if refusal and connection is not None:
            return tr("That connection of {name} has ended.", name=self.name)
        return refusal

    @Slot(str)
    def _on_send_bar_file_requested(self, path: str) -> None:
        targets = self._targets()
        if targets == []:
            self.send_bar.show_error(self._selected_obstacle())
            return
        server = self.running
        transfers = server.send_file(Path(path), targets) if server is not None else []
        self._file_sending.watch(transfers, nothing_connected())

    def _targets(self) -> list[int] | None:
        """Return the numbers of the connections to send to; None for all."""
        if not self.target.only_selected():
            return None
        return self.table.selected_numbers(only_receiving=True)

    def _selected_obstacle(self) -> str:
        if self.table.selected_numbers(only_open=True):
            return ended_by_us()
        return tr("What is selected is closed; select another connection, or send to all.")


def _row(view: ConnectionView, words: str, seen: "SeenSocket | None") -> ConnectionRow:
    ended = view.closed_at if view.closed_at is not None else monotonic()
    tone, state = connection_look(view, seen, monotonic())
    is_told = seen is not None and not seen.is_ended
    return ConnectionRow(
        number=view.number,
        peer=view.peer,
        state=state,
        bytes_in=view.bytes_in,
        bytes_out=view.bytes_out,
        age_seconds=ended - view.opened_at,
        now=words,
        open=view.is_open,
        half_closed=tone is Tone.WAITING,
        can_send=view.can_send,
        receive_queue=seen.now.receive_queue if seen is not None and is_told else None,
        send_queue=seen.now.send_queue if seen is not None and is_told else None,
        rtt=seen.rtt if seen is not None and is_told else None,
    )
