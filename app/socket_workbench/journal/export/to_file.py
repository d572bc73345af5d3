"""Exports a session to a file, completely or not at all."""

import errno
import os
import select
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from socket_workbench.journal.errors import CancelledError
from socket_workbench.journal.export.encode import Cancelled, Progress, encoded
from socket_workbench.journal.export.errors import (
    ExportError,
    FileThereError,
    is_session,
    unwritable,
)
from socket_workbench.journal.export.format import ExportFormat
from socket_workbench.journal.export.rows import WholeEvents
from socket_workbench.journal.reader import Reader
from socket_workbench.journal.storage.parts import is_part_of, real_path
from socket_workbench.journal.storage.replacement import replacement
from socket_workbench.journal.storage.system import AT_ONCE, BYTES
from socket_workbench.language import tr

_PATIENCE = 0.05
"""Seconds between two checks for cancellation while a pipe has no reader."""


def export(
    reader: Reader,
    rows: Iterable[int] | None,
    format: ExportFormat,
    path: Path,
    progress: Progress,
    cancelled: Cancelled,
    *,
    replace: bool = True,
    options: frozenset[str] = frozenset(),
) -> str:
    """Write rows to a file.

    They are written to a new file beside it, which is renamed at the end: there is never half an
    export under that name, and a file that is replaced keeps its permissions. A device or a pipe is
    written to directly.

    Args:
        reader: the session, opened by this thread.
        rows: their numbers, ascending; None for all there are now.
        format: the format of the file.
        path: the file.
        progress: see `Progress`; called after each piece.
        cancelled: asked before each piece, and while a pipe waits for its reader.
        replace: whether a file that is there may be replaced.
        options: names of the format's options that are on.

    Returns:
        A sentence that says what of a damaged session is missing; empty when nothing is.

    Raises:
        CancelledError: `cancelled` returned True; nothing is left.
        ExportError: the file cannot be written; nothing is left.
        JournalError: the session cannot be read; nothing is left.
    """
    try:
        # A link stays, and what it leads to is replaced.
        target = real_path(path)
        if target.exists():
            _check(reader, path, target, replace=replace)
        events = WholeEvents(reader)
        pieces = encoded(events, rows, format, progress, cancelled, options=options)
        if target.exists() and not target.is_file():
            _write_directly(target, pieces, cancelled)
        else:
            with replacement(target) as file:
                file.writelines(pieces)
        return events.missing()
    except OSError as error:
        raise unwritable(path, error) from error


def _check(reader: Reader, path: Path, target: Path, *, replace: bool) -> None:
    if target.is_dir():
        raise ExportError(tr("{path} is a folder. Choose the name of a file.", path=path))
    if is_part_of(target, reader.path):
        raise is_session(path)
    if target.is_file() and not replace:
        raise FileThereError(tr("{path} already exists.", path=path))


def _write_directly(target: Path, pieces: Iterator[bytes], cancelled: Cancelled) -> None:
    """Write to a device or a pipe, whose reader may open it late and close it at any time."""
    descriptor = _open(target, cancelled)
    try:
        for piece in pieces:
            view = memoryview(piece)
            while view:
                try:
                    view = view[os.write(descriptor, view) :]
                except BlockingIOError:
                    _check_wanted(cancelled)
                    select.select((), (descriptor,), (), _PATIENCE)
    finally:
        os.close(descriptor)


def _open(target: Path, cancelled: Cancelled) -> int:
    """Open without blocking; a pipe without a reader (ENXIO, fifo(7)) is tried again."""
    while True:
        try:
            return os.open(target, os.O_WRONLY | AT_ONCE | BYTES)
        except OSError as error:
            if error.errno != errno.ENXIO or not target.is_fifo():
                raise
        _check_wanted(cancelled)
        time.sleep(_PATIENCE)


def _check_wanted(cancelled: Cancelled) -> None:
    if cancelled():
        raise CancelledError
