"""Threads that save a session and that look whether one is whole."""

from pathlib import Path

from PySide6.QtCore import QDeadlineTimer, QObject, QThread, Signal

from socket_workbench.journal.errors import JournalError, OpenCancelledError
from socket_workbench.journal.reader import Reader
from socket_workbench.journal.storage.copying import SaveCancelledError, save_copy
from socket_workbench.journal.storage.gap import missing_sentence
from socket_workbench.journal.storage.view import View, lend
from socket_workbench.language import tr, trn

_TELL_INTERVAL = 50
_MOST_GAPS = 3


class SaveThread(QThread):
    """Saves a session once.

    Signals:
        progressed(int, int): so many parts of so many are copied.
        saved(str, int): it is saved in this file, with so many rows.
        failed(str): it is not; the sentence says why. Empty when it was cancelled.
    """

    progressed = Signal(object, object)
    saved = Signal(str, object)
    failed = Signal(str)

    def __init__(self, source: Path, target: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("save session")
        self._source = source
        self._target = target
        self._due = QDeadlineTimer(0)

    def run(self) -> None:
        """Save; called by Qt in the new thread."""
        try:
            count = save_copy(self._source, self._target, self._progress)
        except SaveCancelledError:
            self.failed.emit("")
        except JournalError as error:
            self.failed.emit(str(error))
        else:
            self.saved.emit(str(self._target), count)

    def _progress(self, done: int, total: int) -> bool:
        if self._due.hasExpired():
            self._due.setRemainingTime(_TELL_INTERVAL)
            self.progressed.emit(done, total)
        return not self.isInterruptionRequested()


class CheckThread(QThread):
    """Opens a session's file, then reads it to its last byte.

    Signals:
        progressed(int, int): so many bytes of so many are copied, where a copy is needed.
        opened(int): it can be shown, with so many rows.
        refused(str): it cannot; the sentence says why.
        checked(str): a sentence that says what is damaged or may be missing, as far as it is known;
            empty when nothing is.
    """

    progressed = Signal(object, object)
    opened = Signal(object)
    refused = Signal(str)
    checked = Signal(str)

    def __init__(self, path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("check session")
        self._path = path
        self._view: View | None = None
        self._due = QDeadlineTimer(0)

    def run(self) -> None:
        """Look; called by Qt in the new thread."""
        try:
            # Kept for as long as the file is shown: whoever reads it then need not copy it again.
            self._view = lend(self._path, self._progress)
            reader = Reader(self._path, self._progress)
        except OpenCancelledError:
            return
        except JournalError as error:
            self.refused.emit(str(error))
            return
        try:
            self._look(reader)
        except OpenCancelledError:
            return
        except JournalError as error:
            self.checked.emit(str(error))
        finally:
            reader.close()

    def release(self) -> None:
        """Say that the file is not shown any more; to be called when the thread has ended."""
        if self._view is not None:
            self._view.release()

    def _look(self, reader: Reader) -> None:
        count = reader.count()
        # What the window shows first: where that is damaged, it takes long to see what is whole.
        reader.rows(0, 1)
        reader.rows(max(count - 1, 0), 1)
        self.opened.emit(count)
        incomplete = reader.incomplete()
        if incomplete:
            self.checked.emit(incomplete)
        gaps = self._gaps(reader, count)
        damage = damage_sentence(gaps, count, is_cut=reader.is_cut)
        self.checked.emit(" ".join(filter(None, (damage, incomplete))))

    def _progress(self, done: int, total: int) -> bool:
        if total and self._due.hasExpired():
            self._due.setRemainingTime(_TELL_INTERVAL)
            self.progressed.emit(done, total)
        return not self.isInterruptionRequested()

    def _gaps(self, reader: Reader, count: int) -> list[tuple[int, int]]:
        gaps: list[tuple[int, int]] = []
        row = 0
        while row < count and not self.isInterruptionRequested():
            end, whole = reader.examine(row)
            if not whole and gaps and gaps[-1][1] == row:
                gaps[-1] = (gaps[-1][0], end)
            elif not whole:
                gaps.append((row, end))
            row = end
        return gaps


def damage_sentence(gaps: list[tuple[int, int]], count: int, *, is_cut: bool = False) -> str:
    """Return what is damaged in a session; empty when nothing is.

    Args:
        gaps: the first row of each gap and the row after its last.
        count: how many rows there are.
        is_cut: whether rows behind them are missing.
    """
    if not (gaps or is_cut):
        return ""
    parts = [missing_sentence(first, end) for first, end in gaps[:_MOST_GAPS]]
    if len(gaps) > _MOST_GAPS:
        others = len(gaps) - _MOST_GAPS
        parts.append(
            trn("So it is in {count:,} more place.", "So it is in {count:,} more places.", others)
        )
    if is_cut:
        parts.append(tr("What came after row {count:,} is missing.", count=count))
    missing = sum(end - first for first, end in gaps)
    whole = tr("{whole:,} of {count:,} rows are whole.", whole=count - missing, count=count)
    return " ".join((tr("This file is damaged."), *parts, whole))
