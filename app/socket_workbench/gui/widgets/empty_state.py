"""The placeholder of an empty view."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractScrollArea, QVBoxLayout, QWidget

from socket_workbench.gui.looks.palette import tokens
from socket_workbench.gui.widgets.buttons import PlainButton
from socket_workbench.gui.widgets.labels import PlainLabel, ThemedSign

_MARGIN = 8


class EmptyState(QWidget):
    """An icon, a title, a sentence, and optionally a button.

    Signals:
        action_requested: the button was pressed.
    """

    action_requested = Signal()

    def __init__(
        self,
        icon_name: str,
        title: str,
        sentence: str,
        action: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        words = PlainLabel(sentence, "dim")
        words.setWordWrap(True)
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        button = PlainButton(action)
        if not action:
            # Never shown here: without a parent, it would be a window for a moment.
            button.hide()
        self.setFocusProxy(button)
        column = QVBoxLayout(self)
        column.setSpacing(8)
        column.addStretch(1)
        center = Qt.AlignmentFlag.AlignHCenter
        column.addWidget(ThemedSign(icon_name, "dim", 2.0), 0, center)
        column.addWidget(PlainLabel(title, "title"), 0, center)
        column.addWidget(words)
        column.addWidget(button, 0, center)
        column.addStretch(2)
        button.clicked.connect(self.action_requested)
        self.setAccessibleName(title)
        self.setAccessibleDescription(sentence)


def paint_empty_text(view: QAbstractScrollArea, text: str) -> None:
    """Paint what an empty view says, in its middle; called by its `paintEvent`."""
    painter = QPainter(view.viewport())
    painter.setPen(tokens().color("dim"))
    inside = view.viewport().rect().adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
    flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
    painter.drawText(inside, flags, text)
