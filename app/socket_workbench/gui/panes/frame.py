"""The panes of an area that are visible, side by side, and what holds each of them."""

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Slot
from PySide6.QtWidgets import QSplitter, QStyle, QVBoxLayout, QWidget
from shiboken6 import isValid

from socket_workbench.gui.looks.fonts import row_height
from socket_workbench.gui.panes.pane import Pane
from socket_workbench.gui.widgets.scrolled_column import PlainScrollArea

_LEAST_WIDTH = 6
"""The minimum width of the visible panes, in heights of fields; they scroll below theirs."""

_LEAST_HEIGHT = 120
"""The minimum height of the visible panes, in pixels; they scroll where theirs is larger.

It does not grow with the font: the largest one would force a window to be higher than its screen.
"""

_PASSES = 3
"""How often a frame is scrolled to: what is shown for the first time takes turns to lay out."""

_GAP = 8
"""Pixels between two panes."""


class PaneFrame(QWidget):
    """Holds one pane, and lays it out when it is shown for the first time.

    Create the pane as a child of its frame, and the frame within its splitter: reparenting makes Qt
    style each widget of the pane again.

    Attributes:
        pane: the pane; None before `hold`.
    """

    pane: Pane

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        # Hidden until the panes are arranged: otherwise it could widen the window.
        self.hide()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def hold(self, pane: Pane) -> None:
        """Set the pane."""
        self.pane = pane
        if pane.parent() is not self:
            pane.setParent(self)

    @property
    def is_filled(self) -> bool:
        """Whether the pane has been laid out."""
        return self._column.count() > 0

    def fill(self) -> None:
        """Lay out the pane, before it is shown for the first time."""
        self._column.addWidget(self.pane)
        self.pane.show()

    def needed_width(self) -> int:
        """Return the width at which nothing in the pane is cut, in pixels."""
        return self.pane.minimumSizeHint().width()

    def needed_height(self) -> int:
        """Return the height at which nothing in the pane scrolls but its list, in pixels."""
        return self.pane.needed_height()


class PaneTiles(PlainScrollArea):
    """Frames side by side, which scroll where they do not fit.

    So their contents force no window to be larger than its screen.

    Attributes:
        splitter: holds the frames.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.splitter = _Splitter(self, self.viewport())
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(_GAP)
        self.setWidget(self.splitter)
        self._sought: PaneFrame | None = None
        self._passes = 0
        # After the layouts have been updated.
        self._seeking = QTimer(self, singleShot=True, interval=0)
        self._seeking.timeout.connect(self._on_seeking_timeout)

    def scroll_to(self, frame: PaneFrame) -> None:
        """Scroll to a frame soon, when it has its place."""
        self._sought = frame
        self._passes = _PASSES
        self._seeking.start()

    def needed_height(self) -> int:
        """Return the height at which nothing scrolls vertically but the lists, in pixels."""
        frames = self.splitter.findChildren(
            PaneFrame, options=Qt.FindChildOption.FindDirectChildrenOnly
        )
        needed = max((each.needed_height() for each in frames if not each.isHidden()), default=0)
        bar = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent, None, self)
        return needed + (bar if self.splitter.minimumSizeHint().width() > self.width() else 0)

    def minimumSizeHint(self) -> QSize:
        """Return a width that does not depend on the panes, and a height bounded in pixels."""
        height = min(self.needed_height(), _LEAST_HEIGHT)
        return QSize(row_height(self.font()) * _LEAST_WIDTH, height)

    def sizeHint(self) -> QSize:
        """Return the size of the panes."""
        return self.splitter.sizeHint()

    @Slot()
    def _on_seeking_timeout(self) -> None:
        frame = self._sought
        if frame is not None and isValid(frame) and frame.isVisible():
            self.ensureWidgetVisible(frame, 0, 0)
        self._passes -= 1
        if self._passes:
            self._seeking.start()
        else:
            self._sought = None


class _Splitter(QSplitter):
    def __init__(self, tiles: PaneTiles, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._tiles = tiles

    def event(self, event: QEvent) -> bool:
        """Tell the parent of the tiles that their minimum height may have changed."""
        done = super().event(event)
        if event.type() is QEvent.Type.LayoutRequest:
            self._tiles.updateGeometry()
        return done
