"""A notice that offers a session to open or discard."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from socket_workbench.gui.widgets.buttons import PlainButton, QuietButton
from socket_workbench.gui.widgets.notice import Notice
from socket_workbench.language import tr


class OfferNotice(Notice):
    """A notice with the buttons Open and Discard.

    Signals:
        open_requested: the Open button was pressed.
        discard_requested: the Discard button was pressed.
    """

    open_requested = Signal()
    discard_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.open_button = PlainButton(tr("Open"), "folder-open")
        self.discard_button = QuietButton(tr("Discard"), "trash-2")
        row = self.layout()
        assert isinstance(row, QHBoxLayout)
        for place, button in enumerate((self.open_button, self.discard_button)):
            row.insertWidget(2 + place, button, 0, Qt.AlignmentFlag.AlignTop)
        self.open_button.clicked.connect(self.open_requested)
        self.discard_button.clicked.connect(self.discard_requested)
