"""The sources of a session, as far as they have been read beside the window."""

from contextlib import closing
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from socket_workbench.gui.threads.job import Job, Token
from socket_workbench.journal.event import Source
from socket_workbench.journal.reader import Reader


def read_sources(path: Path, after: int, token: Token) -> None:
    """Read sources as the function of a job, once for each time that the job is given anything.

    Tells lists of those with numbers above `after`, in order; none twice.

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
    """Knows the sources of a session that have been asked for; where it is damaged, fewer.

    Attributes:
        known: the sources read so far, by ascending numbers.

    Signals:
        added(list): these sources are known too from now on.
    """

    added = Signal(object)

    def __init__(self, path: Path, parent: QObject | None = None) -> None:
        """Know nothing yet.

        Args:
            path: the journal's file.
            parent: what it belongs to.
        """
        super().__init__(parent)
        self.known: list[Source] = []
        self._path = path
        self._job: Job | None = None

    def look(self) -> None:
        """Read the sources that are not known yet; `added` follows where there are any."""
        if self._job is None or not self._job.give(None):
            self._job = Job("read sources", partial(read_sources, self._path, self._last), self)
            self._job.told.connect(self._on_job_told)
            self._job.give(None)
            self._job.start()

    def close(self) -> None:
        """Read nothing more."""
        if self._job is not None:
            self._job.drop()

    @property
    def _last(self) -> int:
        return self.known[-1].number if self.known else 0

    @Slot(object)
    def _on_job_told(self, sources: list[Source]) -> None:
        # A job started before an earlier list was delivered reads its sources again.
        new = [source for source in sources if source.number > self._last]
        if new:
            self.known += new
            self.added.emit(new)
