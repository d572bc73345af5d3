"""Which sessions are in use: a locked file beside each, unlocked when its process ends."""

import os
import stat
from contextlib import suppress
from pathlib import Path

from socket_workbench.journal.storage.parts import BESIDE, beside, is_part_of, real_path
from socket_workbench.journal.storage.system import (
    AT_ONCE,
    NO_LINK,
    REMOVES_OPEN_FILES,
    lock,
    only_one_holds,
)

LOCK = ".lock"
"""The suffix of a session's lock file."""

_recorded_here: set[Path] = set()


class Claim:
    """A lock on a session, exclusive or shared.

    The locked file is an empty one beside the session. Its content is never read: like the session
    itself, it may come from anywhere. A process that is killed leaves the file of the
    lock but not the lock.

    Args:
        path: the session's file.
        alone: whether the lock is exclusive.

    Raises:
        BlockingIOError: another lock conflicts with it.
        OSError: the lock cannot be made: the folder cannot be written, or what has its name is no
            plain file.
    """

    def __init__(self, path: Path, *, alone: bool) -> None:
        self.path = path
        self._alone = alone
        self._file = beside(path, LOCK)
        self._descriptor = self._hold()

    def release(self, *, ended: bool) -> None:
        """Release the lock.

        Args:
            ended: whether to remove its file too, because the session was closed or has been
                offered to the person; a file left behind tells of a crash.
        """
        removes = (
            ended
            and (self._alone or only_one_holds(self._descriptor))
            and _is_lock(os.fstat(self._descriptor))
        )
        if removes and REMOVES_OPEN_FILES:
            with suppress(OSError):
                self._file.unlink(missing_ok=True)
        os.close(self._descriptor)
        if removes and not REMOVES_OPEN_FILES:
            # Not before it is closed, nor while another holds it.
            with suppress(OSError):
                self._file.unlink(missing_ok=True)

    def _hold(self) -> int:
        while True:
            descriptor = _open(self._file, os.O_RDWR | os.O_CREAT)
            try:
                lock(descriptor, alone=self._alone)
                # Whoever held it before may have removed it meanwhile: then this is no file's lock.
                if _leads_to(self._file, descriptor):
                    return descriptor
            except BaseException:
                os.close(descriptor)
                raise
            os.close(descriptor)


class RecordingClaim:
    """The exclusive lock of a session that is being recorded.

    Where no lock file can be made beside it, only this process knows of the recording.

    Args:
        path: the session's file.

    Raises:
        BlockingIOError: somebody else holds it.
    """

    def __init__(self, path: Path) -> None:
        self._path = real_path(path)
        self._claim: Claim | None = None
        try:
            self._claim = Claim(self._path, alone=True)
        except BlockingIOError:
            raise
        except OSError:
            self._claim = None
        _recorded_here.add(self._path)

    def release(self) -> None:
        """Release the lock: the session is not recorded any more."""
        _recorded_here.discard(self._path)
        if self._claim is not None:
            self._claim.release(ended=True)
            self._claim = None


def is_recorded(path: Path) -> bool:
    """Whether a program is recording into a session's file now.

    Args:
        path: the file; of a link, what it leads to.
    """
    return path in _recorded_here or not _could_lock(path, alone=False)


def is_part_of_recorded(path: Path) -> bool:
    """Whether a file is a session that is being recorded, or lies beside one as a part of it.

    Args:
        path: the file; of a link, what it leads to.
    """
    ends = [end for end in (*BESIDE, LOCK) if path.name.endswith(end) and path.name != end]
    sessions = [path, *(path.with_name(path.name.removesuffix(end)) for end in ends)]
    # Of those recorded here, another name of the same file is known too.
    return any(map(is_recorded, sessions)) or any(
        is_part_of(path, recorded) for recorded in tuple(_recorded_here)
    )


def is_held(path: Path) -> bool:
    """Whether a program is recording into a session's file or shows it; see `is_recorded`."""
    return path in _recorded_here or not _could_lock(path, alone=True)


def is_left_by_a_crash(path: Path) -> bool:
    """Whether a session has a lock file that nobody holds."""
    try:
        return _is_lock(beside(path, LOCK).lstat()) and not is_held(path)
    except OSError:
        return False


def _could_lock(path: Path, *, alone: bool) -> bool:
    """Whether a lock could be taken now; a lock file is neither made nor removed."""
    try:
        descriptor = _open(beside(path, LOCK), os.O_RDONLY)
    except OSError:
        return True
    try:
        lock(descriptor, alone=alone)
    except BlockingIOError:
        return False
    except OSError:
        return True
    finally:
        os.close(descriptor)
    return True


def _open(file: Path, flags: int) -> int:
    """Open a lock file without following links or blocking on a pipe.

    Raises:
        OSError: it cannot be opened, or is no plain file.
    """
    descriptor = os.open(file, flags | NO_LINK | AT_ONCE, 0o600)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(f"{file} is no plain file")
    return descriptor


def _is_lock(status: os.stat_result) -> bool:
    """Whether a file can be a lock file: regular and empty."""
    return stat.S_ISREG(status.st_mode) and status.st_size == 0


def _leads_to(file: Path, descriptor: int) -> bool:
    try:
        return os.path.samestat(file.lstat(), os.fstat(descriptor))
    except FileNotFoundError:
        return False
