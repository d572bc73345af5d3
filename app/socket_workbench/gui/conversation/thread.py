"""A thread that reads the conversation of one connection from the journal, and what is added."""

from collections import deque
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from socket_workbench.gui.conversation.model import MOST_LINES
from socket_workbench.gui.rows.runs import runs
from socket_workbench.gui.rows.search_thread import Found, LogSearchThread
from socket_workbench.journal.event import Kind
from socket_workbench.journal.reader import Reader
from socket_workbench.journal.row import Row

#: How much of a message a conversation shows; the message's detail shows all.
SHOWN_BYTES = 4 * 1024
_BATCH_ROWS = 500


class ConversationThread(LogSearchThread):
    """Reads the last few thousand rows that a search finds, with more of their payloads.

    Signals:
        rows_read(int, object): of the search with this generation, a list of rows; those of a
            message have up to `SHOWN_BYTES` of it as their preview.
        shortened(int): of the search with this generation, older rows were left out.
        outdated(int): of the search with this generation, a message among the rows read before was
            not sent whole.
    """

    rows_read = Signal(int, object)
    shortened = Signal(int)
    outdated = Signal(int)

    def __init__(self, path: Path, name: str, parent: QObject | None = None) -> None:
        super().__init__(path, name, parent)
        self._pending: deque[int] = deque(maxlen=MOST_LINES)
        self._pending_generation = -1
        self._unsent = 0

    def report(self, reader: Reader, found: Found) -> None:
        """Gather what was found; read its rows once the end of the journal is reached."""
        if found.generation != self._pending_generation:
            self._pending.clear()
            self._pending_generation = found.generation
            self._unsent = reader.unsent.count()
        if len(self._pending) + len(found.numbers) > MOST_LINES:
            self.shortened.emit(found.generation)
        self._pending.extend(found.numbers)
        if found.searched < found.end:
            return
        wanted = list(self._pending)
        self._pending.clear()
        for start in range(0, len(wanted), _BATCH_ROWS):
            if not self.is_wanted(found.generation):
                return
            rows: list[Row] = []
            for first, length in runs(wanted[start : start + _BATCH_ROWS]):
                rows += [_with_more(reader, row) for row in reader.rows(first, length)]
            self.rows_read.emit(found.generation, rows)
            self._look_for_unsent(reader, rows)

    def _look_for_unsent(self, reader: Reader, rows: list[Row]) -> None:
        # The error that says so is a row of the same connection.
        if all(row.kind is not Kind.ERROR for row in rows):
            return
        count = reader.unsent.count()
        if count != self._unsent:
            self._unsent = count
            self.outdated.emit(self._pending_generation)


def _with_more(reader: Reader, row: Row) -> Row:
    """Return a row whose preview is as long as a conversation shows."""
    if len(row.preview) >= min(row.kept, SHOWN_BYTES):
        return row
    return replace(row, preview=reader.payload(row.number)[:SHOWN_BYTES])
