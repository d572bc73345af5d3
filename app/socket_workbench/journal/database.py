"""Opening a journal's file for reading, and what is said when SQLite cannot read it."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from socket_workbench.journal.errors import JournalDamagedError, JournalError, JournalOpenError
from socket_workbench.journal.schema import check
from socket_workbench.language import tr

LOCK_TIMEOUT = 2.0
"""Seconds to wait for another program that has the file to itself."""

# What says nothing about the file's content. SQLite keeps details above the lowest eight bits.
_CIRCUMSTANCES = (
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_READONLY,
)

# SQLite's own messages quote the file, so that those of a damaged one may be no text.
_UNREADABLE = (sqlite3.DatabaseError, UnicodeDecodeError)


def open_database(path: Path) -> sqlite3.Connection:
    """Open a journal's file, which may be being written, or lie in a folder that may not.

    Raises:
        JournalOpenError: it is missing, forbidden, no journal, or of a newer version.
        JournalDamagedError: it is damaged.
    """
    if not path.is_file():
        raise JournalOpenError(
            tr("There is no file {path}. See that its name is right.", path=path)
        )
    address = path.absolute().as_uri()
    log = path.with_name(f"{path.name}-wal")
    try:
        return _connect(f"{address}?mode=rw")
    except _UNREADABLE as error:
        code = _code(error)
        if code == sqlite3.SQLITE_NOTADB or (code in _CIRCUMSTANCES and log.exists()):
            raise _explained(path, error) from error
        if code not in _CIRCUMSTANCES:
            return _connect_damaged(path, f"{address}?mode=rw")
    # The files that readers and a writer share cannot be made beside it; nobody can be writing.
    try:
        return _connect(f"{address}?immutable=1")
    except _UNREADABLE as error:
        if _code(error) in (sqlite3.SQLITE_NOTADB, *_CIRCUMSTANCES):
            raise _explained(path, error) from error
        return _connect_damaged(path, f"{address}?immutable=1")


def is_cut(database: sqlite3.Connection) -> bool:
    """Whether a file that was opened is shorter than it says itself.

    SQLite refuses such a file, or one whose tables are not what they were, unless it is told to
    accept what it finds.
    """
    (accepts_all,) = database.execute("PRAGMA writable_schema").fetchone()
    return bool(accepts_all)


@contextmanager
def explaining(path: Path) -> Iterator[None]:
    """Raise what SQLite raises about a file as a `JournalError`."""
    try:
        yield
    except sqlite3.ProgrammingError:
        raise
    except _UNREADABLE as error:
        raise _explained(path, error) from error


def _connect_damaged(path: Path, address: str) -> sqlite3.Connection:
    """Open what can be opened of a file that SQLite calls malformed, such as one cut short.

    Raises:
        JournalOpenError: it is no journal, or of a newer version.
        JournalDamagedError: nothing can be read.
    """
    try:
        return _connect(address, "PRAGMA writable_schema = ON")
    except _UNREADABLE as error:
        raise JournalDamagedError(
            tr(
                "{path} is damaged so much that nothing can be read of it ({reason}).",
                path=path,
                reason=error,
            )
        ) from error


def _connect(address: str, first_of_all: str = "") -> sqlite3.Connection:
    database = sqlite3.connect(address, uri=True, isolation_level=None, timeout=LOCK_TIMEOUT)
    try:
        # Its meaning here: do not mind a schema or a size that is wrong. Nothing is written.
        database.execute(first_of_all)
        database.execute("PRAGMA query_only = ON")
        database.execute("PRAGMA trusted_schema = OFF")
        check(database)
    except BaseException:
        database.close()
        raise
    return database


def _explained(path: Path, error: Exception) -> JournalError:
    code = _code(error)
    if code == sqlite3.SQLITE_NOTADB:
        return JournalOpenError(
            tr("{path} is not a recorded session. Choose another file.", path=path)
        )
    if code in _CIRCUMSTANCES:
        if path.with_name(f"{path.name}-wal").exists() and not os.access(path.parent, os.W_OK):
            return JournalOpenError(
                tr(
                    "{path} was not closed properly and lies in a folder that cannot be written. "
                    "Copy it and the files beside it to another folder, and open it there.",
                    path=path,
                )
            )
        return JournalOpenError(
            tr(
                "{path} cannot be read ({reason}). See that the disk is there and that you may "
                "read the file.",
                path=path,
                reason=error,
            )
        )
    return JournalDamagedError(
        tr(
            "{path} is damaged ({reason}). What can still be read of it is shown.",
            path=path,
            reason=error,
        )
    )


def _code(error: Exception) -> int:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF
