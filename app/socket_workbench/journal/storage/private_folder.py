"""Temporary folders that only this process uses."""

import errno
import os
import shutil
import tempfile
from collections.abc import Callable
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
    """A folder that nobody else can read, removed with `close`.

    Those of processes that were killed are removed when the next one of this prefix is made.

    Args:
        place: the folder to make it in.
        prefix: what its name begins with, which says what it is for.

    Attributes:
        path: the folder.

    Raises:
        OSError: it cannot be made there.
    """

    def __init__(self, place: Path, prefix: str) -> None:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            _remove_left(place, prefix)
            self.path = Path(tempfile.mkdtemp(prefix=prefix, dir=place))
            try:
                self._claim = Claim(self.path / _CLAIMED, alone=True)
            except BaseException:
                self.path.rmdir()
                raise
        except BaseException:
            _leave(place)
            raise

    def close(self) -> None:
        """Remove it and what is in it."""
        self._claim.release(ended=True)
        shutil.rmtree(self.path, ignore_errors=True)
        _leave(self.path.parent)


def filled(near: Path, fill: Callable[[Path], None]) -> PrivateFolder:
    """Make a folder and fill it, in the first place that has room for what it is to hold.

    Args:
        near: a file; places on its file system come first.
        fill: writes what is needed into the folder; called again for each place.

    Raises:
        OSError: there is no such place; `filename` is the last that was tried.
    """
    failure = OSError(errno.ENOENT, os.strerror(errno.ENOENT), str(near))
    for place in _places(near):
        try:
            folder = PrivateFolder(place, _PREFIX)
            try:
                fill(folder.path)
            except BaseException:
                folder.close()
                raise
        except OSError as error:
            failure = OSError(error.errno, error.strerror or str(error), str(place))
        else:
            return folder
    raise failure


def _places(near: Path) -> list[Path]:
    """Return where a folder may be made, those on the file's own file system first."""
    places = [data_folder() / _NAME]
    with suppress(FileNotFoundError):  # there is no temporary folder
        places.append(Path(tempfile.gettempdir()))
    return sorted(places, key=lambda place: _device(place) != _device(near))


def _leave(place: Path) -> None:
    """Remove the program's own place when nothing is in it."""
    if place.name == _NAME:
        with suppress(OSError):
            place.rmdir()


def _device(path: Path) -> int:
    """Return the number of the file system that a path is on, or will be."""
    for each in (path, *path.parents):
        with suppress(OSError):
            return each.stat().st_dev
    return -1


def _remove_left(place: Path, prefix: str) -> None:
    """Remove the folders of processes that ended without doing so."""
    for folder in place.glob(f"{prefix}*"):
        # A folder without a lock is still being created.
        with suppress(OSError):
            if beside(folder / _CLAIMED, LOCK).exists() and is_mine(folder):
                claim = Claim(folder / _CLAIMED, alone=True)
                shutil.rmtree(folder, ignore_errors=True)
                claim.release(ended=True)
                folder.rmdir()  # where the lock, being open, could not be removed with it
