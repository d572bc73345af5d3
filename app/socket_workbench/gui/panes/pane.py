"""What server panes and client panes have in common."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QAbstractSpinBox, QHBoxLayout, QLineEdit, QWidget

from socket_workbench.engine.running_endpoint import RunningEndpoint
from socket_workbench.engine.settings import ClientSettings, ServerSettings
from socket_workbench.engine.view import EndpointState
from socket_workbench.gui.looks.state_mark import Tone
from socket_workbench.gui.panes.address_field import AddressField
from socket_workbench.gui.panes.script_question import ScriptPlace, ask_about_places
from socket_workbench.gui.panes.state_words import tone_of, word_of
from socket_workbench.gui.sending.bar import SendBar
from socket_workbench.gui.session.session import Session
from socket_workbench.gui.threads.bridge import Bridge
from socket_workbench.gui.widgets.buttons import IconButton
from socket_workbench.gui.widgets.card import Card
from socket_workbench.gui.widgets.notice import Notice
from socket_workbench.gui.widgets.state_chip import StateChip
from socket_workbench.language import tr
from socket_workbench.scenarios.participants import ClientParticipant, ServerParticipant
from socket_workbench.sockets.addresses.endpoint import (
    AddressError,
    Endpoint,
    parse_endpoint,
    unix_supported,
)

SettingsT = TypeVar("SettingsT", ServerSettings, ClientSettings)

LEAST_LIST = 64
"""Pixels of height that a pane's list keeps where there is little room."""


def address_mistake(text: str) -> str:
    """Say what is wrong with an address; empty when it is one."""
    try:
        endpoint = parse_endpoint(text)
    except AddressError as error:
        return str(error)
    return unix_supported() if endpoint.transport.is_unix else ""


