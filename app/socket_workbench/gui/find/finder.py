"""Finds the next or previous row with a pattern among those that the log shows."""

from bisect import bisect_left
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import NamedTuple, Protocol

from PySide6.QtCore import QObject, Signal, Slot

from socket_workbench.gui.threads.job import Job, Token
from socket_workbench.journal.reader import Reader
from socket_workbench.journal.search.filter import Filter
from socket_workbench.journal.search.pattern import Pattern
from socket_workbench.journal.search.query import Query

MOST_COUNTED = 1_000
"""The most matches that are counted."""

_STEP = 32_768
"""The number of rows that are searched at once."""


@dataclass(frozen=True)
class FindRequest:
    """The parameters of a search.

    Attributes:
        wanted: the filter that the row must match.
        start: the row to begin after, or before; -1 begins at the first, or the last, row.
        forward: whether to search towards higher numbers.
        first: the first row to search.
        end: the row after the last one to search.
    """

    wanted: Filter
    start: int
    forward: bool
    first: int
    end: int

    def stretches(self) -> list[tuple[int, int]]:
        """Return the ranges of rows to search, before and after the wrap-around."""
        if self.start < self.first:
            return [(self.first, self.end), (self.end, self.end)]
        if self.forward:
            behind = min(self.start + 1, self.end)
            return [(behind, self.end), (self.first, behind)]
        here = min(self.start, self.end)
        return [(self.first, here), (here, self.end)]


def find_row(path: Path, request: FindRequest, token: Token) -> tuple[int | None, bool]:
    """Find a row; the function of a job.

    Returns:
        The row's number or None, and whether the search has wrapped around.

    Raises:
        JournalError: the journal cannot be searched.
    """
    total = request.end - request.first
    done = 0
    with closing(Reader(path)) as reader, closing(Query(reader, request.wanted)) as query:
        for wrapped, stretch in enumerate(request.stretches()):
            for first, end in _steps(*stretch, forward=request.forward):
                numbers = query.rows(first, token.is_cancelled, end)
                if request.forward:
                    # One match is enough: end the query.
                    here = next(numbers, None)
                    number = None if here is None else here.lowest
                else:
                    every = list(numbers)
                    number = every[-1].highest if every else None
                if number is not None or token.is_cancelled():
                    return number, bool(wrapped)
                done += end - first
                if token.is_due():
                    token.progress(done, total)
                    token.rest()
    return None, True


class Matches(NamedTuple):
    """The rows that a search would find, in order, up to `MOST_COUNTED`.

    Attributes:
        wanted: the filter that they match.
        first: the first row that was looked at.
        end: the row after the last one that was looked at.
        numbers: their numbers.
        has_more: whether there are more than these.
    """

    wanted: Filter
    first: int
    end: int
    numbers: tuple[int, ...] = ()
    has_more: bool = False

    def place_of(self, number: int) -> int | None:
        """Return the place of a row among the matches, from 1; None beyond those counted."""
        place = bisect_left(self.numbers, number)
        return place + 1 if self.numbers[place : place + 1] == (number,) else None


def count_matches(path: Path, known: Matches, end: int, token: Token) -> Matches:
    """Count the matches up to a row; the function of a job.

    Args:
        path: the journal's file.
        known: those that were counted before.
        end: the row to end before.
        token: of the job.

    Raises:
        JournalError: the journal cannot be searched.
    """
    numbers = list(known.numbers)
    with closing(Reader(path)) as reader, closing(Query(reader, known.wanted)) as query:
        for found in query.rows(known.end, token.is_cancelled, end):
            numbers.extend(islice(found, MOST_COUNTED + 1 - len(numbers)))
            if len(numbers) > MOST_COUNTED:
                break
            if token.is_due():
                token.progress(found.end - known.end, end - known.end)
                token.rest()
    has_more = len(numbers) > MOST_COUNTED
    return known._replace(end=end, numbers=tuple(numbers[:MOST_COUNTED]), has_more=has_more)


def _steps(first: int, end: int, *, forward: bool) -> Iterator[tuple[int, int]]:
    """Yield parts of a range of rows, from its beginning or from its end."""
    starts = range(first, end, _STEP)
    for start in starts if forward else reversed(starts):
        yield start, min(start + _STEP, end)


