"""Opens a session's file in a job, and then reads and checks all of it."""

import threading
from contextlib import closing
from pathlib import Path

from socket_workbench.gui.threads.job import Token
from socket_workbench.journal.errors import CancelledError, JournalError
from socket_workbench.journal.reader import Reader
from socket_workbench.journal.storage.damage import missing_sentence
from socket_workbench.journal.storage.view import View, lend
from socket_workbench.language import tr, trn

_MOST_GAPS = 3


class Loan:
    """Holds a session's view while it is shown, so that other readers share its copy of the file.

    `end` may be called before `begin`, since the thread that opens the file can be slow.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._view: View | None = None
        self._is_over = False

    def begin(self, view: View) -> None:
        """Hold this view; thread-safe."""
        with self._lock:
            if not self._is_over:
                self._view = view
                return
        view.release()

    def end(self) -> None:
        """Release the view, or the one that `begin` is given later."""
        with self._lock:
            self._is_over = True
            view, self._view = self._view, None
        if view is not None:
            view.release()


def check_session(path: Path, loan: Loan, token: Token) -> str:
    """Open and check a session; the function of a job.

    As soon as the file can be shown, it reports the number of rows; then a sentence, if the newest
    rows may be missing.

    Returns:
        A sentence that says what is damaged or may be missing; empty if nothing is.

    Raises:
        JournalError: the file cannot be shown.
    """
    loan.begin(lend(path, token.progress))
    with closing(Reader(path, token.progress)) as reader:
        count = reader.count()
        # Read first what the window shows first: finding intact rows in a damaged part takes long.
        reader.rows(0, 1)
        reader.rows(max(count - 1, 0), 1)
        token.tell(count)
        try:
            return _damage(reader, count, token)
        except CancelledError:
            raise
        except JournalError as error:
            return str(error)


def _damage(reader: Reader, count: int, token: Token) -> str:
    incomplete = reader.broken_off() or reader.incomplete()
    if incomplete:
        token.tell(incomplete)
    gaps: list[tuple[int, int]] = []
    row = 0
    while row < count and not token.is_cancelled():
        end, whole = reader.examine(row)
        if not whole and gaps and gaps[-1][1] == row:
            gaps[-1] = (gaps[-1][0], end)
        elif not whole:
            gaps.append((row, end))
        row = end
    damage = damage_sentence(gaps, count, is_cut=reader.is_cut)
    return " ".join(filter(None, (damage, incomplete)))


def damage_sentence(gaps: list[tuple[int, int]], count: int, *, is_cut: bool = False) -> str:
    """Return a sentence that says what is damaged in a session; empty if nothing is.

    Args:
        gaps: pairs of the first row of a gap and the row after its last.
        count: the number of rows.
        is_cut: whether rows are missing at the end.
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
