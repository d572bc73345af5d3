"""What systems do differently about files: the one module of `journal` that asks which it is.

Linux is tested; Windows is tested under Wine; macOS is not tested.
"""

import os
import stat
import sys
from pathlib import Path

BYTES: int = getattr(os, "O_BINARY", 0)
"""The flag of os.open for bytes as they are: without it, Windows writes CR before each LF, and
reads until the first 0x1A."""

AT_ONCE: int = getattr(os, "O_NONBLOCK", 0)
"""The flag with which opening a pipe does not wait for its other end."""

NO_LINK: int = getattr(os, "O_NOFOLLOW", 0)
"""The flag with which a symbolic link is not followed."""

REMOVES_OPEN_FILES = os.name == "posix"
"""Whether a file that is open can be removed: on Windows, what Python has opened cannot."""

HAS_PERMISSION_BITS = os.name == "posix"
"""Whether a file's mode says who may read it; on Windows, lists of the folder's do."""

NO_CONSOLE = 0x0800_0000 if os.name == "nt" else 0
"""CREATE_NO_WINDOW, a flag of CreateProcess: without it, a process that a program without a console
starts gets a console of its own, which is seen."""

if sys.platform == "win32":
    import msvcrt
    from contextlib import suppress

    _SHARES = 64

    def lock(descriptor: int, *, alone: bool) -> None:
        """Lock the first `_SHARES` bytes, or, to share the lock, any one of them.

        Raises:
            BlockingIOError: another lock conflicts with it.
        """
        places = [(0, _SHARES)] if alone else [(place, 1) for place in range(_SHARES)]
        for place, count in places:
            os.lseek(descriptor, place, os.SEEK_SET)
            with suppress(OSError):
                msvcrt.locking(descriptor, msvcrt.LK_NBLCK, count)
                return
        raise BlockingIOError

    def only_one_holds(descriptor: int) -> bool:
        """Whether nobody else shares a lock; its own share is given up for the look."""
        os.lseek(descriptor, 0, os.SEEK_SET)
        for place in range(_SHARES):
            os.lseek(descriptor, place, os.SEEK_SET)
            with suppress(OSError):
                msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)
        try:
            lock(descriptor, alone=True)
        except BlockingIOError:
            return False
        return True

else:
    import fcntl

    def lock(descriptor: int, *, alone: bool) -> None:
        """Lock an open file, alone or shared (flock(2)).

        Raises:
            BlockingIOError: another lock conflicts with it.
            OSError: the file system has no locks.
        """
        fcntl.flock(descriptor, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)

    def only_one_holds(descriptor: int) -> bool:
        """Whether nobody else shares a lock."""
        try:
            lock(descriptor, alone=True)
        except OSError:
            return False
        return True


def is_mine(path: Path) -> bool:
    """Whether this user owns a file or folder; on Windows, whatever is in a user's folders."""
    return sys.platform == "win32" or path.lstat().st_uid == os.getuid()


def is_private(folder: Path) -> bool:
    """Whether a folder is this user's and nobody else may read or change what is in it."""
    status = folder.lstat()
    is_closed = not HAS_PERMISSION_BITS or status.st_mode & 0o077 == 0
    return stat.S_ISDIR(status.st_mode) and is_mine(folder) and is_closed


def group_of(path: Path, group: int) -> bool:
    """Give a file to a group, as far as the system has groups; return whether it is theirs."""
    if sys.platform == "win32" or path.stat().st_gid == group:
        return True
    try:
        os.chown(path, -1, group)
    except OSError:
        return False
    return True
