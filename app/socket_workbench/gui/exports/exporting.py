"""Exports the session in a job, as chosen in the export dialog."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QWidget

from socket_workbench.gui.exports.dialog import ExportChoice, ExportDialog
from socket_workbench.gui.threads.job import Job, Token
from socket_workbench.gui.widgets.notice import Notice
from socket_workbench.journal.errors import JournalError
from socket_workbench.journal.export.errors import ExportError, FileThereError
from socket_workbench.journal.export.format import ExportFormat, export_formats
from socket_workbench.journal.export.rows import filtered_rows
from socket_workbench.journal.export.to_file import export
from socket_workbench.journal.reader import Reader
from socket_workbench.journal.search.query import Filter
from socket_workbench.language import tr, trn


@dataclass(frozen=True, slots=True)
class ExportTask:
    """What to export.

    Attributes:
        session: the journal's file.
        format: the format of the new file.
        path: the new file.
        replace: whether an existing file may be replaced.
        wanted: the filter; None for all rows.
        first: the number of the first row to export.
        options: names of the chosen options of the format.
    """

    session: Path
    format: ExportFormat
    path: Path
    replace: bool = False
    wanted: Filter | None = None
    first: int = 0
    options: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class FileThere:
    """The result of an export that was not done because the file exists.

    Attributes:
        sentence: a sentence that says so.
    """

    sentence: str


def run_export(task: ExportTask, token: Token) -> str | FileThere:
    """Export; the function of a job. Return a sentence that says what was exported.

    Raises:
        CancelledError: the job was cancelled.
        ExportError: the file cannot be written.
        JournalError: the session cannot be read.
    """
    count = 0

    def counted(rows: Iterable[int]) -> Iterator[int]:
        nonlocal count
        for row in rows:
            count += 1
            yield row

    def report(done: int, total: int) -> None:
        if token.is_due():
            token.progress(done, total)
            token.rest()

    with closing(Reader(task.session)) as reader:
        rows: Iterable[int] = range(task.first, reader.count())
        if task.wanted is not None:
            rows = filtered_rows(reader, task.wanted, token.is_cancelled, task.first)
        try:
            missing = export(
                reader,
                counted(rows),
                task.format,
                task.path,
                report,
                token.is_cancelled,
                replace=task.replace,
                options=task.options,
            )
        except FileThereError as error:
            return FileThere(str(error))
    sentence = trn(
        "{count} row was exported to {path}.",
        "{count} rows were exported to {path}.",
        count,
        path=task.path,
    )
    return f"{sentence} {missing}".rstrip()


class ExportedRows(Protocol):
    """What an export needs to know of the rows that a page shows."""

    @property
    def wanted(self) -> Filter | None:
        """The filter in use; None for all rows."""

    @property
    def first_number(self) -> int:
        """The number of the first row that is not hidden by Clear."""

    @property
    def shown_count(self) -> int:
        """The number of rows shown."""

    @property
    def journal_count(self) -> int:
        """The number of rows in the session."""


class Exporting(QObject):
    """Opens the export dialog, and runs the export in a job.

    Attributes:
        dialog: the dialog while it is open, otherwise None.
    """

    def __init__(
        self, path: Path, shown: Callable[[], ExportedRows], notice: Notice, window: QWidget
    ) -> None:
        """Prepare it.

        Args:
            path: the journal's file.
            shown: returns the rows that are shown when the dialog is opened.
            notice: says what was exported.
            window: the window of the dialog.
        """
        super().__init__(window)
        self.dialog: ExportDialog | None = None
        self._path = path
        self._shown = shown
        self._rows = shown()
        self._notice = notice
        self._window = window
        self._job: Job | None = None
        self._format = export_formats()["csv"]
        self._options: frozenset[str] = frozenset()
        self._folder = Path.home()

    @Slot()
    def show_dialog(self) -> None:
        """Open the dialog, or raise it if it is open."""
        if self.dialog is None:
            rows = self._rows = self._shown()
            is_part = rows.wanted is not None or rows.first_number > 0
            path = self._folder / f"session{self._format.suffix}"
            self.dialog = ExportDialog(
                path,
                self._format,
                self._options,
                rows.shown_count if is_part else None,
                rows.journal_count,
                self._window,
            )
            self.dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            self.dialog.export_requested.connect(self._on_dialog_export_requested)
            self.dialog.cancel_requested.connect(self.cancel)
            self.dialog.finished.connect(self._on_dialog_finished)
            self.dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()

    @Slot()
    def cancel(self) -> None:
        """Cancel the running export, if there is one."""
        if self._job is not None:
            self._job.cancel()

    @Slot(object)
    def _on_dialog_export_requested(self, choice: ExportChoice) -> None:
        self._format, self._folder = choice.format, choice.path.parent
        self._options = choice.options
        task = ExportTask(
            session=self._path,
            format=choice.format,
            path=choice.path,
            replace=choice.replace,
            wanted=None if choice.everything else self._rows.wanted,
            first=0 if choice.everything else self._rows.first_number,
            options=choice.options,
        )
        errors = (JournalError, ExportError)
        self._job = Job("export", partial(run_export, task), self, errors)
        self._job.progressed.connect(self._on_job_progressed)
        self._job.succeeded.connect(self._on_job_succeeded)
        self._job.cancelled.connect(self._on_job_cancelled)
        self._job.failed.connect(self._on_job_failed)
        self._job.start()

    @Slot()
    def _on_dialog_finished(self) -> None:
        self.dialog = None

    @Slot(object, object)
    def _on_job_progressed(self, done: int, total: int) -> None:
        if self.dialog is not None:
            self.dialog.show_progress(done, total)

    @Slot(object)
    def _on_job_succeeded(self, result: str | FileThere) -> None:
        if self.dialog is None:
            return
        if isinstance(result, FileThere):
            self.dialog.offer_replacing(result.sentence)
        else:
            self.dialog.accept()
            self._notice.show_success(result)

    @Slot()
    def _on_job_cancelled(self) -> None:
        if self.dialog is not None:
            self.dialog.show_cancelled(tr("The export was cancelled; nothing was written."))

    @Slot(str)
    def _on_job_failed(self, sentence: str) -> None:
        if self.dialog is not None:
            self.dialog.show_mistake(sentence)
