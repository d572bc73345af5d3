"""A thread that looks for the next row, or the one before, in the whole journal."""

from collections.abc import Callable, Iterator
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
from socket_workbench.journal.search.filter import Filter
from socket_workbench.journal.search.query import Query

#: Rows that are looked through at once.
_STEP = 32_768
_TELL_INTERVAL = 50
#: Milliseconds after each report in which the window has the interpreter to itself.
_COURTESY = 5


@dataclass(frozen=True)
class FindRequest:
    """What to look for.

    Attributes:
        generation: tells it from requests given up.
        wanted: what the row has to meet.
        start: the row to begin behind, or before; -1 to begin at the first, or the last.
        forward: which way.
        first: the first row of the journal that counts.
        end: the row to end before.
    """

    generation: int
    wanted: Filter
    start: int
    forward: bool
    first: int
    end: int

    def stretches(self) -> list[tuple[int, int]]:
        """Return the rows to look through, before and after going round at the end."""
        if self.start < self.first:
            return [(self.first, self.end), (self.end, self.end)]
        if self.forward:
            behind = min(self.start + 1, self.end)
            return [(behind, self.end), (self.first, behind)]
        here = min(self.start, self.end)
        return [(self.first, here), (here, self.end)]


class LogFindThread(QThread):
    """Looks with its own connection to the journal; the newest request is the only one.

    Signals:
        found(int, object, bool): of the request with this generation, the row's number or None,
            and whether the search has gone round at the end of the session.
        progressed(int, float): how much of the session was looked through, 0 to 1.
        failed(int, str): the journal cannot be searched; the sentence says why.
    """

    found = Signal(int, object, bool)
    progressed = Signal(int, float)
    failed = Signal(int, str)

    def __init__(self, path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("log find")
        self._path = path
        self._mutex = QMutex()
        self._changed = QWaitCondition()
        self._request: FindRequest | None = None
        self._stopping = False

    # Called from the window's thread

    def look(self, request: FindRequest) -> None:
        """Look for this instead of what was looked for before."""
        with QMutexLocker(self._mutex):
            self._request = request
            self._changed.wakeAll()
        if not self.isRunning():
            self.start()

    def give_up(self) -> None:
        """Look for nothing more until `look` is called."""
        with QMutexLocker(self._mutex):
            self._request = None

    def stop(self) -> None:
        """End the thread and wait for it."""
        with QMutexLocker(self._mutex):
            self._stopping = True
            self._request = None
            self._changed.wakeAll()
        self.wait()

    # In this thread

    def run(self) -> None:
        """Look whenever something is asked for; called by Qt in the new thread."""
        try:
            reader = Reader(self._path)
        except JournalError as error:
            self.failed.emit(self._generation(), str(error))
            return
        try:
            done = -1
            while (request := self._next_request(done)) is not None:
                self._answer(reader, request)
                done = request.generation
        finally:
            reader.close()

    def _answer(self, reader: Reader, request: FindRequest) -> None:
        query = Query(reader, request.wanted)

        def is_cancelled() -> bool:
            return self._generation() != request.generation

        try:
            number, wrapped = self._look(query, request, is_cancelled)
        except JournalError as error:
            self.failed.emit(request.generation, str(error))
            return
        finally:
            query.close()
        if not is_cancelled():
            self.found.emit(request.generation, number, wrapped)

    def _look(
        self, query: Query, request: FindRequest, is_cancelled: Callable[[], bool]
    ) -> tuple[int | None, bool]:
        due = QDeadlineTimer(_TELL_INTERVAL)
        total = max(request.end - request.first, 1)
        done = 0
        for wrapped, stretch in enumerate(request.stretches()):
            for first, end in _steps(*stretch, forward=request.forward):
                numbers = query.rows(first, is_cancelled, end)
                if request.forward:
                    # The first of a step is enough; the query ends with it.
                    here = next(numbers, None)
                    number = None if here is None else here.lowest
                else:
                    every = list(numbers)
                    number = every[-1].highest if every else None
                if number is not None:
                    return number, bool(wrapped)
                if is_cancelled():
                    return None, False
                done += end - first
                if due.hasExpired():
                    self.progressed.emit(request.generation, done / total)
                    QThread.msleep(_COURTESY)
                    due.setRemainingTime(_TELL_INTERVAL)
        return None, True

    def _next_request(self, done: int) -> FindRequest | None:
        with QMutexLocker(self._mutex):
            while not self._stopping:
                if self._request is not None and self._request.generation != done:
                    return self._request
                self._changed.wait(self._mutex)
        return None

    def _generation(self) -> int:
        with QMutexLocker(self._mutex):
            return -1 if self._request is None else self._request.generation


def _steps(first: int, end: int, *, forward: bool) -> Iterator[tuple[int, int]]:
    """Yield parts of a stretch of rows, from its beginning or from its end."""
    starts = range(first, end, _STEP)
    for start in starts if forward else reversed(starts):
        yield start, min(start + _STEP, end)
