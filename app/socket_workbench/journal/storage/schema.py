"""The schema of a journal's file, an SQLite database.

Only these tables are in it, each created by just these statements; see `check`.

Readers may look at any time while one `Store` writes (write-ahead log). Rows are numbered from 0;
a segment's `first` is the row number of its first event. The newest segments are replaced by a
longer one while they are small: a row keeps its number and content for ever, a segment does not
keep its bounds. One whose payload exceeds `MERGE_BYTES` is never replaced.
"""

import re
import sqlite3
from pathlib import Path

from socket_workbench.journal.errors import JournalOpenError
from socket_workbench.language import tr

APPLICATION_ID = 0x534B5742
"""The database's `application_id`, which file(1) too can recognise: `SKWB` in ASCII."""

VERSION = 2
"""The schema's version, in the database's `user_version`. Version 1 has no table `framings`."""

MERGE_EVENTS = 1024
"""Segments are merged up to this many events."""

MERGE_BYTES = 256 << 10
"""Segments are merged up to this many bytes of payloads."""

# Larger pages make large payloads quicker, and small commits dearer, since whole pages are written.
_PAGE_BYTES = 16 << 10
_CHECKPOINT_BYTES = 16 << 20

_TABLES = """
CREATE TABLE sources (
    number INTEGER PRIMARY KEY,
    role TEXT NOT NULL,
    name TEXT NOT NULL,
    endpoint TEXT NOT NULL,
    connection INTEGER NOT NULL,
    local TEXT NOT NULL,
    peer TEXT NOT NULL
) STRICT;
CREATE TABLE segments (
    first INTEGER PRIMARY KEY,
    count INTEGER NOT NULL,
    started INTEGER NOT NULL,
    ended INTEGER NOT NULL,
    payload_bytes INTEGER NOT NULL,
    pairs BLOB NOT NULL,
    marks BLOB NOT NULL,
    times BLOB NOT NULL,
    lengths BLOB NOT NULL,
    offsets BLOB NOT NULL,
    texts BLOB NOT NULL,
    kept BLOB NOT NULL,
    payload BLOB NOT NULL
) STRICT;
CREATE TABLE unsent (
    time INTEGER NOT NULL,
    source INTEGER NOT NULL,
    taken INTEGER NOT NULL,
    PRIMARY KEY (time, source)
) STRICT, WITHOUT ROWID;
CREATE TABLE annotations (
    row INTEGER PRIMARY KEY,
    marked INTEGER NOT NULL,
    note TEXT NOT NULL
) STRICT;
CREATE TABLE encodings (
    endpoint TEXT PRIMARY KEY,
    encoding TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE recording (
    place TEXT NOT NULL
) STRICT;
CREATE TABLE framings (
    source INTEGER PRIMARY KEY,
    framing TEXT NOT NULL
) STRICT;
"""

_SCHEMA = "SELECT type, name, tbl_name, sql FROM sqlite_schema LIMIT ?"

_EXPECTED = {
    ("table", name, name, statement)
    for statement, name in re.findall(r"(CREATE TABLE (\w+) [^;]*);", _TABLES)
}
"""The rows of `sqlite_schema` in a journal."""

_EXPECTED_OF_VERSION_1 = {row for row in _EXPECTED if row[1] != "framings"}


def create(database: sqlite3.Connection) -> None:
    """Lay out an empty database as a journal, and set it up for writing."""
    database.execute(f"PRAGMA page_size = {_PAGE_BYTES}")
    database.execute("PRAGMA journal_mode = WAL")
    # What is committed survives the end of the process, whatever ends it. That it survives a loss
    # of power too would cost up to four fifths of the speed at which bytes can be recorded.
    database.execute("PRAGMA synchronous = OFF")
    database.execute(f"PRAGMA wal_autocheckpoint = {_CHECKPOINT_BYTES // _PAGE_BYTES}")
    database.execute(f"PRAGMA journal_size_limit = {2 * _CHECKPOINT_BYTES}")
    # Some builds overwrite what is deleted with zeros; merged segments need no such care.
    database.execute("PRAGMA secure_delete = OFF")
    database.executescript(
        f"BEGIN IMMEDIATE; {_TABLES}"
        f"PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {VERSION}; COMMIT"
    )


def check(path: Path, database: sqlite3.Connection) -> int:
    """Check that a database is a journal of a version that can be read, and nothing else.

    A table with the right columns could lack its key, so that each query would scan all of it; it
    could be a view without an end, or have a trigger. So each must have been created by exactly the
    statement above.

    Args:
        path: the file, to name it.
        database: open.

    Returns:
        The version.

    Raises:
        JournalOpenError: it is not.
        sqlite3.DatabaseError: it is no database, or a damaged one.
    """
    (application,) = database.execute("PRAGMA application_id").fetchone()
    (version,) = database.execute("PRAGMA user_version").fetchone()
    if application != APPLICATION_ID:
        raise JournalOpenError(
            tr("{path} is not a recorded session. Choose another file.", path=path)
        )
    if version > VERSION:
        raise JournalOpenError(
            tr(
                "{path} was recorded by a newer version of the program. Update the program.",
                path=path,
            )
        )
    expected = _EXPECTED if version == VERSION else _EXPECTED_OF_VERSION_1
    found = _found(database)
    if set(found) < expected:
        raise sqlite3.DatabaseError(tr("tables are missing"))
    if set(found) != expected or len(found) != len(expected):
        raise JournalOpenError(
            tr(
                "{path} is not as this program writes sessions: its tables are others. "
                "Choose another file.",
                path=path,
            )
        )
    return int(version)


def _found(database: sqlite3.Connection) -> list[tuple[str, str, str, str]]:
    """Return the rows of `sqlite_schema`.

    Raises:
        sqlite3.DatabaseError: it is damaged.
    """
    try:
        return database.execute(_SCHEMA, (len(_EXPECTED) + 1,)).fetchall()
    except sqlite3.OperationalError as error:
        if hasattr(error, "sqlite_errorcode"):
            raise
        # Python's own, which quotes all of the text that it cannot decode.
        raise sqlite3.DatabaseError(tr("the names of its tables are not UTF-8")) from error
