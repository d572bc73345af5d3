"""Notices what changes the meaning of rows that are there already."""

from socket_workbench.journal.errors import JournalError
from socket_workbench.journal.reader import Reader


class News:
    """Remembers how things stood when it was last asked.

    Args:
        reader: of the journal.
    """

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._unsent = self._newest = 0
        self.look()

    def look(self) -> tuple[bool, bool]:
        """Return whether messages turned out not to be sent, and whether sources were added."""
        unsent, newest = self._unsent, self._newest
        try:
            self._unsent = self._reader.unsent.count()
            self._newest = self._reader.other_ends.newest()
        except JournalError:
            return False, False
        return unsent != self._unsent, newest != self._newest
