"""Encodes rows of a session as the bytes of a file, a piece at a time."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from socket_workbench.journal.errors import CancelledError
from socket_workbench.journal.export.format import EventWriter, ExportFormat, WholeSessionWriter
from socket_workbench.journal.export.rows import ROWS_AT_ONCE, WholeEvents, runs
from socket_workbench.journal.known_sources import SourcedEvent

Progress = Callable[[int, int], None]
"""Called with how many rows are done, and how many there are."""

Cancelled = Callable[[], bool]
"""Returns True when the export is no longer wanted."""

_PIECE_BYTES = 256 << 10


def encoded(
    events: WholeEvents,
    rows: Iterable[int] | None,
    format: ExportFormat,
    progress: Progress,
    cancelled: Cancelled,
    *,
    options: frozenset[str] = frozenset(),
) -> Iterator[bytes]:
    """Yield the bytes of rows in a format; memory does not grow with their number.

    Args:
        events: reads the session.
        rows: their numbers, ascending; None for all there are now.
        format: the format.
        progress: called after each piece.
        cancelled: asked before each piece.
        options: names of the format's options that are chosen.

    Raises:
        CancelledError: `cancelled` returned True.
        JournalError: the session cannot be read.
    """
    end = events.reader.count()
    writer = format.writer(options)
    pieces = [writer.head()]
    size = len(pieces[0])
    read = 0
    for run in runs(range(end) if rows is None else rows):
        if cancelled():
            raise CancelledError
        for event in _wanted(events, run, read, writer):
            piece = writer.event(*event)
            pieces.append(piece)
            size += len(piece)
            if size >= _PIECE_BYTES:
                yield b"".join(pieces)
                pieces, size = [], 0
        read = run[-1] + 1
        progress(read, end)
    if cancelled():
        raise CancelledError
    pieces += [writer.event(*event) for event in events.end()]
    pieces.append(writer.tail())
    yield b"".join(pieces)


def _wanted(
    events: WholeEvents, run: Sequence[int], read: int, writer: EventWriter
) -> Iterator[SourcedEvent]:
    """Yield the events of rows; tell a writer that wants to know of those between them.

    Args:
        events: reads the session.
        run: the numbers of the rows, ascending.
        read: the row after the last one that was read.
        writer: the writer.
    """
    if not isinstance(writer, WholeSessionWriter):
        yield from events.of(run)
        return
    for number in run:
        for first in range(read, number, ROWS_AT_ONCE):
            for event in events.of(range(first, min(first + ROWS_AT_ONCE, number))):
                writer.pass_over(*event)
        yield from events.of((number,))
        read = number + 1
