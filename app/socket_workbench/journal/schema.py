"""The journal's file: an SQLite database and what is in it.

Readers may look at any time while one `Store` writes (write-ahead log). Rows are numbered from 0;
a segment's `first` is the row number of its first event. The newest segments are replaced by a
longer one while they are small: a row keeps its number and content for ever, a segment does not
keep its bounds. One whose payload exceeds `MERGE_BYTES` is never replaced.
"""

import re
import sqlite3

from socket_workbench.journal.errors import JournalOpenError
from socket_workbench.language import tr

APPLICATION_ID = 0x534B5742
"""Tells `file` and us that an SQLite database is a journal: `SKWB` in ASCII."""

VERSION = 1
"""The schema's version, in the database's `user_version`."""

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
"""


_TABLE_COLUMNS = {
    table: re.findall(r"^    (\w+) ", body, re.MULTILINE)
    for table, body in re.findall(r"CREATE TABLE (\w+) \((.*?)\) STRICT", _TABLES, re.DOTALL)
}


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


def check(database: sqlite3.Connection) -> None:
    """See that a database is a journal of a version that can be read.

    Raises:
        JournalOpenError: it is not.
        sqlite3.DatabaseError: it is no database, or a damaged one.
    """
    (application,) = database.execute("PRAGMA application_id").fetchone()
    (version,) = database.execute("PRAGMA user_version").fetchone()
    if application != APPLICATION_ID:
        raise JournalOpenError(tr("This file is not a recorded session. Choose another file."))
    if version > VERSION:
        raise JournalOpenError(
            tr("This session was recorded by a newer version of the program. Update the program.")
        )
    for table, wanted in _TABLE_COLUMNS.items():
        found = database.execute(
            "SELECT name FROM pragma_table_xinfo(?) WHERE hidden = 0"
            " AND (SELECT type FROM sqlite_schema WHERE name = ?) = 'table'",
            (table, table),
        ).fetchall()
        if [name for (name,) in found] != wanted:
            raise sqlite3.DatabaseError(f"table {table}")
