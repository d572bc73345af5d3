"""The mark in a session's file that says it is being recorded.

It is there from the beginning to the end of the recording. A file that has it and is not being
recorded may lack its newest rows: it was copied or moved meanwhile, or the recording broke off,
because the program was killed or the disk was full.
"""

import sqlite3
from pathlib import Path

from socket_workbench.journal.storage.parts import LOG
from socket_workbench.language import tr

_LONGEST_PLACE = 4096
"""The most characters of the place that are shown; it is read from the file."""

NOWHERE = ""
"""The place in the mark of a saved copy of a recording that broke off: there are no more rows."""


def place_of(path: Path) -> str:
    """Return a file's place as the mark names it."""
    return str(path.absolute()).encode("utf-8", "backslashreplace").decode()


def set_mark(database: sqlite3.Connection, path: Path) -> None:
    """Mark a file as being recorded at a place."""
    database.execute("INSERT INTO recording VALUES (?)", (place_of(path),))


def clear_mark(database: sqlite3.Connection) -> None:
    """Mark a file as complete, and leave no trace of where it was recorded."""
    database.execute("PRAGMA secure_delete = ON")
    database.execute("DELETE FROM recording")


def set_broken_off(database: sqlite3.Connection) -> None:
    """Mark a copy whose recording has broken off; where it was recorded is not kept."""
    clear_mark(database)
    database.execute("INSERT INTO recording VALUES (?)", (NOWHERE,))


def mark_of(database: sqlite3.Connection) -> str | None:
    """Return where a file was being recorded, or `NOWHERE`; None when it is complete.

    Raises:
        sqlite3.DatabaseError: it is damaged.
    """
    found = database.execute("SELECT place FROM recording LIMIT 1").fetchone()
    return None if found is None else str(found[0])[:_LONGEST_PLACE]


def broken_off_sentence(path: Path) -> str:
    """Return a sentence about a marked file that is nowhere else and is not being recorded."""
    return tr(
        "The recording of {path} broke off: the program was killed, or the disk was full. The "
        "newest rows may be missing.",
        path=path,
    )


def incomplete_sentence(path: Path, place: str) -> str:
    """Return a sentence about a marked file without its log, which was recorded elsewhere."""
    return tr(
        "{path} was copied or moved while it was being recorded. Its newest rows may be missing: "
        "they are in {log}. Open {place}, or move the file back there.",
        path=path,
        place=place,
        log=f"{place}{LOG}",
    )
