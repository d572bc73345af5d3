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
        self.stepping.changed.connect(self._on_stepping_changed)

    @Slot()
    def toggle(self) -> None:
        """Switch step mode on, and show its page, or off."""
        is_all = not self.stepping.is_all
        self.stepping.set_all(is_all)
        if is_all:
            self._card.show_page(STEPS)

    @Slot()
    def _on_stepping_changed(self) -> None:
        self._button.setChecked(self.stepping.is_all)
