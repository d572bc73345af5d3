"""The interface of the record card's pages, and the entries of the list of pages."""

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar, cast

from PySide6.QtWidgets import QWidget

from socket_workbench.gui.rows.annotations import LogAnnotations
from socket_workbench.gui.rows.highlights import LogHighlights
from socket_workbench.gui.rows.line import LogLine
from socket_workbench.gui.rows.sources import SessionSources
from socket_workbench.journal.reader import Reader

T = TypeVar("T")

PageState = Mapping[str, object]
"""The state that a page saves, a JSON object."""


class PageContext(NamedTuple):
    """What the card provides to its pages.

    Attributes:
        path: the journal's file.
        reader: the reader of the journal.
        annotations: marks, notes and encodings of the session.
        highlights: the matches of the find bar's pattern.
        sources: the sources of the session.
        show_line: shows a line's message beside or below the page; None removes it.
        show_row: the same for the number of a row.
        selected: returns the number of the row whose message is shown; None if there is none.
        parts: returns the objects of the window, and those that pages share.
    """

    path: Path
    reader: Reader
    annotations: LogAnnotations
    highlights: LogHighlights
    sources: SessionSources
    show_line: Callable[[LogLine | None], None]
    show_row: Callable[[int], None]
    selected: Callable[[], int | None]
    parts: Callable[[], Sequence[object]] = tuple

    def part(self, kind: type[T]) -> T:
        """Return the window's or a page's object of a class; raises `LookupError` without one."""
        for part in self.parts():
            if isinstance(part, kind):
                return part
        raise LookupError(kind)


class Page(QWidget):
    """A view of the session; the default methods do nothing.

    Attributes:
        tools: widgets for the card's header, visible with the page, left of the card's button.
        trailing_tools: the same, right of that button.
        shared: objects that other pages may ask for by `PageContext.part`.
    """

    tools: Sequence[QWidget] = ()
    trailing_tools: Sequence[QWidget] = ()
    shared: Sequence[object] = ()

    def rows_committed(self, count: int) -> None:
        """Handle the journal having this many rows; called once per batch, also while hidden."""

    def save_state(self) -> PageState:
        """Return the state for `restore_state`."""
        return {}

    def restore_state(self, state: PageState) -> None:
        """Restore a saved state, which may be any JSON value; ignore what cannot be read."""

    def close_page(self) -> None:
        """Stop all reading; no other method is called afterwards."""


P = TypeVar("P", bound=Page, covariant=True)


class PageRecord(NamedTuple, Generic[P]):
    """An entry of the list of pages.

    Attributes:
        key: the key of the page's saved state.
        title: the title of its tab, to be translated.
        module: the name of the module whose function `open_page` creates the page from a
            `PageContext`. Imported when the page is first shown.
        is_live: whether it shows running endpoints; a recorded session has no such page.
        has_messages: whether messages can be selected in it, to be shown beside or below it.
    """

    key: str
    title: str
    module: str
    is_live: bool = False
    has_messages: bool = False

    def open(self, context: PageContext) -> P:
        """Import the module and create the page."""
        return cast("P", import_module(self.module).open_page(context))
