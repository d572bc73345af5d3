"""A tool bar that is visible while its notice is."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMainWindow, QToolBar, QVBoxLayout, QWidget

from socket_workbench.gui.widgets.notice import Notice

_LEAST_WIDTH = 200


class NoticeBar(QToolBar):
    """A tool bar with a notice, as high as its text at the window's width."""

    def __init__(self, name: str, title: str, notice: Notice, window: QMainWindow) -> None:
        """Create a bar that is hidden while the notice is; the caller adds it to the window.

        Args:
            name: its object name, the key of its saved state.
            title: its title.
            notice: the notice.
            window: the window.
        """
        super().__init__(title, window)
        self.setObjectName(name)
        self.setMovable(False)
        self.addWidget(_AsHighAsItsWords(notice))
        self.hide()
        notice.shown_changed.connect(self.setVisible)


class _AsHighAsItsWords(QWidget):
    """A container with the right height: QToolBar ignores `heightForWidth` of its widgets."""

    def __init__(self, notice: Notice) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(notice)
        # Qt first lays out the bar at another width, whose height would enlarge the window. So the
        # height is that at the window's width, less the margins of the last layout.
        self._beside = 0
        notice.shown_changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """Return the height at the width of the window."""
        width = max(self.window().width() - self._beside, _LEAST_WIDTH)
        return QSize(_LEAST_WIDTH, max(self._column.heightForWidth(width), 0))

    def minimumSizeHint(self) -> QSize:
        """Return the same height as `sizeHint`."""
        return self.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Update the geometry: another width needs another height."""
        super().resizeEvent(event)
        if self.isVisible() and event.size().width() != event.oldSize().width():
            self._beside = self.window().width() - self.width()
            self.updateGeometry()
