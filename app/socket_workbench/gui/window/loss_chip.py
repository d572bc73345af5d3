"""The chip that shows what was lost."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from socket_workbench.gui.looks.palette import tokens
from socket_workbench.gui.widgets.state_chip import StateChip

_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
_FOCUS_WIDTH = 2
_AROUND = 4
"""Pixels above and below the word."""


class LossChip(StateChip):
    """A state chip that can be pressed with the mouse and the keyboard.

    Signals:
        pressed(): the chip was pressed.
    """

    pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._is_pressable = False

    def sizeHint(self) -> QSize:
        """Return the size, which is lower than that of other chips: it is alone in its line."""
        return self._lowered(super().sizeHint())

    def minimumSizeHint(self) -> QSize:
        """Return the minimum size, as low."""
        return self._lowered(super().minimumSizeHint())

    def _lowered(self, size: QSize) -> QSize:
        return QSize(size.width(), self.fontMetrics().height() + 2 * _AROUND)

    def set_pressable(self, *, pressable: bool) -> None:
        """Set whether it can be pressed."""
        if pressable == self._is_pressable:
            return
        self._is_pressable = pressable
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if pressable else Qt.FocusPolicy.NoFocus)
        if pressable:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        else:
            self.unsetCursor()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Emit `pressed` for a click."""
        if event.button() is Qt.MouseButton.LeftButton and self._is_pressable:
            event.accept()
            if self.rect().contains(event.position().toPoint()):
                self.pressed.emit()
            return
        super().mouseReleaseEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Accept the press, to receive the release."""
        if not self._is_pressable:
            super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Emit `pressed` for Enter and Space."""
        if self._is_pressable and event.key() in _KEYS:
            self.pressed.emit()
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus frame."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the focus frame."""
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the chip, and a frame around it while it has the focus."""
        super().paintEvent(event)
        if not self.hasFocus():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = painter.pen()
        pen.setColor(tokens().color("accent"))
        pen.setWidth(_FOCUS_WIDTH)
        painter.setPen(pen)
        frame = self.rect().adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(frame, frame.height() / 2, frame.height() / 2)
