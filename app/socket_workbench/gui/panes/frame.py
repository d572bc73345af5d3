"""The scroll area around one pane."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QStyle, QWidget

from socket_workbench.gui.panes.pane import Pane

LEAST_HEIGHT = 200
"""The minimum height of a pane in pixels, so that open options do not enlarge the window."""


class PaneFrame(QScrollArea):
    """A scroll area for a pane; it is at least as wide as the pane, and scrolls vertically.

    Create the pane as a child of its frame: reparenting makes Qt style each widget of the pane
    again, which takes a seventh of the time of creating it.

    Attributes:
        pane: the pane; None before `hold`.
    """

    pane: Pane

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        # Hidden until the panes are arranged: otherwise it could widen the window.
        self.hide()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def hold(self, pane: Pane) -> None:
        """Set the pane."""
        self.pane = pane
        if pane.parent() is not self:
            pane.setParent(self)

    def fill(self) -> None:
        """Lay out the pane, before it is shown for the first time."""
        self.setWidget(self.pane)
        self.pane.show()

    def needed_width(self) -> int:
        """Return the width at which the pane is not scrolled horizontally, in pixels."""
        bar = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent, None, self)
        return self.pane.minimumSizeHint().width() + bar

    def minimumSizeHint(self) -> QSize:
        """Return the pane's width and a part of its height."""
        height = self.pane.minimumSizeHint().height()
        return QSize(self.needed_width(), min(height, LEAST_HEIGHT))

    def sizeHint(self) -> QSize:
        """Return the size hint of the pane."""
        return self.pane.sizeHint()
