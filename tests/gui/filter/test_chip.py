from PySide6.QtCore import Qt

from socket_workbench.gui.filter.chip import FilterChip
from socket_workbench.gui.filter.parts import FilterPart
from socket_workbench.journal.search.filter import Filter

REST = Filter(text="rest")


def test_a_press_takes_it_away(qtbot):
    chip = FilterChip(FilterPart("received, sent", REST))
    qtbot.addWidget(chip)
    chip.show()
    with qtbot.waitSignal(chip.removed) as removed:
        qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert removed.args == [REST]
    with qtbot.waitSignal(chip.removed):
        qtbot.keyClick(chip, Qt.Key.Key_Space)


def test_a_long_title_is_shortened_and_said_in_full(qtbot):
    chip = FilterChip(FilterPart("x" * 100, REST))
    qtbot.addWidget(chip)
    assert len(chip.text()) < 40
    assert chip.accessibleName() == f"Remove filter: {'x' * 100}"


def test_it_can_be_reached_with_the_keyboard(qtbot):
    chip = FilterChip(FilterPart("sent", REST))
    qtbot.addWidget(chip)
    assert chip.focusPolicy() & Qt.FocusPolicy.TabFocus
