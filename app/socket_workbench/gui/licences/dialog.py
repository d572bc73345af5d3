"""The dialog that shows the licences of all that the program is made of."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from socket_workbench.gui.licences.notices import Notice, notices
from socket_workbench.gui.widgets.buttons import PrimaryButton
from socket_workbench.gui.widgets.dialog import Dialog
from socket_workbench.gui.widgets.labels import PlainLabel
from socket_workbench.gui.widgets.text_edit import TextEdit
from socket_workbench.language import tr

_WIDTH = 920
_HEIGHT = 560


class Licences(Dialog):
    """Lists the parts of the program; beside the list is the licence of the chosen one.

    Attributes:
        parts: the list; each item's data is its `Notice`.
        text: the licence of the chosen part.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, _WIDTH, _HEIGHT)
        self.setWindowTitle(tr("Licences"))
        self.parts = QListWidget()
        self.parts.setAccessibleName(tr("Parts of the program"))
        self.parts.setProperty("looks", "rows")
        self._title = PlainLabel("", "heading", selectable=True)
        self._licence = PlainLabel("", "dim", selectable=True)
        self._licence.setWordWrap(True)
        self.text = TextEdit()
        self.text.setReadOnly(True)
        # Licences are written with lines for a font of one width.
        self.text.setProperty("type", "mono")
        self.text.setAccessibleName(tr("Licence"))
        self.text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        close = PrimaryButton(tr("Close"))
        close.clicked.connect(self.accept)
        self._arrange(close)
        self.parts.currentItemChanged.connect(self._on_current_item_changed)
        for notice in notices():
            item = QListWidgetItem(f"{notice.name} {notice.version}".rstrip())
            item.setData(Qt.ItemDataRole.UserRole, notice)
            self.parts.addItem(item)
        self.parts.setCurrentRow(0)

    def _arrange(self, close: PrimaryButton) -> None:
        right = QVBoxLayout()
        right.setSpacing(4)
        right.addWidget(self._title)
        right.addWidget(self._licence)
        right.addSpacing(4)
        right.addWidget(self.text, 1)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.parts, 4)
        row.addLayout(right, 11)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addLayout(row, 1)
        column.addLayout(buttons)

    def _on_current_item_changed(self, item: QListWidgetItem) -> None:
        notice = Notice(*item.data(Qt.ItemDataRole.UserRole))
        self._title.setText(notice.name)
        self._licence.setText(notice.licence)
        self._licence.setVisible(bool(notice.licence))
        self.text.setPlainText(notice.text or tr("The text was not installed with this part."))
