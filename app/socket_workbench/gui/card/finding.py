"""Find in the log: connects the find bar with the search and the highlights."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Slot

from socket_workbench.gui.find.bar import FindBar
from socket_workbench.gui.find.finder import Finder
from socket_workbench.gui.log.model import LogModel
from socket_workbench.gui.log.view import LogView
from socket_workbench.gui.rows.page import PageContext
from socket_workbench.journal.search.filter import Filter
from socket_workbench.journal.search.pattern import Pattern
from socket_workbench.language import tr, trn

_COUNT_AFTER = 150
"""Milliseconds after the last change of the pattern, after which its matches are counted."""


class Finding(QObject):
    """Finds rows among those that the log shows; wraps around at the end of the session.

    Attributes:
        bar: the bar in which the pattern is typed.
    """

    def __init__(
        self,
        context: PageContext,
        model: LogModel,
        view: LogView,
        wanted: Callable[[], Filter],
    ) -> None:
        """Start with an empty pattern.

        Args:
            context: the card's; its highlights are set to the pattern.
            model: the model of the log.
            view: the view of that model.
            wanted: returns the filter of the rows to search.
        """
        super().__init__(view)
        self._model = model
        self._view = view
        self._wanted = wanted
        self._target: int | None = None
        self._is_forward = True
        self._found: int | None = None
        self._has_wrapped = False
        self.bar = FindBar()
        self._counting = QTimer(self, singleShot=True, interval=_COUNT_AFTER)
        self._counting.timeout.connect(self._on_counting_timeout)
        self._highlights = context.highlights
        self._find = Finder(context.path, model, self)
        self.bar.pattern_changed.connect(self._on_pattern_changed)
        self.bar.find_requested.connect(self._on_find_requested)
        self.bar.cancel_requested.connect(self._on_cancel_requested)
        self.bar.closed.connect(self._on_bar_closed)
        self._find.found.connect(self._on_found)
        self._find.counted.connect(self._say_found)
        self._find.missed.connect(self._on_missed)
        self._find.progressed.connect(self.bar.set_progress)
        self._find.looking_changed.connect(self.bar.set_looking)
        self._find.failed.connect(self.bar.say)
        model.rowsInserted.connect(self._on_rows_inserted)

    @Slot()
    def open(self) -> None:
        """Show the bar and give it the focus."""
        self.bar.open_bar()
        self.highlight()

    def highlight(self) -> None:
        """Highlight what the bar's pattern finds, if the bar is shown; for a page that is shown."""
        if not self.bar.isHidden():
            self._highlights.set_pattern(self.bar.pattern)

    @Slot()
    def find_next(self) -> None:
        """Find the next row; open the bar if no pattern is set."""
        self._start(True)

    @Slot()
    def find_previous(self) -> None:
        """Find the previous row; open the bar if no pattern is set."""
        self._start(False)

    def close(self) -> None:
        """Cancel the search."""
        self._counting.stop()
        self._find.cancel()

    def _start(self, forward: bool) -> None:
        pattern = self.bar.pattern
        if pattern is None:
            self.bar.open_bar()
            return
        if self.bar.isHidden():
            self.bar.show()
            self._highlights.set_pattern(pattern)
        current = self._view.currentIndex()
        start = self._model.number_at(current.row()) if current.isValid() else -1
        self._target = self._found = None
        self._is_forward = forward
        self._find.look(pattern, self._wanted(), start, forward=forward)

    @Slot(object)
    def _on_pattern_changed(self, pattern: Pattern | None) -> None:
        self._found = None
        self._find.cancel()
        self._highlights.set_pattern(pattern)
        if pattern is None:
            self._counting.stop()
        else:
            self._counting.start()

    @Slot()
    def _on_counting_timeout(self) -> None:
        if self.bar.pattern is not None and not self._find.is_looking:
            self._find.count(self.bar.pattern, self._wanted())

    @Slot(bool)
    def _on_find_requested(self, forward: bool) -> None:
        self._start(forward)

    @Slot()
    def _on_cancel_requested(self) -> None:
        if self._find.is_looking:
            self._find.cancel()
            self.bar.say(tr("Cancelled."))

    @Slot()
    def _on_bar_closed(self) -> None:
        self._highlights.set_pattern(None)
        self._view.setFocus()

    @Slot(object, bool)
    def _on_found(self, number: int, wrapped: bool) -> None:
        self._found = number
        self._has_wrapped = wrapped
        self._say_found()
        self._target = number
        self._go_to_target()

    @Slot()
    def _say_found(self) -> None:
        """Say which of the matches was found, such as `3 of 12`; its row until they are counted."""
        if self._found is None:
            self._say_count()
            return
        words = tr("Row {number}", number=f"{self._found + 1:,}")
        matches = self._find.matches
        if matches is not None:
            count = f"{len(matches.numbers):,}" + ("+" if matches.has_more else "")
            place = matches.place_of(self._found)
            if place is not None:
                words = tr("{place} of {count}", place=f"{place:,}", count=count)
            elif matches.has_more:
                words = tr("{row}, of {count}", row=words, count=count)
        if self._has_wrapped and self._is_forward:
            words = tr("{found}, wrapped to the start", found=words)
        elif self._has_wrapped:
            words = tr("{found}, wrapped to the end", found=words)
        self.bar.say(words)

    def _say_count(self) -> None:
        """Say how many rows match before one was searched for, and which of them is selected."""
        matches = self._find.matches
        if matches is None or self._find.is_looking:
            return
        current = self._view.currentIndex()
        place = (
            matches.place_of(self._model.number_at(current.row())) if current.isValid() else None
        )
        count = f"{len(matches.numbers):,}" + ("+" if matches.has_more else "")
        if not matches.numbers:
            self._on_missed()
        elif place is not None:
            self.bar.say(tr("{place} of {count}", place=f"{place:,}", count=count))
        else:
            words = trn("{number} row", "{number} rows", len(matches.numbers), number=count)
            self.bar.say(words)

    @Slot()
    def _on_missed(self) -> None:
        if self._model.is_filtered:
            self.bar.say(tr("Not found in the rows that the filter shows."))
        else:
            self.bar.say(tr("Not found."))

    @Slot()
    def _on_rows_inserted(self) -> None:
        # The filter may not have reached this row yet.
        if self._target is not None:
            self._go_to_target()

    def _go_to_target(self) -> None:
        if self._target is None:
            return
        position = self._model.position_of(self._target)
        if position is not None:
            self._target = None
            self._view.go_to(position)
