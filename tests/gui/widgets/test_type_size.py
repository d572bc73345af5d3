from PySide6.QtWidgets import QWidget

from socket_workbench.gui.widgets.type_size import size_in_type


def sized(qtbot, pixels, width, height):
    widget = QWidget()
    qtbot.addWidget(widget)
    font = widget.font()
    font.setPixelSize(pixels)
    widget.setFont(font)
    size = size_in_type(widget, width, height)
    return size.width(), size.height()


def test_with_usual_type_it_is_the_size_asked_for(qtbot):
    assert sized(qtbot, 13, 400, 200) == (400, 200)


def test_it_grows_with_the_type(qtbot):
    assert sized(qtbot, 26, 200, 100) == (400, 200)


def test_it_never_is_larger_than_the_screen(qtbot, qapp):
    screen = qapp.primaryScreen().availableSize()

    width, height = sized(qtbot, 13, screen.width() * 2, screen.height() * 2)

    assert screen.width() * 0.8 < width < screen.width()
    assert screen.height() * 0.8 < height < screen.height()
