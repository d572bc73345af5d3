"""Chooses, sets up and runs the scenarios of a window."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from socket_workbench.gui.panes.board import PaneBoard
from socket_workbench.gui.scenarios.choice import ScenarioChoice
from socket_workbench.gui.scenarios.opening import ScenarioOpening, Then, do_nothing
from socket_workbench.gui.widgets.notice import Notice
from socket_workbench.scenarios.find import is_file

if TYPE_CHECKING:
    from socket_workbench.scenarios.model import Scenario


class ScenarioControl(QObject):
    """Sets the chosen scenario up in the panes, and runs it.

    Attributes:
        opening: reads scenarios, and asks for their variables.

    Signals:
        gallery_requested(): Run has nothing to run; show what there is.
    """

    gallery_requested = Signal()

    def __init__(
        self, board: PaneBoard, choice: ScenarioChoice, notice: Notice, window: QWidget
    ) -> None:
        """Create it.

        Args:
            board: the panes.
            choice: shows which scenario is set up.
            notice: shows why one cannot be read.
            window: the window of dialogs.
        """
        super().__init__(window)
        self.opening = ScenarioOpening(window)
        self._board = board
        self._choice = choice
        self._notice = notice
        choice.scenario_chosen.connect(self.choose)
        self.opening.opened.connect(self._on_opening_opened)
        self.opening.refused.connect(notice.show_error)

    @Slot(str)
    def choose(self, name: str, then: Then = do_nothing) -> None:
        """Set up a scenario, built-in or from a file; shows an error if that fails."""
        self._notice.clear()
        self.opening.open(name, then)

    @Slot(str)
    def choose_and_run(self, name: str) -> None:
        """Set up a scenario and run it."""
        self.open(name, runs=True)

    def open(self, name: str, *, runs: bool) -> None:
        """Set up a scenario, and run it where that is asked for, too."""
        self.choose(name, self._run_opened if runs else do_nothing)

    @Slot()
    def run(self) -> None:
        """Run the scenario that is set up, or restart it; ask for the gallery if there is none."""
        if self._board.stage is not None or self.opening.is_reading:
            self._run_opened(self._board.stage is not None)
        elif self._choice.current():
            self.choose_and_run(self._choice.current())
        else:
            self.gallery_requested.emit()

    @Slot(str, object)
    def _on_opening_opened(self, name: str, scenario: "Scenario") -> None:
        if is_file(name):
            self._choice.add_file(Path(name), scenario.title)
        else:
            self._choice.choose(name)
        self._board.set_up(scenario)

    def _run_opened(self, is_open: bool) -> None:
        stage = self._board.stage
        if is_open and stage is not None and not self.opening.ask_first(self._run_opened):
            stage.run()
