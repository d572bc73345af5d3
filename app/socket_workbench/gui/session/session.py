"""The window's session: its journal and its threads."""

import tempfile
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from socket_workbench.gui.session.socket_states import SocketStates
from socket_workbench.gui.session.watched_programs import WatchedPrograms
from socket_workbench.gui.threads.job import Job
from socket_workbench.gui.threads.pace import Pace
from socket_workbench.gui.threads.qt_threads import QtThreads
from socket_workbench.gui.threads.ticker import Ticker
from socket_workbench.gui.threads.turns import Turns
from socket_workbench.gui.threads.window_first import WindowFirst
from socket_workbench.journal.batch import Batch
from socket_workbench.journal.errors import DisplacedError, JournalOpenError, SinkError
from socket_workbench.journal.event import Source
from socket_workbench.journal.journal import Journal
from socket_workbench.journal.storage.folder import SUFFIX, SessionFolder
from socket_workbench.journal.storage.store import Store
from socket_workbench.journal.text_log.switch import TextLogSwitch
from socket_workbench.language import tr
from socket_workbench.user_folders import sessions_folder


class CommitSignal(QObject):
    """A sink of the journal that reports the number of rows to the window.

    It is added after the store, so the rows it counts can be read already.

    Signals:
        batch_committed(int): carries the number of rows in the journal.
    """

    batch_committed = Signal(object)

    def __init__(self, store: Store, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store

    def write_batch(self, sources: list[Source], batch: Batch) -> None:
        """Emit `batch_committed`; called in the journal's thread."""
        self.batch_committed.emit(self._store.count)

    def close(self) -> None:
        """Do nothing."""


class Session(QObject):
    """Everything recorded between the opening and the closing of a window.

    Its file is in the folder of unsaved sessions and remains there after the window is closed,
    unless nothing was recorded or all of it was saved elsewhere.

    Attributes:
        journal: records events.
        threads: starts the threads of endpoints.
        turns: shares the window's time among the panes that have news.
        ticker: the clock for updates of ages, counts and rates.
        sockets: what the system tells of the sockets.
        programs: the watched programs.
        path: the journal's file.
        text_log: writes the continuous text log.
        rows: the number of rows, as last reported by `rows_committed`.
        saved_rows: how many of them are saved elsewhere.
        folder: the folder of unsaved sessions.
        steps_calls: whether the calls of everything that is started are stepped.
        confirmed_places: scripts of scenarios, each with an address at which the user lets it run.
        warning: a sentence if this session cannot be kept; otherwise empty.

    Raises:
        JournalOpenError: no journal can be created anywhere.

    Signals:
        rows_committed(int): carries the number of rows in the journal; rate-limited by a `Pace`.
        recording_failed(str): the session's file was moved, or recording has stopped; carries a
            sentence.
        text_log_failed(str): the text log has stopped because of an error; carries a sentence.
        trimmed: `trim` is done.
        row_marked(int): a scenario marks the row recorded at this time, in nanoseconds since 1970.
    """

    rows_committed = Signal(object)
    recording_failed = Signal(str)
    text_log_failed = Signal(str)
    trimmed = Signal()
    row_marked = Signal(object)

    def __init__(self, parent: QObject | None = None, *, capture_limit: int | None = None) -> None:
        super().__init__(parent)
        self.folder = SessionFolder(sessions_folder())
        self.rows = 0
        self.saved_rows = 0
        self.confirmed_places: set[tuple[bytes, str]] = set()
        self.warning = ""
        self.steps_calls = False
        self._temporary: tempfile.TemporaryDirectory[str] | None = None
        self._mistake = ""
        self._store = self._open_store()
        self.path = self._store.path
        self._commits = CommitSignal(self._store, self)
        self.text_log = TextLogSwitch(self.text_log_failed.emit)
        self.journal = Journal(
            [self._store, self._commits, self.text_log],
            capture_limit=capture_limit,
            on_fault=self._on_fault,
        )
        self.threads = QtThreads(self)
        self.turns = Turns(self)
        self.ticker = Ticker(self)
        self.sockets = SocketStates(self.ticker, self)
        self.programs = WatchedPrograms(self)
        self._window_first = WindowFirst(self.threads.precedence, self)
        self._pace = Pace(self)
        self._pace.due.connect(self._on_pace_due)
        self._commits.batch_committed.connect(self._on_batch_committed)

    @property
    def fault(self) -> str:
        """A sentence that says why recording is incomplete; empty if nothing was lost."""
        return self._mistake or self._store.fault

    @property
    def missing(self) -> int:
        """The number of events that could not be recorded."""
        return self._store.missing

    def set_capture_limit(self, limit: int | None) -> None:
        """Set how many bytes of each message are recorded; None records all."""
        self.journal.set_capture_limit(limit)

    def trim(self, limit: float) -> None:
        """Remove the oldest unsaved sessions, in a job, since large files take time.

        Args:
            limit: the most bytes that they may have together.
        """
        folder = self.folder
        job = Job("trim sessions", lambda token: folder.trim(limit), self)
        job.succeeded.connect(self._on_trim_succeeded)
        job.start()

    def discard(self, path: Path) -> None:
        """Remove an unsaved session, in a job."""
        folder = self.folder
        Job("discard session", lambda token: folder.discard(path), self).start()

    def close(self) -> None:
        """Write all pending events, end the threads, and remove the file if it need not be kept."""
        self._window_first.rest()
        self.sockets.close()
        self.programs.close()
        self.threads.close_idle()
        self.journal.close()
        if self._temporary is not None:
            self._temporary.cleanup()
        elif self._store.count <= self.saved_rows:
            self.folder.discard(self.path)

    def _open_store(self) -> Store:
        try:
            return self.folder.begin()
        except JournalOpenError as error:
            self.warning = tr(
                "{reason} This session is lost when the window is closed, unless you save it.",
                reason=error,
            )
        try:
            self._temporary = tempfile.TemporaryDirectory(prefix="socket-workbench-")
        except OSError as error:
            raise JournalOpenError(
                tr(
                    "Nothing can be recorded: neither {folder} nor a temporary folder can be "
                    "written ({reason}). Make room for one of them.",
                    folder=self.folder.folder,
                    reason=error.strerror or error,
                )
            ) from error
        return Store(Path(self._temporary.name) / f"session{SUFFIX}")

    def _on_fault(self, sink: object, error: Exception) -> None:
        """Handle an error of a sink; called in the journal's thread."""
        if isinstance(error, DisplacedError):
            self.recording_failed.emit(str(error))
        elif not isinstance(error, SinkError):
            self._mistake = tr(
                "Recording has stopped because of a mistake in the program ({kind}: {error}). "
                "Save the session and start the program again.",
                kind=type(error).__name__,
                error=error,
            )
            self.recording_failed.emit(self._mistake)

    @Slot()
    def _on_trim_succeeded(self) -> None:
        self.trimmed.emit()

    @Slot(object)
    def _on_batch_committed(self, count: int) -> None:
        self.rows = count
        self._window_first.wake()
        self._pace.ask()

    @Slot()
    def _on_pace_due(self) -> None:
        self.rows_committed.emit(self.rows)
