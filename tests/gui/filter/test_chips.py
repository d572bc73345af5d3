import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from socket_workbench.gui.filter.chips import FilterChips
from socket_workbench.gui.filter.parts import FilterPart
from socket_workbench.journal.search.filter import Filter

PARTS = [FilterPart("one", Filter(text="two")), FilterPart("two", Filter(text="one"))]


class Around(QWidget):
    """A field with chips below it."""

    def __init__(self):
        super().__init__()
        self.field = QLineEdit()
        self.chips = FilterChips()
        layout = QVBoxLayout(self)
        layout.addWidget(self.field)
        layout.addWidget(self.chips)


@pytest.fixture
def around(qtbot):
    around = Around()
    qtbot.addWidget(around)
    with qtbot.waitActive(around):
        around.show()
        around.activateWindow()
    return around


def test_they_take_no_room_while_there_are_none(around):
    assert around.chips.isHidden()
    around.chips.show_parts(PARTS)
    assert around.chips.isVisible()
    assert [chip.text() for chip in around.chips.chips()] == ["one", "two"]
    around.chips.show_parts([])
    assert around.chips.isHidden()


def test_a_pressed_chip_says_what_is_left(around, qtbot):
    around.chips.show_parts(PARTS)
    with qtbot.waitSignal(around.chips.chosen) as chosen:
        qtbot.mouseClick(around.chips.chips()[1], Qt.MouseButton.LeftButton)
    assert chosen.args == [Filter(text="one")]


def test_the_keyboard_stays_with_the_chips_while_there_are_some(around, qtbot):
    around.chips.show_parts(PARTS)
    around.chips.chips()[1].setFocus()
    qtbot.waitUntil(around.chips.chips()[1].hasFocus)
    assert not around.chips.show_parts(PARTS[:1])
    qtbot.waitUntil(around.chips.chips()[0].hasFocus)
    assert around.chips.show_parts([])


def test_a_mistake_is_said_beside_the_field(around):
    around.chips.show_mistake(around.field, "Column 3: wrong.")
    assert around.chips.is_needed
    assert around.chips.mistake.isVisible()
    assert around.field.accessibleDescription() == "Column 3: wrong."
    around.chips.show_mistake(around.field, "")
    assert around.chips.isHidden()
