"""Reads files that people name: regular ones only, and never more of one than was asked for.

Opening a FIFO blocks until somebody writes into it, a device can be read for ever, and opening some
devices does something. So a file is looked at before it is opened, and again once it is open, for
another one may stand under its name by then.
"""

import os
import stat
from io import FileIO
from pathlib import Path

from socket_workbench.language import mark, tr

_KINDS = (
    (stat.S_ISDIR, mark("it is a folder")),
    (stat.S_ISFIFO, mark("it is a named pipe, not a file")),
    (stat.S_ISSOCK, mark("it is a socket, not a file")),
    (stat.S_ISCHR, mark("it is a device, not a file")),
    (stat.S_ISBLK, mark("it is a device, not a file")),
)

_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
"""O_NONBLOCK lets a FIFO be opened at once; for regular files it does nothing (open(2))."""


class UnreadableFileError(ValueError):
    """A file cannot be read; the message says why, as a part of a sentence: `it is a folder`."""


def open_regular(path: Path) -> FileIO:
    """Open a regular file for reading, unbuffered. Never waits for another program.

    Raises:
        UnreadableFileError: there is no such file, it is none, or it may not be read.
    """
    try:
        _check_kind(path.stat().st_mode)
        return open(path, "rb", buffering=0, opener=_open_checked)
    except OSError as error:
        raise UnreadableFileError(error.strerror or str(error)) from error
    except UnreadableFileError:
        raise
    except ValueError as error:
        # A NUL, or a character that names of files cannot have here.
        raise UnreadableFileError(tr("no file can have this name")) from error


def read_regular(path: Path, most: int) -> bytes:
    """Read a whole regular file.

    Args:
        path: the file.
        most: the bytes it may have.

    Raises:
        UnreadableFileError: as for `open_regular`, or it has more bytes.
    """
    with open_regular(path) as file:
        try:
            content = _read(file, most + 1)
        except OSError as error:
            raise UnreadableFileError(error.strerror or str(error)) from error
    if len(content) > most:
        raise UnreadableFileError(tr("it has more than {most:,} bytes", most=most))
    return content


def _open_checked(name: str, flags: int) -> int:
    descriptor = os.open(name, flags | _FLAGS)
    try:
        _check_kind(os.fstat(descriptor).st_mode)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def _check_kind(mode: int) -> None:
    if stat.S_ISREG(mode):
        return
    kind = next((words for is_kind, words in _KINDS if is_kind(mode)), mark("it is no file"))
    raise UnreadableFileError(tr(kind))


def _read(file: FileIO, most: int) -> bytes:
    """Read until the end or until so many bytes are there: one call may return fewer."""
    pieces = []
    while most > 0 and (piece := file.read(most)):
        pieces.append(piece)
        most -= len(piece)
    return b"".join(pieces)
