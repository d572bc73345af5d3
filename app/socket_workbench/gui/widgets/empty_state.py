"""The placeholder of an empty view."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from socket_workbench.gui.looks.palette import tokens
from socket_workbench.gui.widgets.buttons import PlainButton
from socket_workbench.gui.widgets.labels import PlainLabel, ThemedSign
from socket_workbench.gui.widgets.scrolled_column import ScrolledColumn

_MARGIN = 8

_LEAST_HEIGHT = 80
"""The minimum height, in pixels; what needs more scrolls.

It does not grow with the font: the largest one would force a window to be higher than its screen.
"""


class EmptyState(ScrolledColumn):
    """An icon, a title, a sentence, and optionally a button.

    There is no icon where it would leave no room for the rest.

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
        super().__init__(0, parent)
        words = PlainLabel(sentence, "dim")
        words.setWordWrap(True)
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        button = PlainButton(action)
        if not action:
            # Never shown here: without a parent, it would be a window for a moment.
            button.hide()
        self.setFocusProxy(button)
        self._sign = ThemedSign(icon_name, "dim", 2.0)
        column = self.body
        column.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        column.setSpacing(8)
        column.addStretch(1)
        center = Qt.AlignmentFlag.AlignHCenter
        column.addWidget(self._sign, 0, center)
        column.addWidget(PlainLabel(title, "title"), 0, center)
        column.addWidget(words)
        column.addWidget(button, 0, center)
        column.addStretch(2)
        button.clicked.connect(self.action_requested)
        self.setAccessibleName(title)
        self.setAccessibleDescription(sentence)

    def minimumSizeHint(self) -> QSize:
        """Return the width of the longest word, and the minimum height."""
        return QSize(super().minimumSizeHint().width(), _LEAST_HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the icon where there is room for it."""
        super().resizeEvent(event)
        needed = self.body.totalMinimumHeightForWidth(self.viewport().width())
        if self._sign.isHidden():
            needed += self._sign.sizeHint().height() + self.body.spacing()
        self._sign.setVisible(needed <= self.viewport().height())


def paint_empty_text(view: QAbstractScrollArea, text: str) -> None:
    """Paint what an empty view says, in its middle; called by its `paintEvent`."""
    painter = QPainter(view.viewport())
    painter.setPen(tokens().color("dim"))
    inside = view.viewport().rect().adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
    flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
    painter.drawText(inside, flags, text)
