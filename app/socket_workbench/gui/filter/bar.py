"""The filter bar of the log: a text field, a menu, chips, and a Back button."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from socket_workbench.gui.filter.chip import FilterChip
from socket_workbench.gui.filter.chips import FilterChips
from socket_workbench.gui.filter.field import FilterField
from socket_workbench.gui.filter.menu import FilterMenu
from socket_workbench.gui.filter.parts import (
    filter_parts,
    shown_kinds,
    with_kind_toggled,
)
from socket_workbench.gui.rows.sources import SessionSources
from socket_workbench.gui.rows.words import connection_name
from socket_workbench.gui.widgets.buttons import IconButton, QuietButton
from socket_workbench.gui.widgets.whole_line import too_long
from socket_workbench.journal.event import Kind, Source
from socket_workbench.journal.search.filter import Filter
from socket_workbench.language import tr

if TYPE_CHECKING:
    from socket_workbench.gui.filter.completions import FilterCompletions
    from socket_workbench.gui.widgets.completion import Completions
    from socket_workbench.journal.search.filter_mistake import FilterError

#: Milliseconds without a key press after which the typed filter is applied.
_TYPING_PAUSE = 200
_MOST_STEPS_BACK = 100


class FilterBar(QWidget):
    """Edits a `Filter`; the field's text and the chips always show the same filter.

    Attributes:
        below: the chips and the error message; the owner places this widget.

    Signals:
        filter_changed(object): carries the new `Filter`; None shows all rows.
    """

    filter_changed = Signal(object)

    def __init__(
        self,
        sources: SessionSources,
        parent: QWidget | None = None,
        *,
        session_begin: Callable[[], int] = lambda: 0,
    ) -> None:
        """Create a bar without a filter.

        Args:
            sources: the session's sources.
            parent: the widget around it.
            session_begin: returns the start of the session, in nanoseconds since 1970.
        """
        super().__init__(parent)
        self._sources = sources
        self._session_begin = session_begin
        self._wanted = Filter()
        self._before: list[Filter] = []
        self._is_typing = False
        self._connection_names: dict[int, str] = {}
        self.menu_button = QuietButton(tr("Filter"), "funnel")
        self.menu_button.setToolTip(tr("Show only some endpoints, connections, directions, kinds"))
        self.menu_button.setProperty("menu", "true")
        self._menu = FilterMenu(sources, self)
        self.menu_button.setMenu(self._menu)
        self.text_field = FilterField()
        self.text_field.set_completions(self._completions)
        self._offered: FilterCompletions | None = None
        self.back_button = IconButton("arrow-left", tr("Undo the last change of the filter"))
        self.back_button.setEnabled(False)
        self.below = FilterChips(self)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_PAUSE)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.menu_button)
        layout.addWidget(self.text_field, 1)
        layout.addWidget(self.back_button)
        self._menu.chosen.connect(self.set_filter)
        self.below.chosen.connect(self.set_filter)
        self.text_field.textEdited.connect(self._on_text_edited)
        self.text_field.textChanged.connect(self._on_text_changed)
        self.text_field.editingFinished.connect(self._on_editing_finished)
        self.text_field.back_requested.connect(self.go_back)
        self.text_field.refused.connect(self._on_text_refused, Qt.ConnectionType.QueuedConnection)
        self.back_button.clicked.connect(self.go_back)
        self._typing.timeout.connect(self._on_text_settled)
        sources.added.connect(self._on_sources_added)

    @property
    def wanted(self) -> Filter:
        """The filter in use."""
        return self._wanted

    @Slot(object)
    def set_filter(self, wanted: Filter) -> None:
        """Set the filter."""
        self._is_typing = False
        is_new = wanted != self._wanted
        if is_new:
            self._remember()
        self._write(wanted)
        if is_new:
            self._use(wanted)

    @Slot()
    def go_back(self) -> None:
        """Return to the previous filter, if there is one."""
        if self._before:
            self._is_typing = False
            wanted = self._before.pop()
            self._write(wanted)
            self._use(wanted)

    @Slot(object)
    def change_filter(self, change: Callable[[Filter], Filter]) -> None:
        """Apply a change to the filter in use."""
        self.set_filter(change(self._wanted))

    def set_only_connection(self, source: Source) -> None:
        """Restrict the filter to the connection of this source; keep the other restrictions."""
        self._connection_names[source.connection] = connection_name(source)
        hidden = self._wanted.hidden_connections - {source.connection}
        only = frozenset({source.connection})
        self.set_filter(replace(self._wanted, connections=only, hidden_connections=hidden))

    def hide_kind(self, kind: Kind) -> None:
        """Hide rows of this kind; the last kind shown cannot be hidden."""
        shown = shown_kinds(self._wanted)
        if kind in shown and len(shown) > 1:
            self.set_filter(with_kind_toggled(self._wanted, kind))

    def chips(self) -> list[FilterChip]:
        """Return the chips from left to right."""
        return self.below.chips()

    def _completions(self, text: str, cursor: int, asked: bool) -> Completions:
        # Import late: not needed before the first filter.
        from socket_workbench.gui.filter.completions import FilterCompletions

        if self._offered is None:
            self._offered = FilterCompletions(self._sources)
        self._sources.look()
        return self._offered.offer(text, cursor, asked)

    def _remember(self) -> None:
        self._before.append(self._wanted)
        del self._before[:-_MOST_STEPS_BACK]

    def _use(self, wanted: Filter) -> None:
        """Use this filter without changing the field's text."""
        self._wanted = wanted
        self._typing.stop()
        self._show_mistake(None)
        if self._show_parts():
            # Keep the focus in the bar if the chip that was pressed is removed.
            self.menu_button.setFocus()
        self._menu.set_filter(wanted)
        self.back_button.setEnabled(bool(self._before))
        self.filter_changed.emit(None if wanted == Filter() else wanted)

    def _write(self, wanted: Filter) -> None:
        """Show this filter in the field, unless the text in it means the same.

        Called first, since the field is read when it loses the focus.
        """
        from socket_workbench.journal.search.filter_language import format_filter, parse_filter
        from socket_workbench.journal.search.filter_mistake import FilterError

        begin = self._session_begin()
        try:
            if parse_filter(self.text_field.text(), begin) == wanted:
                return
        except FilterError:
            self._show_mistake(None)
        self.text_field.setText(format_filter(wanted, begin))
        self._typing.stop()

    def _show_parts(self) -> bool:
        """Show the filter's chips; return whether the one with the focus was removed."""
        return self.below.show_parts(filter_parts(self._wanted, self._names()))

    def _names(self) -> dict[int, str]:
        """Return the names of the filter's connections that are known."""
        if self._unnamed():
            self._learn_names(self._sources.known)
        if self._unnamed():
            self._sources.look()
        return self._connection_names

    def _unnamed(self) -> set[int]:
        asked = (self._wanted.connections or frozenset()) | self._wanted.hidden_connections
        return set(asked - self._connection_names.keys())

    def _learn_names(self, sources: Iterable[Source]) -> bool:
        """Add the names of these sources; return whether the filter needs any of them."""
        unnamed = self._unnamed()
        names = {
            source.connection: connection_name(source)
            for source in sources
            if source.connection in unnamed
        }
        self._connection_names.update(names)
        return bool(names)

    @Slot(object)
    def _on_sources_added(self, sources: Sequence[Source]) -> None:
        if self._learn_names(sources):
            self._show_parts()

    def _show_mistake(self, mistake: FilterError | None) -> None:
        field = self.text_field
        field.underline(None if mistake is None else mistake.place(field.text()))
        self.below.show_mistake(field, "" if mistake is None else str(mistake))

    @Slot()
    def _on_text_edited(self) -> None:
        # Do not report errors while the user is typing.
        self._show_mistake(None)

    @Slot()
    def _on_text_refused(self) -> None:
        self.below.show_mistake(self.text_field, too_long())

    @Slot()
    def _on_text_changed(self) -> None:
        self._typing.start()

    @Slot()
    def _on_editing_finished(self) -> None:
        self._read_text(is_finished=True)
        self._is_typing = False

    @Slot()
    def _on_text_settled(self) -> None:
        self._read_text(is_finished=False)

    def _read_text(self, *, is_finished: bool) -> None:
        """Use the filter in the field, or report what is wrong with it.

        Nothing is reported while completions are shown and the user goes on typing.
        """
        # Import late: not needed before the first filter.
        from socket_workbench.journal.search.filter_language import parse_filter
        from socket_workbench.journal.search.filter_mistake import FilterError

        self._typing.stop()
        try:
            wanted = parse_filter(self.text_field.text(), self._session_begin())
        except FilterError as error:
            is_right_later = self.text_field.is_completing and not is_finished
            self._show_mistake(None if is_right_later else error)
            return
        self._show_mistake(None)
        if wanted != self._wanted:
            # Typing with pauses counts as one change for Back.
            if not self._is_typing:
                self._remember()
            self._is_typing = True
            self._use(wanted)
