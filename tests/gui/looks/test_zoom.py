import pytest
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from socket_workbench.gui.looks.fonts import text_font
from socket_workbench.gui.looks.theme import Scheme
from socket_workbench.gui.looks.zoom import ZOOMS, zoom_part, zoom_part_by, zoom_steps


class Part(QWidget):
    """A part with type of two kinds, in a window with a label beside it."""

    def __init__(self):
        self.whole = QWidget()
        super().__init__(self.whole)
        self.mono, self.plain, self.beside = QLabel("48 65"), QLabel("Lisi"), QLabel("Lisi")
        self.mono.setProperty("type", "mono")
        inside, around = QVBoxLayout(self), QVBoxLayout(self.whole)
        inside.addWidget(self.mono)
        inside.addWidget(self.plain)
        around.addWidget(self)
        around.addWidget(self.beside)
        self.whole.show()


@pytest.fixture
def part(qtbot, theme):
    part = Part()
    qtbot.addWidget(part.whole)
    return part


def sizes(part):
    return [each.fontInfo().pixelSize() for each in (part.plain, part.mono, part.beside)]


def test_a_part_is_zoomed_alone_in_plain_and_monospaced_type(part):
    assert sizes(part) == [13, 12, 13]
    zoom_part_by(part, 3)
    assert sizes(part) == [20, 18, 13]
    zoom_part_by(part, -4)
    assert sizes(part) == [12, 11, 13]
    zoom_part(part, 0)
    assert sizes(part) == [13, 12, 13]
    assert part.styleSheet() == ""


def test_a_part_keeps_its_steps_from_the_whole(part, theme):
    zoom_part_by(part, 2)
    theme.set_zoom(1.5)
    assert sizes(part) == [26, 24, 20]
    theme.set_scheme(Scheme.DARK)
    assert sizes(part) == [26, 24, 20]
    theme.set_zoom(1.0)
    assert (zoom_steps(part), sizes(part)) == (2, [16, 15, 13])


def test_the_steps_and_their_bounds_are_those_of_the_whole(part, theme):
    for zoom in ZOOMS:
        theme.set_zoom(zoom)
        seen = set()
        zoom_part_by(part, -len(ZOOMS))
        for _ in range(2 * len(ZOOMS)):
            seen.add(sizes(part)[0])
            zoom_part_by(part, 1)
        assert seen == {text_font(each).pixelSize() for each in ZOOMS}
        # No step is counted that was not gone.
        zoom_part_by(part, -1)
        assert sizes(part)[0] == text_font(ZOOMS[-2]).pixelSize()


@pytest.mark.parametrize("kept", [None, "2", 1.5, 10**30, -99, [], {}, True])
def test_what_is_no_number_of_steps_is_none(part, kept):
    zoom_part(part, kept)
    assert abs(zoom_steps(part)) <= 1
    assert sizes(part)[2] == 13


def test_a_part_that_is_gone_is_not_styled_again(qtbot, theme):
    part = QWidget()
    zoom_part(part, 1)
    with qtbot.waitSignal(part.destroyed):
        part.deleteLater()
    theme.set_zoom(1.5)
    theme.set_zoom(1.0)
