"""The steps of a script beside a client's conversation, or instead of it where it is narrow."""

from collections.abc import Sequence
from functools import cached_property

from PySide6.QtCore import Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from socket_workbench.dialogues.script_steps import Step
from socket_workbench.gui.looks.plain import plain_tooltip
from socket_workbench.gui.script.steps_list import StepsList
from socket_workbench.gui.widgets.buttons import QuietButton
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
        head: the progress and the verdict; the owner places it.
        chip: how the script ended; empty while it runs.
        button: says which step of how many is the present one, and shows the steps instead of the
            conversation; where both are visible, it cannot be pressed.
    """

    def __init__(self, conversation: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._conversation = conversation
        self._has_steps = False
        self._is_wide = False
        self.chip = StateChip()
        self.button = QuietButton(tr("Steps"))
        self.button.setCheckable(True)
        self.head = QWidget()
        row = QHBoxLayout(self.head)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.chip)
        row.addWidget(self.button)
        self._both = QHBoxLayout(self)
        self._both.setContentsMargins(0, 0, 0, 0)
        self._both.setSpacing(8)
        self._both.addWidget(conversation, _SHARE - 1)
        self.button.toggled.connect(self._arrange)
        self._arrange()

    @cached_property
    def list(self) -> StepsList:
        """The steps, created on first use."""
        steps = StepsList()
        steps.hide()
        self._both.addWidget(steps, 1)
        return steps

    def show_steps(self, steps: Sequence[Step]) -> None:
        """Set the steps; empty for no script."""
        self._has_steps = bool(steps)
        if self._has_steps or "list" in self.__dict__:
            self.list.steps.begin(steps)
        self._arrange()

    def show_progress(self, words: str, sentence: str) -> None:
        """Show how far the script is.

        Args:
            words: a few words, on the button.
            sentence: all of it, in the tooltip.
        """
        self.button.setText(words)
        self.button.setToolTip(plain_tooltip(sentence))
        self.button.setAccessibleDescription(sentence)

    def progress(self) -> str:
        """Return the sentence that says how far the script is."""
        return self.button.accessibleDescription()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show both where there is room."""
        super().resizeEvent(event)
        is_wide = self.width() >= self.fontMetrics().averageCharWidth() * _WIDE_CHARACTERS
        if is_wide is not self._is_wide:
            self._is_wide = is_wide
            self._arrange()

    @Slot()
    def _arrange(self) -> None:
        self.head.setVisible(self._has_steps)
        self.button.setEnabled(not self._is_wide)
        shows_list = self._has_steps and (self._is_wide or self.button.isChecked())
        if "list" in self.__dict__:
            self.list.setVisible(shows_list)
        self._conversation.setVisible(self._is_wide or not shows_list)