class SearchedRows(Protocol):
    """What the finder needs to know of the rows shown in the log."""

    @property
    def first_number(self) -> int:
        """The number of the first row that is not hidden by Clear."""

    @property
    def journal_count(self) -> int:
        """The number of rows in the session."""


class Finder(QObject):
    """Searches in a job; a new search cancels the running one.

    Signals:
        found(object, bool): carries the number of a row, and whether the search wrapped around.
        missed: no row shown matches.
        progressed(float): the fraction of the session searched, 0 to 1.
        looking_changed(bool): a search was started (True) or has ended (False).
        counted: `matches` has changed.
        failed(str): the journal cannot be searched; carries a sentence.
    """

    found = Signal(object, bool)
    counted = Signal()
    missed = Signal()
    progressed = Signal(float)
    looking_changed = Signal(bool)
    failed = Signal(str)

    def __init__(self, path: Path, shown: SearchedRows, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shown = shown
        self._path = path
        self._request = FindRequest(Filter(), -1, True, 0, 0)
        self._job: Job | None = None
        self._counting: Job | None = None
        self._matches: Matches | None = None

    @property
    def matches(self) -> Matches | None:
        """What is known of all matches of the newest search; None before any were counted."""
        return self._matches

    @property
    def is_looking(self) -> bool:
        """Whether a search is running."""
        return self._job is not None

    def look(self, pattern: Pattern, shown: Filter, start: int, *, forward: bool) -> None:
        """Start a search.

        Args:
            pattern: the pattern to find.
            shown: the filter in use.
            start: the number of the row to begin after, or before; -1 for none.
            forward: whether to search towards higher numbers.
        """
        request = self._take_request(pattern, shown, start, forward=forward)
        job = Job("log find", partial(find_row, self._path, request), self)
        job.progressed.connect(self._on_job_progressed)
        job.succeeded.connect(self._on_job_succeeded)
        job.failed.connect(self._on_job_failed)
        self._set_job(job)
        job.start()

    def count(self, pattern: Pattern, shown: Filter) -> None:
        """Count all matches, without going to one; the arguments are those of `look`."""
        self._count(self._take_request(pattern, shown, -1, forward=True))

    def _take_request(
        self, pattern: Pattern, shown: Filter, start: int, *, forward: bool
    ) -> FindRequest:
        """Return the request for the rows that are there now; forget matches of another one."""
        request = FindRequest(
            wanted=replace(shown, contents=(pattern,)),
            start=start,
            forward=forward,
            first=self._shown.first_number,
            end=self._shown.journal_count,
        )
        known = self._matches
        if known is None or (known.wanted, known.first) != (request.wanted, request.first):
            self._stop_counting()
            self._matches = None
        self._request = request
        return request

    @Slot()
    def cancel(self) -> None:
        """Cancel the running search."""
        self._set_job(None)
        self._stop_counting()

    @Slot(object)
    def _on_job_succeeded(self, result: tuple[int | None, bool]) -> None:
        self._set_job(None)
        number, wrapped = result
        if number is None:
            self.missed.emit()
        else:
            self.found.emit(number, wrapped)
            self._count(self._request)

    def _count(self, request: FindRequest) -> None:
        """Count all matches, or go on with rows that have come since."""
        known = self._matches or Matches(request.wanted, request.first, request.first)
        if self._counting is not None or known.has_more or known.end >= request.end:
            return
        work = partial(count_matches, self._path, known, request.end)
        self._counting = Job("log find count", work, self)
        self._counting.succeeded.connect(self._on_counting_succeeded)
        self._counting.failed.connect(self._stop_counting)
        self._counting.start()

    @Slot(object)
    def _on_counting_succeeded(self, matches: Matches) -> None:
        self._counting = None
        self._matches = matches
        self.counted.emit()

    @Slot()
    def _stop_counting(self) -> None:
        if self._counting is not None:
            self._counting.drop()
            self._counting = None

    @Slot(object, object)
    def _on_job_progressed(self, done: int, total: int) -> None:
        self.progressed.emit(done / total)

    @Slot(str)
    def _on_job_failed(self, sentence: str) -> None:
        self._set_job(None)
        self.failed.emit(sentence)

    def _set_job(self, job: Job | None) -> None:
        """Replace the running job, dropping the previous one; None if there is none."""
        before, self._job = self._job, job
        if before is not None:
            before.drop()
        if (before is None) != (job is None):
            self.looking_changed.emit(job is not None)
