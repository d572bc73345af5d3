"""The folder of sessions that were never saved: one running, others left from before."""

import contextlib
import sqlite3
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from socket_workbench.journal.errors import JournalOpenError
from socket_workbench.language import tr

SUFFIX = ".swb"
"""How the names of session files end."""

_PARTS = ("", "-wal", "-shm")


class Claim:
    """A hold on a session's file, which ends with the process at the latest.

    It is a lock on an empty SQLite database beside the session, so that it works wherever SQLite
    does, and a process that is killed leaves the file of the lock but not the lock.

    Args:
        path: the session's file.
        alone: whether nobody else may hold it; else nobody may hold it alone.

    Raises:
        OSError: the file of the lock cannot be made.
        sqlite3.OperationalError: somebody else holds it.
    """

    def __init__(self, path: Path, *, alone: bool) -> None:
        self.path = path
        self._alone = alone
        self._file = _lock_file(path)
        self._file.touch()
        self._lock = sqlite3.connect(self._file, timeout=0, isolation_level=None)
        try:
            self._lock.execute("PRAGMA journal_mode = MEMORY")
            self._lock.execute("BEGIN EXCLUSIVE" if alone else "BEGIN")
            self._lock.execute("SELECT count(*) FROM sqlite_schema").fetchall()
        except sqlite3.Error:
            self._lock.close()
            raise

    def release(self, *, ended: bool) -> None:
        """Let go.

        Args:
            ended: whether the session has come to its end, or has been offered to the person: it
                is not called left by a crash then.
        """
        if ended and (self._alone or self._is_last()):
            self._file.unlink(missing_ok=True)
        self._lock.close()

    def _is_last(self) -> bool:
        try:
            self._lock.execute("COMMIT")
            self._lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            return False
        return True


@dataclass(frozen=True, slots=True)
class KeptSession:
    """A session that was not saved and does not run.

    Attributes:
        path: its file.
        ended: when it was last written.
        size: bytes on the disk.
        crashed: whether its program never came to its end.
    """

    path: Path
    ended: datetime
    size: int
    crashed: bool


class SessionFolder:
    """Where a window records, and what earlier windows left.

    Several programs may use the folder at once: what one has claimed, no other removes.

    Args:
        folder: made when it is first needed.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def begin(self) -> Claim:
        """Claim the name of a new session.

        Raises:
            JournalOpenError: the folder cannot be written.
        """
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            start = datetime.now().strftime("%Y-%m-%d %H.%M.%S")
            for number in range(1, 1000):
                path = self.folder / f"{start}{f' ({number})' if number > 1 else ''}{SUFFIX}"
                with contextlib.suppress(sqlite3.OperationalError):
                    claim = Claim(path, alone=True)
                    if not path.exists():
                        return claim
                    claim.release(ended=False)
        except OSError as error:
            raise self._unusable(error.strerror or str(error)) from error
        raise self._unusable(tr("its names are taken"))

    def kept(self) -> list[KeptSession]:
        """Return the sessions that do not run, the newest first."""
        found = []
        for path in self._files():
            with contextlib.suppress(OSError):
                crashed = _lock_file(path).exists()
                if not (crashed and _is_claimed(path)):
                    found.append(_kept(path, crashed=crashed))
        return sorted(found, key=lambda session: session.ended, reverse=True)

    def discard(self, path: Path) -> bool:
        """Remove a session's file; returns False when it is in use or cannot be removed."""
        try:
            claim = Claim(path, alone=True)
        except (OSError, sqlite3.OperationalError):
            return False
        removed = True
        for end in _PARTS:
            try:
                path.with_name(f"{path.name}{end}").unlink(missing_ok=True)
            except OSError:
                removed = False
        claim.release(ended=removed)
        return removed

    def trim(self, limit: int) -> list[Path]:
        """Remove the oldest sessions until the others are within a size.

        The newest one stays, however large it is, unless the limit is 0. Sessions that run or are
        open in a window are neither counted nor removed.

        Args:
            limit: bytes.

        Returns:
            What was removed.
        """
        sessions = self.kept()
        total = sum(session.size for session in sessions)
        removed = []
        while sessions and total > limit and (len(sessions) > 1 or limit == 0):
            oldest = sessions.pop()
            total -= oldest.size
            if self.discard(oldest.path):
                removed.append(oldest.path)
        return removed

    def _files(self) -> list[Path]:
        with contextlib.suppress(OSError):
            return [path for path in self.folder.iterdir() if path.suffix == SUFFIX]
        return []

    def _unusable(self, reason: str) -> JournalOpenError:
        return JournalOpenError(
            tr(
                "Sessions cannot be kept in {folder} ({reason}). See that it can be written.",
                folder=self.folder,
                reason=reason,
            )
        )


def _lock_file(path: Path) -> Path:
    return path.with_name(f"{path.name}.lock")


def _is_claimed(path: Path) -> bool:
    try:
        claim = Claim(path, alone=True)
    except sqlite3.OperationalError:
        return True
    claim.release(ended=False)
    return False


def _kept(path: Path, *, crashed: bool) -> KeptSession:
    size, ended = 0, 0.0
    for end in _PARTS[:2]:
        with contextlib.suppress(FileNotFoundError):
            status = path.with_name(f"{path.name}{end}").stat()
            size += status.st_size
            ended = max(ended, status.st_mtime)
    return KeptSession(path, datetime.fromtimestamp(ended), size, crashed)
