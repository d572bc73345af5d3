"""Saves a program to a file."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from socket_workbench.gui.threads.job import Job
from socket_workbench.journal.export.errors import ExportError, is_session, unwritable
from socket_workbench.journal.storage.parts import is_part_of, real_path
from socket_workbench.journal.storage.replacement import replacement
from socket_workbench.language import tr


def save_program(text: str, path: Path, session: Path, token: object = None) -> str:
    """Write a program, the whole of it or nothing; the function of a job.

    Args:
        text: the program.
        path: the file.
        session: the journal's file, which it must not be.
        token: of the job; writing is too short to be cancelled.

    Returns:
        A sentence that says what was saved.

    Raises:
        ExportError: the file cannot be written, or is the session.
    """
    try:
        if is_part_of(real_path(path), session):
            raise is_session(path)
        with replacement(path) as file:
            file.write(text.encode())
    except OSError as error:
        raise unwritable(path, error) from error
    return tr("Saved {path}.", path=path)


class ProgramSaving(QObject):
    """Saves one program at a time.

    Signals:
        saved(str): it was saved; carries a sentence.
        failed(str): it could not be saved; carries a sentence.
    """

    saved = Signal(str)
    failed = Signal(str)

    def __init__(self, session: Path, parent: QObject | None = None) -> None:
        """Create it.

        Args:
            session: the journal's file.
            parent: its owner.
        """
        super().__init__(parent)
        self._session = session
        self._job: Job | None = None

    def save(self, text: str, path: Path) -> None:
        """Save a program; does nothing while another one is saved."""
        if self._job is not None:
            return
        work = partial(save_program, text, path, self._session)
        job = self._job = Job("save program", work, self, (ExportError,))
        job.succeeded.connect(self._on_job_succeeded)
        job.failed.connect(self._on_job_failed)
        job.start()

    def close(self) -> None:
        """Drop what is being saved."""
        job, self._job = self._job, None
        if job is not None:
            job.drop()

    @Slot(object)
    def _on_job_succeeded(self, sentence: str) -> None:
        self._job = None
        self.saved.emit(sentence)

    @Slot(str)
    def _on_job_failed(self, sentence: str) -> None:
        self._job = None
        self.failed.emit(sentence)
