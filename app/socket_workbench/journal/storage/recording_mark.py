"""The mark in a session's file that says it is being recorded.

It is there from the beginning to the end of the recording. A file that has it and no log was copied
or moved meanwhile, or lost its log: the newest rows may be missing.
"""

import sqlite3
from pathlib import Path

from socket_workbench.journal.storage.parts import LOG
from socket_workbench.language import tr

_LONGEST_PLACE = 4096
"""Characters of the place that are told; it comes from the file."""


def set_mark(database: sqlite3.Connection, path: Path) -> None:
    """Mark a file as being recorded at a place."""
    place = str(path).encode("utf-8", "backslashreplace").decode()
    database.execute("INSERT INTO recording VALUES (?)", (place,))


def clear_mark(database: sqlite3.Connection) -> None:
    """Mark a file as complete, and leave no trace of where it was recorded."""
    database.execute("PRAGMA secure_delete = ON")
    database.execute("DELETE FROM recording")


def mark_of(database: sqlite3.Connection) -> str | None:
    """Return where a file was being recorded; None when it is complete.

    Raises:
        sqlite3.DatabaseError: it is damaged.
    """
    found = database.execute("SELECT place FROM recording LIMIT 1").fetchone()
    return None if found is None else str(found[0])[:_LONGEST_PLACE]


def incomplete_sentence(path: Path, place: str) -> str:
    """Return a sentence that says what a marked file without a log may be missing.

    Args:
        path: the file.
        place: where it was being recorded.
    """
    return tr(
        "{path} was copied or moved while it was being recorded. Its newest rows may be missing: "
        "they are in {place} and {log}.",
        path=path,
        place=place,
        log=f"{place}{LOG}",
    )
