import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics, QImage, QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from socket_workbench.gui.looks.palette import tokens
from socket_workbench.gui.looks.state_mark import Tone, ink
from socket_workbench.gui.rows.cell import begin_cell, cell_width, draw_cell_mark

CELL = QRect(0, 0, 200, 60)


@pytest.fixture
def canvas(qapp):
    image = QImage(CELL.size(), QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    with QPainter(image) as painter:
        yield image, painter


def metrics_of(pixels):
    font = QFont()
    font.setPixelSize(pixels)
    return QFontMetrics(font)


def inked(image):
    """The columns of pixels that are not white."""
    white = QImage(image.size(), image.format())
    white.fill(Qt.GlobalColor.white)
    return [
        x
        for x in range(image.width())
        if any(image.pixel(x, y) != white.pixel(x, y) for y in range(image.height()))
    ]


@pytest.mark.parametrize("selected", [True, False])
def test_only_a_selected_cell_has_a_ground(canvas, selected):
    image, painter = canvas
    option = QStyleOptionViewItem()
    option.rect = CELL
    option.state = QStyle.StateFlag.State_Selected if selected else QStyle.StateFlag.State_Enabled
    place = begin_cell(painter, option)
    assert place.left() - CELL.left() == CELL.right() - place.right() > 0
    assert inked(image) == (list(range(CELL.width())) if selected else [])
    if selected:
        assert image.pixelColor(0, 0) == tokens().color("selection")


@pytest.mark.parametrize("tone", Tone)
def test_a_mark_stands_before_the_place_of_its_text(canvas, tone):
    image, painter = canvas
    place = CELL.adjusted(8, 0, -8, 0)
    left = draw_cell_mark(painter, place, metrics_of(40), tone)
    columns = inked(image)
    assert place.left() <= columns[0]
    assert columns[-1] < left.left()
    assert (left.top(), left.right(), left.height()) == (
        place.top(),
        place.right(),
        place.height(),
    )
    colors = [image.pixelColor(x, y) for x in columns for y in range(image.height())]
    assert ink(tone) in colors


@pytest.mark.parametrize("size", [8, 13, 40])
def test_a_column_as_wide_as_told_takes_the_mark_and_the_text(canvas, size):
    _, painter = canvas
    metrics = metrics_of(size)
    option = QStyleOptionViewItem()
    for mark in (None, metrics):
        option.rect = QRect(0, 0, cell_width(metrics, "ESTABLISHED", mark=mark), 60)
        place = begin_cell(painter, option)
        if mark is not None:
            place = draw_cell_mark(painter, place, metrics, Tone.OPEN)
        assert place.width() >= metrics.horizontalAdvance("ESTABLISHED")
