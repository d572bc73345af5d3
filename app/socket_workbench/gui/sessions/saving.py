"""Saves the session of a window in a job."""

from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QStandardPaths, Signal, Slot
from PySide6.QtWidgets import QMainWindow

from socket_workbench.gui.threads.job import Job, Token
from socket_workbench.gui.widgets.notice import Notice
from socket_workbench.journal.storage.folder import SUFFIX
from socket_workbench.language import tr, trn

if TYPE_CHECKING:
    from socket_workbench.gui.widgets.progress_row import ProgressRow


def run_save(source: Path, target: Path, token: Token) -> tuple[Path, int]:
    """Save a session; the function of a job. Return the target and its number of rows.

    Raises:
        JournalError: see `save_copy`.
    """
    from socket_workbench.journal.storage.copying import save_copy

    return target, save_copy(source, target, token.progress)


class Saving(QObject):
    """Asks where to save, saves in a job, and shows the progress in the status bar.

    The window stays open until a running save has finished.

    Attributes:
        target: the file it was last saved to; None before.

    Signals:
        saved(str, int): the session was saved; carries the file and its number of rows.
    """

    saved = Signal(str, object)

    def __init__(self, window: QMainWindow, source: Path, notice: Notice) -> None:
        """Watch the window being closed.

        Args:
            window: the session's window.
            source: the session's file.
            notice: shows the result.
        """
        super().__init__(window)
        self.target: Path | None = None
        self._window = window
        self._source = source
        self._notice = notice
        self._job: Job | None = None
        self._is_closing = False
        window.installEventFilter(self)

    @cached_property
    def progress(self) -> "ProgressRow":
        """The progress bar in the status bar; made when the session is first saved."""
        from socket_workbench.gui.widgets.progress_row import ProgressRow

        progress = ProgressRow(
            tr("Saving the session"), tr("Cancel saving the session"), self._window
        )
        self._window.statusBar().addPermanentWidget(progress)
        progress.cancel_requested.connect(self.cancel)
        return progress

    @property
    def is_running(self) -> bool:
        """Whether the session is being saved."""
        return self._job is not None

    @Slot()
    def save(self) -> None:
        """Save to the same file as before; ask for a file if there is none."""
        if self.target is None:
            self.save_as()
        else:
            self.begin(self.target)

    @Slot()
    def save_as(self) -> None:
        """Ask for a file, then save."""
        from socket_workbench.gui.widgets.file_dialogs import ask_where_to_save

        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        ask_where_to_save(
            self._window,
            tr("Save session"),
            self._on_file_selected,
            self.target.name if self.target else self._source.name,
            filters=[tr("Sessions (*{suffix})", suffix=SUFFIX), tr("All files (*)")],
            folder=self.target.parent if self.target else Path(folder),
            suffix=SUFFIX,
        )

    def begin(self, target: Path) -> None:
        """Start to save to this file; do nothing while a save is running."""
        if self._job is not None:
            return
        self._notice.clear()
        self._job = Job("save session", partial(run_save, self._source, target), self)
        self._job.progressed.connect(self._on_job_progressed)
        self._job.succeeded.connect(self._on_job_succeeded)
        self._job.cancelled.connect(self._end)
        self._job.failed.connect(self._on_job_failed)
        self._on_job_progressed(0, 0)
        self._job.start()

    @Slot()
    def cancel(self) -> None:
        """Cancel saving; an existing file is left unchanged."""
        if self._job is not None:
            self._job.cancel()

    def finish(self) -> None:
        """Wait for the end of a running save; blocks."""
        if self._job is not None:
            self._job.wait()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Delay the closing of the window until a running save has finished."""
        if event.type() == QEvent.Type.Close and watched is self._window and self.is_running:
            self._is_closing = True
            event.ignore()
            return True
        return super().eventFilter(watched, event)

    @Slot(str)
    def _on_file_selected(self, name: str) -> None:
        self.begin(Path(name))

    @Slot(object, object)
    def _on_job_progressed(self, done: int, total: int) -> None:
        self.progress.show_progress(done, total, tr("Saving…"))

    @Slot(object)
    def _on_job_succeeded(self, saved: tuple[Path, int]) -> None:
        self.target, count = saved
        is_closing = self._is_closing
        self._end()
        self._notice.show_success(
            trn(
                "{count:,} event is saved in {path}.",
                "{count:,} events are saved in {path}.",
                count,
                path=self.target,
            )
        )
        self.saved.emit(str(self.target), count)
        if is_closing:
            self._window.close()

    @Slot(str)
    def _on_job_failed(self, sentence: str) -> None:
        self._end()
        self._notice.show_error(sentence)

    @Slot()
    def _end(self) -> None:
        self._job = None
        self._is_closing = False
        self.progress.hide()
