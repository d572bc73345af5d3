"""Step mode of a window: its button in the tool bar, and its page."""

from PySide6.QtCore import QObject, Slot

from socket_workbench.gui.card.record_card import RecordCard
from socket_workbench.gui.panes.board import PaneBoard
from socket_workbench.gui.session.session import Session
from socket_workbench.gui.steps.stepping import Stepping
from socket_workbench.gui.widgets.buttons import RankedButton
from socket_workbench.gui.window.pages import STEPS


class StepControl(QObject):
    """Switches step mode for everything that is started, and shows where it is stepped.

    Attributes:
        stepping: the held calls of the window.
    """

    def __init__(
        self,
        board: PaneBoard,
        session: Session,
        card: RecordCard,
        button: RankedButton,
        parent: QObject | None = None,
    ) -> None:
        """Create it.

        Args:
            board: the panes.
            session: says whether what is started is stepped.
            card: has the page.
            button: is on while everything that is started is stepped.
            parent: the parent object.
        """
        super().__init__(parent)
        self.stepping = Stepping(board, session, self)
        self._card = card
        self._button = button
        self._was_all = False
        self.stepping.changed.connect(self._on_stepping_changed)

    @Slot()
    def toggle(self) -> None:
        """Switch step mode on or off."""
        self.stepping.set_all(not self.stepping.is_all)

    @Slot()
    def _on_stepping_changed(self) -> None:
        is_all = self.stepping.is_all
        if is_all and not self._was_all:
            self._card.show_page(STEPS)
        self._was_all = is_all
        self._button.setChecked(is_all)
