"""The log page: rows, the filter bar, the find bar and marks."""

from contextlib import suppress
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout

from socket_workbench.gui.card.marking import Marking
from socket_workbench.gui.filter.bar import FilterBar
from socket_workbench.gui.log.columns import LOG_TABLE, ColumnSet
from socket_workbench.gui.log.filtering import Filtering
from socket_workbench.gui.log.model import LogModel
from socket_workbench.gui.log.view import LogView
from socket_workbench.gui.looks.plain import plain_tooltip
from socket_workbench.gui.rows.page import Page, PageContext, PageState
from socket_workbench.gui.rows.pieces import PiecesButton
from socket_workbench.gui.widgets.buttons import QuietButton
from socket_workbench.journal.errors import JournalError
from socket_workbench.journal.event import Kind, Source
from socket_workbench.journal.search.filter import Filter, Pieces
from socket_workbench.language import tr, trn

if TYPE_CHECKING:
    from socket_workbench.gui.card.finding import Finding


def open_page(context: PageContext) -> "LogPage":
    """Create the page."""
    return LogPage(context)


class LogPage(Page):
    """Shows all rows of the session, or those that match the filter.

    Attributes:
        model: the rows.
        view: their table.
        filter_bar: sets the filter.
        marking: the actions for marks and notes.
        pieces: chooses reads, messages or both; it is a part of the filter.
        clear_button: hides the rows recorded so far.
    """

    def __init__(self, context: PageContext, table: ColumnSet = LOG_TABLE) -> None:
        """Create the page.

        Args:
            context: the card's.
            table: the columns.
        """
        super().__init__()
        self._context = context
        self._is_closed = False
        self.model = LogModel(context.reader, self, context.annotations, table)
        self.view = LogView(self.model)
        self.view.set_highlights(context.highlights)
        self._place_before_clear = self.view.follower.place
        self.filter_bar = FilterBar(context.sources, session_begin=self._session_begin)
        policy = self.filter_bar.sizePolicy()
        policy.setHorizontalStretch(3)
        self.filter_bar.setSizePolicy(policy)
        self._filter = Filtering(context.path, self.model, self)
        self.marking = Marking(self.view, self.model, context.annotations)
        self.pieces = PiecesButton((None, *Pieces))
        self.clear_button = QuietButton("")
        self.clear_button.keep_room_for(tr("Clear"), tr("Undo clear"))
        self.tools = (self.filter_bar, self.pieces, self.clear_button)
        self.shared = (self.model, self.filter_bar)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._column.addWidget(self.filter_bar.below)
        self._column.addWidget(self.view)
        self._connect()
        self._show_cleared()
        self._show_count()
        self._offer_pieces()

    def _connect(self) -> None:
        self.view.row_chosen.connect(self._on_row_chosen)
        self.view.only_connection_requested.connect(self._on_only_connection_requested)
        self.view.hide_kind_requested.connect(self._on_hide_kind_requested)
        self.marking.filter_change_requested.connect(self.filter_bar.change_filter)
        self.filter_bar.filter_changed.connect(self._on_filter_changed)
        self._filter.searching_changed.connect(self._say_what_is_missing)
        self._filter.failed.connect(self._on_filter_failed)
        self.pieces.chosen.connect(self._on_pieces_chosen)
        self.clear_button.clicked.connect(self._on_clear_clicked)
        self.model.cleared_changed.connect(self._show_cleared)
        self.model.rowsInserted.connect(self._show_count)
        self.model.modelReset.connect(self._show_count)
        self._filter.searching_changed.connect(self._show_count)

    @cached_property
    def finding(self) -> "Finding":
        """The find bar and its search, created on first use."""
        from socket_workbench.gui.card.finding import Finding

        finding = Finding(self._context, self.model, self.view, self._wanted_rows)
        self._column.insertWidget(self._column.indexOf(self.filter_bar.below) + 1, finding.bar)
        return finding

    def restricted(self, wanted: Filter | None) -> Filter | None:
        """Return the filter of the rows that are shown, by the one in the filter bar."""
        return wanted

    def _wanted_rows(self) -> Filter:
        return self.restricted(self.filter_bar.wanted) or Filter()

    # For the card

    def showEvent(self, event: QShowEvent) -> None:
        """Select the row that was selected in another page, if it is shown here."""
        super().showEvent(event)
        # Another page may have had it.
        self._column.insertWidget(0, self.filter_bar.below)
        if "finding" in self.__dict__:
            self.finding.highlight()
        number = self._context.selected()
        position = None if number is None else self.model.position_of(number)
        if position is not None and position != self.view.currentIndex().row():
            self.view.go_to(position)

    def rows_committed(self, count: int) -> None:
        """Show the rows that the journal has now."""
        if self._is_closed:
            return
        self._offer_pieces()
        self.model.grow(count)
        self._filter.grow(count)
        if self.model.is_filtered:
            self._show_count()

    def save_state(self) -> PageState:
        """Return the state of the columns and the time format."""
        return self.view.header.save_state()

    def restore_state(self, state: PageState) -> None:
        """Restore the columns and the time format."""
        self.view.header.restore_state(state)

    def close_page(self) -> None:
        """Stop all reading from the journal."""
        self._is_closed = True
        self._filter.close()
        if "finding" in self.__dict__:
            self.finding.close()
        self.model.close()

    # For the window

    @property
    def wanted(self) -> Filter | None:
        """The filter in use; None shows all rows."""
        return self.restricted(self.filter_bar.wanted) if self.model.is_filtered else None

    @property
    def first_number(self) -> int:
        """The number of the first row that is not hidden by Clear."""
        return self.model.first_number

    @property
    def shown_count(self) -> int:
        """The number of rows shown."""
        return self.model.rowCount()

    @property
    def journal_count(self) -> int:
        """The number of rows in the session."""
        return self.model.journal_count

    def show_only_source(self, number: int) -> None:
        """Show only the rows of the connection to which a source belongs."""
        with suppress(JournalError):
            self.filter_bar.set_only_connection(self._context.reader.source(number))

    def show_losses(self) -> None:
        """Show only the rows that report losses; *Back* returns to the previous filter."""
        if self.model.first_number:
            self._on_clear_clicked()
        self.filter_bar.set_filter(Filter(lost=True))

    @Slot()
    def _show_count(self) -> None:
        """Show in the filter's field how many rows are shown, and of how many."""
        total = self.model.journal_count - self.model.first_number
        shown = self.model.rowCount()
        if not self.model.is_filtered:
            words = trn("{count:,} row", "{count:,} rows", total)
            self.filter_bar.text_field.show_count(words, f"{total:,}")
            return
        words = trn("{shown:,} of {count:,} row", "{shown:,} of {count:,} rows", total, shown=shown)
        short = tr("{shown} of {total}", shown=f"{shown:,}", total=f"{total:,}")
        more = " …" if self._filter.is_searching else ""
        self.filter_bar.text_field.show_count(words + more, short + more)

    def _offer_pieces(self) -> None:
        if not self.pieces.isEnabled() and self._context.reader.has_framing():
            self.pieces.set_available(available=True)

    def show_moment(self, time: int) -> None:
        """Select the row that was recorded at a time, or the next one that is shown.

        Args:
            time: nanoseconds since 1970.
        """
        from socket_workbench.journal.moments import row_at

        if self.model.first_number:
            self._on_clear_clicked()
        with suppress(JournalError):
            position = self.model.position_from(
                row_at(self._context.reader, self.model.journal_count, time)
            )
            if position < self.model.rowCount():
                self.view.go_to(position)

    # Slots

    @Slot(object)
    def _on_pieces_chosen(self, pieces: Pieces | None) -> None:
        self.filter_bar.set_filter(replace(self.filter_bar.wanted, pieces=pieces))

    @Slot(object)
    def _on_row_chosen(self, position: int | None) -> None:
        self._context.show_line(None if position is None else self.model.line(position))

    @Slot(object)
    def _on_only_connection_requested(self, source: Source) -> None:
        self.filter_bar.set_only_connection(source)

    @Slot(object)
    def _on_hide_kind_requested(self, kind: Kind) -> None:
        self.filter_bar.hide_kind(kind)

    @Slot(object)
    def _on_filter_changed(self, wanted: Filter | None) -> None:
        self._filter.apply(self.restricted(wanted))
        self.pieces.set_pieces(None if wanted is None else wanted.pieces)
        self._say_what_is_missing()

    @Slot(str)
    def _on_filter_failed(self, sentence: str) -> None:
        self.view.set_empty_text(sentence)

    @Slot()
    def _on_clear_clicked(self) -> None:
        follower = self.view.follower
        if self.model.first_number:
            self.model.undo_clear()
            if follower.is_following:
                follower.return_to(self._place_before_clear)
        else:
            self._place_before_clear = follower.place
            self.model.clear()
            follower.follow()
        self._filter.run_again()

    @Slot()
    def _show_cleared(self) -> None:
        is_cleared = self.model.first_number > 0
        self.clear_button.set_compact_icon("undo-2" if is_cleared else "eraser")
        self.clear_button.setText(tr("Undo clear") if is_cleared else tr("Clear"))
        self.clear_button.setToolTip(
            plain_tooltip(
                tr("Show the rows again that were cleared away")
                if is_cleared
                else tr("Hide the rows recorded up to now; nothing is deleted")
            )
        )
        self._say_what_is_missing()

    @Slot()
    def _say_what_is_missing(self) -> None:
        if self._filter.is_searching:
            text = tr("Searching…")
        elif self.model.is_filtered:
            text = tr("No row matches the filter.")
        elif self.model.first_number:
            text = tr("Cleared. What comes next is shown here.")
        else:
            text = tr("Nothing recorded yet. Start a server or connect a client.")
        self.view.set_empty_text(text)

    def _session_begin(self) -> int:
        try:
            return next(iter(self._context.reader.times(0, 1)), 0)
        except JournalError:
            return 0
