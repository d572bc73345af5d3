"""Reads scenarios for the window: built-in ones at once, files in a job."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from socket_workbench.gui.threads.job import Job
from socket_workbench.scenarios.find import find_scenario, is_file

if TYPE_CHECKING:
    from socket_workbench.scenarios.model import Scenario

Then = Callable[[bool], None]
"""Called in the window's thread with whether the scenario was opened."""


def do_nothing(is_open: bool) -> None:
    """Do nothing; a `Then` for scenarios that are only opened."""


class ScenarioOpening(QObject):
    """Opens one scenario at a time; a later request replaces an earlier one.

    Signals:
        opened(str, Scenario): a scenario was read; carries its name or its file's path.
        refused(str): a scenario could not be read; carries a sentence that says why.
    """

    opened = Signal(str, object)
    refused = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._job: Job | None = None
        self._name = ""
        self._then: Then | None = None

    @property
    def is_reading(self) -> bool:
        """Whether a file is being read."""
        return self._then is not None

    def open(self, name: str, then: Then = do_nothing) -> None:
        """Read a scenario; `opened` or `refused` follows.

        Args:
            name: as `find_scenario` takes it.
            then: called once: when the scenario was read or refused, or another one is requested.
        """
        superseded = self._then
        self.close()
        self._name, self._then = name, then
        if superseded is not None:
            superseded(False)
        if is_file(name):
            self._job = Job("read scenario", lambda token: find_scenario(name), self, (ValueError,))
            self._job.succeeded.connect(self._on_job_succeeded)
            self._job.failed.connect(self._on_job_failed)
            self._job.start()
            return
        try:
            scenario = find_scenario(name)
        except ValueError as error:
            self._on_job_failed(str(error))
        else:
            self._on_job_succeeded(scenario)

    def close(self) -> None:
        """Drop the file that is being read; no signal follows."""
        self._then = None
        if self._job is not None:
            self._job.drop()
            self._job = None

    @Slot(object)
    def _on_job_succeeded(self, scenario: "Scenario") -> None:
        then, self._then = self._then, None
        self.opened.emit(self._name, scenario)
        if then is not None:
            then(True)

    @Slot(str)
    def _on_job_failed(self, sentence: str) -> None:
        then, self._then = self._then, None
        self.refused.emit(sentence)
        if then is not None:
            then(False)
