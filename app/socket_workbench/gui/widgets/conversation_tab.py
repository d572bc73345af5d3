"""The conversation of a connection that one chooses, read from the journal."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from socket_workbench.gui.widgets.conversation_chooser import ConnectionChooser
from socket_workbench.gui.widgets.labels import RowLabel
from socket_workbench.gui.widgets.live_conversation import LiveConversation
from socket_workbench.gui.widgets.log_colors import LogColors
from socket_workbench.journal.event import Source
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
    ) -> None:
        """Make a tab that shows the first connection there is.

        Args:
            sources: returns the session's sources with numbers above one.
            path: the journal's file.
            count: how many rows the journal has.
            parent: the widget around it.
        """
        super().__init__(parent)
        self._sources = sources
        self._count = count
        self._last_source = 0
        self._shown: int | None = None
        self.chooser = ConnectionChooser(self)
        self.view = LiveConversation(path, self)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(RowLabel(tr("Connection")))
        row.addWidget(self.chooser)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(row)
        layout.addWidget(self.view, 1)
        self.chooser.connection_chosen.connect(self._on_connection_chosen)
        self.view.message_chosen.connect(self.message_chosen)

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
        """End the thread that reads."""
        self.view.close_reader()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what came while this was hidden."""
        super().showEvent(event)
        self.grow(self._count)

    def _offer_connections(self) -> None:
        sources = self._sources(self._last_source)
        if sources:
            self._last_source = sources[-1].number
            self.chooser.add_sources(sources)

    @Slot(int)
    def _on_connection_chosen(self, number: int) -> None:
        if number != self._shown:
            self._shown = number
            self.view.show_connection(number, 0, self._count)
