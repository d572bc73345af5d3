"""The notices of a window, over its foot."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMainWindow, QVBoxLayout, QWidget

from socket_workbench.gui.widgets.notice import Notice

_MARGIN = 4
_SIDE = 10
"""Pixels beside the notices: those beside the cards."""


class NoticeBar(QWidget):
    """Shows notices over the status line of a window, higher where they take more than one line.

    It is in no layout of the window, so that a notice moves nothing. Escape closes the notice that
    has the focus.

    Args:
        window: the window.
        beside: a widget at the right of the status line that stays visible; None for none.
    """

    def __init__(self, window: QMainWindow, beside: QWidget | None = None) -> None:
        super().__init__(window)
        self._window = window
        self._beside = beside
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(_MARGIN)
        for watched in (window, beside):
            if watched is not None:
                watched.installEventFilter(self)
        self.hide()

    def add(self, notice: Notice) -> None:
        """Add a notice, above the others."""
        notice.make_dense()
        self._column.insertWidget(0, notice)
        notice.shown_changed.connect(self._place)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the place at the foot of the window."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move) and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        """Adapt to another height of the notices."""
        done = super().event(event)
        if event.type() is QEvent.Type.LayoutRequest and self.isVisible():
            self._place()
        return done

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close a notice with Escape."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
            return
        for notice in self._notices():
            if notice.isAncestorOf(self.focusWidget()):
                notice.close_notice()

    def _notices(self) -> list[Notice]:
        return [each for each in self.findChildren(Notice) if not each.isHidden()]

    def _place(self) -> None:
        """Show the notices that there are, over the status line and as high as they need."""
        if not self._notices():
            self.hide()
            return
        left, right = _SIDE, self._window.width() - _SIDE
        if self._beside is not None and self._beside.isVisible():
            right = self._beside.mapTo(self._window, self._beside.rect().topLeft()).x() - _SIDE
        height = self._column.heightForWidth(right - left)
        self.setGeometry(left, self._window.height() - _MARGIN - height, right - left, height)
        self.raise_()
        self.show()
