"""Saves one file at a time, in a job."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot

from socket_workbench.gui.threads.job import Job, Token
from socket_workbench.journal.errors import JournalError
from socket_workbench.journal.export.errors import ExportError


class Saving(QObject):
    """The job that saves a file; what it does is up to the subclass.

    Args:
        name: the name of its thread.
        parent: its owner.

    Signals:
        saved(str): a file was saved; carries a sentence.
        failed(str): it could not be saved; carries a sentence.
    """

    saved = Signal(str)
    failed = Signal(str)

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._job: Job | None = None

    @property
    def is_saving(self) -> bool:
        """Whether a file is being saved."""
        return self._job is not None

    def close(self) -> None:
        """Drop what is being saved."""
        job, self._job = self._job, None
        if job is not None:
            job.drop()

    def start(
        self, work: Callable[[Token], object], succeeded: Callable[..., None] | None = None
    ) -> None:
        """Start a job; one that is running is no longer listened to.

        Args:
            work: its function; returns the sentence, unless `succeeded` is given.
            succeeded: the slot for another result.
        """
        job = self._job = Job(self._name, work, self, (JournalError, ExportError))
        job.succeeded.connect(self._on_job_succeeded if succeeded is None else succeeded)
        job.failed.connect(self._on_job_failed)
        job.start()

    @Slot(object)
    def _on_job_succeeded(self, sentence: str) -> None:
        self._job = None
        self.saved.emit(sentence)

    @Slot(str)
    def _on_job_failed(self, sentence: str) -> None:
        self._job = None
        self.failed.emit(sentence)
