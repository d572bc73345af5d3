"""What a page of the record card is, and the record by which the card finds it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Generic, TypeVar, cast

from PySide6.QtWidgets import QWidget

from socket_workbench.gui.rows.annotations import LogAnnotations
from socket_workbench.gui.rows.highlights import LogHighlights
from socket_workbench.gui.rows.line import LogLine
from socket_workbench.gui.rows.sources import SessionSources
from socket_workbench.journal.reader import Reader

T = TypeVar("T")

PageState = Mapping[str, object]
"""What a page saves: texts, numbers, lists and tables, as JSON has them."""


@dataclass(frozen=True)
class PageContext:
    """What a page is given by the card.

    Attributes:
        path: the journal's file.
        reader: of the journal.
        annotations: marks, notes and encodings of the session.
        highlights: where the pattern that was searched for is.
        sources: of the session, as far as they have been asked for.
        show_line: shows a row in full below the page; None hides what is shown there.
        show_row: does so by the journal's number of a row.
        parts: returns further objects of the window around the card; made when a page asks.
    """

    path: Path
    reader: Reader
    annotations: LogAnnotations
    highlights: LogHighlights
    sources: SessionSources
    show_line: Callable[[LogLine | None], None]
    show_row: Callable[[int], None]
    parts: Callable[[], Sequence[object]] = tuple

    def part(self, kind: type[T]) -> T:
        """Return the window's object of a class; raises `LookupError` where it has none."""
        for part in self.parts():
            if isinstance(part, kind):
                return part
        raise LookupError(kind)


class Page(QWidget):
    """A view of the session. A page of which nothing is wanted but its widget overrides nothing.

    Attributes:
        tools: widgets for the card's head, seen while the page is; left of the card's own button.
        trailing_tools: the same, right of that button.
    """

    tools: Sequence[QWidget] = ()
    trailing_tools: Sequence[QWidget] = ()

    def rows_committed(self, count: int) -> None:
        """Take in that the journal has this many rows; called once per batch, seen or not."""

    def save_state(self) -> PageState:
        """Return what `restore_state` of a later page is to be given."""
        return {}

    def restore_state(self, state: PageState) -> None:
        """Take over what was saved. It may be anything: what is not understood is left out."""

    def close_page(self) -> None:
        """End what reads for the page; it is told nothing more."""


P = TypeVar("P", bound=Page, covariant=True)


@dataclass(frozen=True)
class PageRecord(Generic[P]):
    """An entry of the list of pages.

    Attributes:
        key: under which the page's state is saved.
        title: what stands on its tab, to be translated.
        module: has a function `open_page`, which makes the page of a `PageContext`. Imported when
            the page is first shown.
        is_live: whether it is about what runs, so that a recorded session has no such page.
    """

    key: str
    title: str
    module: str
    is_live: bool = False

    def open(self, context: PageContext) -> P:
        """Make the page."""
        return cast("P", import_module(self.module).open_page(context))
