"""Finds the next row that has a pattern, or the one before, among those that a log shows."""

from dataclasses import replace
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, Qt, Signal, Slot

from socket_workbench.gui.find.thread import FindRequest, LogFindThread
from socket_workbench.journal.search.filter import Filter
from socket_workbench.journal.search.pattern import Pattern


class ShownRows(Protocol):
    """Which rows of a session are shown."""

    @property
    def first_number(self) -> int:
        """The number of the first row that is not cleared away."""

    @property
    def journal_count(self) -> int:
        """How many rows the session has."""


class LogFind(QObject):
    """Looks beside the window; the newest search is the only one.

    Signals:
        found(object, bool): the number of a row, and whether the search went round at the end.
        missed: no row that is shown has it.
        progressed(float): how much of the session was looked through, 0 to 1.
        looking_changed(bool): whether a search is under way from now on.
        failed(str): the journal cannot be searched; the sentence says why.
    """

    found = Signal(object, bool)
    missed = Signal()
    progressed = Signal(float)
    looking_changed = Signal(bool)
    failed = Signal(str)

    def __init__(self, path: Path, shown: ShownRows, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shown = shown
        self._thread = LogFindThread(path, self)
        self._generation = 0
        self._is_looking = False
        queued = Qt.ConnectionType.QueuedConnection
        self._thread.found.connect(self._on_thread_found, queued)
        self._thread.progressed.connect(self._on_thread_progressed, queued)
        self._thread.failed.connect(self._on_thread_failed, queued)

    @property
    def is_looking(self) -> bool:
        """Whether a search is under way."""
        return self._is_looking

    def look(self, pattern: Pattern, shown: Filter, start: int, *, forward: bool) -> None:
        """Look for a pattern.

        Args:
            pattern: what the row has to have.
            shown: the filter in use.
            start: the number of the row to begin behind, or before; -1 for none.
            forward: which way.
        """
        self._generation += 1
        wanted = replace(shown, patterns=(*shown.patterns, pattern))
        self._set_looking(True)
        self._thread.look(
            FindRequest(
                self._generation,
                wanted,
                start,
                forward,
                self._shown.first_number,
                self._shown.journal_count,
            )
        )

    @Slot()
    def cancel(self) -> None:
        """End the search under way."""
        self._generation += 1
        self._thread.give_up()
        self._set_looking(False)

    def close(self) -> None:
        """End the thread."""
        self._generation += 1
        self._thread.stop()

    @Slot(int, object, bool)
    def _on_thread_found(self, generation: int, number: int | None, wrapped: bool) -> None:
        if generation != self._generation:
            return
        self._set_looking(False)
        if number is None:
            self.missed.emit()
        else:
            self.found.emit(number, wrapped)

    @Slot(int, float)
    def _on_thread_progressed(self, generation: int, share: float) -> None:
        if generation == self._generation:
            self.progressed.emit(share)

    @Slot(int, str)
    def _on_thread_failed(self, generation: int, sentence: str) -> None:
        if generation == self._generation:
            self._set_looking(False)
            self.failed.emit(sentence)

    def _set_looking(self, looking: bool) -> None:
        if looking != self._is_looking:
            self._is_looking = looking
            self.looking_changed.emit(looking)
