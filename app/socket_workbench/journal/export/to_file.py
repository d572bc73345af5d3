"""Exports a session to a file: all of it or nothing."""

import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from socket_workbench.journal.export.encode import Cancelled, Progress, encoded
from socket_workbench.journal.export.errors import ExportError, FileThereError, unwritable
from socket_workbench.journal.export.form import Form
from socket_workbench.journal.reader import Reader
from socket_workbench.journal.real_path import real_path
from socket_workbench.language import tr


def export(
    reader: Reader,
    rows: Iterable[int] | None,
    form: Form,
    path: Path,
    progress: Progress,
    cancelled: Cancelled,
    *,
    replace: bool = True,
) -> None:
    """Write rows to a file.

    They go to a new file beside it, which takes its name at the end: there is never half an
    export under that name. A device or a pipe is written to directly.

    Args:
        reader: the session, opened by this thread.
        rows: their numbers, ascending; None for all there are now.
        form: the form of the file.
        path: the file.
        progress: told now and then how many rows have been passed, and of how many.
        cancelled: asked now and then.
        replace: whether a file that is there may be replaced.

    Raises:
        ExportCancelledError: `cancelled` said so; nothing is left.
        ExportError: the file cannot be written; nothing is left.
        JournalError: the session cannot be read; nothing is left.
    """
    try:
        # A link stays, and what it leads to is replaced.
        target = real_path(path)
        if target.exists():
            _check(reader, path, target, replace=replace)
        pieces = encoded(reader, rows, form, progress, cancelled)
        if target.exists() and not target.is_file():
            with target.open("wb", buffering=0) as file:
                _write(file.fileno(), pieces)
        else:
            _write_beside(target, pieces)
    except OSError as error:
        raise unwritable(path, error) from error


def _check(reader: Reader, path: Path, target: Path, *, replace: bool) -> None:
    if target.is_dir():
        raise ExportError(tr("{path} is a folder. Choose the name of a file.", path=path))
    if target.is_file() and target.samefile(reader.path):
        raise ExportError(tr("{path} is the session itself. Choose another name.", path=path))
    if target.is_file() and not replace:
        raise FileThereError(tr("{path} already exists.", path=path))


def _write_beside(target: Path, pieces: Iterator[bytes]) -> None:
    part = target.with_name(f".socket-workbench-{secrets.token_hex(6)}.part")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    try:
        try:
            _write(descriptor, pieces)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        part.replace(target)
    except BaseException:
        with suppress(OSError):
            part.unlink()
        raise


def _write(descriptor: int, pieces: Iterator[bytes]) -> None:
    for piece in pieces:
        view = memoryview(piece)
        while view:
            view = view[os.write(descriptor, view) :]
