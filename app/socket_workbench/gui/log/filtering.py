"""Runs the log's filter beside the window and hands what it finds to the model."""

from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal, Slot

from socket_workbench.gui.log.model import LogModel
from socket_workbench.gui.rows.search_thread import LogSearchThread
from socket_workbench.journal.search.query import Filter
from socket_workbench.journal.search.row_set import RowSet


class LogFilter(QObject):
    """Keeps a `LogModel` at what a filter finds, also in rows that arrive later.

    The newest filter wins; what an older one still finds is dropped.

    Signals:
        searching_changed(bool): whether rows that are in the journal are still to be searched.
        failed(str): the journal cannot be searched; the sentence says why.
    """

    searching_changed = Signal(bool)
    failed = Signal(str)

    def __init__(self, path: Path, model: LogModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._thread = LogSearchThread(path, "log filter", self)
        self._wanted: Filter | None = None
        self._generation = 0
        self._is_searching = False
        self._target = 0
        self._thread.found.connect(self._on_thread_found, Qt.ConnectionType.QueuedConnection)
        self._thread.failed.connect(self._on_thread_failed, Qt.ConnectionType.QueuedConnection)

    @property
    def is_searching(self) -> bool:
        """Whether rows that are in the journal are still to be searched."""
        return self._is_searching

    def apply(self, wanted: Filter | None) -> None:
        """Show only what this filter finds; None shows everything."""
        self._wanted = wanted
        self._generation += 1
        if wanted is None:
            self._thread.give_up()
            self._set_searching(False)
            self._model.show_all()
            return
        self._model.show_matches()
        self._target = self._model.journal_count
        self._set_searching(True)
        self._thread.search(self._generation, wanted, self._model.first_number, self._target)

    @Slot()
    def run_again(self) -> None:
        """Search anew: what is to be searched has changed."""
        if self._wanted is not None:
            self.apply(self._wanted)

    @Slot(object)
    def grow(self, count: int) -> None:
        """Go on with rows that were added to the journal; called once per batch."""
        if self._wanted is not None:
            self._thread.extend(count)

    def close(self) -> None:
        """End the search and its thread."""
        self._generation += 1
        self._thread.stop()

    @Slot(int, object, object)
    def _on_thread_found(self, generation: int, numbers: RowSet, searched: int) -> None:
        if generation != self._generation:
            return
        self._model.add_matches(numbers)
        if searched >= self._target:
            self._set_searching(False)

    @Slot(int, str)
    def _on_thread_failed(self, generation: int, sentence: str) -> None:
        if generation == self._generation:
            self._set_searching(False)
            self.failed.emit(sentence)

    def _set_searching(self, searching: bool) -> None:
        if searching != self._is_searching:
            self._is_searching = searching
            self.searching_changed.emit(searching)
