"""The program's log: one file with what the program itself did and what failed in it.

It never holds what peers send or users type. Each record is written by opening the file anew:
records are rare, several windows write to the same file, and nothing is held open. A record that
cannot be written is dropped.
"""

import logging
import os
import stat
from pathlib import Path

from socket_workbench.journal.storage.system import AT_ONCE, BYTES, NO_LINK
from socket_workbench.user_folders import log_file

MOST_BYTES = 512 * 1024
"""The size that the file does not exceed; when a record would, the file is renamed."""

KEPT = 2
"""How many earlier files are kept, as `.1`, which is the newest, and so on."""

MOST_RECORD = 64 * 1024
"""The most bytes of one record."""

_LOGGER = "socket_workbench"


def program_log() -> logging.Logger:
    """Return the logger that writes to the user's log file."""
    logger = logging.getLogger(_LOGGER)
    if not any(isinstance(each, LogFile) for each in logger.handlers):
        logger.addHandler(LogFile())
        logger.setLevel(logging.INFO)
        # Handlers of the root logger print on standard error.
        logger.propagate = False
    return logger


class LogFile(logging.Handler):
    """Appends records to the log file, and renames it when it is full.

    Only its user may read it. The file and its folder are created with the first record.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(logging.Formatter("%(asctime)s %(process)d %(levelname)s %(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        """Write a record, unless the file cannot be written."""
        text = self.format(record).encode("utf-8", "backslashreplace")[:MOST_RECORD] + b"\n"
        try:
            _append(log_file(), text)
        except OSError:
            return


def _append(path: Path, text: bytes) -> None:
    """Append to a file, which is renamed first if it would become too large.

    Raises:
        OSError: it cannot be written.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | NO_LINK | AT_ONCE | BYTES
    for is_first in (True, False):
        descriptor = os.open(path, flags, 0o600)
        try:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode):
                return
            if not is_first or not status.st_size or status.st_size + len(text) <= MOST_BYTES:
                os.write(descriptor, text)
                return
        finally:
            os.close(descriptor)
        _rotate(path)


def _rotate(path: Path) -> None:
    for number in range(KEPT, 0, -1):
        newer = path if number == 1 else _earlier(path, number - 1)
        if newer.exists():
            newer.replace(_earlier(path, number))


def _earlier(path: Path, number: int) -> Path:
    return path.with_name(f"{path.name}.{number}")
