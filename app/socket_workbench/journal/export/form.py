"""What a form of export is, and which there are."""

from collections.abc import Callable
from functools import cache
from typing import NamedTuple, Protocol

from socket_workbench.discovery import declared
from socket_workbench.journal.event import Event, Source


class EventWriter(Protocol):
    """Turns events, one after the other, into the bytes of a file."""

    def head(self) -> bytes:
        """What the file begins with."""

    def event(self, source: Source, event: Event, length: int) -> bytes:
        """An event's bytes; empty when the form has nothing to say about it.

        Args:
            source: where it comes from.
            event: what happened; its payload is what was recorded of the message.
            length: bytes that the message had, more than the payload where it was cut.
        """


class ExportOption(NamedTuple):
    """Something about a form that is chosen or not. All texts are English, to be translated.

    Attributes:
        name: its key; the command line has it as `--name`. It means the same wherever it is.
        words: what it does, as the command line's help says it.
        title: what it is called in the dialog.
        hint: what it is for, as the dialog says it.
    """

    name: str
    words: str
    title: str
    hint: str


class ExportForm(NamedTuple):
    """A form; each module in `journal/export/forms/` declares one as `FORM`.

    Title, words and hint are English, to be translated where they are shown.

    Attributes:
        name: what it is called on the command line; with a dot before it, its files' suffix.
        order: its place where forms are listed, ascending.
        title: what it is called in the dialog.
        words: what it is, as the command line's help lists it.
        hint: what becomes of the session in this form, as a sentence in the dialog.
        writer: makes a writer; given the names of the options chosen.
        options: what can be chosen about it.
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
        """What the names of its files end in: `.csv`."""
        return f".{self.name}"


@cache
def export_forms() -> dict[str, ExportForm]:
    """Return all forms by their names, in the order in which they are offered."""
    forms = declared("socket_workbench.journal.export.forms", "FORM", ExportForm)
    return {form.name: form for form in forms}
