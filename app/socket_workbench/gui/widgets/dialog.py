"""The base class of the program's dialogs."""

from PySide6.QtCore import QEvent, QSize, QTimer, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QDialog, QWidget

from socket_workbench.gui.looks.fonts import TEXT_SIZE, pixel_size

_SCREEN_SHARE = 0.9
"""The share of the screen's width and height that a dialog takes at most."""


class Dialog(QDialog):
    """A dialog whose size goes with the size of the type, also while it is shown.

    The actions of its window apply to it, too, such as those that set the size of the type: a modal
    dialog keeps their keys from the window.

    Args:
        parent: a widget of its window.
        width: the width with the usual type, in pixels; 0 for what the content needs.
        height: the same for the height.
    """

    def __init__(self, parent: QWidget | None = None, width: int = 0, height: int = 0) -> None:
        super().__init__(parent)
        self._usual = QSize(width, height)
        self._fitted = QSize()
        # After the layouts have been updated.
        self._fitting = QTimer(self, singleShot=True, interval=0)
        self._fitting.timeout.connect(self.fit)
        if parent is not None:
            self.addActions(parent.window().actions())

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
        scale = self._scale()
        wanted = QSize(round(self._usual.width() * scale), round(self._usual.height() * scale))
        needed = self.sizeHint()
        if not wanted.width():
            wanted.setWidth(needed.width())
        if not wanted.height():
            layout = self.layout()
            has_height = layout is not None and layout.hasHeightForWidth()
            height = layout.totalHeightForWidth(wanted.width()) if layout and has_height else 0
            wanted.setHeight(height or needed.height())
        self._fitted = wanted.boundedTo(self.screen().availableSize() * _SCREEN_SHARE)
        self.resize(self._fitted)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Note the size that the user gives it."""
        super().resizeEvent(event)
        if event.spontaneous() and event.size() != self._fitted:
            self._usual = event.size() / self._scale()

    def changeEvent(self, event: QEvent) -> None:
        """Adapt to another font."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange and self.isVisible():
            self._fitting.start()

    def _scale(self) -> float:
        return pixel_size(self.font()) / TEXT_SIZE
