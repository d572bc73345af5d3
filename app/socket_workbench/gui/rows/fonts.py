"""The monospaced type of a log, in step with the size of type around it."""

from PySide6.QtGui import QFont, QFontInfo

from socket_workbench.gui.looks.fonts import TEXT_SIZE, mono_font


def mono_beside(font: QFont) -> QFont:
    """Return the monospaced type that suits a widget's own font, zoomed as that is."""
    return mono_font(QFontInfo(font).pixelSize() / TEXT_SIZE)
