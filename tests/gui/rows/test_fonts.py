from PySide6.QtGui import QFont

from socket_workbench.gui.looks.fonts import MONO_FAMILY, text_font
from socket_workbench.gui.rows.fonts import mono_beside


def test_it_is_monospaced_and_in_step_with_the_type_around_it(qapp):
    assert mono_beside(text_font()).families()[0] == MONO_FAMILY
    assert mono_beside(text_font()).pixelSize() == 12
    assert mono_beside(text_font(2.0)).pixelSize() == 24


def test_a_font_sized_in_points_is_understood(qapp):
    font = QFont()
    font.setPointSize(10)
    assert mono_beside(font).pixelSize() > 0
