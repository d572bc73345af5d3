import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit

from socket_workbench.dialogues.registry import dialogue_kinds
from socket_workbench.gui.panes.dialogue_choice import DialogueChoice


@pytest.fixture
def choice(qtbot):
    choice = DialogueChoice(dialogue_kinds())
    qtbot.addWidget(choice)
    qtbot.addWidget(choice.parameter_form)
    choice.show()
    return choice


def offered(choice):
    combo = choice.findChild(QComboBox)
    return [combo.itemData(index) for index in range(combo.count())]


def test_it_offers_what_the_transport_can_carry(choice):
    kinds = dialogue_kinds()

    assert offered(choice) == [kind.name for kind in kinds if "stream" in kind.transports]
    choice.set_transport("datagram")
    assert offered(choice) == [kind.name for kind in kinds if "datagram" in kind.transports]


def test_what_is_chosen_stays_when_the_transport_can_carry_it(choice):
    choice.set_choice("echo", {})
    choice.set_transport("datagram")
    assert choice.choice() == "echo"

    choice.set_transport("stream")
    choice.set_choice("welcome", {})
    choice.set_transport("datagram")
    assert choice.choice() in offered(choice)
    assert choice.choice() != "welcome"


def test_a_person_chooses_with_the_keys(choice, qtbot):
    combo = choice.findChild(QComboBox)
    before = choice.choice()

    qtbot.keyClick(combo, Qt.Key.Key_Down)

    assert choice.choice() != before
    assert combo.toolTip()
    assert combo.accessibleName() == "Dialogue"


def test_parameters_have_fields_where_there_are_some(choice):
    choice.set_choice("fixed-reply", {})
    assert choice.parameter_form.isVisible()
    assert list(choice.parameters().values()) == ["Get answer"]

    choice.set_choice("print-only", {})
    assert not choice.parameter_form.isVisible()
    assert choice.parameters() == {}


def test_what_was_set_is_kept_while_another_one_is_chosen(choice, qtbot):
    choice.set_choice("fixed-reply", {})
    line = choice.parameter_form.findChild(QLineEdit)
    line.selectAll()
    qtbot.keyClicks(line, "GETS")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    combo = choice.findChild(QComboBox)
    qtbot.keyClick(combo, Qt.Key.Key_Home)
    assert choice.choice() != "fixed-reply"

    combo.setCurrentIndex(combo.findData("fixed-reply"))
    combo.activated.emit(combo.currentIndex())

    assert list(choice.parameters().values()) == ["GETS"]


def test_an_unknown_dialogue_changes_nothing(choice):
    before = choice.choice()
    choice.set_choice("no-such", {})

    assert choice.choice() == before


def test_no_dialogue_for_a_transport_is_an_empty_choice(qtbot):
    choice = DialogueChoice([])
    qtbot.addWidget(choice)
    qtbot.addWidget(choice.parameter_form)

    assert choice.choice() == ""
    assert choice.parameters() == {}
    assert choice.mistake() == ""
