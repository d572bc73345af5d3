"""The line above the gallery's list that names the folder that is open."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from socket_workbench.gui.looks.plain import plain_line
from socket_workbench.gui.widgets.buttons import PlainButton
from socket_workbench.gui.widgets.labels import ElidedLabel
from socket_workbench.language import tr


class FolderHead(QWidget):
    """Names a folder, and closes it.

    Args:
        folder: the folder's path.
        parent: the widget around it.

    Attributes:
        label: the words.

    Signals:
        close_requested(): the user does not want the folder's scenarios any more.
    """

    close_requested = Signal()

    def __init__(self, folder: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        words = tr("Folder {folder}, then the built-in ones", folder=plain_line(folder))
        self.label = ElidedLabel(words, "dim")
        close = PlainButton(tr("Close the folder"))
        close.setAutoDefault(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.label, 1)
        row.addWidget(close)
        close.clicked.connect(self.close_requested)
