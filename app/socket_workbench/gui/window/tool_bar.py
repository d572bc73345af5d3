"""The tool bar of the window: the scenario with Run, and the buttons of new panes."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QToolBar, QWidget

from socket_workbench.gui.looks.fonts import row_height
from socket_workbench.gui.looks.plain import plain_tooltip
from socket_workbench.gui.scenarios.choice import ScenarioChoice
from socket_workbench.gui.widgets.buttons import PlainButton, PrimaryButton, QuietButton
from socket_workbench.gui.window.run_place import RunPlace
from socket_workbench.language import tr

_PLACE_CHARACTERS = 24
"""The characters of the address of Run that stay before words on buttons become icons."""

_VERDICT_CHARACTERS = 40
"""The characters of the verdict of a run that stay before the step button becomes an icon."""

_SPACING = 8
_MOST = 2**24 - 1
"""Qt's own bound of widths, for none."""


class RunBar(QToolBar):
    """The tool bar. Where it is narrow, buttons have icons only.

    Attributes:
        scenarios: the choice of the scenario to run.
        run_button: runs it.
        stop_button: stops everything.
        step_button: switches step mode for everything that is started.
        run_place: where Run will connect.
        server_button: adds a server pane.
        client_button: adds a client pane.
    """

    def __init__(
        self, scenarios: ScenarioChoice, run_place: RunPlace, parent: QWidget | None = None
    ) -> None:
        super().__init__(tr("Scenario"), parent)
        self.setObjectName("scenario bar")
        self.setMovable(False)
        self.scenarios = scenarios
        self.run_button = PrimaryButton(tr("Run"), "play")
        self.stop_button = PlainButton(tr("Stop all"), "square")
        self.step_button = PlainButton(tr("Step"), "step-forward")
        self.step_button.setCheckable(True)
        self.run_place = run_place
        self.server_button = QuietButton(tr("Server"), "plus")
        self.client_button = QuietButton(tr("Client"), "plus")
        for button, words in (
            (self.step_button, tr("Step calls: hold each socket call of what is started")),
            (self.server_button, tr("New server")),
            (self.client_button, tr("New client")),
        ):
            button.setToolTip(plain_tooltip(words))
            button.setAccessibleName(words)
        for widget in (
            scenarios,
            self.run_button,
            self.stop_button,
            self.step_button,
            self.run_place,
            self.server_button,
            self.client_button,
        ):
            self.addWidget(widget)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show words on the buttons, or icons where those have no room."""
        super().resizeEvent(event)
        self.fit()

    def _share(self, compact: bool, place: int) -> None:
        """Where it is narrow, let the scenario have what the address leaves, 4/15 at most."""
        self.scenarios.setMaximumWidth(_MOST)
        if compact:
            icons = 5 * row_height(self.font()) + _SPACING * 8
            most = max(self.width() - icons - place, self.width() // 4)
            self.scenarios.setMaximumWidth(min(most, self.width() * 4 // 15))

    def fit(self) -> None:
        """Show words on the buttons, or icons where those have no room."""
        words = (self.run_button, self.stop_button)
        buttons = (*words, self.server_button, self.client_button)
        icon = row_height(self.font()) + _SPACING
        letter = self.run_place.place.fontMetrics().averageCharWidth()
        place = letter * _PLACE_CHARACTERS
        needed = self.scenarios.width_with_text() + place + _SPACING * (len(buttons) + 4)
        needed += sum(button.width_with_text() for button in buttons) + icon
        compact = self.width() < needed
        self._share(compact, place)
        self.scenarios.set_compact(compact)
        for button in words:
            button.set_compact(compact)
        # The verdict of a run is more than this button's word.
        self.step_button.set_compact(self.width() < needed + letter * _VERDICT_CHARACTERS)
        self.server_button.set_compact(compact, "server")
        self.client_button.set_compact(compact, "plug")
