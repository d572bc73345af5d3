import pytest
from PySide6.QtCore import QPoint, Qt

from socket_workbench.gui.looks.state_mark import Tone
from socket_workbench.gui.window.loss_chip import LossChip


@pytest.fixture
def chip(qtbot):
    chip = LossChip()
    chip.show_state(Tone.WAITING, "3 datagrams dropped")
    qtbot.addWidget(chip)
    chip.resize(chip.sizeHint())
    with qtbot.waitExposed(chip):
        chip.show()
    chip.set_pressable(pressable=True)
    return chip


def test_a_click_and_the_keys_press_it(qtbot, chip):
    with qtbot.waitSignal(chip.pressed):
        qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
        with qtbot.waitSignal(chip.pressed):
            qtbot.keyClick(chip, key)


def test_other_buttons_keys_and_places_do_not(qtbot, chip):
    with qtbot.assertNotEmitted(chip.pressed):
        qtbot.mouseClick(chip, Qt.MouseButton.RightButton)
        qtbot.keyClick(chip, Qt.Key.Key_A)
        qtbot.mousePress(chip, Qt.MouseButton.LeftButton)
        qtbot.mouseRelease(chip, Qt.MouseButton.LeftButton, pos=QPoint(-50, -50))


def test_what_leads_nowhere_takes_neither_clicks_nor_the_keyboard(qtbot, chip):
    assert chip.focusPolicy() is Qt.FocusPolicy.TabFocus
    assert chip.cursor().shape() is Qt.CursorShape.PointingHandCursor
    chip.set_pressable(pressable=False)
    chip.set_pressable(pressable=False)
    assert chip.focusPolicy() is Qt.FocusPolicy.NoFocus
    assert chip.cursor().shape() is not Qt.CursorShape.PointingHandCursor
    with qtbot.assertNotEmitted(chip.pressed):
        qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
        qtbot.keyClick(chip, Qt.Key.Key_Return)


def test_the_keyboard_is_seen(qtbot, chip):
    chip.clearFocus()
    before = chip.grab().toImage()
    chip.setFocus()
    qtbot.waitUntil(chip.hasFocus)
    assert chip.grab().toImage() != before
