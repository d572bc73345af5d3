"""Reading a session without changing it, and without trusting the files beside it.

A session is somebody else's file. SQLite would play a rollback journal beside it back, in which any
file can be named as one to be deleted, and would move what is in a write-ahead log into the
database and remove the log. So:

- A session that is being recorded is read in its place, as its recorder is.
- Of one that has a log, both files are linked (or copied) under other names in a private folder.
- Any other is read as a file that nobody changes: SQLite then looks at nothing beside it.
"""

import errno
import os
import stat
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from socket_workbench.journal.errors import CancelledError, JournalOpenError, reason_of
from socket_workbench.journal.storage.claim import is_recorded
from socket_workbench.journal.storage.parts import LOG, SHARED, beside, real_path, uri
from socket_workbench.journal.storage.segment_map import SegmentMap
from socket_workbench.journal.storage.system import AT_ONCE, BYTES
from socket_workbench.language import tr

if TYPE_CHECKING:
    from socket_workbench.journal.storage.private_folder import PrivateFolder

Progress = Callable[[int, int], bool]
"""Called with the bytes copied and the bytes to copy, or 0 and 0; returns False to cancel."""

_HEADER_BYTES = 20
_WRITE_VERSION = slice(18, 20)
"""Two bytes of a database's header that are 2 where it has a write-ahead log."""

_OF_THE_NAME = frozenset({errno.ELOOP, errno.ENAMETOOLONG, errno.ENOTDIR})

_COPIED_AT_ONCE = 1 << 20

_LENT = "session.swb"

_SMALLEST_FRAME = 512 + 24
_INDEX_BYTES = 32 << 10
_INDEXED_FRAMES = 4062
"""The index of a log has a block of 32 KiB for so many frames: https://sqlite.org/walformat.html."""

_lock = threading.Lock()
_lent: dict[tuple[int, ...], "_Lent"] = {}


class View:
    """Where SQLite may read a session, until it is released.

    Attributes:
        address: the address to open, as SQLite takes it.
        has_log: whether what is in a write-ahead log is read as well.
        segments: what is known of a file that does not change, for all who read it; None while it
            is recorded.
    """

    def __init__(self, address: str, lent: "_Lent | None" = None) -> None:
        self.address = address
        self.has_log = lent is None or lent.has_log
        self.segments = None if lent is None else lent.segments
        self._lent = lent

    def release(self) -> None:
        """Say that it is not read any more; may be called again."""
        lent, self._lent = self._lent, None
        if lent is not None:
            lent.release()


class _Lent:
    """A session that does not change, for all views of it in this process.

    Args:
        key: what tells it from all others, and from itself when it has changed.
        path: where it is read.
        folder: the private folder that this is in, if it is.
    """

    def __init__(self, key: tuple[int, ...], path: Path, folder: "PrivateFolder | None") -> None:
        self.has_log = folder is not None
        self.segments = SegmentMap()
        self._key = key
        self._address = uri(path, "mode=ro" if self.has_log else "immutable=1")
        self._folder = folder
        self._views = 0

    def view(self) -> View:
        self._views += 1
        return View(self._address, self)

    def discard(self) -> None:
        if self._folder is not None:
            self._folder.close()

    def release(self) -> None:
        with _lock:
            self._views -= 1
            if self._views:
                return
            _lent.pop(self._key, None)
        self.discard()


def lend(path: Path, progress: Progress) -> View:
    """Return where a session can be read; what it holds is not looked at.

    Takes long only where the session has a log and is on another file system than every private
    folder: then it is copied.

    Args:
        path: the session's file.
        progress: told how far the copy is.

    Raises:
        JournalOpenError: it is missing, forbidden, or no plain file; or it cannot be copied.
        CancelledError: `progress` returned False.
    """
    try:
        real = real_path(path)
        status = real.stat()
        _check_sort(path, status)
        if is_recorded(real):
            return View(uri(real, "mode=ro"))
        has_log = _wants_log(real)
    except FileNotFoundError as error:
        raise JournalOpenError(
            tr("There is no file {path}. See that its name is right.", path=path)
        ) from error
    except (OSError, ValueError) as error:
        raise _not_read(path, error) from error
    log = _log_status(real) if has_log else None
    key = _identity(status) if log is None else (*_identity(status), *_identity(log))
    with _lock:
        known = _lent.get(key)
        if known is not None:
            return known.view()
    made = _Lent(key, real, None) if log is None else _make_private(path, real, key, progress)
    with _lock:
        chosen = _lent.setdefault(key, made)
        view = chosen.view()
    if chosen is not made:
        made.discard()
    return view


