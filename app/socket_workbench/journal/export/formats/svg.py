"""Events as a picture of the ladder between their lifelines."""

from socket_workbench.journal.export.format import EventWriter, ExportFormat
from socket_workbench.language import mark

_HEAD = b'<?xml version="1.0" encoding="UTF-8"?>\n'


def _writer(options: frozenset[str]) -> EventWriter:
    # Imported when one is written: the command line asks every format for its name.
    from socket_workbench.journal.ladder.picture import PictureWriter
    from socket_workbench.journal.ladder.svg import svg

    return PictureWriter(_HEAD, svg)


FORMAT = ExportFormat(
    name="svg",
    order=50,
    title=mark("SVG, the ladder as a picture"),
    words=mark("the ladder as a picture"),
    hint=mark("Lifelines, calls and messages of the first 10,000 rows."),
    writer=_writer,
)
