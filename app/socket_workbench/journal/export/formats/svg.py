"""Events as a picture of the ladder between their lifelines."""

from socket_workbench.journal.export.format import ExportFormat
from socket_workbench.journal.ladder.picture import PictureWriter
from socket_workbench.journal.ladder.svg import svg
from socket_workbench.language import mark

_HEAD = b'<?xml version="1.0" encoding="UTF-8"?>\n'

FORMAT = ExportFormat(
    name="svg",
    order=50,
    title=mark("SVG, the ladder as a picture"),
    words=mark("the ladder as a picture"),
    hint=mark("Lifelines, calls and messages of the first 10,000 rows."),
    writer=lambda options: PictureWriter(_HEAD, svg),
)
