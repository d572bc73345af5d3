from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from socket_workbench.gui.filter.bar import FilterBar
from socket_workbench.gui.filter.parts import MESSAGES
from socket_workbench.gui.rows.sources import SessionSources
from socket_workbench.journal.event import Kind
from socket_workbench.journal.row import Direction
from socket_workbench.journal.search.query import Filter


@pytest.fixture
def bar(qtbot, recording):
    sources = SessionSources(recording.path)
    bar = FilterBar(sources)
    qtbot.addWidget(bar)
    with qtbot.waitExposed(bar):
        bar.show()
    yield bar
    sources.close()


def titles(bar):
    return [chip.text() for chip in bar.chips()]


def test_restrictions_are_shown_as_chips(bar, qtbot):
    wanted = Filter(connections=frozenset({2}), kinds=MESSAGES, direction=Direction.TO_SERVER)
    with qtbot.waitSignal(bar.filter_changed) as changed:
        bar.set_filter(wanted)
    assert changed.args == [wanted]
    qtbot.waitUntil(
        lambda: titles(bar) == ["conn:2 127.0.0.1:51342", "client → server", "received, sent"]
    )


def test_a_chip_takes_its_restriction_away(bar, qtbot):
    bar.set_filter(Filter(kinds=MESSAGES, direction=Direction.TO_SERVER))
    with qtbot.waitSignal(bar.filter_changed) as changed:
        qtbot.mouseClick(bar.chips()[0], Qt.MouseButton.LeftButton)
    assert changed.args == [Filter(kinds=MESSAGES)]
    with qtbot.waitSignal(bar.filter_changed) as changed:
        qtbot.mouseClick(bar.chips()[0], Qt.MouseButton.LeftButton)
    assert changed.args == [None]
    assert bar.chips() == []


def test_the_keyboard_stays_in_the_bar_when_its_chip_goes(bar, qtbot):
    bar.set_filter(Filter(kinds=MESSAGES))
    bar.activateWindow()
    bar.chips()[0].setFocus()
    qtbot.waitUntil(lambda: bar.chips()[0].hasFocus())
    qtbot.keyClick(bar.chips()[0], Qt.Key.Key_Space)
    qtbot.waitUntil(bar.menu_button.hasFocus)


def test_text_is_searched_for_when_typing_pauses_or_enter_is_pressed(bar, qtbot):
    with qtbot.waitSignal(bar.filter_changed) as changed:
        qtbot.keyClicks(bar.text_field, "apple")
    assert changed.args == [Filter(text="apple")]
    bar.text_field.setText("pear")
    with qtbot.waitSignal(bar.filter_changed) as changed:
        qtbot.keyClick(bar.text_field, Qt.Key.Key_Return)
    assert changed.args == [Filter(text="pear")]


def test_text_and_restrictions_combine(bar):
    bar.set_filter(Filter(kinds=MESSAGES))
    assert bar.text_field.text() == "kind:received,sent"
    bar.text_field.setText("kind:received,sent x")
    bar.text_field.editingFinished.emit()
    assert bar.wanted == Filter(kinds=MESSAGES, text="x")
    bar.set_filter(Filter())
    assert bar.text_field.text() == ""
    assert bar.wanted == Filter()


def test_only_one_connection(bar, recording):
    bar.set_filter(Filter(kinds=MESSAGES))
    bar.set_only_connection(recording.accepted)
    assert bar.wanted == Filter(kinds=MESSAGES, connections=frozenset({1}))
    assert titles(bar)[0] == "conn:1 127.0.0.1:51342"


def test_kinds_can_be_hidden_but_for_the_last(bar):
    bar.hide_kind(Kind.NOTE)
    assert titles(bar) == ["no note"]
    bar.set_filter(Filter(kinds=frozenset({Kind.SENT})))
    bar.hide_kind(Kind.SENT)
    assert bar.wanted == Filter(kinds=frozenset({Kind.SENT}))


def test_the_same_filter_again_is_no_change(bar, qtbot):
    bar.set_filter(Filter(kinds=MESSAGES))
    with qtbot.assertNotEmitted(bar.filter_changed):
        bar.set_filter(Filter(kinds=MESSAGES))


def test_the_menu_restricts(bar, qtbot):
    menu = bar.menu_button.menu()
    menu.fill()
    kinds = next(action.menu() for action in menu.actions() if action.text() == "Kind")
    next(one for one in kinds.actions() if one.text() == "Only sent and received").trigger()
    assert bar.wanted == Filter(kinds=MESSAGES)


