import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from socket_workbench.gui.looks.palette import LIGHT, use_tokens
from socket_workbench.gui.looks.state_mark import Tone, chip_ground, draw_mark, ink


def drawn(tone):
    image = QImage(40, 40, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    draw_mark(painter, QRectF(0, 0, 40, 40), tone)
    painter.end()
    return image


def has_ink(image, x, y):
    return image.pixelColor(x, y).alpha() > 128


@pytest.mark.parametrize(
    ("tone", "left", "right", "corner"),
    [
        (Tone.OPEN, True, True, False),
        (Tone.WAITING, False, True, False),
        (Tone.IDLE, False, False, False),
        (Tone.ERROR, True, True, True),
    ],
)
def test_every_state_has_a_shape_of_its_own(qapp, tone, left, right, corner):
    image = drawn(tone)

    assert has_ink(image, 14, 22) == left
    assert has_ink(image, 26, 22) == right
    assert has_ink(image, 2, 38) == corner


def test_colors_come_from_the_tokens(qapp):
    use_tokens(LIGHT)

    assert ink(Tone.IDLE) == QColor(LIGHT.dim)
    assert ink(Tone.OPEN) == QColor(LIGHT.open)
    assert chip_ground(Tone.WAITING) == QColor(LIGHT.waiting_chip)
