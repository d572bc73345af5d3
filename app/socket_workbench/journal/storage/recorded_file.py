"""The file of a session being recorded: private to its user, and locked for readers to see."""

import enum
import os
import sqlite3
from contextlib import suppress
from pathlib import Path

from socket_workbench.journal.errors import JournalOpenError, NameTakenError, reason_of
from socket_workbench.journal.storage.claim import RecordingClaim
from socket_workbench.journal.storage.parts import LOG, SHARED, beside, left_behind, parts_of, uri
from socket_workbench.journal.storage.recording_mark import clear_mark, set_mark
from socket_workbench.journal.storage.schema import create
from socket_workbench.language import tr


class Place(enum.Enum):
    """Where the file of a running session is."""

    AS_MADE = enum.auto()
    ELSEWHERE = enum.auto()
    NOWHERE = enum.auto()
    """It was removed: its content is lost when it is closed."""


class RecordedFile:
    """A new session's file, claimed and open for writing.

    Args:
        path: the file, which must not exist yet.

    Attributes:
        database: the connection that writes; for one thread at a time.

    Raises:
        NameTakenError: the file exists, or something beside its name that would be taken for a part
            of it.
        JournalOpenError: it cannot be made.
    """

    def __init__(self, path: Path) -> None:
        self._path = path.absolute()
        self._descriptor: int | None = None
        try:
            self._claim = self._reserve()
        except FileExistsError:
            raise NameTakenError(
                tr("{path} already exists. Choose another name.", path=path)
            ) from None
        except BlockingIOError:
            raise NameTakenError(
                tr("{path} is in use by another program. Choose another name.", path=path)
            ) from None
        except (OSError, ValueError) as error:
            raise _not_made(path, reason_of(error)) from error
        try:
            self.database = self._create()
        except sqlite3.Error as error:
            self._close_file()  # what is open cannot be removed everywhere
            # A full disk keeps SQLite from removing its own; there were none before.
            for part in parts_of(self._path):
                part.unlink(missing_ok=True)
            self._claim.release()
            raise _not_made(path, reason_of(error)) from error

    def _reserve(self) -> RecordingClaim:
        """Make the file, empty.

        It is held open until SQLite has closed it, not any shorter: when a process closes a file,
        the system takes away all locks that it has on it, SQLite's too.
        """
        part = left_behind(self._path)
        if part is not None:
            raise NameTakenError(
                tr(
                    "{part} is left from an earlier session. Move it away, or choose another name.",
                    part=part,
                )
            )
        if self._path.exists():
            raise FileExistsError
        claim = RecordingClaim(self._path)
        try:
            self._descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        except BaseException:
            claim.release()
            raise
        return claim

    def _create(self) -> sqlite3.Connection:
        database = sqlite3.connect(
            uri(self._path, "mode=rw"), uri=True, isolation_level=None, check_same_thread=False
        )
        try:
            create(database)
            set_mark(database, self._path)
            # From here on, a copy of the file without its log can be recognised as incomplete.
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except BaseException:
            database.close()
            raise
        return database

    def checkpoint(self) -> None:
        """Move what is in the log into the file, as far as readers let it, without waiting."""
        with suppress(sqlite3.Error):
            self.database.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()

    def place(self) -> Place:
        """Look where the file is."""
        if self._descriptor is None:
            return Place.AS_MADE
        status = os.fstat(self._descriptor)
        if status.st_nlink == 0:
            return Place.NOWHERE
        try:
            is_here = os.path.samestat(self._path.stat(), status)
        except OSError:
            is_here = False
        return Place.AS_MADE if is_here else Place.ELSEWHERE

    def close(self, *, is_whole: bool = True) -> None:
        """Close the file; may be called again.

        Args:
            is_whole: whether to clear the mark that it is being recorded.
        """
        with suppress(sqlite3.Error):
            if is_whole:
                clear_mark(self.database)
            # SQLite itself does this, and removes the log, only where nobody reads.
            self.database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        self.database.close()
        self._remove_parts_of_nothing()
        self._close_file()
        self._claim.release()

    def _remove_parts_of_nothing(self) -> None:
        """Remove an emptied log beside the name from which the file was moved or removed.

        SQLite leaves it there, where it would keep the next session from having this name.
        """
        if self.place() is Place.AS_MADE or os.path.lexists(self._path):
            return
        log = beside(self._path, LOG)
        with suppress(OSError):
            if log.stat().st_size == 0:
                for part in (log, beside(self._path, SHARED)):
                    part.unlink(missing_ok=True)

    def _close_file(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


def _not_made(path: Path, reason: str) -> JournalOpenError:
    return JournalOpenError(
        tr("{path} cannot be made ({reason}). Choose another place.", path=path, reason=reason)
    )