def test_what_is_typed_and_the_chips_are_the_same(bar, qtbot):
    qtbot.keyClicks(bar.text_field, 'kind:sent conn:2 -"no"w')
    qtbot.keyClick(bar.text_field, Qt.Key.Key_Return)
    expected = ["conn:2 127.0.0.1:51342", "sent", "not “no”, whole words"]
    qtbot.waitUntil(lambda: titles(bar) == expected)
    qtbot.mouseClick(bar.chips()[1], Qt.MouseButton.LeftButton)
    assert bar.text_field.text() == 'conn:2 -"no"w'
    bar.hide_kind(Kind.NOTE)
    assert bar.text_field.text() == 'conn:2 -kind:note -"no"w'


def test_a_mistake_is_said_and_changes_nothing(bar, qtbot):
    qtbot.keyClicks(bar.text_field, "kind:sent")
    qtbot.keyClick(bar.text_field, Qt.Key.Key_Return)
    with qtbot.assertNotEmitted(bar.filter_changed):
        qtbot.keyClicks(bar.text_field, " /a(/")
        qtbot.waitUntil(lambda: bool(bar.below.mistake.text()))
    assert bar.below.mistake.text().startswith("Column 13: this is no regular expression")
    assert bar.wanted == Filter(kinds=frozenset({Kind.SENT}))
    qtbot.keyClick(bar.text_field, Qt.Key.Key_Backspace)
    assert bar.below.mistake.text() == ""


def test_changes_are_undone_one_by_one(bar, qtbot):
    assert not bar.back_button.isEnabled()
    bar.set_filter(Filter(kinds=MESSAGES))
    bar.text_field.setText("kind:received,sent ap")
    bar._on_text_settled()
    bar.text_field.setText("kind:received,sent apple")
    bar._on_text_settled()
    bar.set_filter(Filter())
    qtbot.mouseClick(bar.back_button, Qt.MouseButton.LeftButton)
    assert bar.wanted == Filter(kinds=MESSAGES, text="apple")
    assert bar.text_field.text() == "kind:received,sent apple"
    bar.text_field.back_requested.emit()
    assert bar.wanted == Filter(kinds=MESSAGES)
    bar.go_back()
    assert bar.wanted == Filter()
    assert not bar.back_button.isEnabled()


def test_times_are_of_the_session(qtbot):
    begin = 1_700_000_000_000_000_000
    bar = FilterBar(SessionSources(Path("nowhere")), session_begin=lambda: begin)
    qtbot.addWidget(bar)
    bar.text_field.setText("time:..23:59:59")
    bar._on_text_settled()
    assert bar.wanted.end is not None
    assert begin < bar.wanted.end < begin + 86_400 * 10**9


def test_a_mistake_is_underlined_and_the_text_stays(bar, qtbot):
    field = bar.text_field
    qtbot.keyClicks(field, "word kind:recieved conn:1")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    start, end = field.mistaken
    assert field.text()[start:end] == "recieved"
    assert field.text() == "word kind:recieved conn:1"
    assert "recieved" in field.accessibleDescription()
    field.clearFocus()
    assert field.text() == "word kind:recieved conn:1"
    field.setFocus()
    field.end(False)
    qtbot.keyClick(field, Qt.Key.Key_Backspace)
    assert field.mistaken is None


def test_what_is_hidden_is_a_chip_that_can_be_taken_away(bar, qtbot):
    qtbot.keyClicks(bar.text_field, "-dir:>server -source:5 -time:2026-01-31T12:01Z x")
    qtbot.keyClick(bar.text_field, Qt.Key.Key_Return)
    assert bar.below.mistake.text() == ""
    assert len(titles(bar)) == 4
    for _ in range(4):
        qtbot.mouseClick(bar.chips()[0], Qt.MouseButton.LeftButton)
    assert bar.text_field.text() == ""


def test_a_long_text_is_taken_whole_or_refused_with_a_sentence(bar, qtbot):
    with qtbot.waitSignal(bar.filter_changed) as changed:
        bar.text_field.insert("x" * 60_000)
    assert changed.args == [Filter(text="x" * 60_000)]
    bar.text_field.insert("y" * 300_000)
    qtbot.waitUntil(lambda: "262,144 characters" in bar.below.mistake.text())
    assert bar.text_field.text() == "x" * 60_000
