"""Searches the journal in a job, also as it grows."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from PySide6.QtCore import QObject, Signal, Slot

from socket_workbench.gui.threads.job import Job, Token
from socket_workbench.journal.reader import Reader
from socket_workbench.journal.search.filter import Filter
from socket_workbench.journal.search.row_set import RowSet

if TYPE_CHECKING:
    from socket_workbench.journal.search.query import Query

LINGER = 1.0
"""Seconds for which an idle search keeps its thread and its reader.

A restart costs a thread, a connection to the file and a query of all sources of the session.
"""


class Found(NamedTuple):
    """A partial result of a search.

    Attributes:
        numbers: the numbers of the rows found, ascending.
        searched: the row before which all have been searched.
        end: the row before which the search will stop for now.
    """

    numbers: RowSet
    searched: int
    end: int


Report = Callable[[Reader, Found, Token], None]
"""Reports a partial result; called in the thread of the search's job."""


def report_found(reader: Reader, found: Found, token: Token) -> None:
    """Report a `Found` unchanged."""
    token.tell(found)


class Search:
    """The state of a search, which is run by one job after another.

    Attributes:
        searched: the row to continue with.
    """

    def __init__(
        self, path: Path, wanted: Filter, first: int, report: Report = report_found
    ) -> None:
        """Create a search.

        Args:
            path: the journal's file.
            wanted: which rows to find.
            first: the row to begin with.
            report: called with partial results from time to time, and at the end of the journal.
        """
        self.searched = first
        self._path = path
        self._wanted = wanted
        self._report = report

    def run(self, token: Token) -> None:
        """Search up to each row that the job is given; return when none comes for a while.

        Raises:
            JournalError: the journal cannot be read; the rows up to the one given are skipped.
        """
        # Import late, to keep the start of the program short.
        from socket_workbench.journal.search.query import Query

        with (
            closing(Reader(self._path)) as reader,
            # Kept while the journal grows, since it caches which sources match.
            closing(Query(reader, self._wanted)) as query,
        ):
            while counts := token.take(LINGER):
                self._search(reader, query, max(self.searched, *counts), token)

    def _search(self, reader: Reader, query: "Query", end: int, token: Token) -> None:
        first, self.searched = self.searched, end
        gathered = RowSet()
        for numbers in query.rows(first, token.is_cancelled, end):
            gathered.add(numbers)
            if token.is_due() and numbers.end < end:
                self._report(reader, Found(gathered, numbers.end, end), token)
                gathered = RowSet()
                token.rest()
        if not token.is_cancelled():
            self._report(reader, Found(gathered, end, end), token)


class Continued(Protocol):
    """What a `LiveSearch` runs: it goes through the rows of a journal, and goes on as it grows.

    Attributes:
        searched: the row to continue with.
    """

    searched: int

    def run(self, token: Token) -> None:
        """Go on up to each row that the job is given; return when none comes for a while."""


class LiveSearch(QObject):
    """Runs the newest search in jobs, as long as there are rows to search.

    Signals:
        told(object): carries what the search's `Report` has reported.
        failed(str): the journal cannot be read; carries a sentence.
    """

    told = Signal(object)
    failed = Signal(str)

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        """Create an object without a search.

        Args:
            name: the name of the jobs.
            parent: the parent object.
        """
        super().__init__(parent)
        self._name = name
        self._search: Continued | None = None
        self._job: Job | None = None
        self._count = 0

    def begin(self, search: Continued, count: int) -> None:
        """Start a search up to the row `count`, and drop the previous one."""
        self.end()
        self._search, self._count = search, count
        self._run()

    def extend(self, count: int) -> None:
        """Continue up to the row `count`: rows were added to the journal."""
        self._count = max(count, self._count)
        if self._job is None:
            self._run()
        else:
            # If the job takes nothing more, `_on_job_succeeded` runs the search again.
            self._job.give(self._count)

    def end(self) -> None:
        """Drop the search; no signal is emitted afterwards."""
        if self._job is not None:
            self._job.drop()
        self._search = self._job = None

    def _run(self) -> None:
        if self._search is None:
            return
        job = self._job = Job(self._name, self._search.run, self)
        job.told.connect(self.told)
        job.succeeded.connect(self._on_job_succeeded)
        job.failed.connect(self._on_job_failed)
        job.give(self._count)
        job.start()

    @Slot()
    def _on_job_succeeded(self) -> None:
        self._job = None
        if self._search is not None and self._search.searched < self._count:
            self._run()

    @Slot(str)
    def _on_job_failed(self, sentence: str) -> None:
        self._job = None
        self.failed.emit(sentence)
