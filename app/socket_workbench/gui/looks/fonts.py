"""The two families of type, one for reading, one for what is on the wire; sizes in step with it."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QFont, QFontDatabase, QFontInfo
from PySide6.QtWidgets import QWidget

from socket_workbench.resources import resource_folder

TEXT_FAMILY = "Inter"
MONO_FAMILY = "JetBrains Mono"
TEXT_SIZE = 13
MONO_SIZE = 12
SMALL_SIZE = 12
ROW_HEIGHT = 30

_SCREEN_SHARE = 0.9


def load_fonts() -> list[str]:
    """Make the program's own font files known to Qt; needs a QGuiApplication.

    Returns:
        The families found. Where a file cannot be read, the system's own type stands in for it.
    """
    families: list[str] = []
    for path in sorted(resource_folder("fonts").glob("*.[ot]tf")):
        number = QFontDatabase.addApplicationFont(str(path))
        if number >= 0:
            families.extend(QFontDatabase.applicationFontFamilies(number))
    return sorted(set(families))


def text_font(scale: float = 1.0) -> QFont:
    """Return the type for reading, with figures of equal width so that counts do not jitter."""
    return _font([TEXT_FAMILY], TEXT_SIZE * scale, QFont.StyleHint.SansSerif)


def mono_font(scale: float = 1.0) -> QFont:
    """Return the type for what is on the wire; no ligatures, each byte is seen as it is."""
    return _font([MONO_FAMILY, "monospace"], MONO_SIZE * scale, QFont.StyleHint.Monospace)


def _font(families: list[str], pixels: float, hint: QFont.StyleHint) -> QFont:
    font = QFont()
    font.setFamilies([*families, *font.families()])
    font.setStyleHint(hint)
    font.setPixelSize(round(pixels))
    # `calt` would draw `->` as an arrow and `!=` as one sign.
    font.setFeature(QFont.Tag("calt"), 0)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def pixel_size(font: QFont) -> int:
    """Return how high the type is in pixels, also where it was set in points."""
    return font.pixelSize() if font.pixelSize() > 0 else QFontInfo(font).pixelSize()


def mono_like(font: QFont) -> QFont:
    """Return the monospaced type in the size that goes with this text; for delegates."""
    return mono_font(pixel_size(font) / TEXT_SIZE)


def row_height(font: QFont) -> int:
    """Return how high fields and buttons with this text are; what stands beside them is as high."""
    return round(ROW_HEIGHT * pixel_size(font) / TEXT_SIZE)


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
