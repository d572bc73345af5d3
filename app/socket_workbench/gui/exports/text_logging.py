"""Lets a person begin and end a continuous text log; what was chosen is kept for the next start."""

from pathlib import Path
from typing import TypeGuard

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from socket_workbench.gui.exports.text_log_dialog import TextLogChoice, TextLogDialog
from socket_workbench.gui.session.session import Session
from socket_workbench.gui.session.settings import Settings
from socket_workbench.gui.widgets.notice import Notice
from socket_workbench.journal.text_log.text_log import KEPT, LIMIT_BYTES, TextLogError
from socket_workbench.language import tr

_KEY = "text_log"
_MEGABYTE = 1_000_000
_MOST = 100_000
"""The largest number that the dialog can show."""


class TextLogging(QObject):
    """Brings the dialog, the settings and the journal's text log together.

    A log that was on when the window was closed goes on at the next start.

    Attributes:
        dialog: the dialog while it is open.

    Signals:
        settled(str): what was chosen is done; a sentence says why not, else it is empty.
    """

    settled = Signal(str)

    def __init__(self, session: Session, notice: Notice, window: QWidget) -> None:
        super().__init__(window)
        self.dialog: TextLogDialog | None = None
        self._session = session
        self._notice = notice
        self._window = window
        self._wanted: TextLogChoice | None = None
        self.settled.connect(self._on_settled, Qt.ConnectionType.QueuedConnection)
        session.text_log_failed.connect(notice.show_error)
        choice = _kept_choice()
        if choice.is_on:
            self._apply(choice)

    @Slot()
    def show_dialog(self) -> None:
        """Ask whether and how a text log is kept."""
        if self.dialog is None:
            is_on = self._session.text_log.path is not None
            self.dialog = TextLogDialog(_kept_choice()._replace(is_on=is_on), self._window)
            self.dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            self.dialog.choice_made.connect(self._apply)
            self.dialog.finished.connect(self._on_dialog_finished)
            self.dialog.open()
        self.dialog.activateWindow()

    @Slot(object)
    def _apply(self, choice: TextLogChoice) -> None:
        """Do what was chosen, in a thread: the disk may keep it waiting."""
        self._wanted = choice
        self._session.threads.start("text log", self._settle)

    def _settle(self) -> None:
        """Begin or end the text log; runs in a worker thread."""
        choice, text_log = self._wanted, self._session.text_log
        sentence = ""
        try:
            if choice is not None and choice.is_on:
                text_log.begin(choice.path, choice.megabytes * _MEGABYTE, choice.kept)
            else:
                text_log.end()
        except TextLogError as error:
            sentence = str(error)
        self.settled.emit(sentence)

    @Slot(str)
    def _on_settled(self, sentence: str) -> None:
        if sentence:
            if self.dialog is not None:
                self.dialog.show_mistake(sentence)
            else:
                self._notice.show_error(sentence)
            return
        if self._wanted is not None:
            _keep(self._wanted)
        if self.dialog is not None:
            self.dialog.accept()
            path = self._session.text_log.path
            if path is not None:
                self._notice.show_success(tr("Every event is now logged to {path}.", path=path))

    @Slot()
    def _on_dialog_finished(self) -> None:
        self.dialog = None


def _kept_choice() -> TextLogChoice:
    kept = Settings().table(_KEY)
    path, megabytes, full = kept.get("path"), kept.get("megabytes"), kept.get("kept")
    return TextLogChoice(
        kept.get("is_on") is True,
        Path(path) if _is_path(path) else Path.home() / "socket-workbench.log",
        _number(megabytes, LIMIT_BYTES // _MEGABYTE),
        _number(full, KEPT),
    )


def _is_path(kept: object) -> TypeGuard[str]:
    return isinstance(kept, str) and bool(kept) and "\0" not in kept


def _number(kept: object, usual: int) -> int:
    return kept if isinstance(kept, int) and 0 <= kept <= _MOST else usual


def _keep(choice: TextLogChoice) -> None:
    settings = Settings()
    settings.set_table(
        _KEY,
        {
            "is_on": choice.is_on,
            "path": str(choice.path),
            "megabytes": choice.megabytes,
            "kept": choice.kept,
        },
    )
    settings.save()
