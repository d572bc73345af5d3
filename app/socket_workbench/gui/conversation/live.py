"""The conversation of one connection, read from the journal while it grows."""

from collections import deque
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QWidget

from socket_workbench.gui.conversation.lines import ConversationLines
from socket_workbench.gui.conversation.thread import ConversationThread
from socket_workbench.gui.conversation.view import ConversationView
from socket_workbench.journal.event import Kind
from socket_workbench.journal.row import Row
from socket_workbench.journal.search.query import Filter

MOST_CONNECTIONS = 100
"""Connections, one after the other, that can be shown anew; of more, the last."""


class LiveConversation(ConversationView):
    """A conversation view with a thread of its own that reads the rows of connections.

    It shows one connection, or several that a client has made one after the other.
    """

    def __init__(self, path: Path, parent: QWidget | None = None, *, compact: bool = False) -> None:
        """Make an empty view.

        Args:
            path: the journal's file.
            parent: the widget around it.
            compact: whether it stands where there is little room.
        """
        super().__init__(parent, compact=compact)
        self._thread = ConversationThread(path, "conversation", self)
        self._generation = 0
        self._shown: deque[int] = deque(maxlen=MOST_CONNECTIONS)
        self._first = 0
        self._unended: set[int] = set()
        self._next_row = 0
        self._count = 0
        self._thread.rows_read.connect(self._on_rows_read, Qt.ConnectionType.QueuedConnection)
        self._thread.outdated.connect(self._on_outdated, Qt.ConnectionType.QueuedConnection)
        self._thread.shortened.connect(self._on_shortened, Qt.ConnectionType.QueuedConnection)

    def show_connection(self, number: int, first: int, count: int) -> None:
        """Show a connection and nothing else, from the beginning.

        Args:
            number: the connection's number in the session.
            first: the first row of the journal that can be of it.
            count: how many rows the journal has now.
        """
        self.clear()
        self._unended.clear()
        self._shown.clear()
        self._next_row = self._first = first
        self._add(number, count)

    def add_connection(self, number: int, first: int, count: int) -> None:
        """Show a connection below those that are shown; see `show_connection`."""
        if not self._shown:
            self.show_connection(number, first, count)
        else:
            self._add(number, count)

    def _add(self, number: int, count: int) -> None:
        self._count = count
        self._shown.append(number)
        # Of the connections before it there may be rows that have not been read yet.
        self._unended.add(number)
        self._search()

    def _search(self) -> None:
        self._generation += 1
        wanted = Filter(connections=frozenset(self._unended))
        self._thread.search(self._generation, wanted, self._next_row, self._count)

    def use_lines(self, maker: ConversationLines) -> None:
        """Show the connections anew, its lines made so from now on."""
        self.model.use_lines(maker)
        self._show_anew()

    def grow(self, count: int) -> None:
        """Show what has been committed; called once per batch, with the journal's rows now."""
        self._count = count
        self._thread.extend(count)

    def close_reader(self) -> None:
        """End the thread; nothing new is shown afterwards."""
        self._generation += 1
        self._thread.stop()

    def _show_anew(self) -> None:
        if self._shown:
            self.clear()
            self._unended = set(self._shown)
            self._next_row = self._first
            self._search()

    @Slot(int)
    def _on_outdated(self, generation: int) -> None:
        if generation == self._generation:
            self._show_anew()

    @Slot(int, object)
    def _on_rows_read(self, generation: int, rows: Sequence[Row]) -> None:
        if generation == self._generation and rows:
            self._next_row = rows[-1].number + 1
            self._unended -= {row.source.connection for row in rows if row.kind is Kind.CLOSED}
            self.add_rows(rows)

    @Slot(int)
    def _on_shortened(self, generation: int) -> None:
        if generation == self._generation:
            self.model.mark_shortened()
