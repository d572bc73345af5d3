"""The card that shows the journal: its pages, and the selected message beside or below them."""

import contextlib
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, TypeVar, cast

from PySide6.QtCore import QEvent, QSize, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QApplication, QWidget

from socket_workbench.gui.card.page_stack import PageStack, PageTabs
from socket_workbench.gui.card.places import CardPlaces
from socket_workbench.gui.looks.fonts import TEXT_SIZE, pixel_size
from socket_workbench.gui.looks.zoom import zoom_part, zoom_steps
from socket_workbench.gui.rows.annotations import LogAnnotations
from socket_workbench.gui.rows.highlights import LogHighlights
from socket_workbench.gui.rows.line import LogLine, kept_payload, log_line
from socket_workbench.gui.rows.page import Page, PageContext, PageRecord, PageState
from socket_workbench.gui.rows.sources import SessionSources
from socket_workbench.gui.rows.words import other_name
from socket_workbench.gui.session.settings import read_kept
from socket_workbench.gui.widgets.buttons import IconButton, QuietButton, RankedButton
from socket_workbench.gui.widgets.card import Card
from socket_workbench.journal.errors import JournalError
from socket_workbench.journal.reader import Reader
from socket_workbench.language import tr

if TYPE_CHECKING:
    from socket_workbench.gui.message.detail import MessageDetail

P = TypeVar("P", bound=Page)

_TOOLS_WIDTH = 670
"""The width beside the tabs below which buttons of the header have no text, in pixels."""

_MESSAGE = "message"
"""The key of the saved state of the message view."""


class CardState(NamedTuple):
    """The state of the places, and those of the pages.

    Attributes:
        places: what `CardPlaces` saved.
        pages: what each page saved, by its key.
        zooms: the zoom steps of pages and of the message, by their keys.
    """

    places: Mapping[str, object] = MappingProxyType({})
    pages: Mapping[str, PageState] = MappingProxyType({})
    zooms: Mapping[str, object] = MappingProxyType({})

    def to_bytes(self) -> bytes:
        """Return the state as JSON."""
        state = {key: dict(value) for key, value in self._asdict().items()}
        return json.dumps(state).encode("ascii")

    @classmethod
    def from_bytes(cls, state: bytes) -> "CardState":
        """Return the state that `to_bytes` wrote; ignore what cannot be read."""
        fields = read_kept(state)
        if not isinstance(fields, dict):
            return cls()
        found = {key: fields.get(key) for key in cls._fields}
        places, pages, zooms = (each if isinstance(each, dict) else {} for each in found.values())
        pages = {key: page for key, page in pages.items() if isinstance(page, dict)}
        return cls(places, pages, zooms)


