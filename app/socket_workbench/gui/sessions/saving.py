"""Saves the session of a window while the window goes on."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QStandardPaths, Signal, Slot
from PySide6.QtWidgets import QMainWindow

from socket_workbench.gui.threads.job import Job, Token
from socket_workbench.gui.widgets.notice import Notice
from socket_workbench.gui.widgets.progress_row import ProgressRow
from socket_workbench.journal.storage.copying import save_copy
from socket_workbench.journal.storage.folder import SUFFIX
from socket_workbench.language import tr, trn


def run_save(source: Path, target: Path, token: Token) -> tuple[Path, int]:
    """Save as the function of a job; returns the target, and how many rows it has.

    Raises:
        JournalError: see `save_copy`.
    """
    return target, save_copy(source, target, token.progress)


class Saving(QObject):
    """Asks where to save, saves in a job, and shows how far that is in the window's foot.

    A window that is closed meanwhile stays until the session is saved.

    Attributes:
        target: where it was saved last; None before.
        progress: shows how far it is.

    Signals:
        saved(str, int): the session is in this file, with so many rows.
    """

    saved = Signal(str, object)

    def __init__(self, window: QMainWindow, source: Path, notice: Notice) -> None:
        """Prepare to save.

        Args:
            window: the session's window.
            source: the session's file.
            notice: says what came of it.
        """
        super().__init__(window)
        self.target: Path | None = None
        self._window = window
        self._source = source
        self._notice = notice
        self._job: Job | None = None
        self._is_closing = False
        self.progress = ProgressRow(
            tr("Saving the session"), tr("Cancel saving the session"), window
        )
        window.statusBar().addPermanentWidget(self.progress)
        window.installEventFilter(self)
        self.progress.cancel_requested.connect(self.cancel)

    @property
    def is_running(self) -> bool:
        """Whether the session is being saved."""
        return self._job is not None

    @Slot()
    def save(self) -> None:
        """Save where it was saved before; ask where when it was not."""
        if self.target is None:
            self.save_as()
        else:
            self.begin(self.target)

    @Slot()
    def save_as(self) -> None:
        """Ask where to save, then save."""
        from PySide6.QtWidgets import QFileDialog

        dialog = QFileDialog(self._window, tr("Save session"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([tr("Sessions (*{suffix})", suffix=SUFFIX), tr("All files (*)")])
        dialog.setDefaultSuffix(SUFFIX.removeprefix("."))
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        dialog.setDirectory(str(self.target.parent) if self.target else folder)
        dialog.selectFile(self.target.name if self.target else self._source.name)
        dialog.fileSelected.connect(self._on_file_selected)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def begin(self, target: Path) -> None:
        """Save here; does nothing while it is being saved."""
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
        """Give up saving; what was there before is there still."""
        if self._job is not None:
            self._job.cancel()

    def finish(self) -> None:
        """Wait until the session is saved, if it is being saved."""
        if self._job is not None:
            self._job.wait()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the window open until the session is saved."""
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
