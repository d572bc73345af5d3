"""Saves what travelled on a connection to a file, beside the window."""

from pathlib import Path

from PySide6.QtCore import QDeadlineTimer, QMutex, QMutexLocker, QObject, QThread, Signal

from socket_workbench.journal.errors import JournalError
from socket_workbench.journal.event import Kind
from socket_workbench.journal.reader import Reader
from socket_workbench.journal.row import Direction
from socket_workbench.journal.search.filter import Filter
from socket_workbench.journal.stream_file import StreamFileError, write_stream

_TELL_INTERVAL = 50


def stream_filter(connection: int, direction: Direction | None) -> Filter:
    """Return which rows have the bytes of a connection; both directions where none is given."""
    return Filter(
        connections=frozenset({connection}),
        direction=direction,
        kinds=frozenset({Kind.RECEIVED, Kind.SENT}),
    )


class ConversationSaving(QThread):
    """Writes one file; `saved`, `cancelled` or `failed` follows.

    Signals:
        progressed(object, object): bytes written, and rows of the session looked through.
        saved(object, bool): how many bytes the file has; whether the session is damaged, so that
            some may be missing.
        cancelled: the file is as it was before.
        failed(str): it could not be written; the sentence says why.
    """

    progressed = Signal(object, object)
    saved = Signal(object, bool)
    cancelled = Signal()
    failed = Signal(str)

    def __init__(
        self, path: Path, wanted: Filter, target: Path, parent: QObject | None = None
    ) -> None:
        """Prepare to write.

        Args:
            path: the journal's file.
            wanted: which rows' payloads.
            target: the file to write.
            parent: what it belongs to.
        """
        super().__init__(parent)
        self.setObjectName("conversation saving")
        self.target = target
        self._path = path
        self._wanted = wanted
        self._mutex = QMutex()
        self._is_cancelled = False

    def cancel(self) -> None:
        """Stop writing; returns at once."""
        with QMutexLocker(self._mutex):
            self._is_cancelled = True

    def run(self) -> None:
        """Write; called by Qt in the new thread."""
        try:
            reader = Reader(self._path)
            try:
                self._write(reader)
            finally:
                reader.close()
        except (JournalError, StreamFileError) as error:
            self.failed.emit(str(error))

    def _write(self, reader: Reader) -> None:
        due = QDeadlineTimer(_TELL_INTERVAL)

        def tell(written: int, rows: int) -> None:
            if due.hasExpired():
                self.progressed.emit(written, rows)
                due.setRemainingTime(_TELL_INTERVAL)

        written = write_stream(reader, self._wanted, self.target, self._asked_to_stop, tell)
        if written is None:
            self.cancelled.emit()
        else:
            self.saved.emit(written, reader.has_damage)

    def _asked_to_stop(self) -> bool:
        with QMutexLocker(self._mutex):
            return self._is_cancelled
