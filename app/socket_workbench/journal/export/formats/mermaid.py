"""Events as the text of a sequence diagram, for documents that show Mermaid."""

from socket_workbench.journal.export.format import ExportFormat
from socket_workbench.journal.ladder.mermaid import mermaid
from socket_workbench.journal.ladder.picture import PictureWriter
from socket_workbench.language import mark

_HEAD = b"sequenceDiagram\n"

FORMAT = ExportFormat(
    name="mermaid",
    order=60,
    title=mark("Mermaid, the ladder as text"),
    words=mark("the ladder as text for Mermaid"),
    hint=mark("A sequence diagram for Markdown, of the first 10,000 rows."),
    writer=lambda options: PictureWriter(_HEAD, mermaid),
)
