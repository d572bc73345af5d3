"""Reads rows of a session and turns them into the bytes of a file, a piece at a time."""

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain

from socket_workbench.journal.event import Event
from socket_workbench.journal.export.csv_lines import CsvLines
from socket_workbench.journal.export.errors import ExportCancelledError
from socket_workbench.journal.export.form import EventWriter, Form
from socket_workbench.journal.export.json_lines import JsonLines
from socket_workbench.journal.export.pcapng import Pcapng
from socket_workbench.journal.export.text_lines import TextLines
from socket_workbench.journal.query import Filter, matching_rows
from socket_workbench.journal.reader import Reader
from socket_workbench.journal.row import Row

ROWS_AT_ONCE = 256
"""Rows that are read together: what is in memory besides one message."""

Progress = Callable[[int, int], None]
"""Told how many rows have been passed, and how many there are to pass."""

Cancelled = Callable[[], bool]

_PIECE_BYTES = 256 << 10


def event_writer(form: Form) -> EventWriter:
    """Return a new writer of a form."""
    match form:
        case Form.TEXT:
            return TextLines()
        case Form.CSV:
            return CsvLines()
        case Form.JSON_LINES:
            return JsonLines()
        case Form.PCAPNG:
            return Pcapng()


def filtered_rows(
    reader: Reader, wanted: Filter, cancelled: Cancelled, first: int = 0, end: int | None = None
) -> Iterator[int]:
    """Yield the numbers of the rows that a filter finds, from `first` to before `end`."""
    return chain.from_iterable(matching_rows(reader, wanted, first, cancelled, end))


def encoded(
    reader: Reader,
    rows: Iterable[int] | None,
    form: Form,
    progress: Progress,
    cancelled: Cancelled,
) -> Iterator[bytes]:
    """Yield rows in a form; memory does not grow with their number.

    Args:
        reader: the session, opened by this thread.
        rows: their numbers, ascending; None for all there are now.
        form: the form.
        progress: called after each piece.
        cancelled: asked before each piece.

    Raises:
        ExportCancelledError: `cancelled` said so.
        JournalError: the session cannot be read.
    """
    end = reader.count()
    writer = event_writer(form)
    pieces = [writer.head()]
    size = len(pieces[0])
    for run in _runs(range(end) if rows is None else rows):
        if cancelled():
            raise ExportCancelledError
        for row in _rows(reader, run):
            piece = writer.event(row.source, *_event(reader, row))
            pieces.append(piece)
            size += len(piece)
            if size >= _PIECE_BYTES:
                yield b"".join(pieces)
                pieces, size = [], 0
        progress(run[-1] + 1, end)
    if cancelled():
        raise ExportCancelledError
    yield b"".join(pieces)


def _runs(numbers: Iterable[int]) -> Iterator[Sequence[int]]:
    """Part ascending numbers into groups of at most `ROWS_AT_ONCE`."""
    if isinstance(numbers, range):
        for first in range(0, len(numbers), ROWS_AT_ONCE):
            yield numbers[first : first + ROWS_AT_ONCE]
        return
    run = array("Q")
    for number in numbers:
        run.append(number)
        if len(run) == ROWS_AT_ONCE:
            yield run
            run = array("Q")
    if run:
        yield run


def _rows(reader: Reader, numbers: Sequence[int]) -> Iterator[Row]:
    """Yield rows; those that follow one another are read together."""
    start = 0
    for index in range(1, len(numbers) + 1):
        if index == len(numbers) or numbers[index] != numbers[index - 1] + 1:
            yield from reader.rows(numbers[start], index - start)
            start = index


def _event(reader: Reader, row: Row) -> tuple[Event, int]:
    payload = row.preview
    if len(payload) < row.length:
        payload = reader.payload(row.number)
    event = Event(row.time, row.source.number, row.kind, payload, row.text)
    return event, max(row.length, len(payload))
