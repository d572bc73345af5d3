"""A progress bar with a Cancel button."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from socket_workbench.gui.widgets.buttons import QuietButton
from socket_workbench.gui.widgets.labels import ElidedLabel, PlainLabel
from socket_workbench.language import tr

_STEPS = 1000
_BAR_WIDTH = 160


class ProgressRow(QWidget):
    """A progress bar, a text, and Cancel; hidden until `show_progress`.

    Signals:
        cancel_requested: the Cancel button was pressed.
    """

    cancel_requested = Signal()

    def __init__(
        self, name: str, cancel_name: str, parent: QWidget | None = None, *, elided: bool = False
    ) -> None:
        """Create a hidden row.

        Args:
            name: the accessible name of the bar.
            cancel_name: the accessible name of the Cancel button.
            parent: the widget around it.
            elided: whether the text gets the extra width and is elided in the middle; otherwise the
                bar gets it.
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
        """Show how much of a total is done; a total of 0 shows a busy indicator."""
        # QProgressBar has 32-bit values; sizes of files may be larger.
        self._bar.setRange(0, _STEPS if total else 0)
        if total:
            self._bar.setValue(done * _STEPS // total)
        self._words.setText(words)
        self.show()
