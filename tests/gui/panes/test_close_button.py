import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from socket_workbench.gui.panes.close_button import CloseButton


@pytest.fixture
def button(qtbot):
    button = CloseButton()
    qtbot.addWidget(button)
    button.show()
    return button


def test_one_click_disconnects(qtbot, button):
    with qtbot.waitSignal(button.close_requested):
        qtbot.mouseClick(button.button, Qt.MouseButton.LeftButton)


def test_every_other_way_is_in_the_menu(qtbot, button):
    wishes = []
    for name in ("close", "half_close", "reset", "reconnect"):
        getattr(button, f"{name}_requested").connect(lambda name=name: wishes.append(name))
    qtbot.mouseClick(button.more, Qt.MouseButton.LeftButton)
    menu = QApplication.activePopupWidget()
    assert menu is not None
    for action in menu.actions():
        action.trigger()
    menu.close()
    assert wishes == ["half_close", "reset", "reconnect"]


def test_datagrams_have_no_end_and_nothing_to_reset(button):
    for is_stream in (False, True):
        button.set_stream(is_stream)
        assert [way.isEnabled() for way in button.other_ways()] == [is_stream, is_stream, True]