class RecordCard(Card):
    """Shows a session's journal, one page at a time.

    A page is created when it is first shown. Until then its saved state is kept unchanged.

    Attributes:
        annotations: marks, notes and encodings of the session.
        tabs: a tab for each page.
        places: the pages and the place of the selected message.
        message_action: shows and hides that place; for a menu.

    Signals:
        export_requested: the Export button was pressed.
        detail_made(MessageDetail): the view of the selected message was created.
        row_selected(Row): a row was selected in a page; None: none is any longer.
        front_requested: something is to be seen in it; it may be hidden or behind a tab.
    """

    export_requested = Signal()
    detail_made = Signal(object)
    row_selected = Signal(object)
    front_requested = Signal()

    def __init__(
        self,
        path: Path,
        pages: Sequence[PageRecord[Page]],
        parts: Callable[[], Sequence[object]] = tuple,
        parent: QWidget | None = None,
    ) -> None:
        """Open a journal and show the first page.

        Args:
            path: the journal's file.
            pages: the pages, in the order of their tabs.
            parts: returns objects of the window, for pages that need them.
            parent: the widget around it.

        Raises:
            JournalOpenError: the file cannot be read as a journal.
        """
        super().__init__("", parent)
        self.setAccessibleName(tr("Log"))
        self.make_dense()
        self._reader = Reader(path)
        self._is_closed = False
        self._records = tuple(pages)
        self._parts = parts
        self._pages: dict[str, Page] = {}
        self._states: dict[str, PageState] = {}
        self._zooms: dict[str, object] = {}
        self._detail: MessageDetail | None = None
        self.annotations = LogAnnotations(path, self)
        self._context = PageContext(
            path=path,
            reader=self._reader,
            annotations=self.annotations,
            highlights=LogHighlights(self),
            sources=SessionSources(path, self),
            show_line=self._show_line,
            show_row=self._show_row,
            selected=self._selected_row,
            parts=self._shared_parts,
        )
        self.export_button = QuietButton(tr("Export…"))
        self.export_button.set_compact_icon("save")
        self.tabs = PageTabs()
        self._stack = PageStack()
        self.places = CardPlaces(self._stack)
        self.message_action = QAction(tr("&Message details"), self)
        self.message_action.setShortcut(QKeySequence("Ctrl+I"))
        keys = self.message_action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        self._message_button = IconButton("panel-right", tr("Message details ({keys})", keys=keys))
        self._arrange()
        self.tabs.currentChanged.connect(self._on_tabs_current_changed)
        self.export_button.clicked.connect(self.export_requested)
        self._on_tabs_current_changed(0)

    def _arrange(self) -> None:
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        # Large type must not force a width on the window.
        self.tabs.setUsesScrollButtons(True)
        self.tabs.setAccessibleName(tr("Views of the session"))
        for record in self._records:
            self.tabs.addTab(tr(record.title))
        self.header.addWidget(self.tabs)
        self.header.addStretch(1)
        self.header.addWidget(self.export_button)
        self.header.addWidget(self._message_button)
        self.body.addWidget(self.places, 1)
        self._message_button.setCheckable(True)
        self.message_action.setCheckable(True)
        self._show_wanted(self.places.is_wanted)
        self._message_button.toggled.connect(self.places.set_wanted)
        self.message_action.toggled.connect(self.places.set_wanted)
        self.places.wanted_changed.connect(self._show_wanted)
        self.places.offered_changed.connect(self._message_button.setVisible)
        self.places.offered_changed.connect(self.message_action.setEnabled)

    @property
    def detail(self) -> "MessageDetail":
        """The view of the selected message, created on first use."""
        if self._detail is None:
            from socket_workbench.gui.message.detail import MessageDetail

            detail = self._detail = MessageDetail()
            detail.set_highlights(self._context.highlights)
            detail.restore_state(self._states.pop(_MESSAGE, {}))
            zoom_part(detail, self._zooms.pop(_MESSAGE, 0))
            detail.encoding_chosen.connect(self.annotations.choose_encoding)
            self.annotations.encoding_changed.connect(detail.use_encoding_of)
            self.places.hold(detail)
            self.detail_made.emit(detail)
        return self._detail

    @property
    def has_detail(self) -> bool:
        """Whether the view of the selected message was created."""
        return self._detail is not None

    # Pages

    def parts(self) -> dict[str, QWidget]:
        """Return the parts that can be zoomed alone, by their keys: pages and the message."""
        message = {} if self._detail is None else {_MESSAGE: self._detail}
        return {**self._pages, **message}

    def page(self, record: PageRecord[P]) -> P:
        """Return the page with this key; create it if needed."""
        page = self._pages.get(record.key)
        if page is None:
            page = self._pages[record.key] = record.open(self._context)
            page.restore_state(self._states.pop(record.key, {}))
            zoom_part(page, self._zooms.pop(record.key, 0))
            self._stack.add_page(page)
            self._add_tools(page)
            self._fit_header()
        return cast("P", page)

    def _shared_parts(self) -> Sequence[object]:
        """Return the objects that pages may ask for: the window's, then those of other pages."""
        shared = (each for page in self._pages.values() for each in page.shared)
        return (*self._parts(), *shared)

    def _add_tools(self, page: Page) -> None:
        for tool in page.tools:
            if self.header.indexOf(tool) >= 0:
                # Two pages have it.
                continue
            # A widget that is shown without a parent becomes a window.
            tool.hide()
            self.header.insertWidget(self.header.indexOf(self.export_button), tool)
        for tool in page.trailing_tools:
            tool.hide()
            self.header.insertWidget(self.header.indexOf(self._message_button), tool)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the buttons of the header without their texts where the card is narrow."""
        super().resizeEvent(event)
        self._fit_header()

    def changeEvent(self, event: QEvent) -> None:
        """Adapt to another font."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._fit_header()

    def minimumSizeHint(self) -> QSize:
        """Return the size at which the buttons of the header have no texts."""
        hint = super().minimumSizeHint()
        spare = sum(button.saved_width() for button in self._buttons() if button.isVisible())
        return QSize(hint.width() - spare, hint.height())

    def _buttons(self) -> list[RankedButton]:
        """Return the buttons of the header that may have texts."""
        pages = self._pages.values()
        tools = [tool for page in pages for tool in (*page.tools, *page.trailing_tools)]
        buttons: list[RankedButton] = [self.export_button]
        for tool in tools:
            buttons += [tool] if isinstance(tool, RankedButton) else tool.findChildren(RankedButton)
        return buttons

    def _fit_header(self) -> None:
        beside_tabs = self.width() - self.tabs.sizeHint().width()
        is_narrow = beside_tabs < _TOOLS_WIDTH * pixel_size(self.font()) / TEXT_SIZE
        for button in self._buttons():
            button.set_compact(is_narrow)

    def current_page(self) -> Page:
        """Return the page that is shown."""
        return self.page(self._records[self.tabs.currentIndex()])

    def show_page(self, record: PageRecord[P]) -> P:
        """Show a page, also where the card itself is not seen, and return it."""
        self.front_requested.emit()
        self.tabs.setCurrentIndex([each.key for each in self._records].index(record.key))
        return self.page(record)

    def lend_height(self, height: int) -> None:
        """Let the pages need so many pixels less than usual, which something else takes."""
        self._stack.lend_height(height)

    @property
    def lent_height(self) -> int:
        """How many pixels less than usual the pages need."""
        return self._stack.lent

    @Slot(int)
    def _on_tabs_current_changed(self, place: int) -> None:
        shown = self.page(self._records[place])
        self._stack.show_page(shown)
        self.places.set_offered(self._records[place].has_messages)
        if self._has_focus_in_tools():
            # When a widget with the focus is hidden, Qt gives it to the next one anywhere.
            self.tabs.setFocus()
        # Hide first: the tools of two pages side by side would widen the window.
        for page in sorted(self._pages.values(), key=lambda page: page is shown):
            for tool in (*page.tools, *page.trailing_tools):
                tool.setVisible(page is shown)

    def _has_focus_in_tools(self) -> bool:
        focused = QApplication.focusWidget()
        tools = [tool for page in self._pages.values() for tool in page.tools]
        tools += [tool for page in self._pages.values() for tool in page.trailing_tools]
        return focused is not None and any(
            tool is focused or tool.isAncestorOf(focused) for tool in tools
        )

    @Slot(bool)
    def _show_wanted(self, wanted: bool) -> None:
        self._message_button.setChecked(wanted)
        self.message_action.setChecked(wanted)

    @Slot(object)
    def rows_committed(self, count: int) -> None:
        """Show the rows that the journal has now; called once per batch.

        Args:
            count: the number of rows in the journal.
        """
        if not self._is_closed:
            self.annotations.rows_committed(self._reader, count)
            for page in self._pages.values():
                page.rows_committed(count)

    def close_pages(self) -> None:
        """Stop all reading from the journal; later calls of `rows_committed` have no effect."""
        self._is_closed = True
        for page in self._pages.values():
            page.close_page()
        self._context.highlights.close()
        self._context.sources.close()
        self._reader.close()

    # State

    def save_state(self) -> bytes:
        """Return the sizes and the states of the pages, for `restore_state`."""
        pages = {key: page.save_state() for key, page in self._pages.items()}
        if self._detail is not None:
            pages[_MESSAGE] = self._detail.save_state()
        zooms = {key: zoom_steps(part) for key, part in self.parts().items()}
        return CardState(
            self.places.save_state(), {**self._states, **pages}, {**self._zooms, **zooms}
        ).to_bytes()

    def restore_state(self, state: bytes) -> None:
        """Restore what `save_state` returned; ignore what cannot be read."""
        restored = CardState.from_bytes(state)
        self.places.restore_state(restored.places)
        self._states = dict(restored.pages)
        for key, page in self._pages.items():
            page.restore_state(self._states.pop(key, {}))
        if self._detail is not None:
            self._detail.restore_state(self._states.pop(_MESSAGE, {}))
        self._zooms = dict(restored.zooms)
        for key, part in self.parts().items():
            zoom_part(part, self._zooms.pop(key, 0))

    # The selected message

    def _show_line(self, line: LogLine | None) -> None:
        if line is not None:
            self.detail.set_encoding(self.annotations.encoding(line.row.source.name))
            self.detail.show_message(line, kept_payload(self._reader, line.row))
        elif self._detail is not None:
            self._detail.clear()
        self.places.show_detail(line is not None)
        self.row_selected.emit(None if line is None else line.row)

    def _selected_row(self) -> int | None:
        line = None if self._detail is None else self._detail.line
        return None if line is None else line.row.number

    def _show_row(self, number: int) -> None:
        with contextlib.suppress(JournalError):
            for row in self._reader.rows(number, 1):
                encoding = self.annotations.encoding(row.source.name)
                other = other_name(self._reader, row.source)
                self._show_line(log_line(row, None, encoding=encoding, other=other))
