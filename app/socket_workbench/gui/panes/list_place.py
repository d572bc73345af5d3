"""The place of a pane's list, where an error is shown without moving anything."""

from PySide6.QtCore import QEvent, QTimer, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from socket_workbench.gui.looks.fonts import row_height
from socket_workbench.gui.widgets.mistake import reveal
from socket_workbench.gui.widgets.notice_line import NoticeLine

_LEAST_HEIGHT = 2.4
"""The minimum height, in heights of fields: a header and two rows."""


class ListPlace(QWidget):
    """Holds a list, whose top a notice covers while it is shown.

    Args:
        notice: the notice; it becomes a child.

    Attributes:
        row: the layout for the list and what stands beside it.
    """

    def __init__(self, notice: NoticeLine, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(8)
        self._notice = notice
        notice.setParent(self)
        # Scroll after the layouts and the scroll area have been updated.
        self._revealing = QTimer(self, singleShot=True, interval=0)
        self._revealing.timeout.connect(self._on_revealing_timeout)
        notice.shown_changed.connect(self._on_notice_shown_changed)
        self._fit_height()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Adapt the notice to the width."""
        super().resizeEvent(event)
        self._place_notice()

    def changeEvent(self, event: QEvent) -> None:
        """Adapt to another font."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit_height()
            self._place_notice()

    def _fit_height(self) -> None:
        self.setMinimumHeight(round(row_height(self.font()) * _LEAST_HEIGHT))

    def _place_notice(self) -> None:
        self._notice.setGeometry(0, 0, self.width(), self._notice.sizeHint().height())
        self._notice.raise_()

    @Slot(bool)
    def _on_notice_shown_changed(self, shown: bool) -> None:
        self._place_notice()
        if shown:
            self._revealing.start()

    @Slot()
    def _on_revealing_timeout(self) -> None:
        if self._notice.isVisible():
            reveal(self._notice)
