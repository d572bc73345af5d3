"""A column of widgets that scrolls when it does not fit."""

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from socket_workbench.gui.looks.fonts import row_height


class PlainScrollArea(QScrollArea):
    """A scroll area without a frame.

    Args:
        direction: the direction in which it scrolls, None for both; in the other one, its owner
            gives it the size that is needed.
        parent: the widget around it.
    """

    def __init__(
        self, direction: Qt.Orientation | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        never = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        if direction is Qt.Orientation.Vertical:
            self.setHorizontalScrollBarPolicy(never)
        elif direction is Qt.Orientation.Horizontal:
            self.setVerticalScrollBarPolicy(never)


class ScrolledColumn(PlainScrollArea):
    """A column that scrolls vertically once its widgets have their minimum heights.

    It is at least as wide as they are, and never scrolls horizontally.

    Args:
        least_rows: its minimum height, in heights of fields.
        parent: the widget around it.

    Attributes:
        body: the layout of the column.

    Signals:
        room_changed(): its size has changed, or a widget in it needs another one.
    """

    room_changed = Signal()

    def __init__(self, least_rows: float, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self._least_rows = least_rows
        # `setWidget` makes it a child of the viewport before it has children to style again. Asking
        # for `viewport()` costs more: PySide makes every class of QtWidgets to wrap what Qt made.
        self._content = _Content(self)
        self.body = QVBoxLayout(self._content)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.setWidget(self._content)

    def minimumSizeHint(self) -> QSize:
        """Return the width at which nothing is cut, and the minimum height."""
        # Not from the style: PySide6 creates 600 Python objects for the enums of its class.
        bar = self.verticalScrollBar().sizeHint().width()
        width = self._content.minimumSizeHint().width() + bar
        return QSize(width, round(row_height(self.font()) * self._least_rows))

    def sizeHint(self) -> QSize:
        """Return the size of the column."""
        return self._content.sizeHint()

    def room_beside(self, widget: QWidget) -> int:
        """Return the height that is left for a widget of the column before the column scrolls.

        It is negative if the others do not fit. It does not depend on whether the column scrolls.
        """
        size = self.maximumViewportSize()
        taken = 0
        for place in range(self.body.count()):
            item = self.body.itemAt(place)
            if item is None or item.widget() is widget or item.isEmpty():
                continue
            has_height = item.hasHeightForWidth()
            least = item.minimumHeightForWidth(size.width()) if has_height else 0
            taken += max(least, item.minimumSize().height()) + self.body.spacing()
        return size.height() - taken

    def changeEvent(self, event: QEvent) -> None:
        """Return to the top with another size of type, unless the focus is in the column.

        Qt scrolls to what gets the focus, and stays there when that moves on.
        """
        super().changeEvent(event)
        focus = self.window().focusWidget()
        if event.type() is QEvent.Type.FontChange and not (focus and self.isAncestorOf(focus)):
            self.verticalScrollBar().setValue(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell that the size has changed."""
        super().resizeEvent(event)
        self.room_changed.emit()

    def tell_change(self) -> None:
        """Tell that a widget in it needs another size: the parent's layout, and by the signal."""
        self.updateGeometry()
        self.room_changed.emit()


class _Content(QWidget):
    """The column inside the scroll area."""

    def __init__(self, area: ScrolledColumn) -> None:
        super().__init__(area)
        self._area = area

    def heightForWidth(self, width: int) -> int:
        """Return the minimum height, so that widgets shrink before the column scrolls.

        A scroll area uses this instead of `minimumSizeHint` once a word-wrapped label is shown; the
        default is the layout's preferred height.
        """
        layout = self.layout()
        return layout.totalMinimumHeightForWidth(width) if layout is not None else 0

    def event(self, event: QEvent) -> bool:
        """Tell the scroll area that it may need another size."""
        done = super().event(event)
        if event.type() is QEvent.Type.LayoutRequest:
            self._area.tell_change()
        return done
