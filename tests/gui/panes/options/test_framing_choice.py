import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit

from socket_workbench.gui.panes.options.framing_choice import FramingChoice
from socket_workbench.payload.framing import Framing, FramingError


@pytest.fixture
def choice(qtbot):
    choice = FramingChoice()
    qtbot.addWidget(choice)
    choice.show()
    return choice


def line_of(choice):
    return next(one for one in choice.findChildren(QLineEdit) if one.parent() is choice)


def choose(choice, qtbot, name):
    combo = choice.findChildren(QComboBox)[0]
    combo.setFocus()
    qtbot.keyClick(combo, Qt.Key.Key_Home)
    while combo.currentData() != name:
        qtbot.keyClick(combo, Qt.Key.Key_Down)


def test_it_begins_with_none(choice):
    assert choice.framing() == "none"
    assert not any(line.isVisible() for line in choice.findChildren(QLineEdit))


def test_every_framing_can_be_chosen_with_the_keys(choice, qtbot):
    told: list[str] = []
    choice.value_changed.connect(lambda: told.append(choice.framing()))
    choose(choice, qtbot, "idle")

    assert told == [
        *("line", r"delimiter:\r\n", "length:u16be", "header:u16be@4", "fixed:8", "idle:20ms")
    ]
    assert choice.framing() == "idle:20ms"


def test_the_parameter_is_typed(choice, qtbot):
    choose(choice, qtbot, "delimiter")
    line = line_of(choice)
    line.selectAll()

    with qtbot.waitSignal(choice.value_changed):
        qtbot.keyClicks(line, r"\0")
        qtbot.keyClick(line, Qt.Key.Key_Return)

    assert choice.framing() == r"delimiter:\0"
    assert str(choice.value()) == r"delimiter:\0"
    assert line.accessibleName()


def test_a_mistake_is_said_and_the_framing_before_it_holds(choice, qtbot):
    choose(choice, qtbot, "fixed")
    line = line_of(choice)
    line.selectAll()
    with qtbot.assertNotEmitted(choice.value_changed):
        qtbot.keyClicks(line, "many")
        qtbot.keyClick(line, Qt.Key.Key_Return)

    assert "many" in choice.mistake()
    assert choice.framing() == "fixed:8"
    assert line.property("mistaken") is True
    line.selectAll()
    qtbot.keyClicks(line, "16")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert choice.mistake() == ""
    assert choice.framing() == "fixed:16"


def test_the_length_is_chosen_from_a_list(choice, qtbot):
    choose(choice, qtbot, "length")
    lengths = choice.findChildren(QComboBox)[1]
    assert lengths.isVisible()

    with qtbot.waitSignal(choice.value_changed):
        qtbot.keyClick(lengths, Qt.Key.Key_End)

    assert choice.framing() == "length:u32le"


@pytest.mark.parametrize(
    "text",
    ["none", "line", r"delimiter:\r\n\r\n", "length:u8", "header:u24be@0+6", "fixed:3", "idle:5ms"],
)
def test_a_framing_can_be_shown(choice, qtbot, text):
    with qtbot.assertNotEmitted(choice.value_changed):
        choice.set_value(Framing.parse(text))

    assert choice.framing() == text


def test_what_is_no_framing_cannot_be_shown(choice):
    with pytest.raises(FramingError):
        choice.set_framing("words")
    assert choice.framing() == "none"


def test_a_long_delimiter_is_taken_whole_or_refused_with_a_sentence(choice, qtbot):
    choice.set_framing("delimiter:;")
    line = line_of(choice)
    line.setText("x" * 60_000)
    line.editingFinished.emit()
    assert choice.framing() == "delimiter:" + "x" * 60_000
    line.insert("y" * 300_000)
    qtbot.waitUntil(lambda: "262,144 characters" in choice.mistake())
    assert line.text() == "x" * 60_000