class Pane(Card):
    """A card with an address, a state, and a way to start and stop.

    It is a view of one participant after the other, which it or a scenario's run starts.

    What raises `NotImplementedError` is for the panes of servers and clients: a widget's metaclass
    is Qt's, so that it cannot be abstract as Python means it.

    Attributes:
        name: what the endpoint is called here and in the log.
        shows_times: whether it shows ages, waiting times or counts that change without a signal.
        send_bar: what a person sends.

    Signals:
        state_changed(EndpointState): the endpoint's state is another now.
        connection_chosen(int): the log is to show only this connection.
        removal_requested(): the pane is to be taken away.
    """

    state_changed = Signal(object)
    connection_chosen = Signal(int)
    removal_requested = Signal()

    def __init__(
        self, session: Session, name: str, removal_words: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(name, parent)
        self.name = name
        self.shows_times = False
        self._session = session
        self._participant: ServerParticipant | ClientParticipant | None = None
        self._shown_state = EndpointState.STOPPED
        # Belongs to the session: threads that still end call it when the pane is gone.
        self._bridge = Bridge(session)
        self.address = AddressField(address_mistake)
        self.send_bar: SendBar
        self.chip = StateChip()
        self.notice = Notice()
        self._remove = IconButton("x", removal_words)
        self.header.addWidget(self.address, 1, Qt.AlignmentFlag.AlignTop)
        self.header.addWidget(self.chip, 0, Qt.AlignmentFlag.AlignTop)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(8)
        self.header.addLayout(self._buttons)
        self.header.addWidget(self._remove, 0, Qt.AlignmentFlag.AlignTop)
        session.ticker.ticked.connect(self._on_ticker_ticked)
        self._bridge.changed.connect(self.refresh)
        self._remove.clicked.connect(self.removal_requested)

    @property
    def participant(self) -> ServerParticipant | ClientParticipant | None:
        """What is shown; None before the first start."""
        return self._participant

    @property
    def running(self) -> RunningEndpoint | None:
        """The server or client that was started last; None before the first start."""
        return self._participant.running if self._participant is not None else None

    @property
    def state(self) -> EndpointState:
        """What the endpoint is doing."""
        participant = self._participant
        return participant.state if participant is not None else EndpointState.STOPPED

    @property
    def is_stream(self) -> bool:
        """Whether what runs is a stream rather than datagrams."""
        participant = self._participant
        return participant is None or participant.settings.endpoint.transport.is_stream

    @property
    def is_live(self) -> bool:
        """Whether threads run for it, or a scenario's run is about to start it."""
        return self.state.is_live

    def tone_and_word(self, state: EndpointState) -> tuple[Tone, str]:
        """Return how its state is shown."""
        return tone_of(state), word_of(state, is_stream=self.is_stream)

    def new_participant(
        self, written: Endpoint | None = None
    ) -> ServerParticipant | ClientParticipant | None:
        """Read the fields into a participant, to be attached and started.

        Args:
            written: its endpoint in the scenario's document, where it has one.

        Returns:
            The participant; None when one runs, or a field has a mistake, which is shown then.
        """
        raise NotImplementedError

    def attach(self, participant: ServerParticipant | ClientParticipant) -> None:
        """Show a new participant from now on, before it is started."""
        settings = participant.settings
        self.notice.clear()
        # A datagram, and what a framing marks, can be empty.
        is_marked = not settings.options.framing.is_none
        self.send_bar.set_empty_allowed(is_marked or not settings.endpoint.transport.is_stream)
        self._participant = participant
        self.refresh()

    @Slot()
    def start(self) -> bool:
        """Start it with what the fields say.

        Returns:
            Whether it was started; not when a field has a mistake, nor before a person has said
            whether a script may run at the address.
        """
        if self.is_live or self.ask_first([self], self.start):
            return False
        participant = self.new_participant()
        if participant is None:
            return False
        self.attach(participant)
        participant.start(self._session.journal, self._session.threads)
        return True

    @Slot()
    def stop(self) -> None:
        """Begin to stop it; where it waits for its turn to start, it has it no more."""
        if self._participant is not None:
            self._participant.stop()

    def ask_first(self, panes: Sequence["Pane"], then: Callable[[], object]) -> bool:
        """Ask whether the scripts of panes may run at their addresses, where that is needed.

        Args:
            panes: what is to be started.
            then: called when a person has agreed.

        Returns:
            Whether a person is asked; nothing may be started then.
        """
        places = [place for pane in panes if (place := pane.foreign_place()) is not None]
        return ask_about_places(places, self._session.confirmed_places, then, self.window())

    def foreign_place(self) -> ScriptPlace | None:
        """Return where a script would run, if that has to be confirmed; None if it has not."""
        return None

    def rename(self, name: str) -> None:
        """Call it something else from the next start on."""
        self.name = name
        self.set_title(name)

    @Slot()
    def refresh(self) -> None:
        """Show how things stand."""
        state = self.state
        if state is not self._shown_state and state.is_live:
            self._show_place()
        self.chip.show_state(*self.tone_and_word(state))
        self.show_details(state)
        self.address.set_read_only(state.is_live)
        self._session.ticker.set_wanted(self, wanted=self.isVisible() and self.shows_times)
        if state is not self._shown_state:
            self._shown_state = state
            self.state_changed.emit(state)

    def heightForWidth(self, width: int) -> int:
        """Return the least height: where room is short, the list gives way before the pane scrolls.

        A scroll area asks this, not `minimumSizeHint`, once a wrapped sentence is shown; by default
        it is the height that the layout would like to have.
        """
        layout = self.layout()
        return layout.totalMinimumHeightForWidth(width) if layout is not None else 0

    def showEvent(self, event: QShowEvent) -> None:
        """Show how things stand now: hidden, it does not follow ages and counts."""
        super().showEvent(event)
        self.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        """Let the clock rest."""
        super().hideEvent(event)
        self._session.ticker.set_wanted(self, wanted=False)

    @Slot()
    def _on_ticker_ticked(self) -> None:
        if self.isVisible() and self.shows_times:
            self.refresh()

    def show_details(self, state: EndpointState) -> None:
        """Show what only this sort of pane has."""
        raise NotImplementedError

    def save(self) -> dict[str, object]:
        """Return what is kept for the next start of the program."""
        raise NotImplementedError

    def restore(self, saved: Mapping[str, object]) -> None:
        """Return to what was kept; raises `ValueError` or `TypeError` for what makes no sense."""
        raise NotImplementedError

    def rows_committed(self, count: int) -> None:
        """Show what the journal has now; called once per batch."""

    def close_readers(self) -> None:
        """End what reads the journal, before its file goes."""

    def _read(self, settings: Callable[[], SettingsT]) -> SettingsT | None:
        """Read the settings in the fields; None when they are in use or have a mistake."""
        if self.is_live or not self._settle_fields():
            return None
        try:
            return settings()
        except ValueError as error:
            self.notice.show_error(str(error))
            return None

    def _show_place(self) -> None:
        """Show the address that a run has given the participant, where it is another one."""
        participant = self._participant
        if participant is not None and participant.settings.endpoint != participant.asked:
            self.address.set_text(str(participant.settings.endpoint))

    def _settle_fields(self) -> bool:
        """Take what is typed, as when a field is left; returns whether the address is right."""
        field = self.focusWidget()
        if isinstance(field, QAbstractSpinBox):
            field.interpretText()
        if isinstance(field, QLineEdit | QAbstractSpinBox):
            field.editingFinished.emit()
        if self.address.validate():
            return True
        self.address.select_all()
        return False

    def _nothing_to_send_to(self) -> str:
        return tr("Nothing is connected.")
