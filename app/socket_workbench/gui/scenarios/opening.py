"""Reads scenarios for the window: the built-in ones at once, a person's files in a thread."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot

from socket_workbench.gui.threads.qt_threads import QtThreads
from socket_workbench.scenarios.find import find_scenario, is_file

if TYPE_CHECKING:
    from socket_workbench.scenarios.model import Scenario

Then = Callable[[bool], None]
"""Called in the window's thread with whether the scenario was opened."""


def do_nothing(is_open: bool) -> None:
    """Do nothing: the `Then` of whoever only wants the scenario to be opened."""


class ScenarioOpening(QObject):
    """Opens one scenario at a time: of several that are asked for, the last one counts.

    A disk that does not answer holds up its thread, and nothing else. Give it a parent that
    outlives the threads.

    Signals:
        opened(str, Scenario): a scenario was read; carries its name or its file's.
        refused(str): it was not; carries a sentence that says why.
    """

    opened = Signal(str, object)
    refused = Signal(str)
    _was_read = Signal(int, object)

    def __init__(self, threads: QtThreads, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._threads = threads
        self._number = 0
        self._name = ""
        self._then: Then | None = None
        self._was_read.connect(self._on_was_read, Qt.ConnectionType.QueuedConnection)

    @property
    def is_reading(self) -> bool:
        """Whether a file is being read that was asked for last."""
        return self._then is not None

    def open(self, name: str, then: Then = do_nothing) -> None:
        """Read a scenario by its name or its file's; `opened` or `refused` follows.

        Args:
            name: as `find_scenario` takes it.
            then: what to do after that; a scenario that is asked for meanwhile counts instead.
        """
        superseded = self._then
        self._number += 1
        self._name, self._then = name, then
        if superseded is not None:
            superseded(False)
        if is_file(name):
            self._threads.start("read scenario", partial(self._read, self._number, name))
        else:
            self._on_was_read(self._number, _scenario_or_sentence(name))

    def close(self) -> None:
        """Open what is being read no more, nor do what was to be done then."""
        self._then = None

    def _read(self, number: int, name: str) -> None:
        self._was_read.emit(number, _scenario_or_sentence(name))

    @Slot(int, object)
    def _on_was_read(self, number: int, result: "Scenario | str") -> None:
        if number != self._number or self._then is None:
            return
        then, self._then = self._then, None
        if isinstance(result, str):
            self.refused.emit(result)
        else:
            self.opened.emit(self._name, result)
        then(not isinstance(result, str))


def _scenario_or_sentence(name: str) -> "Scenario | str":
    try:
        return find_scenario(name)
    except ValueError as error:
        return str(error)
