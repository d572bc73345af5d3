import pytest
from PySide6.QtGui import QImage, QPainter

from socket_workbench.gui.ladder.painter import LadderPainter, ink_color
from socket_workbench.gui.looks.fonts import text_font
from socket_workbench.gui.looks.palette import DARK, LIGHT
from socket_workbench.journal.ladder.shapes import Box, Head, Ink, Line, Text


def luminance(color):
    def linear(part):
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    return (
        0.2126 * linear(color.redF())
        + 0.7152 * linear(color.greenF())
        + 0.0722 * linear(color.blueF())
    )


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("chosen", [LIGHT, DARK], ids=lambda chosen: chosen.name)
@pytest.mark.parametrize("ink", Ink)
def test_inks_are_read_on_the_card_and_on_a_selected_row(chosen, ink):
    least = 1.8 if ink is Ink.LINE else 4.5
    for ground in ("card", "selection"):
        if ink is Ink.LINE and ground == "selection":
            continue
        assert contrast(ink_color(ink, chosen), chosen.color(ground)) >= least


def colors(shapes):
    image = QImage(200, 100, QImage.Format.Format_RGB32)
    image.fill(LIGHT.color("card"))
    painter = QPainter(image)
    LadderPainter(text_font(), LIGHT).paint(painter, shapes)
    painter.end()
    return {image.pixelColor(x, y).name() for x in range(200) for y in range(100)}


@pytest.mark.parametrize("head", Head)
def test_every_shape_is_painted_in_its_ink(qapp, head):
    to_client = ink_color(Ink.TO_CLIENT, LIGHT).name()
    assert to_client in colors([Line(10, 50.5, 150, 50.5, Ink.TO_CLIENT, head)])
    waiting = LIGHT.color("waiting_chip").name()
    assert waiting in colors([Box(50, 10, 90, 30, Ink.WAITING)])
    assert len(colors([Text(100, 50, 0, "text", 100)])) > 2


def test_a_text_never_leaves_its_room(qapp):
    painter = LadderPainter(text_font(), LIGHT)
    long = Text(100, 50, 0, "x" * 1000, 80)
    assert painter.is_cut(long)
    assert painter.rectangle(long).width() == 80
    assert not painter.is_cut(long._replace(text="x"))


def test_the_length_of_a_message_that_is_cut_is_shown(qapp):
    painter = LadderPainter(text_font(), LIGHT)
    long = Text(100, 50, 0, "x" * 1000 + "  1,000", 120, kept=7)
    assert painter.fitting(long).endswith("x…  1,000")
    assert painter.rectangle(long._replace(text=painter.fitting(long))).width() <= 120
    assert painter.fitting(long._replace(room=30)).endswith("x…")
