"""Opening a journal's file for reading, and what is said when SQLite cannot read it."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from socket_workbench.journal.errors import JournalDamagedError, JournalError, JournalOpenError
from socket_workbench.journal.schema import check
from socket_workbench.language import tr

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
    try:
        return _connect(f"{address}?mode=rw")
    except _UNREADABLE as error:
        log = path.with_name(f"{path.name}-wal")
        if _code(error) not in _CIRCUMSTANCES or log.exists():
            raise _explained(path, error) from error
    # The files that readers and a writer share cannot be made beside it; nobody can be writing.
    with explaining(path):
        return _connect(f"{address}?immutable=1")


@contextmanager
def explaining(path: Path) -> Iterator[None]:
    """Raise what SQLite raises about a file as a `JournalError`."""
    try:
        yield
    except sqlite3.ProgrammingError:
        raise
    except _UNREADABLE as error:
        raise _explained(path, error) from error


def _connect(address: str) -> sqlite3.Connection:
    database = sqlite3.connect(address, uri=True, isolation_level=None)
    try:
        database.execute("PRAGMA query_only = ON")
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
