"""Edits a name where it is shown."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from socket_workbench.language import tr

LONGEST_NAME = 80
"""Characters; as in scenario documents."""


class NameEditor(QLineEdit):
    """A line with a name; Enter or leaving it accepts the text, Esc discards it.

    Signals:
        finished(str): carries the new name, without blanks around it; empty if it was discarded.
    """

    finished = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.setMaxLength(LONGEST_NAME)
        self.setAccessibleName(tr("Name"))
        self._is_finished = False
        self.editingFinished.connect(self._on_editing_finished)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Discard the text on Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self._finish("")
            return
        super().keyPressEvent(event)

    def _on_editing_finished(self) -> None:
        self._finish(self.text().strip())

    def _finish(self, name: str) -> None:
        if not self._is_finished:
            self._is_finished = True
            self.finished.emit(name)
