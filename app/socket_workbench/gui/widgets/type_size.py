"""How large a dialog opens: in step with the type, and never larger than the screen."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QFontInfo
from PySide6.QtWidgets import QWidget

from socket_workbench.gui.looks.fonts import TEXT_SIZE

_SCREEN_SHARE = 0.9


def size_in_type(widget: QWidget, width: int, height: int) -> QSize:
    """Return a size given for the usual type, scaled to the widget's type and kept on its screen.

    Args:
        widget: what is to be sized.
        width: pixels with type of the usual size.
        height: pixels with type of the usual size.
    """
    scale = QFontInfo(widget.font()).pixelSize() / TEXT_SIZE
    room = widget.screen().availableSize() * _SCREEN_SHARE
    return QSize(round(width * scale), round(height * scale)).boundedTo(room)
