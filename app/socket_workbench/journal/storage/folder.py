"""The folder of sessions that were never saved: one running, others left from before."""

import contextlib
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from socket_workbench.journal.errors import JournalOpenError, NameTakenError
from socket_workbench.journal.storage.claim import Claim, is_held, is_left_by_a_crash
from socket_workbench.journal.storage.parts import LOG, beside, parts_of
from socket_workbench.journal.storage.store import Store
from socket_workbench.journal.storage.system import HAS_PERMISSION_BITS
from socket_workbench.language import tr

SUFFIX = ".swb"
"""The suffix of session files."""

_OTHERS = 0o077
"""The permission bits of the group and of all others."""


class KeptSession(NamedTuple):
    """A session that was not saved and does not run.

    Attributes:
        path: its file.
        ended: when it was last written.
        size: bytes on the disk.
        crashed: whether its program ended without closing it.
    """

    path: Path
    ended: datetime
    size: int
    crashed: bool


class SessionFolder:
    """The folder where windows record, with the sessions that earlier windows left.

    Several programs may use the folder at once: what one has claimed, no other removes.

    Args:
        folder: made when it is first needed.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def begin(self) -> Store:
        """Begin a new session.

        Raises:
            JournalOpenError: the folder cannot be written.
        """
        try:
            self._make()
        except OSError as error:
            raise self._unusable(error) from error
        start = datetime.now().strftime("%Y-%m-%d %H.%M.%S")
        for number in range(1, 1000):
            path = self.folder / f"{start}{f' ({number})' if number > 1 else ''}{SUFFIX}"
            try:
                return Store(path)
            except NameTakenError:
                continue
            except JournalOpenError as error:
                raise self._unusable(error.__cause__ or error) from error
        raise self._unusable(tr("its names are taken"))

    def _make(self) -> None:
        """Make the folder, for its user alone; one that others may read is closed to them.

        Raises:
            OSError: it cannot be made.
        """
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        mode = self.folder.stat().st_mode
        if mode & _OTHERS and HAS_PERMISSION_BITS:
            with contextlib.suppress(OSError):
                self.folder.chmod(mode & 0o700)

    def kept(self) -> list[KeptSession]:
        """Return the sessions that do not run, the newest first."""
        found = []
        for path in self._files():
            with contextlib.suppress(OSError):
                if not is_held(path):
                    found.append(_kept(path))
        return sorted(found, key=lambda session: session.ended, reverse=True)

    def discard(self, path: Path) -> bool:
        """Remove a session's file; returns False when it is in use or cannot be removed."""
        try:
            claim = Claim(path, alone=True)
        except OSError:
            return False
        removed = True
        for part in parts_of(path):
            try:
                part.unlink(missing_ok=True)
            except OSError:
                removed = False
        claim.release(ended=removed)
        return removed

    def trim(self, limit: float) -> list[Path]:
        """Remove the oldest sessions until the others are within a size.

        The newest one stays, however large it is, unless the limit is 0. Sessions that run or are
        open in a window are neither counted nor removed.

        Args:
            limit: bytes.

        Returns:
            What was removed.
        """
        sessions = self.kept()
        total = sum(session.size for session in sessions)
        removed = []
        while sessions and total > limit and (len(sessions) > 1 or limit == 0):
            oldest = sessions.pop()
            total -= oldest.size
            if self.discard(oldest.path):
                removed.append(oldest.path)
        return removed

    def _files(self) -> list[Path]:
        with contextlib.suppress(OSError):
            return [path for path in self.folder.iterdir() if path.suffix == SUFFIX]
        return []

    def _unusable(self, reason: object) -> JournalOpenError:
        return JournalOpenError(
            tr(
                "Sessions cannot be kept in {folder} ({reason}). See that it can be written.",
                folder=self.folder,
                reason=getattr(reason, "strerror", None) or reason,
            )
        )


def _kept(path: Path) -> KeptSession:
    size, ended = 0, 0.0
    for part in (path, beside(path, LOG)):
        with contextlib.suppress(FileNotFoundError):
            status = part.stat()
            size += status.st_size
            ended = max(ended, status.st_mtime)
    return KeptSession(path, datetime.fromtimestamp(ended), size, is_left_by_a_crash(path))
