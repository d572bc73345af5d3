"""Replacing a file as a whole or not at all."""

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import BinaryIO

from socket_workbench.journal.storage.claim import is_part_of_recorded
from socket_workbench.journal.storage.parts import real_path
from socket_workbench.journal.storage.system import group_of
from socket_workbench.language import tr

_PERMISSIONS = 0o777
_PRIVATE = 0o600
_PUBLIC = 0o666


@contextmanager
def replacement(target: Path, *, private: bool = False) -> Iterator[BinaryIO]:
    """Yield a new file beside the target, which is renamed to it at the end.

    If the block raises, the new file is removed and the target is unchanged. Of a symbolic link,
    the file that it leads to is replaced. A replaced file's permissions are kept, and given to the
    new file only when it is complete; without a file to replace, the umask decides.

    Args:
        target: the file.
        private: whether a new one is its user's alone.

    Raises:
        OSError: the target may not be written, is no regular file, or is a part of a session that
            is being recorded.
    """
    target = real_path(target)
    there = _status(target)
    check_not_recorded(target)
    part = target.with_name(f".socket-workbench-{os.urandom(6).hex()}.part")
    mode = _PUBLIC if there is None and not private else _PRIVATE
    file = open(part, "xb", opener=partial(os.open, mode=mode))  # noqa: SIM115
    try:
        with file:
            yield file
            file.flush()
            if there is not None:
                _take_permissions(part, there)
            os.fsync(file.fileno())
        part.replace(target)
        _sync_folder(target.parent)
    except BaseException:
        with suppress(OSError):
            part.unlink()
        raise


def check_not_recorded(file: Path) -> None:
    """Check that a file is no part of a session that is being recorded.

    Raises:
        OSError: it is one.
    """
    if is_part_of_recorded(file):
        raise OSError(errno.EBUSY, tr("it belongs to a session that is being recorded"), str(file))


def _sync_folder(folder: Path) -> None:
    """Make the renaming survive a loss of power, where the system can do that."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _status(target: Path) -> os.stat_result | None:
    """Return what is known of the file that is to be replaced; None when there is none."""
    try:
        found = target.stat()
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(found.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(target))
    if not stat.S_ISREG(found.st_mode):
        raise OSError(errno.EINVAL, tr("it is not a file"), str(target))
    if not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(target))
    return found


def _take_permissions(part: Path, there: os.stat_result) -> None:
    permissions = there.st_mode & _PERMISSIONS
    if not group_of(part, there.st_gid):
        # The old group's permissions must not pass to another group.
        permissions &= ~stat.S_IRWXG
    part.chmod(permissions)
