"""Events as the text of a sequence diagram, for documents that show Mermaid."""

from socket_workbench.journal.export.format import EventWriter, ExportFormat
from socket_workbench.language import mark

_HEAD = b"sequenceDiagram\n"


def _writer(options: frozenset[str]) -> EventWriter:
    # Imported when one is written: the command line asks every format for its name.
    from socket_workbench.journal.ladder.mermaid import mermaid
    from socket_workbench.journal.ladder.picture import PictureWriter

    return PictureWriter(_HEAD, mermaid)


FORMAT = ExportFormat(
    name="mermaid",
    order=60,
    title=mark("Mermaid, the ladder as text"),
    words=mark("the ladder as text for Mermaid"),
    hint=mark("A sequence diagram for Markdown, of the first 10,000 rows."),
    writer=_writer,
)