def _check_sort(path: Path, status: os.stat_result) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise JournalOpenError(tr("{path} is a folder. Choose a session in it.", path=path))
    if not stat.S_ISREG(status.st_mode):
        raise JournalOpenError(
            tr("{path} is a device or a pipe, not a recorded session. Choose a file.", path=path)
        )


def _wants_log(real: Path) -> bool:
    """Whether a file says that it has a log; reads it, so that what keeps it from being is said."""
    # It could have become a pipe meanwhile, which would let `open` wait.
    descriptor = os.open(real, os.O_RDONLY | AT_ONCE | BYTES)
    try:
        header = os.read(descriptor, _HEADER_BYTES)
    finally:
        os.close(descriptor)
    return header[_WRITE_VERSION] == b"\x02\x02"


def _log_status(real: Path) -> os.stat_result | None:
    """Return what is known of a session's log; None when there is none, or it is empty."""
    try:
        status = beside(real, LOG).lstat()
    except OSError:
        return None
    return status if stat.S_ISREG(status.st_mode) and status.st_size else None


def _identity(status: os.stat_result) -> tuple[int, ...]:
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns


def _make_private(path: Path, real: Path, key: tuple[int, ...], progress: Progress) -> _Lent:
    from socket_workbench.journal.storage.private_folder import filled

    def fill(folder: Path) -> None:
        lent = folder / _LENT
        _link_or_copy([(real, lent), (beside(real, LOG), beside(lent, LOG))], progress)
        _make_index(lent)

    try:
        folder = filled(real, fill)
    except OSError as error:
        raise JournalOpenError(
            tr(
                "{path} was not closed properly, and its newest rows are in {log}. To read both "
                "without changing them, a copy is needed, which cannot be made in {folder} "
                "({reason}). Make room there, or set TMPDIR to another folder.",
                path=path,
                log=beside(real, LOG),
                folder=error.filename,
                reason=error.strerror,
            )
        ) from error
    return _Lent(key, folder.path / _LENT, folder)


def _link_or_copy(pairs: list[tuple[Path, Path]], progress: Progress) -> None:
    """Give files another name each, or copy them where that cannot be.

    Never one of each: SQLite takes all names of a database for one, with one log. What is linked is
    the original, so it must be opened for reading only.
    """
    try:
        for source, target in pairs:
            target.hardlink_to(source)
    except OSError:
        for _, target in pairs:
            target.unlink(missing_ok=True)
        _copy(pairs, progress)


def _make_index(lent: Path) -> None:
    """Make the file in which SQLite keeps the log's index, as large as that becomes.

    SQLite calls it an I/O error where there is no room for it.
    """
    frames = beside(lent, LOG).stat().st_size // _SMALLEST_FRAME
    size = _INDEX_BYTES * (1 + frames // _INDEXED_FRAMES)
    beside(lent, SHARED).write_bytes(bytes(size))


def _copy(pairs: list[tuple[Path, Path]], progress: Progress) -> None:
    total = sum(source.stat().st_size for source, _ in pairs)
    done = 0
    for source, target in pairs:
        with source.open("rb") as reading, target.open("xb") as writing:
            while part := reading.read(_COPIED_AT_ONCE):
                writing.write(part)
                done += len(part)
                if not progress(min(done, total), total):
                    raise CancelledError


def _not_read(path: Path, error: OSError | ValueError) -> JournalOpenError:
    if isinstance(error, OSError) and error.errno not in _OF_THE_NAME:
        return unreadable(path, reason_of(error))
    return JournalOpenError(
        tr(
            "{path} cannot be read ({reason}). See that its name is right.",
            path=path,
            reason=reason_of(error),
        )
    )


def unreadable(path: Path, reason: str) -> JournalOpenError:
    """Return the error for a file that the system does not let be read."""
    return JournalOpenError(
        tr(
            "{path} cannot be read ({reason}). See that the disk is there and that you may "
            "read the file.",
            path=path,
            reason=reason,
        )
    )
