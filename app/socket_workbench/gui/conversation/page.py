"""The conversation page: shows a chosen connection, read from the journal."""

from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from socket_workbench.gui.conversation.chooser import ConnectionChooser
from socket_workbench.gui.conversation.lines import ConversationLines
from socket_workbench.gui.conversation.live import LiveConversation
from socket_workbench.gui.conversation.saving import SavingRow, stream_filter
from socket_workbench.gui.conversation.tools import ConversationTools
from socket_workbench.gui.rows.page import Page, PageContext
from socket_workbench.gui.rows.text import Notation
from socket_workbench.gui.widgets.flow_layout import FlowLayout
from socket_workbench.gui.widgets.labels import RowLabel
from socket_workbench.journal.row import Direction
from socket_workbench.journal.search.filter import Pieces
from socket_workbench.language import tr


def open_page(context: PageContext) -> "ConversationPage":
    """Create the page."""
    return ConversationPage(context)


class ConversationPage(Page):
    """A conversation and a combo box of connections; reads nothing while hidden."""

    def __init__(self, context: PageContext) -> None:
        """Create the page; it shows the first connection."""
        super().__init__()
        path, self._sources, self._annotations = context.path, context.sources, context.annotations
        self._endpoints: dict[int, str] = {}
        self._framings: dict[int, str] = {}
        self._count = context.reader.count()
        self._offered = 0
        self._asked: int | None = None
        self._shown: int | None = None
        self.chooser = ConnectionChooser(self)
        self.view = LiveConversation(path, self)
        self.controls = ConversationTools(self)
        self.saving = SavingRow(path, self)
        # In a narrow window the tools wrap to a second row.
        head = QWidget(self)
        row = FlowLayout(head)
        row.addWidget(RowLabel(tr("Connection")))
        row.addWidget(self.chooser)
        row.addWidget(self.controls)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(head)
        layout.addWidget(self.saving)
        layout.addWidget(self.view, 1)
        self._use_notation()
        self.chooser.connection_chosen.connect(self._on_connection_chosen)
        self.view.message_chosen.connect(context.show_row)
        self.controls.notation_changed.connect(self._use_notation)
        self.controls.save_requested.connect(self._on_save_requested)
        self.controls.encoding_chosen.connect(context.annotations.choose_encoding)
        context.sources.added.connect(self._offer_connections)
        context.annotations.encoding_changed.connect(self._on_encoding_changed)

    def show_connection(self, number: int) -> None:
        """Show the connection with this number in the session, as soon as it is in the list."""
        self._asked = number
        self._offer_connections()
        self._sources.look()

    def rows_committed(self, count: int) -> None:
        """Show committed rows if the page is visible."""
        self._count = count
        if self.isVisible():
            self._offer_connections()
            self._sources.look()
            self.view.grow(count)

    def close_page(self) -> None:
        """Stop reading."""
        self.saving.close_saving()
        self.view.close_reader()

    def showEvent(self, event: QShowEvent) -> None:
        """Show the rows committed while the page was hidden."""
        super().showEvent(event)
        self.rows_committed(self._count)

    @Slot()
    def _offer_connections(self) -> None:
        """Add the known connections to the list; choose the one that was requested."""
        sources = self._sources.known[self._offered :]
        self._offered += len(sources)
        for source in sources:
            if source.connection:
                self._endpoints[source.connection] = source.name
                if source.framing:
                    self._framings[source.connection] = source.framing
        self.chooser.add_sources(sources)
        if self._asked is not None and self.chooser.choose(self._asked):
            self._asked = None

    @Slot(int)
    def _on_connection_chosen(self, number: int) -> None:
        if number != self._shown:
            self._shown = number
            self.view.show_connection(number, 0, self._count)
            self._show_encoding()

    @Slot()
    def _use_notation(self) -> None:
        messages = self.controls.messages.isChecked()
        has_frames = messages or self.controls.reads.isChecked()
        self.view.table.show_reads(has_frames)
        self.view.table.show_dumps(self.controls.notation is not Notation.TEXT)
        self.view.use_lines(
            ConversationLines(
                self.controls.notation, joins=not has_frames, encoding=self._annotations.encoding
            ),
            Pieces.MESSAGES if messages else Pieces.READS,
        )

    def _show_encoding(self) -> None:
        endpoint = "" if self._shown is None else self._endpoints.get(self._shown, "")
        framing = "" if self._shown is None else self._framings.get(self._shown, "")
        self.controls.show_endpoint(endpoint, self._annotations.encoding(endpoint), framing)

    @Slot(str, str)
    def _on_encoding_changed(self, endpoint: str, encoding: str) -> None:
        if self._shown is not None and self._endpoints.get(self._shown) == endpoint:
            self._show_encoding()
            self._use_notation()

    @Slot(object, object)
    def _on_save_requested(self, target: Path, direction: Direction | None) -> None:
        if self._shown is not None:
            self.saving.begin(stream_filter(self._shown, direction), target, self._count)
