"""A journal's sink that keeps a plain text file, and puts it aside when it has grown large."""

import errno
import os
import re
import stat
from contextlib import suppress
from pathlib import Path

from socket_workbench.journal.batch import Batch
from socket_workbench.journal.errors import TextLogError
from socket_workbench.journal.event import Source
from socket_workbench.journal.export.formats.text_lines import TextLines
from socket_workbench.journal.known_sources import KnownSources
from socket_workbench.journal.storage.parts import real_path
from socket_workbench.journal.storage.replacement import check_not_recorded
from socket_workbench.journal.storage.system import AT_ONCE, BYTES
from socket_workbench.journal.storage.unsent import Unsent
from socket_workbench.language import tr

LIMIT_BYTES = 16_000_000
"""The default size of a full file, in bytes."""

KEPT = 4
"""The default number of full files that are kept."""

_BEGINNING = re.compile(rb"(?:\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}| {23})  ")
"""How each line of a text log begins: with the local time, blank where that is not known."""


class TextLog:
    """Appends a line for each event to a file, in the form of text exports.

    A file that would exceed its limit becomes `NAME.1`, the one that was so called `NAME.2`, and
    so on; the oldest is removed. What is no text log is never replaced. A new one has the
    permissions of the one before. The first failure ends it.

    Args:
        path: the file; appended to when it is there.
        limit_bytes: how large it may grow; a longer line gets a file of its own.
        kept: how many full files are kept beside it; 0 removes each.
        sources: those that were added before this sink was; None for none.

    Raises:
        TextLogError: the file cannot be opened, or a file of another sort has a number of it.
    """

    def __init__(
        self,
        path: Path,
        limit_bytes: int = LIMIT_BYTES,
        kept: int = KEPT,
        sources: KnownSources | None = None,
    ) -> None:
        self.path = path
        self._limit = limit_bytes
        self._kept = kept
        self._sources = KnownSources() if sources is None else sources
        self._unsent: list[Unsent] = []
        self._lines = TextLines()
        self._descriptor = -1
        self._size = 0
        try:
            self._check_numbered()
            self._open()
        except OSError as error:
            raise TextLogError(
                tr(
                    "The text log {path} cannot be written: {reason}. Choose another place.",
                    path=path,
                    reason=error.strerror or str(error),
                )
            ) from error

    def take_unsent(self, entries: list[Unsent]) -> None:
        """Take entries, for the lines of the next batch."""
        self._unsent = entries

    def write_batch(self, sources: list[Source], batch: Batch) -> None:
        """Append a line for each event.

        Raises:
            TextLogError: the file cannot be written any longer.
        """
        self._sources.add(sources)
        unsent, self._unsent = self._unsent, []
        try:
            self._return_when_removed()
            self._append([self._lines.event(*told) for told in self._sources.events(batch, unsent)])
        except OSError as error:
            self.close()
            raise TextLogError(
                tr(
                    "The text log {path} has ended: {reason}. Everything else goes on; "
                    "start it again in a place that has room and can be written to.",
                    path=self.path,
                    reason=error.strerror or str(error),
                )
            ) from error

    def close(self) -> None:
        """Close the file."""
        if self._descriptor >= 0:
            with suppress(OSError):
                os.close(self._descriptor)
        self._descriptor = -1

    def _open(self, permissions: int | None = None) -> None:
        check_not_recorded(real_path(self.path))
        # Opening a pipe for writing would block until somebody reads it.
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | AT_ONCE | BYTES
        try:
            self._descriptor = os.open(self.path, flags, 0o666 if permissions is None else 0o600)
        except OSError as error:
            if error.errno == errno.ENXIO:  # a socket, or a pipe that nobody reads
                raise OSError(tr("it is not a file")) from error
            raise
        found = os.fstat(self._descriptor)
        if not stat.S_ISREG(found.st_mode):
            self.close()
            raise OSError(tr("it is not a file"))
        if permissions is not None and not found.st_size:
            self.path.chmod(permissions)
        self._size = found.st_size

    def _return_when_removed(self) -> None:
        """Begin a new file when someone has removed the one in use, or its folder."""
        status = os.fstat(self._descriptor)
        if status.st_nlink == 0:
            self.close()
            self._open(stat.S_IMODE(status.st_mode))

    def _append(self, lines: list[bytes]) -> None:
        first, size = 0, self._size
        for place, line in enumerate(lines):
            if size and size + len(line) > self._limit:
                self._write(b"".join(lines[first:place]))
                self._put_aside()
                first, size = place, 0
            size += len(line)
        self._write(b"".join(lines[first:]))

    def _write(self, content: bytes) -> None:
        view = memoryview(content)
        try:
            while view:
                view = view[os.write(self._descriptor, view) :]
        except OSError:
            # Remove a line that was written in part.
            with suppress(OSError):
                os.ftruncate(self._descriptor, self._size)
            raise
        self._size += len(content)

    def _check_numbered(self) -> None:
        """Check that putting files aside replaces nothing but earlier files of a text log.

        Raises:
            OSError: it would.
        """
        for path in map(self._numbered, range(1, self._kept + 1)):
            if path.exists() and not _is_text_log(path):
                raise OSError(tr("{path} would be replaced, and is no text log", path=path))

    def _put_aside(self) -> None:
        self._check_numbered()
        permissions = stat.S_IMODE(os.fstat(self._descriptor).st_mode)
        self.close()
        for number in range(self._kept, 0, -1):
            before = self._numbered(number - 1)
            if before.exists():
                before.replace(self._numbered(number))
        if not self._kept:
            self.path.unlink(missing_ok=True)
        self._open(permissions)

    def _numbered(self, number: int) -> Path:
        return self.path.with_name(f"{self.path.name}.{number}") if number else self.path


def _is_text_log(path: Path) -> bool:
    """Whether a file begins like a text log, or is empty."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        content = file.read(32)
    return not content or _BEGINNING.match(content) is not None
