"""The place of one pane, which scrolls where the pane needs more room than there is."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QStyle, QWidget

from socket_workbench.gui.panes.pane import Pane

LEAST_HEIGHT = 200
"""Pixels of height that a pane gets at least: its options never make the window higher."""


class PaneFrame(QScrollArea):
    """Holds a pane: as wide as it needs, scrolled from top to bottom.

    Make the pane as a child of its frame: to put a whole pane into another widget, Qt styles each
    widget in it anew, which takes a seventh of the time that the pane takes.

    Attributes:
        pane: the pane; there is none before `hold`.
    """

    pane: Pane

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        # Hidden until it is decided how all stand: shown at once it could widen the window.
        self.hide()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def hold(self, pane: Pane) -> None:
        """Be the place of this pane."""
        self.pane = pane
        if pane.parent() is not self:
            pane.setParent(self)

    def fill(self) -> None:
        """Lay the pane out, before it is shown for the first time."""
        self.setWidget(self.pane)
        self.pane.show()

    def needed_width(self) -> int:
        """Return how wide the frame has to be to show the pane without scrolling it sideways."""
        bar = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent, None, self)
        return self.pane.minimumSizeHint().width() + bar

    def minimumSizeHint(self) -> QSize:
        """Ask for the pane's width and a part of its height."""
        height = self.pane.minimumSizeHint().height()
        return QSize(self.needed_width(), min(height, LEAST_HEIGHT))

    def sizeHint(self) -> QSize:
        """Ask for what the pane asks for."""
        return self.pane.sizeHint()
