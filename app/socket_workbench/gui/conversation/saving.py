"""Saves the bytes of a connection to a file and shows the progress."""

from contextlib import closing
from functools import partial
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from socket_workbench.gui.looks.wording import byte_count, byte_size
from socket_workbench.gui.threads.job import Job, Token
from socket_workbench.gui.widgets.notice import Notice
from socket_workbench.gui.widgets.progress_row import ProgressRow
from socket_workbench.journal.errors import JournalError
from socket_workbench.journal.event import Kind
from socket_workbench.journal.reader import Reader
from socket_workbench.journal.row import Direction
from socket_workbench.journal.search.filter import Filter
from socket_workbench.journal.stream_file import StreamFileError, write_stream
from socket_workbench.language import tr


def stream_filter(connection: int, direction: Direction | None) -> Filter:
    """Return the filter of a connection's messages; None as the direction means both."""
    return Filter(
        connections=frozenset({connection}),
        direction=direction,
        kinds=frozenset({Kind.RECEIVED, Kind.SENT}),
    )


def run_saving(path: Path, wanted: Filter, target: Path, token: Token) -> str:
    """Write payloads to a file; the function of a job.

    From time to time it reports the bytes written and the rows searched.

    Args:
        path: the journal's file.
        wanted: selects the rows whose payloads are written.
        target: the file to write.
        token: the job's token.

    Returns:
        A sentence that says what was saved; empty if the job was cancelled.

    Raises:
        JournalError: the journal cannot be read.
        StreamFileError: the file cannot be written.
    """

    def report(written: int, rows: int) -> None:
        if token.is_due():
            token.tell((written, rows))

    with closing(Reader(path)) as reader:
        written = write_stream(reader, wanted, target, token.is_cancelled, report)
        if written is None:
            return ""
        sentence = tr("Saved {path}, {bytes}.", path=target, bytes=byte_count(written))
        if reader.has_damage:
            sentence += " " + tr("The session is damaged: bytes may be missing.")
        return sentence


class SavingRow(QWidget):
    """Saves one file at a time; hidden while nothing was saved."""

    def __init__(self, path: Path, parent: QWidget | None = None) -> None:
        """Create a hidden row.

        Args:
            path: the journal's file.
            parent: the widget around it.
        """
        super().__init__(parent)
        self._path = path
        self._target = Path()
        self._rows = 0
        self._job: Job | None = None
        self.progress = ProgressRow(
            tr("Saving the conversation"), tr("Cancel saving the conversation"), elided=True
        )
        self.notice = Notice()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.progress)
        column.addWidget(self.notice)
        self.progress.cancel_requested.connect(self._on_progress_cancel_requested)
        self.notice.closed.connect(self.hide)
        self.hide()

    @property
    def is_saving(self) -> bool:
        """Whether a file is being written."""
        return self._job is not None

    def begin(self, wanted: Filter, target: Path, rows: int) -> None:
        """Start to save the payloads of rows; do nothing while another file is being written.

        Args:
            wanted: selects the rows.
            target: the file.
            rows: the number of rows in the session.
        """
        if self._job is not None:
            return
        self._target, self._rows = target, rows
        errors = (JournalError, StreamFileError)
        job = Job(
            "save conversation", partial(run_saving, self._path, wanted, target), self, errors
        )
        job.told.connect(self._on_job_told)
        job.succeeded.connect(self._on_job_succeeded)
        job.failed.connect(self._on_job_failed)
        self._job = job
        self.notice.clear()
        self.progress.show_progress(0, max(rows, 1), tr("Saving {path}", path=target))
        self.show()
        job.start()

    def close_saving(self) -> None:
        """Cancel writing."""
        job, self._job = self._job, None
        if job is not None:
            job.drop()

    def _end(self) -> None:
        self._job = None
        self.progress.hide()

    @Slot()
    def _on_progress_cancel_requested(self) -> None:
        if self._job is not None:
            self._job.cancel()

    @Slot(object)
    def _on_job_told(self, amounts: tuple[int, int]) -> None:
        written, rows = amounts
        words = tr("Saving {path}: {size}", path=self._target, size=byte_size(written))
        self.progress.show_progress(rows, max(self._rows, rows, 1), words)

    @Slot(object)
    def _on_job_succeeded(self, sentence: str) -> None:
        self._end()
        if sentence:
            self.notice.show_success(sentence)
        else:
            self.notice.show_info(tr("Cancelled; nothing was saved."))

    @Slot(str)
    def _on_job_failed(self, sentence: str) -> None:
        self._end()
        self.notice.show_error(sentence)
