import pytest
from PySide6.QtCore import Qt

from socket_workbench.gui.panes.number_field import NumberField


@pytest.fixture
def field(qtbot):
    field = NumberField()
    qtbot.addWidget(field)
    field.setRange(-1, 65535)
    field.setSpecialValueText("system")
    field.setValue(5)
    field.show()
    return field


def type_in(qtbot, field, text):
    field.selectAll()
    qtbot.keyClick(field, Qt.Key.Key_Delete)
    qtbot.keyClicks(field, text)
    qtbot.keyClick(field, Qt.Key.Key_Return)


@pytest.mark.parametrize(
    ("typed", "value"),
    [("system", -1), ("SYSTEM", -1), ("sys", -1), ("", -1), ("0", 0), ("128", 128), ("1x2", 12)],
)
def test_a_number_or_the_word_can_be_typed(qtbot, field, typed, value):
    type_in(qtbot, field, typed)

    assert field.value() == value
    assert field.text() == ("system" if value < 0 else str(value))


def test_without_a_word_it_is_a_spin_box(qtbot, field):
    field.setSpecialValueText("")
    field.setSuffix(" B")
    type_in(qtbot, field, "sys7")

    assert (field.value(), field.text()) == (7, "7 B")
