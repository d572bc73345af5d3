"""What `faulthandler` writes when the process crashes, and what earlier processes have left."""

import faulthandler
import os
import stat
import sys
from contextlib import suppress
from pathlib import Path

from socket_workbench.journal.storage.system import (
    AT_ONCE,
    BYTES,
    NO_LINK,
    REMOVES_OPEN_FILES,
    lock,
)

_NAME = "crash-{}.txt"

_MOST_BYTES = 64 * 1024
"""The most bytes that are read of what is left."""


class CrashFile:
    """A file of this process in which the traceback of a crash (SIGSEGV, SIGABRT, ...) is written.

    It is empty and locked while the process runs. One that nobody has locked was left by a process
    that was killed or, if it is not empty, crashed.

    Args:
        folder: the folder of the files; created if it is missing. If no file can be created, the
            traceback is written to standard error.

    Attributes:
        left: what processes have left that crashed since the last start; removed from the folder.
    """

    def __init__(self, folder: Path) -> None:
        self.left = ""
        self._path = folder / _NAME.format(os.getpid())
        self._descriptor = -1
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.left = "\n".join(filter(None, map(_take, sorted(folder.glob(_NAME.format("*"))))))
            self._descriptor = _open(self._path, os.O_CREAT | os.O_EXCL)
        except OSError:
            if sys.stderr is not None:
                faulthandler.enable()
            return
        faulthandler.enable(self._descriptor)

    def close(self) -> None:
        """Remove the file: the process ends in order."""
        faulthandler.disable()
        if self._descriptor >= 0:
            _remove(self._path, self._descriptor)
            self._descriptor = -1


def _take(path: Path) -> str:
    """Return what is in a file that nobody has locked, and remove it."""
    try:
        descriptor = _open(path)
    except OSError:
        return ""
    content = os.read(descriptor, _MOST_BYTES)
    _remove(path, descriptor)
    return content.decode("utf-8", "backslashreplace")


def _open(path: Path, flags: int = 0) -> int:
    """Open and lock a file.

    Raises:
        OSError: it cannot be opened, is locked, or is no plain file.
    """
    descriptor = os.open(path, os.O_RDWR | NO_LINK | AT_ONCE | BYTES | flags, 0o600)
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise FileNotFoundError(path)
        lock(descriptor, alone=True)
        os.lseek(descriptor, 0, os.SEEK_SET)
    except OSError:
        os.close(descriptor)
        raise
    return descriptor


def _remove(path: Path, descriptor: int) -> None:
    """Remove a file, where nobody else, such as a virus scanner on Windows, keeps it open."""
    if REMOVES_OPEN_FILES:
        with suppress(OSError):
            path.unlink(missing_ok=True)
    os.close(descriptor)
    if not REMOVES_OPEN_FILES:
        with suppress(OSError):
            path.unlink(missing_ok=True)
