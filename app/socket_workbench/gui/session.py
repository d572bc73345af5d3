"""The window's session: its journal, and the threads that run in it."""

import tempfile
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from socket_workbench.gui.threads.pace import Pace
from socket_workbench.gui.threads.qt_threads import QtThreads
from socket_workbench.journal.batch import Batch
from socket_workbench.journal.event import Source
from socket_workbench.journal.journal import Journal
from socket_workbench.journal.store import Store


class CommitSignal(QObject):
    """A batch sink of the journal that tells the window how much is in.

    It stands behind the store, so what it counts can be read.

    Signals:
        batch_committed(int): how many rows the journal holds now.
    """

    batch_committed = Signal(object)

    def __init__(self, store: Store, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store

    def write_batch(self, sources: list[Source], batch: Batch) -> None:
        """Tell of one batch; called in the journal's thread."""
        self.batch_committed.emit(self._store.count)

    def close(self) -> None:
        """Do nothing: there is nothing to close."""


class Session(QObject):
    """What is recorded from the window's opening to its closing.

    Attributes:
        journal: records events.
        threads: runs the blocking loops.
        path: the journal's file.
        rows: how many rows are in it, as far as the window has been told.

    Signals:
        rows_committed(int): so many rows are in the journal now; as often as the window can afford.
    """

    rows_committed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = tempfile.TemporaryDirectory(prefix="socket-workbench-")
        self.path = Path(self._folder.name) / "session.swb"
        self.rows = 0
        self._store = Store(self.path)
        self._commits = CommitSignal(self._store, self)
        self.journal = Journal([self._store, self._commits])
        self.threads = QtThreads(self)
        self._pace = Pace(self)
        self._pace.due.connect(self._on_pace_due)
        self._commits.batch_committed.connect(self._on_batch_committed)

    @property
    def fault(self) -> str:
        """Why recording is incomplete, as a sentence; empty while nothing is lost."""
        return self._store.fault

    def close(self) -> None:
        """Write what is left, end all idle threads and the journal's, remove the unsaved file."""
        self.threads.close_idle()
        self.journal.close()
        self._folder.cleanup()

    @Slot(object)
    def _on_batch_committed(self, count: int) -> None:
        self.rows = count
        self._pace.ask()

    @Slot()
    def _on_pace_due(self) -> None:
        self.rows_committed.emit(self.rows)
