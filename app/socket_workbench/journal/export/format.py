"""The interface of an export format, and the list of all formats."""

from collections.abc import Callable
from functools import cache
from typing import NamedTuple, Protocol, runtime_checkable

from socket_workbench.discovery import declared
from socket_workbench.journal.event import Event, Source


class EventWriter(Protocol):
    """Turns events, one after the other, into the bytes of a file."""

    def head(self) -> bytes:
        """Return the bytes that the file begins with."""

    def event(self, source: Source, event: Event, length: int) -> bytes:
        """Return an event's bytes; empty if the format leaves it out.

        Args:
            source: where it comes from.
            event: what happened; its payload is what was recorded of the message.
            length: bytes that the message had, more than the payload where it was cut.
        """

    def tail(self) -> bytes:
        """Return the bytes that the file ends with."""


@runtime_checkable
class WholeSessionWriter(EventWriter, Protocol):
    """A writer to which events that are not exported matter, too."""

    def pass_over(self, source: Source, event: Event, length: int) -> None:
        """Take note of an event that is not exported; the arguments are those of `event`."""


class ExportOption(NamedTuple):
    """An option of a format, on or off. All texts are English, to be translated where shown.

    Attributes:
        name: its key, `--name` on the command line; it means the same in every format that has it.
        words: what it does, for the help of the command line.
        title: what it is called in the dialog.
        hint: what it is for, for the dialog.
    """

    name: str
    words: str
    title: str
    hint: str


class ExportFormat(NamedTuple):
    """A format; each module in `journal/export/formats/` declares one as `FORMAT`.

    Title, words and hint are English, to be translated where they are shown.

    Attributes:
        name: its key on the command line, and the suffix of its files without the dot.
        order: sort key among the formats, ascending.
        title: what it is called in the dialog.
        words: what it is, for the help of the command line.
        hint: how the format shows the session, a sentence for the dialog.
        writer: makes a writer from the names of the options that are on.
        options: the options that it has.
        is_text: whether a terminal can show it.
    """

    name: str
    order: int
    title: str
    words: str
    hint: str
    writer: Callable[[frozenset[str]], EventWriter]
    options: tuple[ExportOption, ...] = ()
    is_text: bool = True

    @property
    def suffix(self) -> str:
        """The suffix of its files, such as `.csv`."""
        return f".{self.name}"


@cache
def export_formats() -> dict[str, ExportFormat]:
    """Return all formats by their names, in the order in which they are offered."""
    formats = declared("socket_workbench.journal.export.formats", "FORMAT", ExportFormat)
    return {format.name: format for format in formats}
