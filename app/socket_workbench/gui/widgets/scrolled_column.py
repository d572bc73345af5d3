"""A column of widgets that scrolls when it does not fit."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QStyle, QVBoxLayout, QWidget

from socket_workbench.gui.looks.fonts import row_height

_LEAST_ROWS = 1.5
"""The minimum height, in heights of fields."""


class PlainScrollArea(QScrollArea):
    """A scroll area without a frame, which scrolls in one direction only.

    Args:
        direction: the direction; in the other one, its owner gives it the size that is needed.
    """

    def __init__(self, direction: Qt.Orientation, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        never = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        if direction is Qt.Orientation.Vertical:
            self.setHorizontalScrollBarPolicy(never)
        else:
            self.setVerticalScrollBarPolicy(never)


class ScrolledColumn(PlainScrollArea):
    """A column that scrolls vertically once its widgets have their minimum heights.

    It is at least as wide as they are, and never scrolls horizontally.

    Attributes:
        body: the layout of the column.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        # A child of the viewport from the start: a change of parents styles all widgets again.
        self._content = _Content(self, self.viewport())
        self.body = QVBoxLayout(self._content)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.setWidget(self._content)

    def minimumSizeHint(self) -> QSize:
        """Return the width at which nothing is cut, and the height of a row and a half."""
        bar = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent, None, self)
        width = self._content.minimumSizeHint().width() + bar
        return QSize(width, round(row_height(self.font()) * _LEAST_ROWS))

    def sizeHint(self) -> QSize:
        """Return the size of the column."""
        return self._content.sizeHint()


class _Content(QWidget):
    """The column inside the scroll area."""

    def __init__(self, area: ScrolledColumn, parent: QWidget) -> None:
        super().__init__(parent)
        self._area = area

    def heightForWidth(self, width: int) -> int:
        """Return the minimum height, so that widgets shrink before the column scrolls.

        A scroll area uses this instead of `minimumSizeHint` once a word-wrapped label is shown; the
        default is the layout's preferred height.
        """
        layout = self.layout()
        return layout.totalMinimumHeightForWidth(width) if layout is not None else 0

    def event(self, event: QEvent) -> bool:
        """Tell the scroll area's parent that its minimum width may have changed."""
        done = super().event(event)
        if event.type() is QEvent.Type.LayoutRequest:
            self._area.updateGeometry()
        return done
