"""Builds the index of a session's ladder in a job, also as the session grows."""

from contextlib import closing
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from socket_workbench.gui.rows.search import LINGER, LiveSearch
from socket_workbench.gui.threads.job import Token
from socket_workbench.journal.ladder.index import LadderIndex
from socket_workbench.journal.reader import Reader


class IndexReading:
    """Reads rows into an index; run by one job after another.

    Args:
        path: the journal's file.
        index: the index, to which nobody else adds.

    Attributes:
        searched: the row to continue with.
    """

    def __init__(self, path: Path, index: LadderIndex) -> None:
        self.searched = index.count
        self._path = path
        self._index = index

    def run(self, token: Token) -> None:
        """Read up to each row that the job is given; return when none comes for a while.

        Raises:
            JournalError: the journal cannot be read.
        """
        with closing(Reader(self._path)) as reader:
            while counts := token.take(LINGER):
                end = max(counts)
                for count in self._index.read(reader, end, token.is_cancelled):
                    if token.is_due() and count < end:
                        token.tell(count)
                        token.rest()
                self.searched = self._index.count
                token.tell(self.searched)


class LadderIndexing(QObject):
    """Keeps an index up to date.

    Attributes:
        index: the index.

    Signals:
        extended(object): rows were added; carries how many there are.
        failed(str): the journal cannot be read; carries a sentence.
    """

    extended = Signal(object)
    failed = Signal(str)

    def __init__(self, path: Path, parent: QObject | None = None) -> None:
        """Create an empty index of a journal's file."""
        super().__init__(parent)
        self.index = LadderIndex()
        self._path = path
        self._is_begun = False
        self._reading = LiveSearch("ladder", self)
        self._reading.told.connect(self._on_reading_told)
        self._reading.failed.connect(self.failed)

    def extend(self, count: int) -> None:
        """Read up to the row `count`."""
        if self._is_begun:
            self._reading.extend(count)
        elif count:
            self._is_begun = True
            self._reading.begin(IndexReading(self._path, self.index), count)

    def close(self) -> None:
        """Stop reading."""
        self._reading.end()

    @Slot(object)
    def _on_reading_told(self, count: int) -> None:
        self.extended.emit(count)
