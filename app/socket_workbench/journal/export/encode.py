"""Reads rows of a session and turns them into the bytes of a file, a piece at a time."""

from collections.abc import Callable, Iterable, Iterator

from socket_workbench.journal.export.csv_lines import CsvLines
from socket_workbench.journal.export.errors import ExportCancelledError
from socket_workbench.journal.export.form import EventWriter, Form
from socket_workbench.journal.export.json_lines import JsonLines
from socket_workbench.journal.export.pcapng import Pcapng
from socket_workbench.journal.export.rows import WholeEvents, runs
from socket_workbench.journal.export.text_lines import TextLines

Progress = Callable[[int, int], None]
"""Told how many rows have been passed, and how many there are to pass."""

Cancelled = Callable[[], bool]

_PIECE_BYTES = 256 << 10


def event_writer(form: Form, *, bom: bool = False) -> EventWriter:
    """Return a new writer of a form; `bom` as in `encoded`."""
    match form:
        case Form.TEXT:
            return TextLines()
        case Form.CSV:
            return CsvLines(bom=bom)
        case Form.JSON_LINES:
            return JsonLines()
        case Form.PCAPNG:
            return Pcapng()


def encoded(
    events: WholeEvents,
    rows: Iterable[int] | None,
    form: Form,
    progress: Progress,
    cancelled: Cancelled,
    *,
    bom: bool = False,
) -> Iterator[bytes]:
    """Yield rows in a form; memory does not grow with their number.

    Args:
        events: reads the session.
        rows: their numbers, ascending; None for all there are now.
        form: the form.
        progress: called after each piece.
        cancelled: asked before each piece.
        bom: whether CSV begins with a byte order mark.

    Raises:
        ExportCancelledError: `cancelled` said so.
        JournalError: the session cannot be read.
    """
    end = events.reader.count()
    writer = event_writer(form, bom=bom)
    pieces = [writer.head()]
    size = len(pieces[0])
    for run in runs(range(end) if rows is None else rows):
        if cancelled():
            raise ExportCancelledError
        for told in events.of(run):
            piece = writer.event(*told)
            pieces.append(piece)
            size += len(piece)
            if size >= _PIECE_BYTES:
                yield b"".join(pieces)
                pieces, size = [], 0
        progress(run[-1] + 1, end)
    if cancelled():
        raise ExportCancelledError
    pieces += [writer.event(*told) for told in events.end()]
    yield b"".join(pieces)
