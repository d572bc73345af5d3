"""The icons (Lucide, ISC), in the colour of what they stand for and sharp on every screen."""

import enum
from functools import cache, lru_cache

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from socket_workbench.gui.looks.palette import mix, tokens
from socket_workbench.resources import resource_folder


class Align(enum.Enum):
    """Where an icon stands in a room wider than itself; the value is the share on its left."""

    LEFT = 0.0
    CENTER = 0.5
    RIGHT = 1.0


_SOLID = frozenset({"play", "square"})
_clones: list[QIconEngine] = []


def icon(name: str, color: str = "text", align: Align = Align.CENTER) -> QIcon:
    """Return an icon by the stem of its file in `resources/icons`.

    Args:
        name: such as `play`; raises `FileNotFoundError` for one that is not there.
        color: a token's name, `dim` or `accent` for example; the icon follows the theme from then
            on. A `#RRGGBB` stays as it is.
        align: where it stands when it is given more room than a square.
    """
    _source(name)
    return QIcon(_ThemedEngine(name, color, align))


@cache
def _source(name: str) -> bytes:
    source = (resource_folder("icons") / f"{name}.svg").read_bytes()
    return source.replace(b'fill="none"', b'fill="currentColor"') if name in _SOLID else source


@lru_cache(maxsize=512)
def _drawn(name: str, color: str, width: int, height: int, ratio: float, align: Align) -> QPixmap:
    # QtSvg paints `currentColor` black.
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


class _ThemedEngine(QIconEngine):
    """Looks its colour up each time it paints, so that a change of theme reaches every icon."""

    def __init__(self, name: str, color: str, align: Align) -> None:
        super().__init__()
        self._name = name
        self._color = color
        self._align = align

    def clone(self) -> QIconEngine:
        copy = _ThemedEngine(self._name, self._color, self._align)
        # Qt takes the copy over, PySide does not know it; without a reference it would be gone.
        _clones.append(copy)
        return copy

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        device = painter.device()
        ratio = device.devicePixelRatio() if device is not None else 1.0
        painter.drawPixmap(rect.topLeft(), self.scaledPixmap(rect.size(), mode, state, ratio))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(
        self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float
    ) -> QPixmap:
        color = _resolved(self._color, mode)
        drawn = _drawn(self._name, color, size.width(), size.height(), scale, self._align)
        # A copy: Qt sets the ratio of what it is given, and the cache must not change.
        return QPixmap(drawn)
