"""The conversation of one connection, read from the journal while it grows."""

import enum
from collections import deque
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from socket_workbench.gui.conversation.lines import ConversationLines
from socket_workbench.gui.conversation.model import MOST_LINES
from socket_workbench.gui.conversation.view import ConversationView
from socket_workbench.gui.rows.numbered_rows import runs
from socket_workbench.gui.rows.search import Found, LiveSearch, Search
from socket_workbench.gui.threads.job import Token
from socket_workbench.journal.event import Kind
from socket_workbench.journal.reader import Reader
from socket_workbench.journal.row import Row
from socket_workbench.journal.search.filter import Filter, Pieces

MOST_CONNECTIONS = 100
"""The most connections that `use_lines` shows again; of more, the last ones."""

SHOWN_BYTES = 4 * 1024
"""How many bytes of a message are shown; the message view shows all."""

_BATCH_ROWS = 500
"""The number of rows that are read and reported together."""


class ReadingNote(enum.Enum):
    """What a reading job reports besides rows.

    Attributes:
        SHORTENED: older rows were left out.
        OUTDATED: a message in rows reported earlier turned out not to be sent completely.
    """

    SHORTENED = enum.auto()
    OUTDATED = enum.auto()


class ConversationReading:
    """Reads the rows that a search finds, with longer previews; of many rows only the last.

    It is the `Report` of a search, called in the job's thread, and reports lists of rows and
    `ReadingNote`s. The preview of a message has up to `SHOWN_BYTES` bytes.
    """

    def __init__(self) -> None:
        self._pending: deque[int] = deque(maxlen=MOST_LINES)
        self._unsent: int | None = None

    def __call__(self, reader: Reader, found: Found, token: Token) -> None:
        """Collect what was found; read the rows once the search is at the end of the journal."""
        if self._unsent is None:
            self._unsent = reader.unsent.count()
        if len(self._pending) + len(found.numbers) > MOST_LINES:
            token.tell(ReadingNote.SHORTENED)
        self._pending.extend(found.numbers)
        if found.searched < found.end:
            return
        wanted = list(self._pending)
        self._pending.clear()
        for start in range(0, len(wanted), _BATCH_ROWS):
            if token.is_cancelled():
                return
            rows: list[Row] = []
            for first, length in runs(wanted[start : start + _BATCH_ROWS]):
                rows += [_with_more(reader, row) for row in reader.rows(first, length)]
            token.tell(rows)
            self._look_for_unsent(reader, rows, token)

    def _look_for_unsent(self, reader: Reader, rows: list[Row], token: Token) -> None:
        # An incompletely sent message has an error row in the same connection.
        if all(row.kind is not Kind.ERROR for row in rows):
            return
        count = reader.unsent.count()
        if count != self._unsent:
            self._unsent = count
            token.tell(ReadingNote.OUTDATED)


def _with_more(reader: Reader, row: Row) -> Row:
    """Return the row with a preview as long as a conversation shows."""
    if len(row.preview) >= min(row.kept, SHOWN_BYTES):
        return row
    return row._replace(preview=reader.payload(row.number)[:SHOWN_BYTES])


class LiveConversation(ConversationView):
    """A conversation view that reads rows in a job for as long as its connections are open.

    It shows one connection, or several that a client has opened one after the other.
    """

    def __init__(self, path: Path, parent: QWidget | None = None, *, compact: bool = False) -> None:
        """Create an empty view.

        Args:
            path: the journal's file.
            parent: the widget around it.
            compact: whether to use small margins, for use in a pane.
        """
        super().__init__(parent, compact=compact)
        self._path = path
        self._search = LiveSearch("conversation", self)
        self._shown: deque[int] = deque(maxlen=MOST_CONNECTIONS)
        self._first = 0
        self._unended: set[int] = set()
        self._pieces: Pieces | None = Pieces.READS
        self._next_row = 0
        self._count = 0
        self._search.told.connect(self._on_search_told)

    def show_connection(self, number: int, first: int, count: int) -> None:
        """Show only this connection, from its beginning.

        Args:
            number: the connection's number in the session.
            first: the first row of the journal that can belong to it.
            count: the number of rows in the journal.
        """
        self.clear()
        self._unended.clear()
        self._shown.clear()
        self._next_row = self._first = first
        self._add(number, count)

    def add_connection(self, number: int, first: int, count: int) -> None:
        """Append a connection to those shown; see `show_connection` for the arguments."""
        if not self._shown:
            self.show_connection(number, first, count)
        else:
            self._add(number, count)

    def _add(self, number: int, count: int) -> None:
        self._count = count
        self._shown.append(number)
        # Rows of the earlier connections may not have been read yet.
        self._unended.add(number)
        self._read()

    def _read(self) -> None:
        wanted = Filter(connections=frozenset(self._unended), pieces=self._pieces)
        search = Search(self._path, wanted, self._next_row, ConversationReading())
        self._search.begin(search, self._count)

    def use_lines(self, maker: ConversationLines, pieces: Pieces = Pieces.READS) -> None:
        """Set what converts rows to lines, and which rows, and show the connections again."""
        self._pieces = pieces
        self.model.use_lines(maker)
        self._show_anew()

    @Slot(object)
    def show_pieces(self, pieces: Pieces | None) -> None:
        """Show reads, or the messages found in them, of connections with a framing."""
        if pieces is not self._pieces:
            self._pieces = pieces
            self._show_anew()

    def grow(self, count: int) -> None:
        """Show committed rows; called once per batch with the number of rows in the journal."""
        self._count = count
        # Connections that have ended get no more rows.
        if self._unended:
            self._search.extend(count)

    def close_reader(self) -> None:
        """Stop reading; nothing new is shown afterwards."""
        self._unended.clear()
        self._search.end()

    def _show_anew(self) -> None:
        if self._shown:
            self.clear()
            self._unended = set(self._shown)
            self._next_row = self._first
            self._read()

    @Slot(object)
    def _on_search_told(self, part: ReadingNote | Sequence[Row]) -> None:
        if part is ReadingNote.SHORTENED:
            self.model.mark_shortened()
        elif part is ReadingNote.OUTDATED:
            self._show_anew()
        elif part:
            self._next_row = part[-1].number + 1
            self._unended -= {row.source.connection for row in part if row.kind is Kind.CLOSED}
            self.add_rows(part)
