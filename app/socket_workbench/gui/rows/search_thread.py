"""A thread that searches the journal, and goes on searching as it grows."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import (
    QDeadlineTimer,
    QMutex,
    QMutexLocker,
    QObject,
    QThread,
    QWaitCondition,
    Signal,
)

from socket_workbench.journal.errors import JournalError
from socket_workbench.journal.reader import Reader
from socket_workbench.journal.search.query import Filter, Query
from socket_workbench.journal.search.row_set import RowSet

#: Milliseconds between two reports of a long search.
_TELL_INTERVAL = 50
#: Milliseconds after each report in which the window has the interpreter to itself: while both run,
#: every call that painting makes into Qt costs it a switch of threads.
_COURTESY = 12
_NONE = -1


@dataclass(frozen=True)
class _Search:
    """What is sought, from which row on; `generation` tells it from searches given up."""

    generation: int
    wanted: Filter
    first: int


@dataclass(frozen=True)
class _Task:
    """Rows to search now: from `first` up to `end`."""

    search: _Search
    first: int
    end: int


@dataclass(frozen=True)
class Found:
    """What a part of a search has found.

    Attributes:
        generation: which search it was.
        numbers: the rows found, ascending.
        searched: up to which row was searched.
        end: up to which row is to be searched for now.
    """

    generation: int
    numbers: RowSet
    searched: int
    end: int


class LogSearchThread(QThread):
    """Searches with its own connection to the journal; the newest search is the only one.

    Signals:
        found(int, object, object): of the search with this generation, a `RowSet`,
            and up to which row was searched.
        failed(int, str): the journal cannot be read; the sentence says why.
    """

    found = Signal(int, object, object)
    failed = Signal(int, str)

    def __init__(self, path: Path, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._path = path
        self._mutex = QMutex()
        self._changed = QWaitCondition()
        self._search: _Search | None = None
        self._count = 0
        self._stopping = False

    # Called from the window's thread

    def search(self, generation: int, wanted: Filter, first: int, count: int) -> None:
        """Search the rows from `first` up to `count` instead of what was sought before."""
        with QMutexLocker(self._mutex):
            self._search = _Search(generation, wanted, first)
            self._count = count
            self._changed.wakeAll()
        if not self.isRunning():
            self.start()

    def extend(self, count: int) -> None:
        """Go on up to `count`: rows were added to the journal."""
        with QMutexLocker(self._mutex):
            self._count = max(count, self._count)
            self._changed.wakeAll()

    def give_up(self) -> None:
        """Search for nothing more until `search` is called."""
        with QMutexLocker(self._mutex):
            self._search = None

    def stop(self) -> None:
        """End the thread and wait for it; it ends within one segment of rows."""
        with QMutexLocker(self._mutex):
            self._stopping = True
            self._search = None
            self._changed.wakeAll()
        self.wait()

    # In this thread

    def run(self) -> None:
        """Search whenever there are rows to search; called by Qt in the new thread."""
        try:
            reader = Reader(self._path)
        except JournalError as error:
            self.failed.emit(self._generation(), str(error))
            return
        try:
            self._work(reader)
        finally:
            reader.close()

    def report(self, reader: Reader, found: Found) -> None:
        """Tell what a part of the search has found; called in this thread."""
        self.found.emit(found.generation, found.numbers, found.searched)

    def _work(self, reader: Reader) -> None:
        done = (_NONE, 0)
        query: Query | None = None
        try:
            while (task := self._next_task(done)) is not None:
                # Kept while the journal grows: it knows the sources by now.
                if query is None or task.search.generation != done[0]:
                    if query is not None:
                        query.close()
                    query = Query(reader, task.search.wanted)
                try:
                    self._run_task(reader, query, task)
                except JournalError as error:
                    self.failed.emit(task.search.generation, str(error))
                done = (task.search.generation, task.end)
        finally:
            if query is not None:
                query.close()

    def _run_task(self, reader: Reader, query: Query, task: _Task) -> None:
        """Search some rows; tell what was found now and then, and at the end in any case."""
        search = task.search

        def is_cancelled() -> bool:
            return not self.is_wanted(search.generation)

        gathered = RowSet()
        due = QDeadlineTimer(_TELL_INTERVAL)
        searched = task.first
        for numbers in query.rows(task.first, is_cancelled, task.end):
            gathered.add(numbers)
            searched = numbers.end
            if due.hasExpired() and searched < task.end:
                self.report(reader, Found(search.generation, gathered, searched, task.end))
                gathered = RowSet()
                QThread.msleep(_COURTESY)
                due.setRemainingTime(_TELL_INTERVAL)
        if not is_cancelled():
            self.report(reader, Found(search.generation, gathered, task.end, task.end))

    def _next_task(self, done: tuple[int, int]) -> _Task | None:
        """Wait for rows to search; None when the thread is to end.

        Args:
            done: the generation searched last and up to which row.
        """
        generation, searched = done
        with QMutexLocker(self._mutex):
            while not self._stopping:
                search = self._search
                if search is not None and search.generation != generation:
                    # Even where there is nothing to search yet: that is worth saying.
                    return _Task(search, search.first, max(self._count, search.first))
                if search is not None and searched < self._count:
                    return _Task(search, searched, self._count)
                self._changed.wait(self._mutex)
        return None

    def is_wanted(self, generation: int) -> bool:
        """Return whether this search has been neither replaced nor given up."""
        return self._generation() == generation

    def _generation(self) -> int:
        with QMutexLocker(self._mutex):
            return _NONE if self._search is None else self._search.generation
