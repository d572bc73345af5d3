"""The quiet button that opens and closes what stands below it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from socket_workbench.gui.looks.icons import Align
from socket_workbench.gui.widgets.buttons import RankedButton
from socket_workbench.language import tr


class MoreButton(RankedButton):
    """A button that stays down while something is open; its arrow points at it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("More"), "quiet", "chevron-down", "dim", Align.RIGHT, parent)
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.setCheckable(True)
        self.setAccessibleName(tr("More options"))
        self.toggled.connect(self._on_toggled)

    def _on_toggled(self, opened: bool) -> None:
        self.setText(tr("Less") if opened else tr("More"))
        self.show_icon("chevron-up" if opened else "chevron-down")
