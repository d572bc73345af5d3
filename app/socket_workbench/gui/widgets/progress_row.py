"""A progress bar with a Cancel button."""

from functools import cached_property

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
        self._name = name
        self._cancel_name = cancel_name
        self._is_elided = elided
        self.hide()

    @cached_property
    def _parts(self) -> tuple[QProgressBar, PlainLabel]:
        """The bar and the text, created with the button when they are first shown."""
        bar = QProgressBar()
        bar.setTextVisible(False)
        bar.setAccessibleName(self._name)
        words = (
            ElidedLabel("", "small", Qt.TextElideMode.ElideMiddle)
            if self._is_elided
            else PlainLabel("", "small")
        )
        cancel = QuietButton(tr("Cancel"), "x")
        cancel.setAccessibleName(self._cancel_name)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(bar, 0 if self._is_elided else 1)
        row.addWidget(words, 1 if self._is_elided else 0)
        row.addWidget(cancel)
        if self._is_elided:
            bar.setFixedWidth(_BAR_WIDTH)
        cancel.clicked.connect(self.cancel_requested)
        return bar, words

    def show_progress(self, done: int, total: int, words: str) -> None:
        """Show how much of a total is done; a total of 0 shows a busy indicator."""
        bar, label = self._parts
        # QProgressBar has 32-bit values; sizes of files may be larger.
        bar.setRange(0, _STEPS if total else 0)
        if total:
            bar.setValue(done * _STEPS // total)
        label.setText(words)
        self.show()
