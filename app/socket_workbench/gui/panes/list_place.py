"""The place of a pane's list, where an error is shown without moving anything."""

from math import ceil

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QTableView, QWidget

from socket_workbench.gui.looks.fonts import row_height
from socket_workbench.gui.widgets.mistake import reveal
from socket_workbench.gui.widgets.notice_line import NoticeLine

_LEAST_HEIGHT = 2.47
"""The minimum height, in heights of fields: a header and two rows."""


class ListPlace(QWidget):
    """Holds a list, whose top a notice covers while it is shown.

    The notice covers whole rows, and the whole list where less than a row would be left. The list
    can be folded; the place is then as high as the notice, or has no height.

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
        self._is_folded = False
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

    @property
    def unfolded_height(self) -> int:
        """The minimum height with the list, in pixels."""
        return round(row_height(self.font()) * _LEAST_HEIGHT)

    def set_folded(self, folded: bool) -> None:
        """Hide the list, or show it again."""
        if folded is self._is_folded:
            return
        self._is_folded = folded
        for each in self.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
            if each is not self._notice:
                each.setHidden(folded)
        self._fit_height()
        self._place_notice()

    def _fit_height(self) -> None:
        notice = 0 if self._notice.isHidden() else self._notice.sizeHint().height()
        self.setMinimumHeight(notice if self._is_folded else self.unfolded_height)

    def _place_notice(self) -> None:
        if self._notice.isHidden():
            return
        height = self._notice.sizeHint().height()
        least = row_height(self.font())
        for table in self.findChildren(QTableView):
            if table.isVisible():
                row = table.verticalHeader().defaultSectionSize()
                top = table.viewport().mapTo(self, QPoint()).y()
                height = top + ceil(max(height - top, 0) / row) * row
                least = row
        if self.height() - height < least:
            height = self.height()
        self._notice.setGeometry(0, 0, self.width(), height)
        self._notice.raise_()

    @Slot(bool)
    def _on_notice_shown_changed(self, shown: bool) -> None:
        self._fit_height()
        self._place_notice()
        if shown:
            self._revealing.start()

    @Slot()
    def _on_revealing_timeout(self) -> None:
        if self._notice.isVisible():
            reveal(self._notice)
