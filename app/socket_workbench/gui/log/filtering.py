"""Runs the log's filter in a job and passes the matches to the model."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from socket_workbench.gui.log.model import LogModel
from socket_workbench.gui.rows.search import Found, LiveSearch, Search
from socket_workbench.journal.search.filter import Filter


class Filtering(QObject):
    """Keeps a `LogModel` showing the matches of a filter, also as the journal grows.

    Matches of an earlier filter that arrive late are dropped.

    Signals:
        searching_changed(bool): a search of the journal was started (True) or is done (False).
        failed(str): the journal cannot be searched; carries a sentence.
    """

    searching_changed = Signal(bool)
    failed = Signal(str)

    def __init__(self, path: Path, model: LogModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._path = path
        self._search = LiveSearch("log filter", self)
        self._wanted: Filter | None = None
        self._is_searching = False
        self._target = 0
        self._search.told.connect(self._on_search_told)
        self._search.failed.connect(self._on_search_failed)

    @property
    def is_searching(self) -> bool:
        """Whether some rows of the journal have not been searched yet."""
        return self._is_searching

    def apply(self, wanted: Filter | None) -> None:
        """Set the filter; None shows all rows."""
        self._wanted = wanted
        if wanted is None:
            self._search.end()
            self._set_searching(False)
            self._model.show_all()
            return
        self._model.show_matches()
        self._target = self._model.journal_count
        self._set_searching(True)
        search = Search(self._path, wanted, self._model.first_number)
        self._search.begin(search, self._target)

    @Slot()
    def run_again(self) -> None:
        """Search again from the beginning."""
        if self._wanted is not None:
            self.apply(self._wanted)

    @Slot(object)
    def grow(self, count: int) -> None:
        """Search the rows added to the journal; called once per batch."""
        if self._wanted is not None:
            self._search.extend(count)

    def close(self) -> None:
        """Cancel the search."""
        self._search.end()

    @Slot(object)
    def _on_search_told(self, found: Found) -> None:
        self._model.add_matches(found.numbers)
        if found.searched >= self._target:
            self._set_searching(False)

    @Slot(str)
    def _on_search_failed(self, sentence: str) -> None:
        self._set_searching(False)
        self.failed.emit(sentence)

    def _set_searching(self, searching: bool) -> None:
        if searching != self._is_searching:
            self._is_searching = searching
            self.searching_changed.emit(searching)
