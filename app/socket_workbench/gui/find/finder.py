"""Finds the next or previous row with a pattern among those that the log shows."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, Signal, Slot

from socket_workbench.gui.threads.job import Job, Token
from socket_workbench.journal.reader import Reader
from socket_workbench.journal.search.filter import Filter
from socket_workbench.journal.search.pattern import Pattern
from socket_workbench.journal.search.query import Query

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


def _steps(first: int, end: int, *, forward: bool) -> Iterator[tuple[int, int]]:
    """Yield parts of a range of rows, from its beginning or from its end."""
    starts = range(first, end, _STEP)
    for start in starts if forward else reversed(starts):
        yield start, min(start + _STEP, end)


class ShownRows(Protocol):
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
        failed(str): the journal cannot be searched; carries a sentence.
    """

    found = Signal(object, bool)
    missed = Signal()
    progressed = Signal(float)
    looking_changed = Signal(bool)
    failed = Signal(str)

    def __init__(self, path: Path, shown: ShownRows, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shown = shown
        self._path = path
        self._job: Job | None = None

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
        request = FindRequest(
            wanted=replace(shown, contents=(pattern,)),
            start=start,
            forward=forward,
            first=self._shown.first_number,
            end=self._shown.journal_count,
        )
        job = Job("log find", partial(find_row, self._path, request), self)
        job.progressed.connect(self._on_job_progressed)
        job.succeeded.connect(self._on_job_succeeded)
        job.failed.connect(self._on_job_failed)
        self._set_job(job)
        job.start()

    @Slot()
    def cancel(self) -> None:
        """Cancel the running search."""
        self._set_job(None)

    @Slot(object)
    def _on_job_succeeded(self, result: tuple[int | None, bool]) -> None:
        self._set_job(None)
        number, wrapped = result
        if number is None:
            self.missed.emit()
        else:
            self.found.emit(number, wrapped)

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
