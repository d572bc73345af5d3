"""The base class of server panes and client panes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QContextMenuEvent, QHideEvent, QShowEvent
from PySide6.QtWidgets import QAbstractSpinBox, QLineEdit, QMenu, QStackedLayout, QWidget

from socket_workbench.engine.running_endpoint import RunningEndpoint
from socket_workbench.engine.settings import SettingsT, stepped
from socket_workbench.engine.view import EndpointState
from socket_workbench.gui.looks.state_mark import Tone
from socket_workbench.gui.panes.address_field import AddressField
from socket_workbench.gui.panes.list_place import ListPlace
from socket_workbench.gui.panes.options.form import OptionsForm, show_mistaken_field
from socket_workbench.gui.panes.pinned_card import PinnedCard
from socket_workbench.gui.panes.remedies import address_mistake, address_remedies, remedies
from socket_workbench.gui.panes.script_question import ScriptPlace, ask_about_places
from socket_workbench.gui.panes.state_words import tone_of, word_of
from socket_workbench.gui.sending.bar import SendBar
from socket_workbench.gui.sending.outgoing import Outgoing
from socket_workbench.gui.session.session import Session
from socket_workbench.gui.threads.bridge import Bridge
from socket_workbench.gui.widgets.buttons import IconButton
from socket_workbench.gui.widgets.entry_menu import MenuEntry, entry_menu
from socket_workbench.gui.widgets.notice_line import NoticeLine, Remedy
from socket_workbench.gui.widgets.state_chip import StateChip
from socket_workbench.language import tr
from socket_workbench.scenarios.participants import ClientParticipant, ServerParticipant
from socket_workbench.sockets.addresses.endpoint import Endpoint


class Pane(PinnedCard):
    """A card with an address, a state, and a button to start and stop.

    The head and the send bar are always visible. What is between them scrolls once its list has
    shrunk to two rows. It shows one participant after the other, started by the pane or by a
    scenario's run.

    Methods that raise `NotImplementedError` are abstract: widgets' metaclass excludes `abc.ABC`.

    Attributes:
        name: the name of the endpoint, also in the log; used from the next start on.
        shows_times: whether it shows ages, waiting times or counts, which change without a signal.
        options: the form of the options.
        send_bar: the bar from which the user sends.
        notice: shows an error, above the list.

    Signals:
        state_changed(EndpointState): the endpoint's state has changed.
        look_changed(): the tone or the word of the state has changed, or whether it repeats.
        refreshed(): what is shown was updated, also because calls were held or let go.
        connection_chosen(int): show this connection in the conversation.
        source_chosen(int): show only the connection of this source in the log.
        address_replaced(): another address was set in the field, or one was committed.
        duplicate_requested(Pane): the user wants a copy of this pane.
        program_requested(Pane): the user wants to see the Python program of this pane.
        server_requested(Pane, Endpoint): the user wants a server there, and then this client.
        server_pane_requested(Endpoint): the user wants to see the pane of the server there.
        removal_requested(): the close button was pressed.
    """

    state_changed = Signal(object)
    look_changed = Signal()
    refreshed = Signal()
    connection_chosen = Signal(int)
    source_chosen = Signal(int)
    address_replaced = Signal()
    duplicate_requested = Signal(object)
    program_requested = Signal(object)
    server_requested = Signal(object, object)
    server_pane_requested = Signal(object)
    removal_requested = Signal()

    def __init__(
        self, session: Session, name: str, removal_words: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(name, parent)
        self.shows_times = False
        self._session = session
        self._participant: ServerParticipant | ClientParticipant | None = None
        self._shown_state = EndpointState.STOPPED
        self._has_shown_place = False
        self._followed = ("", "")
        # A child of the session: threads that are still ending call it after the pane is deleted.
        self._bridge = Bridge(session, session.turns)
        self.address = AddressField(address_mistake)
        self.send_bar: SendBar
        self.options: OptionsForm
        self.chip = StateChip()
        self.notice = NoticeLine()
        self.list_place = ListPlace(self.notice)
        self._remove = IconButton("x", removal_words, small=True)
        self.header.setSpacing(6)
        self.header.addWidget(self.address, 1, Qt.AlignmentFlag.AlignTop)
        self.header.addWidget(self.chip, 0, Qt.AlignmentFlag.AlignTop)
        # As wide as the widest of them, so that nothing moves when another one is shown.
        self._buttons = QStackedLayout()
        self.header.addLayout(self._buttons)
        self.header.addWidget(self._remove, 0, Qt.AlignmentFlag.AlignVCenter)
        session.ticker.ticked.connect(self._on_ticker_ticked)
        self._bridge.changed.connect(self.refresh)
        self.address.start_requested.connect(self.start)
        self.address.text_replaced.connect(self.address_replaced)
        self._remove.clicked.connect(self.removal_requested)
        self.address.text_changed.connect(self._on_address_text_changed)
        self.address.mistake_found.connect(self._on_address_mistake_found)

    @property
    def participant(self) -> ServerParticipant | ClientParticipant | None:
        """The participant shown; None before the first start."""
        return self._participant

    @property
    def running(self) -> RunningEndpoint | None:
        """The server or client started last; None before the first start."""
        return self._participant.running if self._participant is not None else None

    @property
    def state(self) -> EndpointState:
        """The state of the endpoint."""
        return EndpointState.STOPPED if self._participant is None else self._participant.state

    @property
    def is_stream(self) -> bool:
        """Whether the transport is a stream rather than datagrams."""
        participant = self._participant
        return participant is None or participant.settings.endpoint.transport.is_stream

    @property
    def is_live(self) -> bool:
        """Whether its threads are running, or a scenario's run is about to start it."""
        return self.state.is_live

    def tone_and_word(self, state: EndpointState) -> tuple[Tone, str]:
        """Return how the state is shown."""
        return tone_of(state), word_of(state, is_stream=self.is_stream)

    def new_participant(
        self, written: Endpoint | None = None
    ) -> ServerParticipant | ClientParticipant | None:
        """Create a participant from the fields, to be attached and started.

        Args:
            written: its endpoint in the scenario document, if it has one.

        Returns:
            The participant; None if one is running, or if a field is invalid, which is shown then.
        """
        raise NotImplementedError

    def attach(self, participant: ServerParticipant | ClientParticipant) -> None:
        """Show a new participant; called before it is started."""
        settings = participant.settings
        self.notice.clear()
        # A datagram or a framed message can be empty.
        is_marked = not settings.options.framing.is_none
        self.send_bar.set_empty_allowed(is_marked or not settings.endpoint.transport.is_stream)
        self._participant = participant
        self._has_shown_place = False
        self.refresh()

    @Slot()
    def start(self) -> bool:
        """Start the endpoint with the settings in the fields.

        Returns:
            Whether it was started: False if a field is invalid, or if the user is asked first
            whether a script may run at the address.
        """
        if self.is_live or self.ask_first([self], self.start):
            return False
        if (participant := self.new_participant()) is None:
            return False
        self.attach(participant)
        participant.start(self._session.journal, self._session.threads)
        return True

    @Slot()
    def stop(self) -> None:
        """Start to stop the endpoint, or cancel its start if a run has not started it yet."""
        self.send_bar.stop_repeating()
        if self._participant is not None:
            self._participant.stop()

    def send(self, outgoing: Outgoing) -> str:
        """Send bytes; return a sentence that says why they cannot be sent, or an empty text."""
        raise NotImplementedError

    def copy_reply(self, number: int | None = None, *, as_hex: bool = False) -> None:
        """Copy what was received last on a connection, if anything was.

        Args:
            number: the connection; None for the newest.
            as_hex: whether to copy it as `48 65` rather than as text.
        """
        from socket_workbench.gui.rows.replies import copy_reply

        views = self.running.connections() if self.running is not None else []
        if number is None:
            number = max((view.number for view in views), default=0)
        copy_reply(self._session.path, number, self.send_bar.encoding, as_hex=as_hex)

    def ask_first(self, panes: Sequence["Pane"], then: Callable[[], object]) -> bool:
        """Ask whether the scripts of panes may run at their addresses, if that must be confirmed.

        Args:
            panes: the panes to start.
            then: called when the user has agreed.

        Returns:
            Whether the user is asked; if so, do not start anything.
        """
        places = [place for pane in panes if (place := pane.foreign_place()) is not None]
        return ask_about_places(places, self._session.confirmed_places, then, self.window())

    def foreign_place(self) -> ScriptPlace | None:
        """Return where a script would run, if that must be confirmed; otherwise None."""
        return None

    def asked_address(self) -> str:
        """Return the requested address, also while the field shows the port that was given."""
        shown, participant = self.address.text(), self._participant
        given, asked = self._followed
        if shown == given:
            return asked
        if participant is None:
            return shown
        endpoint, running = participant.settings.endpoint, participant.running
        bound = endpoint if running is None else replace(endpoint, port=running.address.port)
        return str(participant.asked) if shown in (str(endpoint), str(bound)) else shown

    def follow(self, place: Endpoint) -> None:
        """Show where the server listens now whose port was not known; keep what was requested."""
        self._followed = str(place), self.asked_address()
        self.address.set_text(str(place))

    def copy_from(self, other: "Pane") -> None:
        """Take the settings of another pane of this sort, but not its name."""
        self.restore({**other.save(), "name": self.name})

    def menu(self) -> QMenu:
        """Return the menu of what can be done with the pane."""
        start, stop = self._action_words()
        return entry_menu(
            self,
            [
                MenuEntry(start, self.start, not self.is_live),
                MenuEntry(stop, self.stop, self.is_live),
                None,
                MenuEntry(tr("Send last message again"), self.send_bar.sent.send_last),
                MenuEntry(tr("Repeat a message…"), self.send_bar.repeat_message),
                MenuEntry(tr("Sent messages"), self.send_bar.sent.show_list),
                MenuEntry(tr("Copy the reply as text"), self.copy_reply),
                MenuEntry(tr("Copy the reply in hex"), partial(self.copy_reply, as_hex=True)),
                None,
                *self.options.call_entries(self.switch_calls),
                MenuEntry(tr("Python program"), partial(self.program_requested.emit, self)),
                MenuEntry(tr("Rename"), self.edit_name),
                MenuEntry(tr("Duplicate"), partial(self.duplicate_requested.emit, self)),
                MenuEntry(self._remove.accessibleName(), self.removal_requested.emit),
            ],
        )

    def switch_calls(self, option: str, is_on: bool) -> None:
        """Set the option `trace` or `step` for the next start; step what is traced at once."""
        self.options.set_values({option: is_on})
        if option == "step" and self.running is not None:
            self.running.step_calls(is_on)
        self.refresh()

    def _action_words(self) -> tuple[str, str]:
        return tr("Start"), tr("Stop")

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Show the menu."""
        menu = self.menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    @Slot()
    def refresh(self) -> None:
        """Update everything shown."""
        state = self.state
        if not self._has_shown_place and self.running is not None:
            self._has_shown_place = True
            self._session.sockets.add(self.running)
            self._show_place()
        look = self.tone_and_word(state)
        if look != (self.chip.tone(), self.chip.word()):
            self.chip.show_state(*look)
            self.look_changed.emit()
        self.show_details(state)
        self.address.set_read_only(state.is_live)
        self._session.ticker.set_wanted(self, wanted=self.isVisible() and self.shows_times)
        if state is not self._shown_state:
            self._shown_state = state
            self.state_changed.emit(state)
        self.refreshed.emit()

    def showEvent(self, event: QShowEvent) -> None:
        """Update everything shown: while hidden, ages and counts are not updated."""
        super().showEvent(event)
        self.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        """Stop asking for ticks."""
        super().hideEvent(event)
        self._session.ticker.set_wanted(self, wanted=False)

    @Slot()
    def _on_ticker_ticked(self) -> None:
        if self.isVisible() and self.shows_times:
            self.refresh()

    def show_details(self, state: EndpointState) -> None:
        """Update what is specific to servers or clients."""
        raise NotImplementedError

    def save(self) -> dict[str, object]:
        """Return the state to save for the next start of the program."""
        raise NotImplementedError

    def restore(self, saved: Mapping[str, object]) -> None:
        """Restore a saved state; raises `ValueError` or `TypeError` if it is invalid."""
        raise NotImplementedError

    def start_at(self, endpoint: Endpoint) -> None:
        """Set the address and start; for a remedy."""
        self.address.set_text(str(endpoint))
        self.start()

    def start_with(self, options: Mapping[str, object]) -> None:
        """Set options and start; for a remedy."""
        self.options.set_values(options)
        self.start()

    def show_failure(self) -> None:
        """Show why the endpoint has failed, and what can be done about it."""
        running = self.running
        if running is not None and running.error:
            self.notice.show_error(running.error, remedies(self, running.cause))

    @Slot()
    def _on_address_text_changed(self) -> None:
        if self.address.text() != self._followed[0]:  # not edited, but set by `follow`
            self.notice.clear()

    @Slot(str)
    def _on_address_mistake_found(self, sentence: str) -> None:
        offered = address_remedies(self.address.text(), self.address.set_text)
        self.notice.show_error(sentence, offered)

    def rows_committed(self, count: int) -> None:
        """Show committed rows; called once per batch."""

    def close_readers(self) -> None:
        """Stop all reading from the journal, before its file is removed."""

    def _read(self, settings: Callable[[], SettingsT]) -> SettingsT | None:
        """Read the settings from the fields; None if the endpoint is live or a field is invalid."""
        if self.is_live or not self._settle_fields():
            return None
        try:
            read = settings()
            return stepped(read) if self._session.steps_calls else read
        except ValueError as error:
            show = Remedy(tr("Show the field"), partial(show_mistaken_field, self, self.options))
            self.notice.show_error(str(error), [show])
            return None

    def _show_place(self) -> None:
        """Show the address that a run has assigned to the started participant, if it differs."""
        participant = self._participant
        if participant is not None and participant.settings.endpoint != participant.asked:
            self.address.set_text(str(participant.settings.endpoint))

    def _settle_fields(self) -> bool:
        """Commit what is typed, as when a field is left; return whether the address is valid."""
        field = self.focusWidget()
        if isinstance(field, QAbstractSpinBox):
            field.interpretText()
        if isinstance(field, QLineEdit | QAbstractSpinBox):
            field.editingFinished.emit()
        if self.address.validate():
            return True
        self.address.select_all()
        return False
