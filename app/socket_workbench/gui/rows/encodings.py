"""The encodings offered for decoding data, and their menu."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from socket_workbench.gui.looks.plain import plain_title
from socket_workbench.language import tr

#: Common names and Python's names.
ENCODINGS = (
    ("UTF-8", "utf-8"),
    ("Latin-1", "latin-1"),
    ("UTF-16 LE", "utf-16-le"),
    ("UTF-16 BE", "utf-16-be"),
    ("Shift_JIS", "shift_jis"),
    ("EUC-JP", "euc_jp"),
    ("GB18030", "gb18030"),
    ("Big5", "big5"),
    ("EUC-KR", "euc_kr"),
)


def encoding_title(name: str) -> str:
    """Return the common name of an encoding."""
    return next((title for title, known in ENCODINGS if known == name), name)


class EncodingMenu(QMenu):
    """A menu of the encodings; the one in use is checked.

    Signals:
        chosen(str, str): carries the endpoint's name and Python's name of the encoding.
    """

    chosen = Signal(str, str)

    def __init__(self, endpoint: str, encoding: str, parent: QWidget | None = None) -> None:
        """Create the menu.

        Args:
            endpoint: the endpoint's name.
            encoding: Python's name of the encoding in use.
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
