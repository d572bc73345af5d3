"""The base class of the program's dialogs."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, QTimer, Slot
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QDialog, QLayout, QVBoxLayout, QWidget

from socket_workbench.gui.looks.fonts import TEXT_SIZE, pixel_size
from socket_workbench.gui.widgets.scrolled_column import PlainScrollArea

_LEAST = 100
_SCREEN_SHARE = 0.9
"""The share of the screen's width and height that a dialog takes at most."""


class Dialog(QDialog):
    """A dialog whose size goes with the size of the type, also while it is shown.

    The actions that its window has beside those of its menus apply to it, too: those that set the
    size of the type, whose keys a dialog would keep from the window. No other key reaches that.
    One that its screen has no room for, as with very large type, scrolls as a whole.

    Args:
        parent: a widget of its window.
        width: the width with the usual type, in pixels; 0 for what the content needs.
        height: the same for the height.
    """

    def __init__(self, parent: QWidget | None = None, width: int = 0, height: int = 0) -> None:
        super().__init__(parent)
        self._usual = QSize(width, height)
        self._fitted = QSize()
        self._scrolled: _ScrolledContent | None = None
        # After the layouts have been updated.
        self._fitting = QTimer(self, singleShot=True, interval=0)
        self._fitting.timeout.connect(self.fit)
        self.addActions(_window_actions(parent))

    def set_usual_size(self, width: int, height: int) -> None:
        """Set the size with the usual type, in pixels, as for a new dialog."""
        self._usual = QSize(width, height)

    def setVisible(self, visible: bool) -> None:
        """Show it with its size, or hide it."""
        if visible and not self.isVisible():
            self.fit()
        super().setVisible(visible)

    @Slot()
    def fit(self) -> None:
        """Take the size that the user has given it, in the present type."""
        scale, room = self._scale(), self._room()
        layout = self.layout()
        if self._scrolled is None and layout is not None and not _fits(self, room):
            self._scroll(layout)
        content = self if self._scrolled is None else self._scrolled.content
        wanted = QSize(round(self._usual.width() * scale), round(self._usual.height() * scale))
        needed = content.sizeHint()
        if not wanted.width():
            wanted.setWidth(needed.width())
        if not wanted.height():
            layout = content.layout()
            has_height = layout is not None and layout.hasHeightForWidth()
            height = layout.totalHeightForWidth(wanted.width()) if layout and has_height else 0
            wanted.setHeight(height or needed.height())
        self._fitted = wanted.boundedTo(room)
        self.resize(self._fitted)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Note the size that the user gives it."""
        super().resizeEvent(event)
        if event.spontaneous() and event.size() != self._fitted:
            self._usual = event.size() / self._scale()

    def event(self, event: QEvent) -> bool:
        """Scroll once what is in it needs more than the screen has."""
        done = super().event(event)
        is_change = event.type() is QEvent.Type.LayoutRequest and self._scrolled is None
        if is_change and self.isVisible() and not _fits(self, self._room()):
            self._fitting.start()
        return done

    def changeEvent(self, event: QEvent) -> None:
        """Adapt to another font."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange and self.isVisible():
            self._fitting.start()

    def _scale(self) -> float:
        return pixel_size(self.font()) / TEXT_SIZE

    def _room(self) -> QSize:
        return self.screen().availableSize() * _SCREEN_SHARE

    def _scroll(self, layout: QLayout) -> None:
        focus = self.focusWidget()
        self._scrolled = _ScrolledContent(self, layout)
        if focus is not None:
            # Qt gives it to another widget when its parent changes.
            focus.setFocus()


class _ScrolledContent(PlainScrollArea):
    """What a dialog has shown so far, scrolled in it.

    Attributes:
        content: the widget that is scrolled.
    """

    def __init__(self, dialog: QDialog, layout: QLayout) -> None:
        super().__init__()
        self.content = QWidget()
        # It takes the layout from the dialog, with all that is in it.
        self.content.setLayout(layout)
        self.setWidget(self.content)
        around = QVBoxLayout(dialog)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(self)
        # Otherwise the dialog keeps the minimum size that it had.
        around.activate()

    def minimumSizeHint(self) -> QSize:
        """Return a size in which something is seen."""
        return QSize(_LEAST, _LEAST)


def _fits(dialog: QDialog, room: QSize) -> bool:
    least = dialog.minimumSizeHint()
    layout = dialog.layout()
    if layout is not None and layout.hasHeightForWidth():
        least.setHeight(layout.totalMinimumHeightForWidth(room.width()))
    return least.boundedTo(room) == least


def _window_actions(widget: QWidget | None) -> Sequence[QAction]:
    """Return the actions of a widget's window; those of the one it belongs to if it has none."""
    while widget is not None:
        window = widget.window()
        if window.actions():
            return window.actions()
        # A dock that floats is a window, too.
        widget = window.parentWidget()
    return ()
