import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox

from socket_workbench.gui.scenarios.variables_dialog import MOST_SHOWN, VariablesDialog
from socket_workbench.gui.widgets.labels import PlainLabel
from socket_workbench.gui.widgets.whole_line import LONGEST, too_long
from socket_workbench.scenarios.model import Scenario, VariableDocument

VARIABLES = {
    "host": "127.0.0.1",
    "unit": VariableDocument(type="number", default=1, summary="the unit's number"),
    "mode": VariableDocument(default="fast", choices=["fast", "exact"]),
    "key": VariableDocument(type="hex"),
}


def asked(variables):
    return Scenario(format=1, title="A device", variables=variables)


@pytest.fixture
def dialog(qtbot):
    dialog = VariablesDialog(asked(VARIABLES), {"key": "01", "gone": "x"})
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


@pytest.fixture
def told(dialog):
    told: list[dict[str, str]] = []
    dialog.chosen.connect(told.append)
    return told


def use(dialog, qtbot):
    qtbot.mouseClick(dialog.use_button, Qt.MouseButton.LeftButton)


def test_each_variable_has_its_type_its_default_and_its_summary(dialog):
    shown = [label.text() for label in dialog.findChildren(PlainLabel)]

    for text in (
        "A device",
        "host",
        "text, default 127.0.0.1",
        "whole number, default 1",
        "the unit's number",
        "hex, needed",
    ):
        assert text in shown
    assert dialog.fields["unit"].accessibleName() == "unit"
    assert dialog.fields["unit"].accessibleDescription() == "the unit's number"
    assert isinstance(dialog.fields["mode"], QComboBox)


def test_the_values_are_told_and_it_stays_open(dialog, told, qtbot):
    dialog.fields["mode"].setCurrentIndex(1)
    dialog.fields["unit"].set_text("-7")

    use(dialog, qtbot)
    assert told == [{"host": "127.0.0.1", "unit": "-7", "mode": "exact", "key": "01"}]
    assert dialog.isVisible()
    dialog.show_mistake("servers[0].endpoint: no address.")
    assert dialog.mistake.isVisible()
    use(dialog, qtbot)
    assert not dialog.mistake.isVisible()


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("unit", "one", "'one' is not a whole number."),
        ("unit", "", "'' is not a whole number."),
        ("key", "xy", "'xy' is not hex"),
    ],
)
def test_a_value_of_another_type_is_refused_below_its_field(
    dialog, told, qtbot, name, text, sentence
):
    dialog.fields[name].set_text(text)
    use(dialog, qtbot)

    assert told == []
    assert list(dialog.mistakes()) == [name]
    assert dialog.mistakes()[name].startswith(sentence)
    assert dialog.fields[name].hasFocus()
    qtbot.keyClicks(dialog.fields[name], "1")
    dialog.fields[name].set_text("12")
    assert dialog.mistakes() == {}
    use(dialog, qtbot)
    assert len(told) == 1


def test_a_field_is_checked_when_it_is_left(dialog, qtbot):
    dialog.fields["unit"].setFocus()
    qtbot.keyClicks(dialog.fields["unit"], "x")
    assert dialog.mistakes() == {}
    dialog.fields["host"].setFocus()
    assert list(dialog.mistakes()) == ["unit"]


def test_the_defaults_come_back(dialog, qtbot):
    dialog.fields["host"].set_text("10.0.0.7")
    dialog.fields["key"].set_text("x")
    use(dialog, qtbot)
    qtbot.mouseClick(dialog.defaults_button, Qt.MouseButton.LeftButton)

    assert dialog.mistakes() == {}
    values = {"host": "127.0.0.1", "unit": "1", "mode": "fast", "key": ""}
    assert dialog.values() == values


def test_of_very_many_those_that_are_needed_have_fields(qtbot):
    many = {f"v{number}": "" for number in range(300)} | {"needed": VariableDocument()}
    dialog = VariablesDialog(asked(many), {"v299": "kept"})
    qtbot.addWidget(dialog)

    assert len(dialog.fields) == MOST_SHOWN
    assert "needed" in dialog.fields
    assert dialog.values()["v299"] == "kept"
    words = [label.text() for label in dialog.findChildren(PlainLabel)]
    assert "201 more variables have their defaults." in words


def test_a_text_that_is_too_long_is_refused_in_words(dialog, qtbot):
    dialog.fields["host"].setText("x" * (LONGEST + 1))

    qtbot.waitUntil(lambda: dialog.mistakes() == {"host": too_long()})
    assert dialog.fields["host"].text() == "127.0.0.1"
