"""How far a session has been saved, and the button that stops it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from socket_workbench.gui.widgets.buttons import QuietButton
from socket_workbench.gui.widgets.labels import PlainLabel
from socket_workbench.language import tr

_STEPS = 1000
_BAR_WIDTH = 120


class SaveProgress(QWidget):
    """A word, a bar and Cancel; hidden while nothing is saved.

    Signals:
        cancel_requested: Cancel was pressed.
    """

    cancel_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(_BAR_WIDTH)
        self._bar.setAccessibleName(tr("Saving the session"))
        self.cancel_button = QuietButton(tr("Cancel"), "x")
        self.cancel_button.setAccessibleName(tr("Cancel saving the session"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 8, 0)
        row.setSpacing(8)
        row.addWidget(PlainLabel(tr("Saving…"), "small"))
        row.addWidget(self._bar)
        row.addWidget(self.cancel_button)
        self.cancel_button.clicked.connect(self.cancel_requested)
        self.hide()

    def show_progress(self, done: int, total: int) -> None:
        """Show so many parts of all; a total of 0 shows that something is going on."""
        self._bar.setRange(0, _STEPS if total else 0)
        if total:
            self._bar.setValue(done * _STEPS // total)
        self.show()
