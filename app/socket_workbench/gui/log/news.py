"""Detects changes in the journal that affect rows shown earlier."""

from socket_workbench.journal.errors import JournalError
from socket_workbench.journal.reader import Reader


class News:
    """Compares the state of the journal with that at the previous call.

    Args:
        reader: the reader of the journal.
    """

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._unsent = self._newest = 0
        self.look()

    def look(self) -> tuple[bool, bool]:
        """Return whether messages were found to be unsent, and whether sources were added."""
        unsent, newest = self._unsent, self._newest
        try:
            self._unsent = self._reader.unsent.count()
            self._newest = self._reader.other_ends.newest()
        except JournalError:
            return False, False
        return unsent != self._unsent, newest != self._newest
