"""Reads scenarios for the window: built-in ones at once, files in a job."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from socket_workbench.gui.threads.job import Job
from socket_workbench.language import tr
from socket_workbench.scenarios.find import NO_VALUES, find_scenario, is_file

if TYPE_CHECKING:
    from socket_workbench.gui.scenarios.variables_dialog import VariablesDialog
    from socket_workbench.scenarios.model import Scenario

Then = Callable[[bool], None]
"""Called in the window's thread with whether the scenario was opened."""


def do_nothing(is_open: bool) -> None:
    """Do nothing; a `Then` for scenarios that are only opened."""


class ScenarioOpening(QObject):
    """Opens one scenario at a time; a later request replaces an earlier one.

    A scenario with variables is read with the values that were chosen for it last, until the
    program ends. Where one without a default has none yet, the user is asked.

    Attributes:
        dialog: asks for the values of variables; None while nothing is asked.

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
        self._open: Scenario | None = None
        self._open_name = ""
        self._chosen: dict[str, Mapping[str, str]] = {}
        self.dialog: VariablesDialog | None = None

    @property
    def is_reading(self) -> bool:
        """Whether a file is being read, or the user is asked for its variables."""
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
        self._read(self._chosen.get(name, NO_VALUES))

    def _read(self, values: Mapping[str, str]) -> None:
        name = self._name
        if is_file(name):
            self._job = Job("read scenario", lambda _: _found(name, values), self, (ValueError,))
            self._job.succeeded.connect(self._on_job_succeeded)
            self._job.failed.connect(self._on_job_failed)
            self._job.start()
            return
        try:
            scenario = find_scenario(name)
        except ValueError as error:
            self._on_job_failed(str(error))
        else:
            self._on_job_succeeded((scenario, ""))

    def close(self) -> None:
        """Drop the file that is being read, and the question; no signal follows."""
        self._then = None
        if self._job is not None:
            self._job.drop()
            self._job = None
        dialog, self.dialog = self.dialog, None
        if dialog is not None:
            dialog.close()

    # Variables

    def ask_first(self, then: Then) -> bool:
        """Ask for the variables of the scenario that is open, if nobody has chosen them yet.

        Args:
            then: called when it was read again with the values.

        Returns:
            Whether the user is asked; if so, do not run it.
        """
        scenario = self._open
        if scenario is None or not scenario.variables or self._open_name in self._chosen:
            return False
        self._name, self._then = self._open_name, then
        self._ask(scenario)
        return True

    @Slot()
    def change_variables(self) -> None:
        """Ask for other values of the variables of the scenario that is open."""
        if self._open is None or not self._open.variables:
            self.refused.emit(tr("The scenario has no variables."))
            return
        superseded = self._then
        self.close()
        if superseded is not None:
            superseded(False)
        self._name, self._then = self._open_name, do_nothing
        self._ask(self._open)

    def _ask(self, scenario: "Scenario") -> None:
        from socket_workbench.gui.scenarios.variables_dialog import VariablesDialog

        parent = self.parent()
        given = self._chosen.get(self._name, NO_VALUES)
        window = parent if isinstance(parent, QWidget) else None
        self.dialog = VariablesDialog(scenario, given, window)
        self.dialog.chosen.connect(self._on_dialog_chosen)
        self.dialog.finished.connect(self._on_dialog_finished)
        self.dialog.finished.connect(self.dialog.deleteLater)
        self.dialog.open()

    @Slot(object)
    def _on_dialog_chosen(self, values: Mapping[str, str]) -> None:
        self._read(values)

    @Slot(int)
    def _on_dialog_finished(self) -> None:
        if self.dialog is None:
            return
        self.dialog = None
        then, self._then = self._then, None
        if then is not None:
            then(False)

    # Reading

    @Slot(object)
    def _on_job_succeeded(self, found: "tuple[Scenario, str]") -> None:
        scenario, problem = found
        if problem and self.dialog is None:
            self._ask(scenario)
        elif problem:
            self._on_job_failed(problem)
        else:
            self._tell_opened(scenario)

    def _tell_opened(self, scenario: "Scenario") -> None:
        dialog, self.dialog = self.dialog, None
        if dialog is not None:
            self._chosen[self._name] = dialog.values()
            dialog.accept()
        self._open, self._open_name = scenario, self._name
        then, self._then = self._then, None
        self.opened.emit(self._name, scenario)
        if then is not None:
            then(True)

    @Slot(str)
    def _on_job_failed(self, sentence: str) -> None:
        if self.dialog is not None:
            self.dialog.show_mistake(sentence)
            return
        then, self._then = self._then, None
        self.refused.emit(sentence)
        if then is not None:
            then(False)


def _found(name: str, values: Mapping[str, str]) -> "tuple[Scenario, str]":
    """Read a scenario.

    Returns:
        The scenario, and a sentence that says why it cannot be read with these values of its
        variables; it has others then.

    Raises:
        ValueError: there is no such scenario, or it has another mistake.
    """
    try:
        return find_scenario(name, values), ""
    except ValueError as error:
        example = find_scenario(name, None)
        if not example.variables:
            raise
        return example, str(error)
