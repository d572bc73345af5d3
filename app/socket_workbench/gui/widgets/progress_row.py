"""How far something is that takes time, and the button that stops it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from socket_workbench.gui.widgets.buttons import QuietButton
from socket_workbench.gui.widgets.labels import ElidedLabel, PlainLabel
from socket_workbench.language import tr

_STEPS = 1000
_BAR_WIDTH = 160


class ProgressRow(QWidget):
    """A progress bar, words, and Cancel; hidden until there is progress to show.

    Signals:
        cancel_requested: Cancel was pressed.
    """

    cancel_requested = Signal()

    def __init__(
        self, name: str, cancel_name: str, parent: QWidget | None = None, *, elided: bool = False
    ) -> None:
        """Show nothing yet.

        Args:
            name: what is going on, for those who cannot see the bar.
            cancel_name: what Cancel stops, for the same.
            parent: the widget around it.
            elided: whether the words have the room, and what is too long is left out in their
                middle; else the bar has it.
        """
        super().__init__(parent)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(name)
        self._words = (
            ElidedLabel("", "small", Qt.TextElideMode.ElideMiddle)
            if elided
            else PlainLabel("", "small")
        )
        self._cancel = QuietButton(tr("Cancel"), "x")
        self._cancel.setAccessibleName(cancel_name)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._bar, 0 if elided else 1)
        row.addWidget(self._words, 1 if elided else 0)
        row.addWidget(self._cancel)
        if elided:
            self._bar.setFixedWidth(_BAR_WIDTH)
        self._cancel.clicked.connect(self.cancel_requested)
        self.hide()

    def show_progress(self, done: int, total: int, words: str) -> None:
        """Show so many parts of all; a total of 0 shows that something is going on."""
        # A bar counts in 32 bits, files do not.
        self._bar.setRange(0, _STEPS if total else 0)
        if total:
            self._bar.setValue(done * _STEPS // total)
        self._words.setText(words)
        self.show()
