"""A field with its label beside it, as one thing that can be placed."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from socket_workbench.gui.widgets.labels import RowLabel


class LabelledField(QWidget):
    """A label and its field, kept together wherever a row breaks."""

    def __init__(self, title: str, field: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        label = RowLabel(title)
        label.setBuddy(field)
        field.setAccessibleName(title)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(label, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
