"""What became of calls that are recorded as begun: whether they wait, or how they returned."""

from collections.abc import Mapping
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal, Slot

from socket_workbench.clock import time_ns
from socket_workbench.gui.rows.search import LINGER
from socket_workbench.gui.rows.time import wait_text
from socket_workbench.gui.threads.job import Job, Token
from socket_workbench.journal.call_record import CallRecord
from socket_workbench.journal.reader import Reader
from socket_workbench.journal.row import Row
from socket_workbench.journal.search.call_ends import CallKey, find_ends
from socket_workbench.journal.storage.claim import is_recorded
from socket_workbench.journal.storage.parts import real_path
from socket_workbench.language import tr

_MOST_KNOWN = 20_000
"""Calls whose ends are kept."""


class Wait(NamedTuple):
    """What is known of a call that is recorded as begun.

    Attributes:
        nanoseconds: for how long it has waited so far, or had when it returned; None if the
            recording ended before it returned.
        is_over: whether it has returned, or can no longer be seen to return.
        error: the name of the error that it raised; empty for none.
    """

    nanoseconds: int | None
    is_over: bool = False
    error: str = ""

    @property
    def state(self) -> str:
        """What is said of it beside the time."""
        if self.nanoseconds is None:
            return self.words
        if not self.is_over:
            return tr("waiting")
        return self.error or tr("returned")

    @property
    def words(self) -> str:
        """What is said of it behind the call, such as `returned after 2.4 s`."""
        if self.nanoseconds is None:
            return tr("had not returned when the recording ended")
        time = wait_text(self.nanoseconds)
        if not self.is_over:
            return tr("waiting {time}", time=time)
        if self.error:
            return tr("{error} after {time}", error=self.error, time=time)
        return tr("returned after {time}", time=time)


class EndsFound(NamedTuple):
    """What a job has found out about calls.

    Attributes:
        ends: what is recorded of those that have returned.
        waiting: those that have not, up to the row `end`.
        end: the row before which was looked.
        goes_on: whether the journal is still being recorded.
    """

    ends: Mapping[CallKey, CallRecord]
    waiting: frozenset[CallKey]
    end: int
    goes_on: bool


def look_for_ends(path: Path, token: Token) -> None:
    """Look for the ends of calls, as often as the job is given any; the function of a job.

    It is given pairs: the calls, each with the row to begin with, and the row to end before. Of
    several pairs the last counts. It tells an `EndsFound` for each that it has looked for.

    Raises:
        JournalError: the journal cannot be read.
    """
    with closing(Reader(path)) as reader:
        while given := token.take(LINGER):
            wanted, end = given[-1]
            # Asked first: what is recorded until then is found below.
            goes_on = is_recorded(real_path(path))
            end = max(end, 0 if goes_on else reader.count())
            ends = find_ends(reader, wanted, end, token.is_cancelled)
            token.tell(EndsFound(ends, frozenset(wanted) - ends.keys(), end, goes_on))


class CallWaits(QObject):
    """Finds out, for calls that are shown as begun, whether they have returned.

    Only those that are asked for are looked for, in a job.

    Signals:
        changed(): something is known of a call that was asked for.
    """

    changed = Signal()

    def __init__(self, path: Path, parent: QObject | None = None) -> None:
        """Begin with nothing known.

        Args:
            path: the journal's file.
            parent: the parent object.
        """
        super().__init__(parent)
        self._path = path
        self._ends: dict[CallKey, Wait] = {}
        self._waiting: set[CallKey] = set()
        # For each call that has not been seen to return, from where on to look for that.
        self._next: dict[CallKey, int] = {}
        self._count = 0
        self._job: Job | None = None
        self._is_closed = False

    def of(self, row: Row) -> Wait | None:
        """Return what is known of a `CALL_BEGUN`; None until it has been looked for."""
        key = CallKey.of(row.source.number, CallRecord.read(row.text))
        known = self._ends.get(key)
        if known is not None:
            return known
        if key not in self._next:
            self._next[key] = row.number + 1
            self._look()
        return Wait(max(time_ns() - row.time, 0)) if key in self._waiting else None

    def grow(self, count: int) -> None:
        """Look again for calls that have not returned: the journal has this many rows now."""
        self._count = max(count, self._count)
        if self._next:
            self._look()

    def close(self) -> None:
        """Stop looking."""
        self._is_closed = True
        if self._job is not None:
            self._job.drop()

    def _look(self) -> None:
        if self._is_closed:
            return
        request = dict(self._next), self._count
        if self._job is None or not self._job.give(request):
            self._job = Job("calls that wait", partial(look_for_ends, self._path), self)
            self._job.told.connect(self._on_job_told)
            self._job.give(request)
            self._job.start()

    @Slot(object)
    def _on_job_told(self, found: EndsFound) -> None:
        if len(self._ends) > _MOST_KNOWN:
            self._ends.clear()
        for key, record in found.ends.items():
            self._ends[key] = Wait(record.waited or 0, is_over=True, error=record.error)
        for key in found.waiting - self._ends.keys():
            if found.goes_on:
                self._next[key] = max(found.end, self._next.get(key, 0))
            else:
                self._ends[key] = Wait(None, is_over=True)
        waiting = found.waiting - self._ends.keys()
        has_news = bool(found.ends) or waiting != self._waiting or not found.goes_on
        self._waiting |= waiting
        for key in self._ends.keys() & self._next.keys():
            del self._next[key]
        self._waiting -= self._ends.keys()
        if has_news:
            self.changed.emit()
