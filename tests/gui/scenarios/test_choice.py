from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QComboBox, QLabel

from socket_workbench.gui.scenarios.choice import ScenarioChoice


@dataclass(frozen=True)
class Entry:
    name: str
    title: str
    summary: str


ENTRIES = [
    Entry("welcome", "Welcome / Hello / exit", "The server greets & says <hello>."),
    Entry("chat-room", "Chat room", "Everybody hears everybody."),
]


@pytest.fixture
def choice(qtbot):
    choice = ScenarioChoice(ENTRIES)
    qtbot.addWidget(choice)
    choice.show()
    return choice


@pytest.fixture
def combo(choice):
    return choice.findChild(QComboBox)


@pytest.fixture
def chosen(choice):
    chosen: list[str] = []
    choice.scenario_chosen.connect(chosen.append)
    return chosen


def titles(combo):
    return [combo.itemText(place) for place in range(combo.count())]


def test_it_shows_titles_with_their_summaries_and_begins_with_none(choice, combo):
    assert titles(combo) == ["Welcome / Hello / exit", "Chat room"]
    assert "greets &amp; says &lt;hello&gt;." in combo.itemData(0, Qt.ItemDataRole.ToolTipRole)
    assert not combo.isEditable()
    assert choice.current() == ""
    assert combo.toolTip() == ""
    assert combo.placeholderText() == "Choose a scenario…"


def test_label_and_list_belong_together(choice, combo):
    assert choice.findChild(QLabel).text() == "Scenario"
    assert choice.findChild(QLabel).buddy() is combo
    assert combo.accessibleName() == "Scenario"
    assert choice.focusProxy() is combo


def test_choosing_by_name_shows_it_and_signals_nothing(choice, combo, chosen):
    assert choice.choose("chat-room")

    assert choice.current() == "chat-room"
    assert combo.currentText() == "Chat room"
    assert "Everybody hears" in combo.toolTip()
    assert chosen == []


def test_a_name_that_is_not_offered_changes_nothing(choice):
    choice.choose("welcome")

    assert not choice.choose("nowhere")
    assert choice.current() == "welcome"


def test_no_name_is_none(choice, combo):
    choice.choose("welcome")

    assert choice.choose("")
    assert choice.current() == ""
    assert combo.toolTip() == ""


def test_what_a_person_chooses_is_signalled(choice, combo, chosen, qtbot):
    choice.choose("welcome")
    combo.setFocus()
    qtbot.keyClick(combo, Qt.Key.Key_Down)

    assert chosen == ["chat-room"]
    assert choice.current() == "chat-room"
    assert "Everybody hears" in combo.toolTip()


def test_the_same_one_can_be_chosen_again(choice, combo, chosen, qtbot):
    choice.choose("welcome")
    combo.showPopup()
    qtbot.keyClick(combo.view(), Qt.Key.Key_Return)

    assert chosen == ["welcome"]


def test_a_file_is_offered_below_the_others_and_chosen(choice, combo, chosen, tmp_path):
    path = tmp_path / "welcome"
    choice.add_file(path, "My device")

    assert choice.current() == str(path)
    assert combo.currentText() == "My device"
    assert str(path) in combo.toolTip()
    assert titles(combo) == ["Welcome / Hello / exit", "Chat room", "", "My device"]
    assert not combo.model().index(2, 0).flags() & Qt.ItemFlag.ItemIsEnabled
    assert chosen == []


def test_a_second_file_needs_no_second_line(choice, combo, tmp_path):
    choice.add_file(tmp_path / "one.toml", "One")
    choice.add_file(tmp_path / "two.toml", "Two")

    assert titles(combo)[2:] == ["", "One", "Two"]


def test_a_file_that_is_offered_already_is_retitled_and_chosen(choice, combo, tmp_path):
    choice.add_file(tmp_path / "one.toml", "One")
    choice.choose("welcome")
    choice.add_file(tmp_path / "one.toml", "One, changed")

    assert titles(combo)[2:] == ["", "One, changed"]
    assert choice.current() == str(tmp_path / "one.toml")


def of_folder(folder, *names):
    return [Entry(str(folder / name), name.upper(), "") for name in names]


def test_scenarios_of_a_folder_stand_between_the_others_in_their_order(choice, combo, tmp_path):
    choice.add_file(tmp_path / "x.toml", "X")
    choice.add_file(tmp_path / "a" / "one", "Opened before")
    choice.set_folder(of_folder(tmp_path / "a", "two", "one"))

    assert titles(combo)[2:] == ["", "TWO", "ONE", "", "X"]
    assert choice.current() == str(tmp_path / "a" / "one")
    choice.add_file(tmp_path / "a" / "two", "Two, changed")
    assert titles(combo)[2:] == ["", "Two, changed", "ONE", "", "X"]


def test_another_folder_takes_the_place_and_the_chosen_one_stays(choice, combo, chosen, tmp_path):
    choice.set_folder(of_folder(tmp_path / "a", "one", "two"))
    choice.choose(str(tmp_path / "a" / "two"))
    choice.set_folder(of_folder(tmp_path / "b", "three"))

    assert titles(combo)[2:] == ["", "THREE", "", "TWO"]
    assert choice.current() == str(tmp_path / "a" / "two")
    choice.choose("welcome")
    choice.set_folder([])
    assert titles(combo)[2:] == ["", "TWO"]
    assert choice.current() == "welcome"
    assert chosen == []


def test_a_file_goes_by_its_absolute_path(choice, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    choice.add_file(Path("welcome"), "Mine")

    assert choice.current() == str(tmp_path / "welcome")
    assert choice.choose("welcome")
    assert choice.current() == "welcome"


def test_the_wheel_chooses_nothing(choice, combo, chosen):
    choice.choose("welcome")
    combo.setFocus()
    place = QPointF(combo.rect().center())
    turned = QWheelEvent(
        place,
        combo.mapToGlobal(place),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(combo, turned)

    assert choice.current() == "welcome"
    assert chosen == []


def test_a_long_title_does_not_move_what_stands_beside_it(choice, tmp_path):
    before = choice.sizeHint()
    choice.add_file(tmp_path / "long.toml", "A very long title " * 20)

    assert choice.sizeHint() == before


def test_its_words_are_translated(qtbot, pseudo_language):
    choice = ScenarioChoice(ENTRIES)
    qtbot.addWidget(choice)

    assert [one.text() for one in choice.findChildren(QLabel)] == ["⟦Scenario⟧"]
    (combo,) = choice.findChildren(QComboBox)
    assert combo.placeholderText() == "⟦Choose a scenario…⟧"


def test_a_files_title_is_one_line_of_plain_text(choice):
    choice.add_file(Path("/tmp/x.toml"), "a\nb\u202ec<b>" + "x" * 1000)
    combo = choice.findChild(QComboBox)
    assert combo.currentText().startswith("a␊b\\u202ec<b>x")
    assert len(combo.currentText()) < 120
