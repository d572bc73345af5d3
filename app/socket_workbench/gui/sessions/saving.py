"""Saves the session of a window while the window goes on."""

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QStandardPaths, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QMainWindow

from socket_workbench.gui.sessions.save_progress import SaveProgress
from socket_workbench.gui.sessions.thread import SaveThread
from socket_workbench.gui.widgets.notice import Notice
from socket_workbench.journal.storage.folder import SUFFIX
from socket_workbench.language import tr, trn


class Saving(QObject):
    """Asks where to save, saves in a thread, and shows how far that is in the window's foot.

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
        self._thread: SaveThread | None = None
        self._is_closing = False
        self.progress = SaveProgress(window)
        window.statusBar().addPermanentWidget(self.progress)
        window.installEventFilter(self)
        self.progress.cancel_requested.connect(self.cancel)

    @property
    def is_running(self) -> bool:
        """Whether the session is being saved."""
        return self._thread is not None

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
        if self._thread is not None:
            return
        self._notice.clear()
        self._thread = SaveThread(self._source, target, self)
        self._thread.progressed.connect(self.progress.show_progress)
        self._thread.saved.connect(self._on_thread_saved)
        self._thread.failed.connect(self._on_thread_failed)
        self.progress.show_progress(0, 0)
        self._thread.start()

    @Slot()
    def cancel(self) -> None:
        """Give up saving; what was there before is there still."""
        if self._thread is not None:
            self._thread.requestInterruption()

    def finish(self) -> None:
        """Wait until the session is saved, if it is being saved."""
        self._end()

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

    @Slot(str, object)
    def _on_thread_saved(self, name: str, count: int) -> None:
        self.target = Path(name)
        self._end()
        self._notice.show_success(
            trn(
                "{count:,} event is saved in {path}.",
                "{count:,} events are saved in {path}.",
                count,
                path=name,
            )
        )
        self.saved.emit(name, count)
        if self._is_closing:
            self._is_closing = False
            self._window.close()

    @Slot(str)
    def _on_thread_failed(self, sentence: str) -> None:
        self._end()
        self._is_closing = False
        if sentence:
            self._notice.show_error(sentence)

    def _end(self) -> None:
        thread, self._thread = self._thread, None
        if thread is not None:
            thread.wait()
            thread.deleteLater()
        self.progress.hide()
