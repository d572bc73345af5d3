"""The steps of a script beside a client's conversation, or instead of it where it is narrow."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from socket_workbench.gui.script.steps_list import StepsList
from socket_workbench.gui.widgets.buttons import QuietButton
from socket_workbench.gui.widgets.labels import ElidedLabel
from socket_workbench.gui.widgets.state_chip import StateChip
from socket_workbench.language import tr

_WIDE_CHARACTERS = 64
"""The average characters of the font beside which there is room for both."""

_SHARE = 3
"""The steps have one of this many parts of the width."""


class StepsBeside(QWidget):
    """A conversation with the steps at its right; where it is narrow, a button shows either.

    Args:
        conversation: what the steps are beside.

    Attributes:
        chip: how the script ended; empty while it runs.
        progress: the present step, and of how many.
        list: the steps.
        button: shows the steps instead of the conversation; hidden where both are visible.
    """

    def __init__(self, conversation: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._conversation = conversation
        self._has_steps = False
        self._is_wide: bool | None = None
        self.chip = StateChip()
        self.progress = ElidedLabel("", "dim", Qt.TextElideMode.ElideRight)
        self.button = QuietButton(tr("Steps"))
        self.button.setCheckable(True)
        self.list = StepsList()
        self._head = QWidget()
        row = QHBoxLayout(self._head)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.progress, 1)
        row.addWidget(self.chip)
        row.addWidget(self.button)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(4)
        self._grid.addWidget(conversation, 0, 0, 2, 1)
        self.button.toggled.connect(self._arrange)
        self._head.setParent(self)
        self.list.setParent(self)
        self._arrange()

    def show_steps(self, shown: bool) -> None:
        """Set whether there are steps."""
        self._has_steps = shown
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show both where there is room."""
        super().resizeEvent(event)
        is_wide = self.width() >= self.fontMetrics().averageCharWidth() * _WIDE_CHARACTERS
        if is_wide is not self._is_wide:
            self._is_wide = is_wide
            self._arrange()

    @Slot()
    def _arrange(self) -> None:
        is_wide = bool(self._is_wide)
        grid = self._grid
        for widget in (self._conversation, self._head, self.list):
            grid.removeWidget(widget)
        if is_wide:
            grid.addWidget(self._conversation, 0, 0, 2, 1)
            grid.addWidget(self._head, 0, 1)
            grid.addWidget(self.list, 1, 1)
        else:
            grid.addWidget(self._head, 0, 0)
            grid.addWidget(self._conversation, 1, 0)
            grid.addWidget(self.list, 1, 0)
        grid.setColumnStretch(0, _SHARE - 1)
        grid.setColumnStretch(1, int(is_wide and self._has_steps))
        grid.setRowStretch(1, 1)
        self._head.setVisible(self._has_steps)
        self.button.setVisible(not is_wide)
        shows_list = self._has_steps and (is_wide or self.button.isChecked())
        self.list.setVisible(shows_list)
        self._conversation.setVisible(is_wide or not shows_list)
