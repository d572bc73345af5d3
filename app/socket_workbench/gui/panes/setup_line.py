"""The second line of a pane, fields before it runs and a sentence while it does; words of calls."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from socket_workbench.engine.connections.connection import READ_AHEAD
from socket_workbench.engine.server import Server
from socket_workbench.gui.looks.fonts import row_height
from socket_workbench.gui.panes.options.form import OptionsForm
from socket_workbench.gui.widgets.buttons import RankedButton
from socket_workbench.gui.widgets.labels import ElidedLabel
from socket_workbench.language import tr
from socket_workbench.payload.framing import Framing
from socket_workbench.sockets.options import ClientOptions, ServerOptions

_WORDS_FROM = 19
"""The width of a pane from which its buttons have words, in heights of fields: 570 pixels."""


class SetupLine(QWidget):
    """The most used settings, and the button that opens the others.

    While the endpoint runs, a sentence in their place says what it runs with. The button opens the
    fields then, too; what is changed there applies from the next start.

    Args:
        fields: the fields of the most used settings, with the stretch of each.
        options: the form of the other settings; its button is placed here.
        below: further fields, placed below the others.

    Attributes:
        sentence: the sentence.
        trailing: the row before the button.
    """

    def __init__(
        self,
        fields: Sequence[tuple[QWidget, int]],
        options: OptionsForm,
        below: QWidget | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._fields = [field for field, _ in fields] + ([below] if below is not None else [])
        self._options = options
        self._is_running = False
        self.sentence = ElidedLabel("", "", Qt.TextElideMode.ElideRight)
        self.sentence.setProperty("looks", "row")
        self._beside = QWidget()
        self._beside.hide()
        chip = QHBoxLayout(self._beside)
        chip.setContentsMargins(0, 0, 0, 0)
        self.trailing = QHBoxLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        # What is below keeps its own distance, and none while it shows nothing.
        column.setSpacing(0)
        row = QHBoxLayout()
        row.setSpacing(6)
        column.addLayout(row)
        if below is not None:
            column.addWidget(below)
        top = Qt.AlignmentFlag.AlignTop
        for field, stretch in fields:
            row.addWidget(field, stretch, top)
        row.addWidget(self.sentence, 0, top)
        row.addWidget(self._beside, 0, top)
        row.addStretch(1)
        row.addLayout(self.trailing)
        row.addWidget(options.more_button, 0, top)
        options.more_button.keep_room_for(tr("Edit"), tr("Done"), tr("More"), tr("Less"))
        self.sentence.hide()
        options.more_button.toggled.connect(self._arrange)

    def set_chip(self, chip: QWidget) -> None:
        """Add a chip behind the sentence, to be shown with it."""
        layout = self._beside.layout()
        if layout is not None:
            layout.addWidget(chip)

    def fit(self, width: int) -> None:
        """Show words, or icons only, on the buttons before the last one in a pane of this width."""
        compact = width < row_height(self.font()) * _WORDS_FROM
        for place in range(self.trailing.count()):
            item = self.trailing.itemAt(place)
            button = item.widget() if item is not None else None
            if isinstance(button, RankedButton):
                button.set_compact(compact)
        # What is behind it would be cut before it is.
        self.sentence.setMinimumWidth(1 if compact else 0)

    def show_running(self, running: bool, sentence: str) -> None:
        """Show the sentence while the endpoint runs, otherwise the fields."""
        self.sentence.setText(sentence)
        if running != self._is_running:
            self._is_running = running
            self._options.more_button.set_words(
                *((tr("Edit"), tr("Done")) if running else (tr("More"), tr("Less")))
            )
            self._options.show_note(
                tr("What is changed applies from the next start on.") if running else ""
            )
            self._arrange()

    @Slot()
    def _arrange(self) -> None:
        shows_fields = not self._is_running or self._options.more_button.isChecked()
        self.sentence.setVisible(not shows_fields)
        self._beside.setVisible(not shows_fields)
        for field in self._fields:
            field.setVisible(shows_fields)


def framing_words(framing: Framing) -> str:
    """Return how a sentence names a framing: `no framing`, `framing line`."""
    return tr("no framing") if framing.is_none else tr("framing {name}", name=framing)


def trace_words(
    options: ServerOptions | ClientOptions, form: OptionsForm, *, steps_all: bool = False
) -> str:
    """Return what a sentence says of the trace of calls; empty where there is none.

    Args:
        options: those of what runs.
        form: those of the next start.
        steps_all: whether everything that is started is stepped.
    """
    wanted = form.is_tracing() or steps_all
    if options.is_traced:
        return tr("traced") if wanted else tr("traced until it stops")
    if form.is_stepping() or steps_all:
        return tr("stepped from the next start on")
    return tr("traced from the next start on") if wanted else ""


def receiving_words(options: ServerOptions | ClientOptions, *, is_stream: bool) -> str:
    """Return the call that waits for data, `recv(1024)`, or the receive size of datagrams.

    Args:
        options: those of the endpoint. A stream is asked for `READ_AHEAD` bytes at most until it
            has them. Datagrams are always asked for as a whole, to know their lengths.
        is_stream: whether the transport is a stream.
    """
    if not is_stream:
        return tr("receive size {size:,}", size=options.receive_size)
    return f"{options.calls.receiving(is_stream=True)}({min(options.receive_size, READ_AHEAD)})"


def client_sentence(options: ClientOptions, local: str, *, is_stream: bool, trace: str = "") -> str:
    """Return where a client's connection comes from, and what it runs with.

    Args:
        options: the options of the client.
        local: the local address; empty before there is a connection. With it, the call is not
            named, which the chip behind the sentence does.
        is_stream: whether the transport is a stream.
        trace: what is said of the trace of calls.
    """
    framing = framing_words(options.framing)
    if not local:
        call = receiving_words(options, is_stream=is_stream)
        parts = [framing, call, trace]
    else:
        place = tr("from {address}", address=local)
        parts = [place, "" if options.framing.is_none else framing, trace]
    return " · ".join(part for part in parts if part)


def receiving_call(server: Server | None) -> str:
    """Return the call in which a server's connections, or all its datagram peers, wait for data."""
    if server is None:
        return ""
    if server.settings.endpoint.transport.is_stream:
        return receiving_words(server.settings.options, is_stream=True)
    return server.waiting_call


def waiting_words(server: Server | None) -> str:
    """Return what a server that listens waits for: `accept() waiting for a client`."""
    if server is None:
        return ""
    if server.settings.endpoint.transport.is_stream:
        return tr("{call} waiting for a client", call=server.waiting_call)
    return tr("{call} waiting for a datagram", call=server.waiting_call)
