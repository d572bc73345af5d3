"""Opening a journal's file for reading, and sentences for SQLite's errors."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from socket_workbench.journal.errors import (
    CancelledError,
    JournalDamagedError,
    JournalError,
    JournalOpenError,
    reason_of,
)
from socket_workbench.journal.storage.schema import VERSION, check
from socket_workbench.journal.storage.segment import damaged
from socket_workbench.journal.storage.segment_map import SegmentMap
from socket_workbench.journal.storage.view import Progress, View, lend, unreadable
from socket_workbench.language import tr

LOCK_TIMEOUT = 2.0
"""Seconds to wait while another program has the file locked."""

LONGEST_FIELD = 128 << 10
"""The most bytes of a field; a longer one is damage, and not read at all.

It is twice what any column takes, but for the two below.
"""

LONGEST_TEXTS = 16 << 20
"""Likewise of all texts of a segment."""

LONGEST_PAYLOAD = 1_000_000_000
"""Likewise of a segment's payload: what SQLite can do."""

_STEPS = 100_000
"""Instructions of SQLite's virtual machine, some milliseconds, between calls of `Progress`."""

# Errors that say nothing about the file's content; primary result codes, the lowest eight bits.
_CIRCUMSTANCES = (
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_INTERRUPT,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_READONLY,
)

# SQLite's own messages quote the file, so that those of a damaged one may be no text.
_UNREADABLE = (sqlite3.DatabaseError, UnicodeDecodeError)


def go_on(done: int, total: int) -> bool:
    """Never cancel; the default `Progress`."""
    return True


class LentConnection(sqlite3.Connection):
    """A connection to a session's file.

    Attributes:
        view: where it reads; released when it is closed.
        version: of the journal's schema.
    """

    view: View | None = None
    version = VERSION

    @property
    def has_log(self) -> bool:
        """Whether what is in the session's log is read as well."""
        return self.view is not None and self.view.has_log

    @property
    def segments(self) -> SegmentMap | None:
        """What is known of the file, if it does not change."""
        return self.view.segments if self.view is not None else None

    def close(self) -> None:
        """Close it, and release the view."""
        super().close()
        view, self.view = self.view, None
        if view is not None:
            view.release()


def open_database(path: Path, progress: Progress = go_on) -> LentConnection:
    """Open a journal's file, which may be being written, without changing it or anything beside it.

    Args:
        path: the file.
        progress: called while the file is copied, if it must be, and later while a statement takes
            long; see `Progress`.

    Raises:
        JournalOpenError: it is missing, forbidden, no journal, or of a newer version.
        JournalDamagedError: it is damaged.
        CancelledError: `progress` returned False.
    """
    view = lend(path, progress)
    try:
        database = _open(path, view.address, progress)
    except BaseException:
        view.release()
        raise
    database.view = view
    return database


def _open(path: Path, address: str, progress: Progress) -> LentConnection:
    try:
        return _connect(path, address, progress)
    except _UNREADABLE as error:
        if _code(error) in (sqlite3.SQLITE_NOTADB, *_CIRCUMSTANCES):
            raise _explained(path, error) from error
    # It is damaged, such as one cut short. The pragma means here: do not mind a schema or a size
    # that is wrong. Nothing is written.
    try:
        return _connect(path, address, progress, "PRAGMA writable_schema = ON")
    except _UNREADABLE as error:
        if _code(error) in _CIRCUMSTANCES:
            raise _explained(path, error) from error
        raise JournalDamagedError(
            tr(
                "{path} is damaged so much that nothing can be read of it ({reason}).",
                path=path,
                reason=error,
            )
        ) from error


def _connect(
    path: Path, address: str, progress: Progress, first_of_all: str = ""
) -> LentConnection:
    database = sqlite3.connect(
        address, uri=True, isolation_level=None, timeout=LOCK_TIMEOUT, factory=LentConnection
    )
    try:
        database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_FIELD)
        database.set_progress_handler(lambda: not progress(0, 0), _STEPS)
        database.execute(first_of_all)
        database.execute("PRAGMA query_only = ON")
        database.execute("PRAGMA trusted_schema = OFF")
        database.execute("PRAGMA cell_size_check = ON")
        database.version = check(path, database)
    except BaseException:
        database.close()
        raise
    return database


def is_cut(database: sqlite3.Connection) -> bool:
    """Whether a file that was opened is shorter than it says itself.

    SQLite refuses such a file, or one whose tables are not what they were, unless it is told to
    accept what it finds.
    """
    (accepts_all,) = database.execute("PRAGMA writable_schema").fetchone()
    return bool(accepts_all)


def run(
    database: sqlite3.Connection,
    path: Path,
    statement: str,
    parameters: tuple[int | str, ...],
    types: Sequence[type],
    longest: int,
) -> list[tuple[Any, ...]]:
    """Run a statement to its end, so that no read lock stays, and return the rows.

    Args:
        database: as `open_database` returned it.
        path: the file, to name it.
        statement: what is looked for.
        parameters: its parameters.
        types: those of its columns; none to take any.
        longest: see `LONGEST_FIELD`.

    Raises:
        JournalDamagedError: there is damage, or a column of another type.
        JournalError: the file cannot be read.
    """
    with explaining(path):
        database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, longest)
        found = database.execute(statement, parameters).fetchall()
    if types and any(tuple(map(type, values)) != types for values in found):
        raise damaged()
    return found


@contextmanager
def explaining(path: Path) -> Iterator[None]:
    """Convert SQLite's exceptions to a `JournalError`."""
    try:
        yield
    except sqlite3.ProgrammingError:
        raise
    except _UNREADABLE as error:
        raise _explained(path, error) from error


def _explained(path: Path, error: Exception) -> JournalError:
    code = _code(error)
    if code == sqlite3.SQLITE_INTERRUPT:
        return CancelledError()
    if code == sqlite3.SQLITE_NOTADB:
        return JournalOpenError(
            tr("{path} is not a recorded session. Choose another file.", path=path)
        )
    if code in _CIRCUMSTANCES:
        return unreadable(path, reason_of(error))
    return JournalDamagedError(
        tr(
            "{path} is damaged ({reason}). What can still be read of it is shown.",
            path=path,
            reason=error,
        )
    )


def _code(error: Exception) -> int:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF
