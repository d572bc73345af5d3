"""Lets a person export the session, and says what became of it."""

from pathlib import Path

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QWidget

from socket_workbench.engine.threads import Worker
from socket_workbench.gui.card.record_card import LogPanel
from socket_workbench.gui.exports.dialog import ExportChoice, ExportDialog
from socket_workbench.gui.exports.job import ExportJob, ExportTask, Outcome
from socket_workbench.gui.session.session import Session
from socket_workbench.gui.widgets.notice import Notice
from socket_workbench.journal.export.form import export_forms
from socket_workbench.journal.search.query import Filter


class Exporting(QObject):
    """Brings the dialog, the log's filter and the exporting thread together.

    Attributes:
        dialog: the dialog while it is open.
    """

    def __init__(self, session: Session, log: LogPanel, notice: Notice, window: QWidget) -> None:
        super().__init__(window)
        self.dialog: ExportDialog | None = None
        self._session = session
        self._log = log
        self._notice = notice
        self._window = window
        self._job: ExportJob | None = None
        self._worker: Worker | None = None
        self._form = export_forms()["csv"]
        self._options: frozenset[str] = frozenset()
        self._folder = Path.home()
        log.export_requested.connect(self.show_dialog)

    @Slot()
    def show_dialog(self) -> None:
        """Ask what to export; brings the dialog to the front when it is open."""
        if self.dialog is None:
            model = self._log.model
            is_part = model.is_filtered or model.first_number > 0
            path = self._folder / f"session{self._form.suffix}"
            self.dialog = ExportDialog(
                path,
                self._form,
                self._options,
                model.rowCount() if is_part else None,
                model.journal_count,
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
        """Give the running export up, if there is one."""
        if self._job is not None:
            self._job.cancel()

    @Slot(object)
    def _on_dialog_export_requested(self, choice: ExportChoice) -> None:
        wanted = None if choice.everything else self._log.filter_bar.wanted
        self._form, self._folder = choice.form, choice.path.parent
        self._options = choice.options
        self._job = ExportJob(
            ExportTask(
                session=self._session.path,
                form=choice.form,
                path=choice.path,
                replace=choice.replace,
                wanted=None if wanted == Filter() else wanted,
                first=0 if choice.everything else self._log.model.first_number,
                options=choice.options,
            ),
            self,
        )
        self._job.progressed.connect(self._on_job_progressed)
        self._job.ended.connect(self._on_job_ended)
        self._worker = self._session.threads.start("export", self._job.run)

    @Slot()
    def _on_dialog_finished(self) -> None:
        self.dialog = None

    @Slot(object, object)
    def _on_job_progressed(self, done: int, total: int) -> None:
        if self.dialog is not None:
            self.dialog.show_progress(done, total)

    @Slot(object, str)
    def _on_job_ended(self, outcome: Outcome, sentence: str) -> None:
        self._let_job_go()
        if self.dialog is None:
            return
        match outcome:
            case Outcome.DONE:
                self.dialog.accept()
                self._notice.show_success(sentence)
            case Outcome.FILE_THERE:
                self.dialog.offer_replacing(sentence)
            case Outcome.CANCELLED:
                self.dialog.show_cancelled(sentence)
            case Outcome.FAILED:
                self.dialog.show_mistake(sentence)

    def _let_job_go(self) -> None:
        # It has said its last word, but may not have returned from that: an object of Qt's must
        # not go in a worker, nor under one.
        if self._worker is not None:
            self._worker.join()
        if self._job is not None:
            self._job.deleteLater()
        self._job = self._worker = None
