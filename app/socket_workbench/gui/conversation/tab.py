"""The conversation of a connection that one chooses, read from the journal."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from socket_workbench.gui.conversation.chooser import ConnectionChooser
from socket_workbench.gui.conversation.lines import ConversationLines
from socket_workbench.gui.conversation.live import LiveConversation
from socket_workbench.gui.conversation.saving import SavingRow, stream_filter
from socket_workbench.gui.conversation.tools import ConversationTools
from socket_workbench.gui.rows.annotations import DEFAULT_ENCODING, LogAnnotations
from socket_workbench.gui.rows.colors import LogColors
from socket_workbench.gui.widgets.flow_layout import FlowLayout
from socket_workbench.gui.widgets.labels import RowLabel
from socket_workbench.journal.event import Source
from socket_workbench.journal.row import Direction
from socket_workbench.language import tr


class ConversationTab(QWidget):
    """A conversation and the choice of its connection; reads nothing while it is hidden.

    Signals:
        message_chosen(object): the journal's number of the row whose line was chosen.
    """

    message_chosen = Signal(object)

    def __init__(
        self,
        sources: Callable[[int], Sequence[Source]],
        path: Path,
        count: int,
        parent: QWidget | None = None,
        *,
        annotations: LogAnnotations | None = None,
    ) -> None:
        """Make a tab that shows the first connection there is.

        Args:
            sources: returns the session's sources with numbers above one.
            path: the journal's file.
            count: how many rows the journal has.
            parent: the widget around it.
            annotations: knows the endpoints' encodings; None where all are UTF-8.
        """
        super().__init__(parent)
        self._annotations = annotations
        self._endpoints: dict[int, str] = {}
        self._sources = sources
        self._count = count
        self._last_source = 0
        self._shown: int | None = None
        self.chooser = ConnectionChooser(self)
        self.view = LiveConversation(path, self)
        self.tools = ConversationTools(self)
        self.saving = SavingRow(path, self)
        # In a narrow window, what does not fit stands below.
        head = QWidget(self)
        row = FlowLayout(head)
        row.addWidget(RowLabel(tr("Connection")))
        row.addWidget(self.chooser)
        row.addWidget(self.tools)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(head)
        layout.addWidget(self.saving)
        layout.addWidget(self.view, 1)
        self._use_form()
        self.chooser.connection_chosen.connect(self._on_connection_chosen)
        self.view.message_chosen.connect(self.message_chosen)
        self.tools.form_changed.connect(self._use_form)
        self.tools.save_requested.connect(self._on_save_requested)
        if annotations is not None:
            self.tools.encoding_chosen.connect(annotations.choose_encoding)
            annotations.encoding_changed.connect(self._on_encoding_changed)

    def show_connection(self, number: int) -> None:
        """Show the conversation of a connection, by its number in the session."""
        self._offer_connections()
        self.chooser.choose(number)

    def grow(self, count: int) -> None:
        """Show what has been committed; called once per batch.

        Args:
            count: how many rows the journal has now.
        """
        self._count = count
        if self.isVisible():
            self._offer_connections()
            self.view.grow(count)

    def set_colors(self, colors: LogColors | None) -> None:
        """Paint in these colours; None for those of the theme in use."""
        self.view.set_colors(colors)

    def close_reader(self) -> None:
        """End the threads that read."""
        self.saving.close_saving()
        self.view.close_reader()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what came while this was hidden."""
        super().showEvent(event)
        self.grow(self._count)

    def _offer_connections(self) -> None:
        sources = self._sources(self._last_source)
        if sources:
            self._last_source = sources[-1].number
            for source in sources:
                if source.connection:
                    self._endpoints[source.connection] = source.name
            self.chooser.add_sources(sources)

    @Slot(int)
    def _on_connection_chosen(self, number: int) -> None:
        if number != self._shown:
            self._shown = number
            self.view.show_connection(number, 0, self._count)
            self._show_encoding()

    @Slot()
    def _use_form(self) -> None:
        shows_reads = self.tools.reads.isChecked()
        self.view.table.show_reads(shows_reads)
        self.view.use_lines(
            ConversationLines(self.tools.form, joins=not shows_reads, encoding=self._encoding)
        )

    def _encoding(self, endpoint: str) -> str:
        if self._annotations is None:
            return DEFAULT_ENCODING
        return self._annotations.encoding(endpoint)

    def _show_encoding(self) -> None:
        endpoint = "" if self._shown is None else self._endpoints.get(self._shown, "")
        self.tools.show_endpoint(endpoint, self._encoding(endpoint))

    @Slot(str, str)
    def _on_encoding_changed(self, endpoint: str, encoding: str) -> None:
        if self._shown is not None and self._endpoints.get(self._shown) == endpoint:
            self._show_encoding()
            self._use_form()

    @Slot(object, object)
    def _on_save_requested(self, target: Path, direction: Direction | None) -> None:
        if self._shown is not None:
            self.saving.begin(stream_filter(self._shown, direction), target, self._count)
