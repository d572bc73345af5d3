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

_SPACING = 8
_MOST = 2**24 - 1
"""Qt's own bound of widths, for none."""


class RunBar(QToolBar):
    """The tool bar. Where it is narrow, buttons have icons only.

    Attributes:
        scenarios: the choice of the scenario to run.
        run_button: runs it.
        stop_button: stops everything.
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
        self.run_place = run_place
        self.server_button = QuietButton(tr("Server"), "plus")
        self.client_button = QuietButton(tr("Client"), "plus")
        for button, words in (
            (self.server_button, tr("New server")),
            (self.client_button, tr("New client")),
        ):
            button.setToolTip(plain_tooltip(words))
            button.setAccessibleName(words)
        for widget in (
            scenarios,
            self.run_button,
            self.stop_button,
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
        """Where it is narrow, let the scenario have what the address leaves, a third at most."""
        self.scenarios.setMaximumWidth(_MOST)
        if compact:
            icons = 4 * row_height(self.font()) + _SPACING * 8
            most = max(self.width() - icons - place, self.width() // 4)
            self.scenarios.setMaximumWidth(min(most, self.width() // 3))

    def fit(self) -> None:
        """Show words on the buttons, or icons where those have no room."""
        buttons = (self.run_button, self.stop_button, self.server_button, self.client_button)
        letter = self.run_place.place.fontMetrics().averageCharWidth()
        place = letter * _PLACE_CHARACTERS
        needed = self.scenarios.width_with_text() + place + _SPACING * (len(buttons) + 4)
        needed += sum(button.width_with_text() for button in buttons)
        compact = self.width() < needed
        self._share(compact, place)
        self.scenarios.set_compact(compact)
        for button in (self.run_button, self.stop_button):
            button.set_compact(compact)
        self.server_button.set_compact(compact, "server")
        self.client_button.set_compact(compact, "plug")
