"""What a person adds to a recorded session: marks and notes on rows, encodings of endpoints.

They are in two small tables of the journal's file, and written through a connection of their own,
while the journal is recorded or long after. Nothing else changes a session that is not being
recorded.
"""

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from socket_workbench.journal.errors import JournalError, reason_of
from socket_workbench.journal.storage.database import explaining, open_database
from socket_workbench.journal.storage.parts import ROLLBACK, beside, real_path, uri
from socket_workbench.journal.storage.schema import check
from socket_workbench.language import tr

LONGEST_NOTE = 2_000
"""The most characters of a note."""

_PATIENCE = 10.0
"""Seconds to wait while the recorder holds SQLite's write lock."""

_LONGEST = 16 << 10
"""The most bytes of a text that is read; this program writes no longer ones."""

_MOST = 100_000
"""The most annotations that are read of a session."""

_ROWS = "SELECT row, marked, note FROM annotations LIMIT ?"
_ENCODINGS = "SELECT endpoint, encoding FROM encodings LIMIT ?"
_DELETE = "DELETE FROM annotations WHERE row = ?"
_INSERT = "INSERT OR REPLACE INTO annotations VALUES (?, ?, ?)"
_CHOOSE = "INSERT OR REPLACE INTO encodings VALUES (?, ?)"

_Changes = Mapping[str, Sequence[tuple[int | str, ...]]]
"""Statements, each with the parameters of every time that it is executed."""


class AnnotationError(JournalError):
    """An annotation cannot be written to the session's file."""


class Annotation(NamedTuple):
    """A person's mark and note on a row.

    Attributes:
        marked: whether it is marked.
        note: what somebody wrote about it; empty for nothing.
    """

    marked: bool = False
    note: str = ""


class Annotations(NamedTuple):
    """All annotations of a session.

    Attributes:
        rows: annotations by row number.
        encodings: Python's names of encodings, by the name of the endpoint.
    """

    rows: dict[int, Annotation]
    encodings: dict[str, str]


def read_annotations(path: Path) -> Annotations:
    """Read a session's annotations, without the damaged ones.

    Raises:
        JournalOpenError: the file cannot be read as a journal.
        JournalDamagedError: it is damaged.
    """
    found = Annotations({}, {})
    with closing(open_database(path)) as database, explaining(path):
        database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST)
        for row, marked, note in database.execute(_ROWS, (_MOST,)):
            if isinstance(row, int) and isinstance(note, str) and (marked or note):
                found.rows[row] = Annotation(bool(marked), note[:LONGEST_NOTE])
        for endpoint, encoding in database.execute(_ENCODINGS, (_MOST,)):
            if isinstance(endpoint, str) and isinstance(encoding, str):
                found.encodings[endpoint] = encoding
    return found


def write_annotation(path: Path, row: int, annotation: Annotation) -> None:
    """Write a row's annotation in place of the one before; an empty one deletes it.

    Raises:
        AnnotationError: the file cannot be written.
    """
    write_annotations(path, {row: annotation})


def write_annotations(path: Path, rows: Mapping[int, Annotation]) -> None:
    """Write the annotations of rows, all of them or none, as `write_annotation` does.

    Raises:
        AnnotationError: the file cannot be written.
    """
    kept = [(row, int(one.marked), one.note) for row, one in rows.items() if one != Annotation()]
    gone = [(row,) for row, one in rows.items() if one == Annotation()]
    _write(path, {_DELETE: gone, _INSERT: kept})


def write_encoding(path: Path, endpoint: str, encoding: str) -> None:
    """Write the encoding of an endpoint in place of the one before.

    Raises:
        AnnotationError: the file cannot be written.
    """
    _write(path, {_CHOOSE: [(endpoint, encoding)]})


def _write(path: Path, changes: _Changes) -> None:
    try:
        _check_beside(path, real_path(path))
        _change(path, real_path(path), changes)
    except (sqlite3.Error, OSError) as error:
        raise AnnotationError(
            tr(
                "This cannot be kept in {path} ({reason}). See that you may write the file and "
                "that there is room.",
                path=path,
                reason=reason_of(error),
            )
        ) from error


def _check_beside(path: Path, real: Path) -> None:
    """Refuse a file with a rollback journal beside it, which SQLite would play back first.

    Raises:
        AnnotationError: there is a rollback journal.
    """
    rollback = beside(real, ROLLBACK)
    if rollback.is_symlink() or rollback.exists():
        raise AnnotationError(
            tr(
                "This cannot be kept in {path}: {file} lies beside it, which is no part of a "
                "session. Move it away.",
                path=path,
                file=rollback,
            )
        )


def _change(path: Path, real: Path, changes: _Changes) -> None:
    with closing(
        sqlite3.connect(uri(real, "mode=rw"), uri=True, isolation_level=None, timeout=_PATIENCE)
    ) as database:
        database.execute("PRAGMA trusted_schema = OFF")
        try:
            check(path, database)
        except JournalError as error:
            raise AnnotationError(str(error)) from error
        database.execute("BEGIN IMMEDIATE")
        for statement, rows in changes.items():
            database.executemany(statement, [tuple(map(_stored, row)) for row in rows])
        database.execute("COMMIT")


def _stored(parameter: int | str) -> int | str:
    """Replace lone surrogates, which a person may type and SQLite cannot store."""
    if isinstance(parameter, int):
        return parameter
    return parameter.encode("utf-8", "replace").decode()
