"""Saving a session: a copy of its file as it is at one moment, while recording goes on."""

import contextlib
import os
import sqlite3
from pathlib import Path

from socket_workbench.journal.errors import CancelledError, JournalError, reason_of
from socket_workbench.journal.storage.claim import is_recorded
from socket_workbench.journal.storage.database import open_database
from socket_workbench.journal.storage.parts import (
    BESIDE,
    beside,
    is_part_of,
    left_behind,
    parts_of,
    real_path,
    uri,
)
from socket_workbench.journal.storage.recording_mark import (
    clear_mark,
    mark_of,
    place_of,
    set_broken_off,
)
from socket_workbench.journal.storage.replacement import replacement
from socket_workbench.journal.storage.view import Progress
from socket_workbench.language import tr

_PAGES_AT_ONCE = 64
"""Pages copied between two calls of `progress`: a mebibyte."""

_COUNT = "SELECT first + count FROM segments ORDER BY first DESC LIMIT 1"


class SaveError(JournalError):
    """The session could not be saved; `str()` is a sentence. What was there before still is."""


def save_copy(source: Path, target: Path, progress: Progress) -> int:
    """Save what a journal holds now as one file, in the place of what is there.

    The copy is made beside the target and renamed when it is complete and on the disk. A new file
    is its user's alone; one that is replaced passes its permissions on.

    Args:
        source: a journal, which may be being written.
        target: the file to make.
        progress: see `Progress`; here it counts pages.

    Returns:
        How many rows were saved.

    Raises:
        CancelledError: `progress` returned False; nothing has changed.
        SaveError: the target cannot be written.
        JournalOpenError: the source cannot be read.
    """
    try:
        target = real_path(target)
        _check(source, target)
        with replacement(target, private=True) as file:
            part = Path(file.name)
            try:
                count = _copy(source, part, progress)
            finally:
                _remove_beside(part)
        # They were parts of the file that has been replaced.
        _remove_beside(target)
    except (OSError, ValueError, sqlite3.Error) as error:
        raise _not_saved(target, reason_of(error)) from error
    return count


def _check(source: Path, target: Path) -> None:
    """Check that saving replaces nothing but a file that the person has chosen.

    Raises:
        SaveError: it would, or may not.
    """
    real = real_path(source)
    if target in parts_of(real):
        raise SaveError(tr("{path} is the session itself. Choose another name.", path=target))
    if not target.exists():
        part = left_behind(target)
        if part is not None:
            raise SaveError(
                tr(
                    "{part} is left from an earlier session. Move it away, or choose another name.",
                    part=part,
                )
            )
        return
    if target.is_dir():
        raise SaveError(tr("{path} is a folder. Choose the name of a file.", path=target))
    if is_part_of(target, real):
        raise SaveError(tr("{path} is the session itself. Choose another name.", path=target))
    if is_recorded(target):
        raise SaveError(
            tr("{path} is in use by another program. Choose another name.", path=target)
        )
    if not target.is_file():
        raise _not_saved(target, tr("it is no plain file"))
    if not os.access(target, os.W_OK):
        raise _not_saved(target, tr("the file may not be written"))


def _copy(source: Path, part: Path, progress: Progress) -> int:
    def tell(status: int, remaining: int, total: int) -> None:
        if not progress(total - remaining, total):
            raise CancelledError

    with (
        contextlib.closing(open_database(source, progress)) as reading,
        contextlib.closing(
            sqlite3.connect(uri(part, "mode=rw"), uri=True, isolation_level=None)
        ) as writing,
    ):
        # Holds one state of the file, or each batch that is recorded would begin the copy anew.
        reading.execute("BEGIN")
        found = reading.execute(_COUNT).fetchone()
        reading.backup(writing, pages=_PAGES_AT_ONCE, progress=tell, sleep=0)
        reading.execute("COMMIT")
        # One file, which can be read without making others beside it.
        writing.execute("PRAGMA journal_mode = DELETE")
        _mark_copy(writing, source, has_log=reading.has_log)
    return int(found[0]) if found else 0


def _mark_copy(copy: sqlite3.Connection, source: Path, *, has_log: bool) -> None:
    """Say in a copy whether rows may be missing: it has those of the log beside its source."""
    with contextlib.suppress(sqlite3.DatabaseError):
        place = mark_of(copy)
        if place is None or not (has_log or place == place_of(source)):
            return
        if is_recorded(real_path(source)):
            clear_mark(copy)
        else:
            set_broken_off(copy)


def _remove_beside(path: Path) -> None:
    for end in BESIDE:
        with contextlib.suppress(OSError):
            beside(path, end).unlink(missing_ok=True)


def _not_saved(target: Path, reason: str) -> SaveError:
    return SaveError(
        tr("{path} could not be saved: {reason}. Choose another place.", path=target, reason=reason)
    )
