"""The files that make up a session: the database, and what SQLite keeps beside it."""

import errno
import os
import stat
from contextlib import suppress
from pathlib import Path

LOG = "-wal"
"""The suffix of the write-ahead log."""

SHARED = "-shm"
"""The suffix of the log's index, in memory shared by its readers and its writer."""

ROLLBACK = "-journal"
"""The suffix of a rollback journal. No session has one; what is found is never played back."""

BESIDE = (LOG, SHARED, ROLLBACK)


def beside(path: Path, end: str) -> Path:
    """Return the file beside a session's that has this suffix."""
    return path.with_name(f"{path.name}{end}")


def parts_of(path: Path) -> list[Path]:
    """Return the names of a session's database and of all that SQLite keeps beside it."""
    return [path, *(beside(path, end) for end in BESIDE)]


def is_part_of(file: Path, path: Path) -> bool:
    """Whether a file is a session's database or one of those beside it, whatever it is called."""
    try:
        status = file.stat()
    except OSError:
        return False
    for part in parts_of(path):
        with suppress(OSError):
            if os.path.samestat(status, part.stat()):
                return True
    return False


def uri(path: Path, parameter: str) -> str:
    """Return the address by which SQLite opens just this file, whatever its name is.

    As a plain name, SQLite would give `:memory:`, an empty one or `file:...` a meaning of its own.

    Args:
        path: the file.
        parameter: how it is opened, such as `mode=ro`, see https://sqlite.org/uri.html.
    """
    address = path.absolute().as_uri()
    if not address.startswith("file:///"):
        # A UNC path of Windows: its server became an authority, which SQLite refuses.
        address = address.replace("file://", "file:////", 1)
    return f"{address}?{parameter}"


def left_behind(path: Path) -> Path | None:
    """Return a file whose name would make it a part of this session; None if there is none."""
    for end in BESIDE:
        part = beside(path, end)
        # A link that leads nowhere is there as well.
        if part.is_symlink() or part.exists():
            return part
    return None


def real_path(path: Path) -> Path:
    """Follow the links of a path, so that what they lead to can be replaced and they stay.

    A device or a pipe keeps its name: that of a process's own, such as `/dev/stdout`, is a link to
    what has no path (proc_pid_fd(5)).

    Raises:
        OSError: the links form a loop (ELOOP); Python's own exception depends on its version.
    """
    with suppress(OSError):
        if not stat.S_ISREG(mode := path.stat().st_mode) and not stat.S_ISDIR(mode):
            return path
    real = Path(os.path.realpath(path))
    if real.is_symlink():
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(path))
    return real
