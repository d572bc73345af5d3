"""Writing received or sent bytes to a file: those of a connection, or of one HTTP body."""

from collections.abc import Callable
from pathlib import Path

from socket_workbench.journal.errors import CancelledError
from socket_workbench.journal.reader import Reader
from socket_workbench.journal.search.filter import Filter
from socket_workbench.journal.search.query import Query
from socket_workbench.journal.storage.parts import is_part_of
from socket_workbench.journal.storage.replacement import replacement
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
    """Write the payloads of the rows that match a filter, one after the other.

    Cancelled or failed, this leaves the target as it was; see `replacement`.

    Args:
        reader: of this thread.
        wanted: which rows.
        target: the file.
        cancelled: asked before each payload.
        progressed: called with the bytes written and the rows of the session searched so far.

    Returns:
        How many bytes were written; None when cancelled.

    Raises:
        StreamFileError: the file cannot be written, or is the journal's.
        JournalError: the journal cannot be read.
    """
    query = Query(reader, wanted)
    written = 0
    try:
        if is_part_of(target, reader.path):
            raise StreamFileError(
                tr("{path} is the session itself. Choose another name.", path=target)
            )
        with replacement(target) as file:
            for numbers in query.rows(0, cancelled):
                for number in numbers:
                    _check_wanted(cancelled)
                    written += file.write(_sent(reader, number))
                progressed(written, numbers.end)
            _check_wanted(cancelled)
    except CancelledError:
        return None
    except (OSError, ValueError) as error:
        raise _not_written(target, error) from error
    finally:
        query.close()
    return written


def write_bytes(target: Path, content: bytes) -> None:
    """Write a file, whole or not at all; see `replacement`.

    Raises:
        StreamFileError: the file cannot be written.
    """
    try:
        with replacement(target) as file:
            file.write(content)
    except (OSError, ValueError) as error:
        raise _not_written(target, error) from error


def _sent(reader: Reader, number: int) -> bytes:
    """Return the bytes of a row that were received or are known to be sent, maybe a part."""
    payload = reader.payload(number)
    if reader.unsent.count():
        taken = reader.rows(number, 1)[0].taken
        payload = payload if taken is None else payload[: max(taken, 0)]
    return payload


def _check_wanted(cancelled: Callable[[], bool]) -> None:
    if cancelled():
        raise CancelledError


def _not_written(target: Path, error: OSError | ValueError) -> StreamFileError:
    return StreamFileError(
        tr(
            "{path} could not be written: {reason}. Choose another place.",
            path=target,
            reason=getattr(error, "strerror", None) or str(error),
        )
    )
