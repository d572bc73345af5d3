"""An icon shown by itself, that follows the theme."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from socket_workbench.gui.looks.icons import icon


class ThemedSign(QWidget):
    """Paints an icon as high as a line of text, or a multiple of it."""

    def __init__(
        self, icon_name: str, color: str, lines: float = 1.0, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._lines = lines
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_icon(icon_name, color)

    def show_icon(self, icon_name: str, color: str) -> None:
        """Show another icon, in the colour of a token."""
        self._icon = icon(icon_name, color)
        self.update()

    def sizeHint(self) -> QSize:
        """Ask for a square."""
        side = round(self.fontMetrics().height() * self._lines)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the icon."""
        self._icon.paint(QPainter(self), self.rect())
