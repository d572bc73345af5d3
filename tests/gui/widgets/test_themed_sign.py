from PySide6.QtGui import QColor

from socket_workbench.gui.looks.palette import DARK, LIGHT, use_tokens
from socket_workbench.gui.widgets.themed_sign import ThemedSign


def middle(sign):
    image = sign.grab().toImage()
    return image.pixelColor(image.width() // 2, image.height() // 2)


def test_it_paints_its_icon_in_the_theme_of_now(qtbot):
    use_tokens(LIGHT)
    sign = ThemedSign("square", "accent", 2.0)
    qtbot.addWidget(sign)
    sign.resize(sign.sizeHint())

    assert middle(sign) == QColor(LIGHT.accent)
    use_tokens(DARK)
    assert middle(sign) == QColor(DARK.accent)
    use_tokens(LIGHT)


def test_it_can_show_another_icon(qtbot):
    sign = ThemedSign("square", "accent")
    qtbot.addWidget(sign)
    sign.resize(sign.sizeHint())
    sign.show_icon("square", "error")

    assert middle(sign) == QColor(LIGHT.error)
    assert sign.sizeHint().width() == sign.fontMetrics().height()
