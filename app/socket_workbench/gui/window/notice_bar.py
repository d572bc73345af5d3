"""A bar below the tool bar that is there while its notice has something to say."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMainWindow, QToolBar, QVBoxLayout, QWidget

from socket_workbench.gui.widgets.notice import Notice

_LEAST_WIDTH = 200


class NoticeBar(QToolBar):
    """Shows a notice as high as its words are at the window's width."""

    def __init__(self, name: str, title: str, notice: Notice, window: QMainWindow) -> None:
        """Make a bar, hidden as long as the notice is; the window still has to be given it.

        Args:
            name: its key in the remembered arrangement.
            title: what it is called.
            notice: what it shows.
            window: the window it belongs to.
        """
        super().__init__(title, window)
        self.setObjectName(name)
        self.setMovable(False)
        self.addWidget(_AsHighAsItsWords(notice))
        self.hide()
        notice.shown_changed.connect(self.setVisible)


class _AsHighAsItsWords(QWidget):
    """A bar asks what it holds for a height, but not for which width."""

    def __init__(self, notice: Notice) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(notice)
        # Qt first makes room in a bar of some other width, for which a window would grow. So the
        # height is asked for at the window's width, less what was beside it when it was laid out.
        self._beside = 0
        notice.shown_changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """Ask for the height at the width that the window has, or will give."""
        width = max(self.window().width() - self._beside, _LEAST_WIDTH)
        return QSize(_LEAST_WIDTH, max(self._column.heightForWidth(width), 0))

    def minimumSizeHint(self) -> QSize:
        """Never give way in height."""
        return self.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask anew: at another width the words need another height."""
        super().resizeEvent(event)
        if self.isVisible() and event.size().width() != event.oldSize().width():
            self._beside = self.window().width() - self.width()
            self.updateGeometry()
