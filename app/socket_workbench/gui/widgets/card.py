"""A framed card with a header row and a body."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from socket_workbench.gui.widgets.labels import ElidedLabel

_USUAL_TITLE = 18
"""The number of characters of a title that are always visible."""


class CardTitle(ElidedLabel):
    """A title that is elided in favour of the widgets beside it."""

    def __init__(self, text: str) -> None:
        super().__init__(text, "title", Qt.TextElideMode.ElideRight)
        self.setProperty("looks", "row")

    def sizeHint(self) -> QSize:
        """Return the size, at most that of a usual title."""
        hint = super().sizeHint()
        most = self.fontMetrics().averageCharWidth() * _USUAL_TITLE
        return QSize(min(hint.width(), most), hint.height())


class Card(QFrame):
    """A framed surface.

    Attributes:
        header: the row at the top; its first item is the title, if there is one.
        body: the vertical layout below the header.
    """

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("looks", "card")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.header = QHBoxLayout()
        self.header.setSpacing(8)
        self.body = QVBoxLayout()
        self.body.setSpacing(8)
        self._title = CardTitle(title)
        if not title:
            # Do not show it yet: a widget without a parent would become a window with the focus.
            self._title.hide()
        self.header.addWidget(self._title, 0, Qt.AlignmentFlag.AlignTop)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 12, 16, 12)
        self._column.setSpacing(8)
        self._column.addLayout(self.header)
        self._column.addLayout(self.body, 1)
        if title:
            self.setAccessibleName(title)

    def make_dense(self) -> None:
        """Leave narrow margins and no gap below the header, for a card full of rows."""
        self._column.setContentsMargins(8, 4, 8, 4)
        self._column.setSpacing(0)

    def title(self) -> str:
        """Return the title."""
        return self._title.text()

    def title_rect(self) -> QRect:
        """Return where the title is shown; empty without one."""
        if not self._title.isVisible():
            return QRect()
        return QRect(self._title.mapTo(self, QPoint()), self._title.size())

    def set_title(self, title: str) -> None:
        """Set the title; an empty one is hidden."""
        self._title.setText(title)
        self._title.setVisible(bool(title))
        self.setAccessibleName(title)
