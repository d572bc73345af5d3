"""What a person adds to a recorded session: marks and notes on rows, encodings of endpoints.

They are in two small tables of the journal's file, made when the first is added. They are written
through a connection of their own, while the journal is recorded or long after.
"""

import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from socket_workbench.journal.database import explaining, open_database
from socket_workbench.journal.errors import JournalError
from socket_workbench.language import tr

LONGEST_NOTE = 2_000
"""The most characters of a note."""

_PATIENCE = 10.0
"""Seconds for which the recording may keep the file to itself."""

_LAYOUT = """
CREATE TABLE IF NOT EXISTS annotations (
    row INTEGER PRIMARY KEY, marked INTEGER NOT NULL, note TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS encodings (
    endpoint TEXT PRIMARY KEY, encoding TEXT NOT NULL
) STRICT;
"""

_TABLES = "SELECT name FROM sqlite_schema WHERE type = 'table'"
_DELETE = "DELETE FROM annotations WHERE row = ?"
_INSERT = "INSERT OR REPLACE INTO annotations VALUES (?, ?, ?)"
_CHOOSE = "INSERT OR REPLACE INTO encodings VALUES (?, ?)"


class AnnotationError(JournalError):
    """What was added cannot be kept."""


@dataclass(frozen=True, slots=True)
class Annotation:
    """What was added to a row.

    Attributes:
        marked: whether it is marked.
        note: what somebody wrote about it; empty for nothing.
    """

    marked: bool = False
    note: str = ""


@dataclass(slots=True)
class Annotations:
    """Everything that was added to a session.

    Attributes:
        rows: annotations by the numbers of their rows.
        encodings: names of encodings, as Python knows them, by the names of their endpoints.
    """

    rows: dict[int, Annotation] = field(default_factory=dict)
    encodings: dict[str, str] = field(default_factory=dict)


def read_annotations(path: Path) -> Annotations:
    """Read what was added to a session; of damaged entries, nothing.

    Raises:
        JournalOpenError: the file cannot be read as a journal.
        JournalDamagedError: it is damaged.
    """
    found = Annotations()
    with closing(open_database(path)) as database, explaining(path):
        tables = {name for (name,) in database.execute(_TABLES)}
        if "annotations" in tables:
            for row, marked, note in database.execute("SELECT row, marked, note FROM annotations"):
                if isinstance(row, int) and isinstance(note, str) and (marked or note):
                    found.rows[row] = Annotation(bool(marked), note)
        if "encodings" in tables:
            for endpoint, encoding in database.execute("SELECT endpoint, encoding FROM encodings"):
                if isinstance(endpoint, str) and isinstance(encoding, str):
                    found.encodings[endpoint] = encoding
    return found


def write_annotation(path: Path, row: int, annotation: Annotation) -> None:
    """Keep what was added to a row, in place of what was; nothing takes it away.

    Raises:
        AnnotationError: the file cannot be written.
    """
    if annotation == Annotation():
        _write(path, _DELETE, (row,))
    else:
        _write(path, _INSERT, (row, int(annotation.marked), annotation.note))


def write_encoding(path: Path, endpoint: str, encoding: str) -> None:
    """Keep the encoding of an endpoint.

    Raises:
        AnnotationError: the file cannot be written.
    """
    _write(path, _CHOOSE, (endpoint, encoding))


def _write(path: Path, statement: str, parameters: tuple[object, ...]) -> None:
    address = f"{path.absolute().as_uri()}?mode=rw"
    try:
        with closing(
            sqlite3.connect(address, uri=True, isolation_level=None, timeout=_PATIENCE)
        ) as database:
            database.executescript(_LAYOUT)
            database.execute(statement, parameters)
    except sqlite3.Error as error:
        raise AnnotationError(
            tr(
                "This cannot be kept in {path} ({reason}). See that you may write the file and "
                "that there is room.",
                path=path,
                reason=error,
            )
        ) from error
