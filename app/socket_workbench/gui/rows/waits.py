"""What became of calls that are recorded as begun: whether they wait, or how they returned."""

from collections.abc import Mapping
from contextlib import closing
from functools import partial
from pathlib import Path
from time import monotonic
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

LOOK_INTERVAL = 5.0
"""Seconds after which it is looked whether the recording of a call that waits has ended."""

_MOST_KNOWN = 20_000
"""Calls whose ends are kept."""


class Wait(NamedTuple):
    """What is known of a call that is recorded as begun.

    Attributes:
        nanoseconds: for how long it has waited so far, or had when it returned; None if the
            recording ended before it returned.
        is_over: whether it has returned, or can no longer be seen to return.
        error: the name of the error that it raised; empty for none.
        is_held: whether the row is about the call being held before it was made, in step mode.
    """

    nanoseconds: int | None
    is_over: bool = False
    error: str = ""
    is_held: bool = False

    @property
    def state(self) -> str:
        """What is said of it beside the time."""
        if self.is_held or self.nanoseconds is None:
            return self.words
        if not self.is_over:
            return tr("waiting")
        return self.error or tr("returned")

    @property
    def words(self) -> str:
        """What is said of it behind the call, such as `returned after 2.4 s`."""
        if self.is_held:
            # It is not recorded when it was let go.
            return tr("was held") if self.is_over else tr("held")
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
        reached: for each of the others the row to go on with.
        end: the row before which was looked.
        goes_on: whether the journal is still being recorded.
    """

    ends: Mapping[CallKey, CallRecord]
    reached: Mapping[CallKey, int]
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
            ends, reached = find_ends(reader, wanted, end, token.is_cancelled)
            token.tell(EndsFound(ends, reached, end, goes_on))


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
        self._looked_at = 0.0

    def of(self, row: Row) -> Wait | None:
        """Return what is known of a `CALL_BEGUN`; None until it has been looked for."""
        record = CallRecord.read(row.text)
        key = CallKey.of(row.source.number, record)
        known = self._ends.get(key)
        if known is not None:
            return known._replace(is_held=record.is_held)
        if key not in self._next:
            self._next[key] = row.number + 1
            self._look()
        elif key in self._waiting and monotonic() - self._looked_at > LOOK_INTERVAL:
            # Its recording may have ended without another row.
            self._look()
        if key not in self._waiting:
            return None
        return Wait(max(time_ns() - row.time, 0), is_held=record.is_held)

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
        self._looked_at = monotonic()
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
        waiting = {key for key, row in found.reached.items() if row >= found.end}
        if not found.goes_on:
            self._ends.update(dict.fromkeys(waiting, Wait(None, is_over=True)))
        has_news = bool(found.ends) or not waiting <= self._waiting
        self._next.update((key, row) for key, row in found.reached.items() if key in self._next)
        for key in self._ends.keys() & self._next.keys():
            del self._next[key]
        self._waiting = (self._waiting | waiting) - self._ends.keys()
        if len(waiting) < len(found.reached):
            self._look()
        if has_news:
            self.changed.emit()
