"""Starts and stops the continuous text log; the choice is stored for the next start."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QWidget

from socket_workbench.gui.exports.text_log_choice import MEGABYTE, TextLogChoice
from socket_workbench.gui.session.session import Session
from socket_workbench.gui.session.settings import Settings
from socket_workbench.gui.threads.job import Job, Token
from socket_workbench.gui.widgets.notice import Notice
from socket_workbench.journal.errors import TextLogError
from socket_workbench.language import tr

if TYPE_CHECKING:
    from socket_workbench.gui.exports.text_log_dialog import TextLogDialog


class TextLogging(QObject):
    """Applies the dialog's choice to the settings and the journal's text log.

    A log that was on when the window was closed is continued at the next start.

    Attributes:
        dialog: the dialog while it is open, otherwise None.
    """

    def __init__(self, session: Session, notice: Notice, window: QWidget) -> None:
        super().__init__(window)
        self.dialog: TextLogDialog | None = None
        self._session = session
        self._notice = notice
        self._window = window
        session.text_log_failed.connect(notice.show_error)

    def resume(self) -> None:
        """Continue the text log if it was on when the window was closed."""
        choice = TextLogChoice.load(Settings())
        if choice.is_on:
            self._apply(choice)

    @Slot()
    def show_dialog(self) -> None:
        """Open the dialog."""
        if self.dialog is None:
            from socket_workbench.gui.exports.text_log_dialog import TextLogDialog

            is_on = self._session.text_log.path is not None
            self.dialog = TextLogDialog(
                TextLogChoice.load(Settings())._replace(is_on=is_on), self._window
            )
            self.dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            self.dialog.choice_made.connect(self._apply)
            self.dialog.finished.connect(self._on_dialog_finished)
            self.dialog.open()
        self.dialog.activateWindow()

    @Slot(object)
    def _apply(self, choice: TextLogChoice) -> None:
        """Apply the choice in a job, since opening the file can block."""
        text_log = self._session.text_log

        def settle(token: Token) -> TextLogChoice:
            if choice.is_on:
                text_log.begin(choice.path, choice.megabytes * MEGABYTE, choice.kept)
            else:
                text_log.end()
            return choice

        job = Job("text log", settle, self, (TextLogError,))
        job.succeeded.connect(self._on_job_succeeded)
        job.failed.connect(self._on_job_failed)
        job.start()

    @Slot(str)
    def _on_job_failed(self, sentence: str) -> None:
        if self.dialog is not None:
            self.dialog.show_mistake(sentence)
        else:
            self._notice.show_error(sentence)

    @Slot(object)
    def _on_job_succeeded(self, choice: TextLogChoice) -> None:
        choice.keep(Settings())
        if self.dialog is not None:
            self.dialog.accept()
            path = self._session.text_log.path
            if path is not None:
                self._notice.show_success(tr("Every event is now logged to {path}.", path=path))

    @Slot()
    def _on_dialog_finished(self) -> None:
        self.dialog = None
