"""The marks that show a state by shape, so that it is not shown by colour alone."""

import enum

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from socket_workbench.gui.looks.palette import tokens


class Tone(enum.Enum):
    """The meaning of a state to the user.

    Its mark: OPEN is a disc, WAITING half a disc, ERROR a triangle, IDLE a ring.
    """

    OPEN = "open"
    WAITING = "waiting"
    ERROR = "error"
    IDLE = "idle"


_INK = {
    Tone.OPEN: "open",
    Tone.WAITING: "waiting",
    Tone.ERROR: "error",
    Tone.IDLE: "dim",
}
_CHIP = {
    Tone.OPEN: "open_chip",
    Tone.WAITING: "waiting_chip",
    Tone.ERROR: "error_chip",
    Tone.IDLE: "idle_chip",
}


def ink(tone: Tone) -> QColor:
    """Return the text colour of a state in the current theme."""
    return tokens().color(_INK[tone])


def chip_ground(tone: Tone) -> QColor:
    """Return the background colour of a state's chip in the current theme."""
    return tokens().color(_CHIP[tone])


def draw_mark(painter: QPainter, place: QRectF, tone: Tone) -> None:
    """Draw the mark of a state into a square."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    color = ink(tone)
    pen = QPen(color, max(1.3, place.width() / 7))
    half = pen.widthF() / 2
    ring = place.adjusted(half, half, -half, -half)
    painter.setPen(pen)
    if tone is Tone.OPEN:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        painter.drawEllipse(place)
    elif tone is Tone.WAITING:
        painter.drawEllipse(ring)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        # Angles are in sixteenths of a degree, counter-clockwise from three o'clock.
        painter.drawPie(ring, -90 * 16, 180 * 16)
    elif tone is Tone.ERROR:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        top = QPointF(place.center().x(), place.top())
        painter.drawPolygon(QPolygonF([top, place.bottomRight(), place.bottomLeft()]))
    else:
        painter.drawEllipse(ring)
    painter.restore()
