"""How far a file has been sent, and the button that stops it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from socket_workbench.gui.looks.wording import byte_size
from socket_workbench.gui.widgets.buttons import QuietButton
from socket_workbench.gui.widgets.labels import PlainLabel
from socket_workbench.language import tr

_STEPS = 1000


class TransferRow(QWidget):
    """A progress bar, the amounts in words, and Cancel; hidden while nothing is sent.

    Signals:
        cancel_requested: Cancel was pressed.
    """

    cancel_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(tr("Sending a file"))
        self._words = PlainLabel("", "small")
        self._cancel = QuietButton(tr("Cancel"), "x")
        self._cancel.setAccessibleName(tr("Cancel sending the file"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._bar, 1)
        row.addWidget(self._words)
        row.addWidget(self._cancel)
        self._cancel.clicked.connect(self.cancel_requested)
        self.hide()

    def show_progress(self, sent: int, total: int) -> None:
        """Show so many bytes of all; a total of 0 shows that something is going on."""
        # A bar counts in 32 bits, files do not.
        self._bar.setRange(0, _STEPS if total else 0)
        if total:
            self._bar.setValue(sent * _STEPS // total)
        self._words.setText(tr("{sent} of {total}", sent=byte_size(sent), total=byte_size(total)))
        self.show()
