"""Temporary folders that only this process uses."""

import errno
import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

from socket_workbench.journal.storage.claim import LOCK, Claim
from socket_workbench.journal.storage.parts import beside
from socket_workbench.journal.storage.system import is_mine
from socket_workbench.user_folders import data_folder

_NAME = "opened"
_PREFIX = "socket-workbench-opened-"
_CLAIMED = "session"


class PrivateFolder:
    """An empty folder that nobody else can read, removed with `close`.

    Those of processes that were killed are removed when the next one is made.

    Args:
        near: a file; where there is a choice, the folder is on the same file system.

    Attributes:
        path: the folder.

    Raises:
        OSError: there is no place where it can be made.
    """

    def __init__(self, near: Path) -> None:
        self.path, self._claim = _make(near)

    def close(self) -> None:
        """Remove it and what is in it."""
        self._claim.release(ended=True)
        shutil.rmtree(self.path, ignore_errors=True)
        if self.path.parent.name == _NAME:
            with suppress(OSError):
                self.path.parent.rmdir()


def _make(near: Path) -> tuple[Path, Claim]:
    failure: OSError = FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
    for place in _places(near):
        try:
            place.mkdir(mode=0o700, parents=True, exist_ok=True)
            _remove_left(place)
            folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=place))
            return folder, Claim(folder / _CLAIMED, alone=True)
        except OSError as error:
            failure = error
    raise failure


def _places(near: Path) -> list[Path]:
    """Return where the folder may be made, those on the file's own file system first."""
    places = [data_folder() / _NAME]
    with suppress(FileNotFoundError):  # there is no temporary folder
        places.append(Path(tempfile.gettempdir()))
    return sorted(places, key=lambda place: _device(place) != _device(near))


def _device(path: Path) -> int:
    """Return the number of the file system that a path is on, or will be."""
    for each in (path, *path.parents):
        with suppress(OSError):
            return each.stat().st_dev
    return -1


def _remove_left(place: Path) -> None:
    """Remove the folders of processes that ended without doing so."""
    for folder in place.glob(f"{_PREFIX}*"):
        # A folder without a lock is still being created.
        with suppress(OSError):
            if beside(folder / _CLAIMED, LOCK).exists() and is_mine(folder):
                claim = Claim(folder / _CLAIMED, alone=True)
                shutil.rmtree(folder, ignore_errors=True)
                claim.release(ended=True)
