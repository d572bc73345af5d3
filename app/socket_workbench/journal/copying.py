"""Saving a session: a copy of its file as it is at one moment, while recording goes on."""

import contextlib
import os
import secrets
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

from socket_workbench.journal.database import open_database
from socket_workbench.journal.errors import JournalError
from socket_workbench.journal.real_path import real_path
from socket_workbench.language import tr

_PAGES_AT_ONCE = 64
"""A mebibyte: between two of these, a cancellation is noticed."""


class SaveError(JournalError):
    """The session could not be saved; `str()` is a sentence. What was there before still is."""


class SaveCancelledError(JournalError):
    """Saving was given up; nothing has changed."""


Progress = Callable[[int, int], bool]
"""Told how many parts of how many are copied; returns False to give up."""


def save_copy(source: Path, target: Path, progress: Progress) -> int:
    """Save what a journal holds now as one file, in the place of what is there.

    The copy is made beside the target and renamed when it is complete and on the disk.

    Args:
        source: a journal, which may be being written.
        target: the file to make.
        progress: called now and then.

    Returns:
        How many rows were saved.

    Raises:
        SaveCancelledError: `progress` asked for it.
        SaveError: the target cannot be written.
        JournalOpenError: the source cannot be read.
    """
    try:
        target = real_path(target)
        if target.exists():
            _check(source, target)
        with _temporary_file(target) as part:
            count = _copy(source, part, progress)
            _make_way(target)
            part.replace(target)
            _sync_folder(target.parent)
    except OSError as error:
        raise _not_saved(target, error.strerror or str(error)) from error
    except sqlite3.Error as error:
        raise _not_saved(target, str(error)) from error
    return count


def _check(source: Path, target: Path) -> None:
    if target.samefile(source):
        raise SaveError(tr("{path} is the session itself. Choose another name.", path=target))
    if not os.access(target, os.W_OK):
        raise _not_saved(target, tr("the file may not be written"))


@contextlib.contextmanager
def _temporary_file(target: Path) -> Iterator[Path]:
    """Make an empty file beside the target, and remove it if it is still there at the end."""
    part = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    part.touch(exist_ok=False)
    try:
        yield part
    finally:
        for path in (part, _beside(part, "-journal"), _beside(part, "-wal"), _beside(part, "-shm")):
            path.unlink(missing_ok=True)


def _copy(source: Path, part: Path, progress: Progress) -> int:
    def tell(status: int, remaining: int, total: int) -> None:
        if not progress(total - remaining, total):
            raise SaveCancelledError(tr("Saving was cancelled."))

    with (
        contextlib.closing(open_database(source)) as reading,
        contextlib.closing(sqlite3.connect(part, isolation_level=None)) as writing,
    ):
        # Holds one state of the file, or each batch that is recorded would begin the copy anew.
        reading.execute("BEGIN")
        found = reading.execute("SELECT max(first + count) FROM segments").fetchone()
        reading.backup(writing, pages=_PAGES_AT_ONCE, progress=tell, sleep=0)
        reading.execute("COMMIT")
        # One file, which can be read without making others beside it.
        writing.execute("PRAGMA journal_mode = DELETE")
    with part.open("rb") as written:
        os.fsync(written.fileno())
    return int(found[0] or 0)


def _make_way(target: Path) -> None:
    """See that what SQLite kept beside an older file is not taken for a part of the new one.

    Raises:
        SaveError: another program has the older file open.
    """
    if not any(_beside(target, end).exists() for end in ("-wal", "-journal")):
        return
    try:
        with contextlib.closing(sqlite3.connect(target, timeout=0)) as older:
            older.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.Error as error:
        raise SaveError(
            tr("{path} is in use by another program. Choose another name.", path=target)
        ) from error


def _sync_folder(folder: Path) -> None:
    """Let the new name survive a loss of power, where the system can do that."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _beside(path: Path, end: str) -> Path:
    return path.with_name(f"{path.name}{end}")


def _not_saved(target: Path, reason: str) -> SaveError:
    return SaveError(
        tr("{path} could not be saved: {reason}. Choose another place.", path=target, reason=reason)
    )
