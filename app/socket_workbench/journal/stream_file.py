"""Writing what travelled on a connection to a file: the raw bytes, one direction or both."""

import contextlib
import os
import secrets
from collections.abc import Callable
from pathlib import Path

from socket_workbench.journal.filter import Filter
from socket_workbench.journal.query import Query
from socket_workbench.journal.reader import Reader
from socket_workbench.language import tr


class StreamFileError(Exception):
    """The file cannot be written; `str()` is a sentence to show."""


def write_stream(
    reader: Reader,
    wanted: Filter,
    target: Path,
    cancelled: Callable[[], bool],
    progressed: Callable[[int, int], None],
) -> int | None:
    """Write the payloads of the rows that a filter wants, one after the other.

    They are written to a new file beside the target, which takes its place once it is whole: the
    target is never half-written, and stays as it was where this is cancelled or fails.

    Args:
        reader: of this thread.
        wanted: which rows.
        target: the file.
        cancelled: asked before each payload.
        progressed: told how many bytes are written, and how many rows of the session were looked
            through.

    Returns:
        How many bytes were written; None when cancelled.

    Raises:
        StreamFileError: the file cannot be written.
        JournalError: the journal cannot be read.
    """
    query = Query(reader, wanted)
    written = 0
    part = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    try:
        with part.open("xb") as file:
            for numbers in query.rows(0, cancelled):
                for number in numbers:
                    if cancelled():
                        return None
                    written += file.write(reader.payload(number))
                progressed(written, numbers.end)
            if cancelled():
                return None
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
    except OSError as error:
        raise _not_written(target, error) from error
    finally:
        query.close()
        # Gone already where it has become the target.
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
    return written


def _not_written(target: Path, error: OSError) -> StreamFileError:
    return StreamFileError(
        tr(
            "{path} could not be written: {reason}. Choose another place.",
            path=target,
            reason=error.strerror or str(error),
        )
    )
