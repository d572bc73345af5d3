"""An export in a thread of its own: what is wanted, how far it is, what became of it."""

import enum
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QDeadlineTimer, QObject, QThread, Signal

from socket_workbench.journal.errors import JournalError
from socket_workbench.journal.export.errors import (
    ExportCancelledError,
    ExportError,
    FileThereError,
)
from socket_workbench.journal.export.form import ExportForm
from socket_workbench.journal.export.rows import filtered_rows
from socket_workbench.journal.export.to_file import export
from socket_workbench.journal.reader import Reader
from socket_workbench.journal.search.query import Filter
from socket_workbench.language import tr, trn

#: Milliseconds between two reports of progress.
_TELL_INTERVAL = 50
#: Milliseconds after each report in which the window has the interpreter to itself.
_COURTESY = 12


@dataclass(frozen=True, slots=True)
class ExportTask:
    """What to export.

    Attributes:
        session: the journal's file.
        form: the form of the new file.
        path: the new file.
        replace: whether a file that is there may be replaced.
        wanted: the filter; None for all rows.
        first: the row to begin with.
        options: names of the form's options that are chosen.
    """

    session: Path
    form: ExportForm
    path: Path
    replace: bool = False
    wanted: Filter | None = None
    first: int = 0
    options: frozenset[str] = frozenset()


class Outcome(enum.Enum):
    """What became of an export."""

    DONE = enum.auto()
    FAILED = enum.auto()
    CANCELLED = enum.auto()
    FILE_THERE = enum.auto()


class ExportJob(QObject):
    """Runs an export once.

    Signals:
        progressed(int, int): so many rows of so many have been passed.
        ended(Outcome, str): it is over; a sentence says what became of it.
    """

    progressed = Signal(object, object)
    ended = Signal(object, str)

    def __init__(self, task: ExportTask, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.task = task
        self._is_cancelled = False
        self._count = 0

    def cancel(self) -> None:
        """Give it up; `ended` follows soon. From any thread."""
        self._is_cancelled = True

    def run(self) -> None:
        """Export; to be called in a worker thread."""
        task = self.task
        try:
            with closing(Reader(task.session)) as reader:
                missing = export(
                    reader,
                    self._counted(self._rows(reader)),
                    task.form,
                    task.path,
                    _Reports(self),
                    self._cancelled,
                    replace=task.replace,
                    options=task.options,
                )
        except ExportCancelledError:
            self.ended.emit(Outcome.CANCELLED, tr("The export was cancelled; nothing was written."))
        except FileThereError as error:
            self.ended.emit(Outcome.FILE_THERE, str(error))
        except (ExportError, JournalError) as error:
            self.ended.emit(Outcome.FAILED, str(error))
        else:
            sentence = trn(
                "{count} row was exported to {path}.",
                "{count} rows were exported to {path}.",
                self._count,
                path=task.path,
            )
            self.ended.emit(Outcome.DONE, f"{sentence} {missing}".rstrip())

    def _cancelled(self) -> bool:
        return self._is_cancelled

    def _rows(self, reader: Reader) -> Iterable[int]:
        task = self.task
        if task.wanted is None:
            return range(task.first, reader.count())
        return filtered_rows(reader, task.wanted, self._cancelled, task.first)

    def _counted(self, rows: Iterable[int]) -> Iterator[int]:
        for row in rows:
            self._count += 1
            yield row


class _Reports:
    """Tells of progress now and then, and leaves the window room to show it."""

    def __init__(self, job: ExportJob) -> None:
        self._job = job
        self._due = QDeadlineTimer(_TELL_INTERVAL)

    def __call__(self, done: int, total: int) -> None:
        """Take what the export says."""
        if self._due.hasExpired():
            self._job.progressed.emit(done, total)
            QThread.msleep(_COURTESY)
            self._due.setRemainingTime(_TELL_INTERVAL)
