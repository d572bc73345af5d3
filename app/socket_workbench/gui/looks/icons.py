"""The icons (Lucide, ISC), drawn from SVG in a colour of the theme."""

import enum
from collections.abc import Callable
from functools import cache, lru_cache, partial

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from socket_workbench.gui.looks.palette import mix, tokens
from socket_workbench.resources import resource_folder


class Align(enum.Enum):
    """The position of an icon in a wider rectangle; the value is the share of space on its left."""

    LEFT = 0.0
    CENTER = 0.5
    RIGHT = 1.0


_SOLID = frozenset({"play", "square"})
_clones: list[QIconEngine] = []


def icon(name: str, color: str = "text", align: Align = Align.CENTER) -> QIcon:
    """Return an icon by the stem of its file in `resources/icons`.

    Args:
        name: such as `play`; raises `FileNotFoundError` if there is no such file.
        color: a token's name, such as `dim` or `accent`, which follows the theme; or `#RRGGBB`,
            which does not.
        align: its position in a rectangle wider than a square.
    """
    _source(name)
    return QIcon(_ThemedEngine(partial(_picture, name, color, align)))


def drawn_icon(draw: Callable[[QPainter, QRectF], None]) -> QIcon:
    """Return an icon that is drawn on each paint, and so follows the theme.

    Args:
        draw: draws into a rectangle, in the colours of the current theme.
    """
    return QIcon(_ThemedEngine(partial(_drawing, draw)))


@cache
def _source(name: str) -> bytes:
    source = (resource_folder("icons") / f"{name}.svg").read_bytes()
    return source.replace(b'fill="none"', b'fill="currentColor"') if name in _SOLID else source


@lru_cache(maxsize=512)
def _drawn(name: str, color: str, width: int, height: int, ratio: float, align: Align) -> QPixmap:
    # QtSvg paints `currentColor` in black.
    source = _source(name).replace(b"currentColor", color.encode())
    pixmap = QPixmap(max(1, round(width * ratio)), max(1, round(height * ratio)))
    pixmap.fill(Qt.GlobalColor.transparent)
    side = min(pixmap.width(), pixmap.height())
    left = (pixmap.width() - side) * align.value
    top = (pixmap.height() - side) / 2
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(source)).render(painter, QRectF(round(left), round(top), side, side))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def _resolved(color: str, mode: QIcon.Mode) -> str:
    if mode == QIcon.Mode.Disabled:
        return mix(tokens().dim, tokens().card, 0.45)
    return color if color.startswith("#") else tokens().color(color).name()


def _picture(
    name: str, color: str, align: Align, size: QSize, mode: QIcon.Mode, scale: float
) -> QPixmap:
    drawn = _drawn(name, _resolved(color, mode), size.width(), size.height(), scale, align)
    # Copy: Qt sets the device pixel ratio of the result, which must not change in the cache.
    return QPixmap(drawn)


def _drawing(
    draw: Callable[[QPainter, QRectF], None], size: QSize, mode: QIcon.Mode, scale: float
) -> QPixmap:
    pixmap = QPixmap(size * scale)
    pixmap.fill(Qt.GlobalColor.transparent)
    pixmap.setDevicePixelRatio(scale)
    painter = QPainter(pixmap)
    draw(painter, QRectF(0, 0, size.width(), size.height()))
    painter.end()
    return pixmap


class _ThemedEngine(QIconEngine):
    """An icon engine that renders on each paint, so that icons follow the theme.

    Args:
        render: returns the pixmap for a size, a mode and a device pixel ratio.
    """

    def __init__(self, render: Callable[[QSize, QIcon.Mode, float], QPixmap]) -> None:
        super().__init__()
        self._render = render

    def clone(self) -> QIconEngine:
        copy = _ThemedEngine(self._render)
        # Qt takes ownership of the copy, PySide does not know: keep a reference.
        _clones.append(copy)
        return copy

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        device = painter.device()
        ratio = device.devicePixelRatio() if device is not None else 1.0
        painter.drawPixmap(rect.topLeft(), self._render(rect.size(), mode, ratio))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self._render(size, mode, 1.0)

    def scaledPixmap(
        self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float
    ) -> QPixmap:
        return self._render(size, mode, scale)
