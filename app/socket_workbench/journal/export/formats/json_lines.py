"""Events as JSON Lines: the objects that the command line prints with `--json`."""

from socket_workbench.journal.event import Event, Source
from socket_workbench.journal.event_object import named_event_object
from socket_workbench.journal.export.format import ExportFormat
from socket_workbench.language import mark


class JsonLines:
    """Writes an object on a line for each event."""

    def head(self) -> bytes:
        """Nothing: the first line is an event."""
        return b""

    def tail(self) -> bytes:
        """Nothing: the last line is an event."""
        return b""

    def event(self, source: Source, event: Event, length: int) -> bytes:
        """An event's line."""
        return named_event_object(source, event, length).encode("ascii") + b"\n"


FORMAT = ExportFormat(
    name="jsonl",
    order=30,
    title=mark("JSON Lines"),
    words=mark("JSON Lines"),
    hint=mark("Payloads are written whole, in UTF-8."),
    writer=lambda options: JsonLines(),
)
