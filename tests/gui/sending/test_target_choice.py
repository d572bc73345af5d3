import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from socket_workbench.gui.sending.target_choice import TargetChoice


@pytest.fixture
def choice(qtbot):
    choice = TargetChoice()
    qtbot.addWidget(choice)
    return choice


def texts(choice):
    return [choice.itemText(place) for place in range(choice.count())]


def test_with_nothing_selected_all_is_the_only_choice(choice):
    choice.show_targets(3, [], [], {7, 8})

    assert texts(choice) == ["To all (3)"]
    assert not choice.only_selected()


def test_selecting_means_sending_to_what_is_selected(choice):
    choice.show_targets(3, [7], ["127.0.0.1:5432"], {7, 8})
    assert choice.only_selected()
    assert choice.currentText() == "To …:5432"

    choice.show_targets(3, [7, 8], ["127.0.0.1:5432", "127.0.0.1:5433"], {7, 8})
    assert choice.currentText() == "To 2 selected"
    assert choice.toolTip() == "127.0.0.1:5432\n127.0.0.1:5433"
    choice.show_targets(3, [], [], {7, 8})
    assert texts(choice) == ["To all (3)"]
    assert choice.toolTip() == ""


def test_all_can_be_chosen_all_the_same_until_another_row_is_selected(choice):
    choice.show_targets(3, [7], ["127.0.0.1:5432"], {7, 8})
    choice.setCurrentIndex(0)
    choice.show_targets(2, [7], ["127.0.0.1:5432"], {7, 8})
    assert choice.currentText() == "To all (2)"

    choice.show_targets(2, [8], ["127.0.0.1:5433"], {7, 8})
    assert choice.currentText() == "To …:5433"


def test_what_is_selected_stays_the_target_when_it_closes(choice):
    choice.show_targets(3, [7], ["127.0.0.1:5432"], {7, 8})
    choice.show_targets(2, [7], [], {7, 8})

    assert choice.only_selected()
    assert choice.currentText() == "To selected (closed)"


def test_what_is_listed_no_more_stays_the_target_until_another_is_chosen(choice):
    choice.show_targets(3, [7], ["127.0.0.1:5432"], {7, 8})
    choice.show_targets(2, [], [], {8})
    assert choice.only_selected()
    assert choice.currentText() == "To selected (closed)"
    choice.show_targets(2, [], [], {8})
    assert choice.only_selected()

    choice.setCurrentIndex(0)
    choice.show_targets(2, [], [], {8})
    assert texts(choice) == ["To all (2)"]


def test_a_name_cannot_turn_or_break_the_line(choice):
    choice.show_targets(1, [1], ["@\n\u202e"], [1])
    assert choice.currentText() == "To @␊\\u202e"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=60), st.integers(0, 65535))
def test_a_port_is_read_however_long_the_address(choice, host, port):
    choice.show_targets(1, [7], [f"{host}:{port}"], {7})
    shown = choice.currentText()
    assert shown.endswith(f":{port}")
    assert len(shown) <= len("To ") + 9


def test_a_long_name_is_shortened_in_the_middle(choice):
    choice.show_targets(1, [7], ["<h1>" + "x" * 200 + "end"], {7, 8})

    assert choice.currentText() == "To …xxxxxend"
    before = choice.sizeHint()
    choice.show_targets(1, [7], ["a"], {7, 8})
    assert choice.sizeHint() == before
