"""The pane of one client."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from time import monotonic

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu, QWidget

from socket_workbench.dialogues.commands import Finished, Marked, ScriptUpdate
from socket_workbench.engine.client import Client
from socket_workbench.engine.settings import ClientSettings
from socket_workbench.engine.view import ConnectionView, EndpointState
from socket_workbench.gui.conversation.live import LiveConversation
from socket_workbench.gui.looks.state_mark import Tone
from socket_workbench.gui.panes.client_sending import ClientSending
from socket_workbench.gui.panes.close_button import CloseButton
from socket_workbench.gui.panes.options.form import OptionsForm
from socket_workbench.gui.panes.pane import Pane
from socket_workbench.gui.panes.saved import pane_state, restore_pane
from socket_workbench.gui.panes.script_choice import ScriptChoice
from socket_workbench.gui.panes.script_question import ScriptPlace
from socket_workbench.gui.panes.sending import MessageSending
from socket_workbench.gui.panes.setup_line import SetupLine, client_sentence, trace_words
from socket_workbench.gui.panes.state_words import (
    call_words,
    client_words,
    connection_look,
    held_words,
)
from socket_workbench.gui.rows.pieces import PiecesButton
from socket_workbench.gui.script.view import ScriptView
from socket_workbench.gui.sending.bar import SendBar
from socket_workbench.gui.sending.outgoing import Outgoing
from socket_workbench.gui.session.session import Session
from socket_workbench.gui.widgets.buttons import PrimaryButton
from socket_workbench.gui.widgets.notice_line import Remedy
from socket_workbench.gui.widgets.state_chip import StateChip
from socket_workbench.journal.search.filter import Pieces
from socket_workbench.language import tr
from socket_workbench.scenarios.model import ClientDocument
from socket_workbench.scenarios.participants import ClientParticipant, ServerParticipant
from socket_workbench.scenarios.settings import client_settings
from socket_workbench.sockets.addresses.endpoint import AddressError, Endpoint, parse_endpoint
from socket_workbench.sockets.options import ClientOptions


class ClientPane(Pane):
    """Connects a client, shows its conversation, and sends.

    Attributes:
        options: the form of the client's options.
        framing: the framing field of that form.
        setup: the line of the most used settings.
        script: shows the progress, questions and results of a script.
        conversation: the data of all its connections, one after the other.
        pieces: chooses messages or reads; None before the first connection with a framing.
        send_bar: the bar from which the user sends.
    """

    def __init__(self, session: Session, name: str, parent: QWidget | None = None) -> None:
        super().__init__(session, name, tr("Remove this client"), parent)
        self._shown_connection = 0
        self._first_row = 0
        self._focuses_message = False
        self._start = PrimaryButton(tr("Connect"), "plug")
        self._close = CloseButton()
        self._by_script = ScriptChoice()
        self._activity = StateChip(mono=True)
        self.options = OptionsForm(ClientOptions)
        self.framing = self.options.framing
        self.pieces: PiecesButton | None = None
        self.conversation = LiveConversation(session.path, compact=True)
        self.script = ScriptView(self.conversation)
        self.send_bar = SendBar()
        self._sending = MessageSending(self, session.path)
        self._sends = ClientSending(self, self._start_by_hand, session.path)
        self.address.set_text("tcp://127.0.0.1:13145")
        self.chip.keep_room_for(client_words())
        self._arrange()
        self._connect()
        self.refresh()

    def _arrange(self) -> None:
        self._buttons.addWidget(self._start)
        self._buttons.addWidget(self._close)
        self.setup = SetupLine([(self.framing, 0)], self.options)
        self.setup.set_chip(self._activity)
        self.setup.trailing.addWidget(self.script.beside.head, 0, Qt.AlignmentFlag.AlignTop)
        self.setup.trailing.addWidget(self._by_script, 0, Qt.AlignmentFlag.AlignTop)
        for widget in (self.setup, self.options, self.script):
            self.middle.body.addWidget(widget)
        self.list_place.row.addWidget(self.script.beside, 1)
        self.add_list(self.list_place, [self.options, self.script])
        self.body.addWidget(self.send_bar)

    def _connect(self) -> None:
        self._reconnect_wanted = False
        self._start.clicked.connect(self.start)
        self._close.close_requested.connect(self.stop)
        self._close.half_close_requested.connect(self._on_close_half_close_requested)
        self._close.reset_requested.connect(self._on_close_reset_requested)
        self._close.reconnect_requested.connect(self._on_close_reconnect_requested)
        self._bridge.updated.connect(self._on_bridge_updated)
        self.script.answered.connect(self._on_script_answered)
        self.send_bar.file_requested.connect(self._on_send_bar_file_requested)

    def tone_and_word(self, state: EndpointState) -> tuple[Tone, str]:
        """Return how the state is shown, including that of a half-closed connection."""
        view = self._view
        if state is EndpointState.CONNECTED and view is not None and self.is_stream:
            seen = self._session.sockets.of_connection(view.number)
            return connection_look(view, seen, monotonic())
        return super().tone_and_word(state)

    @property
    def _view(self) -> ConnectionView | None:
        return self.running.connection if self.running is not None else None

    @property
    def running(self) -> Client | None:
        """The client started last; None before the first start."""
        participant = self.participant
        return participant.running if isinstance(participant, ClientParticipant) else None

    def load(self, settings: ClientSettings) -> None:
        """Fill the fields from a client's settings, which have no script."""
        self.script.begin(self._by_script.offer(None))
        self._fill(settings)

    def load_document(self, document: ClientDocument, at: Endpoint | None = None) -> None:
        """Fill the fields from a scenario's client, and run its steps when it connects.

        The name stays: the document's may be that of another pane.
        """
        self.load(replace(client_settings(document, at), name=self.name))
        self.script.begin(self._by_script.offer(document))

    def _fill(self, settings: ClientSettings) -> None:
        self.rename(settings.name)
        self.address.set_text(str(settings.endpoint))
        self.options.set_values(settings.options.values())

    def settings(self) -> ClientSettings:
        """Read the fields.

        Raises:
            ValueError: a field is invalid; its message is a sentence that says which.
        """
        mistake = self.options.mistake()
        if mistake:
            raise ValueError(mistake)
        endpoint = parse_endpoint(self.address.text())
        return ClientSettings(
            name=self.name,
            endpoint=endpoint,
            options=ClientOptions.of(self.options.values()),
            script=self._by_script.script(self.framing.framing(), endpoint),
        )

    def new_participant(self, written: Endpoint | None = None) -> ClientParticipant | None:
        """See `Pane.new_participant`."""
        settings = self._read(self.settings)
        if settings is None:
            return None
        return ClientParticipant(settings, written, self._bridge.notify, self._bridge.pass_on)

    def foreign_place(self) -> ScriptPlace | None:
        """Return where the script would run, if that has to be confirmed; None if it has not."""
        try:
            return self._by_script.foreign_place(parse_endpoint(self.asked_address()))
        except AddressError:
            return None

    def attach(self, participant: ServerParticipant | ClientParticipant) -> None:
        """See `Pane.attach`; also connects the script view."""
        self.script.begin(self._by_script.steps())
        self._first_row = self._session.rows
        super().attach(participant)

    def show_details(self, state: EndpointState) -> None:
        """Update the connection's state and the buttons."""
        live = self.is_live
        self._buttons.setCurrentWidget(self._close if live else self._start)
        self._close.set_stream(self.is_stream)
        self._by_script.set_offered(not live)
        self.setup.show_running(live, self._sentence())
        self._show_connection(state)
        self.send_bar.set_link(*self._sends.link(state))
        if state is not self._shown_state:
            self._announce(state)

    def _show_connection(self, state: EndpointState) -> None:
        view, held = self._view, held_words(self.running)
        self.shows_times = view is not None and view.is_open
        if view is None or state in (EndpointState.STOPPED, EndpointState.CONNECTING):
            # Nothing is connected: the call that is held is one of those that connect.
            own = next(iter(held.values()), "")
            self._activity.setVisible(bool(own))
            self._activity.show_state(Tone.WAITING, own)
            return
        if view.number != self._shown_connection:
            self._shown_connection = view.number
            self._offer_pieces()
            self.conversation.add_connection(view.number, self._first_row, self._session.rows)
        # Why it was closed is the last line of the conversation.
        self._activity.setVisible(view.is_open)
        if view.is_open:
            words = call_words(self.running, view, held)
            self._activity.show_state(Tone.WAITING, words)

    def _offer_pieces(self) -> None:
        """Show messages where there is a framing, and a button that offers the reads."""
        is_framed = self.running is not None and not self.running.settings.options.framing.is_none
        if is_framed and self.pieces is None:
            self.pieces = PiecesButton((Pieces.MESSAGES, Pieces.READS))
            self.pieces.set_available(available=True)
            self.pieces.chosen.connect(self.conversation.show_pieces)
            self.setup.trailing.insertWidget(0, self.pieces)
            self.setup.fit(self.width())
            self.conversation.show_pieces(self.pieces.pieces)
        if self.pieces is not None:
            self.pieces.setVisible(is_framed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show words on the buttons of the second line where there is room for all of it."""
        super().resizeEvent(event)
        self.setup.fit(self.width())

    def set_compact(self, compact: bool) -> None:
        """See `Pane.set_compact`."""
        self._start.set_compact(compact)
        self._close.set_compact(compact, "unplug")
        self.setup.fit(self.width())
        self.framing.set_compact(compact)

    def _sentence(self) -> str:
        """Return where the connection comes from and what it runs with."""
        if not isinstance(self.participant, ClientParticipant):
            return ""
        view = self._view if self.state is not EndpointState.CONNECTING else None
        local = "" if view is None else view.local
        options = self.participant.settings.options
        trace = trace_words(options, self.options, steps_all=self._session.steps_calls)
        return client_sentence(options, local, is_stream=self.is_stream, trace=trace)

    def _announce(self, state: EndpointState) -> None:
        client = self.running
        if client is None:
            return
        if state in (EndpointState.FAILED, EndpointState.WAITING_TO_RECONNECT) and client.error:
            self.show_failure()
        elif state is EndpointState.CONNECTED:
            self.notice.clear()
            self._focus_message()
        self._sends.note_state(client, state)
        if not self.is_live:
            self.script.stop()
            if self._reconnect_wanted:
                self._reconnect_wanted = False
                self.start()

    def _focus_message(self) -> None:
        """Move the focus from the head to the message field, once after each start by hand.

        A script sends by itself.
        """
        is_due, self._focuses_message = self._focuses_message, False
        head = (self.address, self._start, self._close, self._close.more)
        participant = self.participant
        has_script = isinstance(participant, ClientParticipant) and participant.settings.script
        if is_due and not has_script and any(each.hasFocus() for each in head):
            self.send_bar.setFocus(Qt.FocusReason.OtherFocusReason)

    def rows_committed(self, count: int) -> None:
        """Show committed rows; called once per batch."""
        self.conversation.grow(count)

    def close_readers(self) -> None:
        """Stop all reading from the journal."""
        self.conversation.close_reader()

    def save(self) -> dict[str, object]:
        """Return the state to save for the next start of the program."""
        script = {"script": self._by_script.isChecked(), "steps": self._by_script.written()}
        return {**pane_state(self), **script}

    @property
    def document(self) -> ClientDocument | None:
        """The client of a scenario whose steps it has; None without steps."""
        return self._by_script.document

    def copy_from(self, other: Pane) -> None:
        """Take the settings of another client pane, with its script, but not its name."""
        if isinstance(other, ClientPane):
            self.script.begin(self._by_script.offer(other.document))
        super().copy_from(other)

    def _action_words(self) -> tuple[str, str]:
        return tr("Connect"), tr("Disconnect")

    def menu(self) -> QMenu:
        """Return the menu of what can be done with the pane and its connection."""
        menu = super().menu()
        menu.addSeparator()
        if self.is_live:
            menu.addActions(self._close.other_ways())
        return menu

    def restore(self, saved: Mapping[str, object]) -> None:
        """Restore a saved state; raises `ValueError` or `TypeError` if it is invalid."""
        restore_pane(self, saved)
        if self.document is None:
            self.script.begin(self._by_script.read(saved.get("steps")))
        self._by_script.setChecked(bool(saved.get("script", True)))

    @Slot(object)
    def _on_bridge_updated(self, update: ScriptUpdate) -> None:
        if isinstance(update, Finished) and not update.passed and self._view is None:
            # The reason of a failure is shown above the steps already.
            if self.running is None:
                self._show_left_out(update.reason)
            self.script.finish(update, says_reason=False)
        elif isinstance(update, Marked):
            self._session.row_marked.emit(update.time)
        else:
            self.script.show_update(update)

    def _show_left_out(self, reason: str) -> None:
        """Show why a run did not start this client."""
        sentence = tr("This client was not started. {reason}", reason=reason)
        offered = []
        if self.participant is not None:
            show = partial(self.server_pane_requested.emit, self.participant.asked)
            offered = [Remedy(tr("Open the server's pane"), show)]
        self.notice.show_error(sentence, offered)

    @Slot(str)
    def _on_script_answered(self, text: str) -> None:
        if self.running is not None:
            self.running.answer(text)

    @Slot()
    def _on_close_half_close_requested(self) -> None:
        if self.running is not None:
            self.running.half_close_connections()

    @Slot()
    def _on_close_reset_requested(self) -> None:
        if self.running is not None:
            self.running.reset()

    @Slot()
    def _on_close_reconnect_requested(self) -> None:
        self.stop()
        self._reconnect_wanted = True

    @Slot()
    def start(self) -> bool:
        """See `Pane.start`; once connected, the message field has the focus."""
        self._focuses_message = True
        return super().start()

    @Slot()
    def stop(self) -> None:
        """See `Pane.stop`; also cancels connecting again after a close."""
        self._reconnect_wanted = False
        super().stop()

    def send(self, outgoing: Outgoing) -> str:
        """See `Pane.send`; connects first if there is no connection."""
        return self._sends.send(outgoing)

    def _start_by_hand(self) -> bool:
        """Connect without running the script, since the user sends."""
        is_script = self._by_script.isChecked()
        self._by_script.setChecked(False)
        is_started = self.start()
        self._by_script.setChecked(is_script)
        return is_started

    @Slot(str)
    def _on_send_bar_file_requested(self, path: str) -> None:
        self._sends.send_file(Path(path))
