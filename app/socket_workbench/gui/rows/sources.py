"""The sources of a session, read in a job."""

from contextlib import closing
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from socket_workbench.gui.threads.job import Job, Token
from socket_workbench.journal.event import Source
from socket_workbench.journal.reader import Reader


def read_sources(path: Path, after: int, token: Token) -> None:
    """Read sources, once each time the job is given anything; the function of a job.

    Reports lists of sources with numbers above `after`, in order, each source once.

    Raises:
        JournalError: the journal cannot be read.
    """
    with closing(Reader(path)) as reader:
        while token.take(0):
            found = reader.sources(after)
            if found:
                after = found[-1].number
                token.tell(found)


class SessionSources(QObject):
    """The sources of a session read so far; fewer if the file is damaged.

    Attributes:
        known: the sources read so far, by ascending numbers.

    Signals:
        added(list): carries sources that were read.
    """

    added = Signal(object)

    def __init__(self, path: Path, parent: QObject | None = None) -> None:
        """Create an empty list of sources.

        Args:
            path: the journal's file.
            parent: the parent object.
        """
        super().__init__(parent)
        self.known: list[Source] = []
        self._path = path
        self._job: Job | None = None

    def look(self) -> None:
        """Start to read new sources; `added` follows if there are any."""
        if self._job is None or not self._job.give(None):
            self._job = Job("read sources", partial(read_sources, self._path, self._last), self)
            self._job.told.connect(self._on_job_told)
            self._job.give(None)
            self._job.start()

    def close(self) -> None:
        """Stop reading."""
        if self._job is not None:
            self._job.drop()

    @property
    def _last(self) -> int:
        return self.known[-1].number if self.known else 0

    @Slot(object)
    def _on_job_told(self, sources: list[Source]) -> None:
        # A job that was started before an earlier list was delivered reads those sources again.
        new = [source for source in sources if source.number > self._last]
        if new:
            self.known += new
            self.added.emit(new)
