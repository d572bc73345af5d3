"""The menu in which the encoding of an endpoint is chosen."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from socket_workbench.gui.looks.plain import plain_title
from socket_workbench.gui.rows.encodings import ENCODINGS
from socket_workbench.language import tr


class EncodingMenu(QMenu):
    """Offers the encodings, the one in use ticked.

    Signals:
        chosen(str, str): the endpoint's name and the encoding's, as Python knows it.
    """

    chosen = Signal(str, str)

    def __init__(self, endpoint: str, encoding: str, parent: QWidget | None = None) -> None:
        """Make a menu.

        Args:
            endpoint: its name.
            encoding: the one in use.
            parent: the menu or button around it.
        """
        name = plain_title(endpoint)
        super().__init__(tr("Encoding of {endpoint}", endpoint=name), parent)
        self._endpoint = endpoint
        group = QActionGroup(self)
        for title, known in ENCODINGS:
            action = group.addAction(title)
            action.setCheckable(True)
            action.setChecked(known == encoding)
            action.setData(known)
            self.addAction(action)
        self.triggered.connect(self._on_triggered)

    @Slot(QAction)
    def _on_triggered(self, action: QAction) -> None:
        self.chosen.emit(self._endpoint, action.data())
