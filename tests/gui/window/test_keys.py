import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QScrollArea

from socket_workbench.gui.widgets.card import Card
from socket_workbench.gui.window.keys import KeyList

SECTIONS = [
    ("Scenario", [("Ctrl+R", "Run the scenario"), ("Ctrl+.", "Stop all")]),
    ("Log", [("Ctrl+F", "Find")]),
    ("View", [("Ctrl++", "Larger <type>"), ("F11", "Full screen"), ("F1", "This list")]),
]


@pytest.fixture
def keys(qtbot, theme):
    keys = KeyList(SECTIONS)
    qtbot.addWidget(keys)
    with qtbot.waitActive(keys):
        keys.show()
    return keys


def label(keys, text):
    return next(one for one in keys.findChildren(QLabel) if one.text() == text)


def left_of(keys, widget):
    return widget.mapTo(keys, widget.rect().topLeft()).x()


def top_of(keys, widget):
    return widget.mapTo(keys, widget.rect().topLeft()).y()


def test_every_key_stands_in_line_with_what_it_does(keys):
    for _, lines in SECTIONS:
        for text, what in lines:
            cap, words = label(keys, text), label(keys, what)
            assert left_of(keys, cap) > left_of(keys, words)
            assert abs(cap.geometry().center().y() - words.geometry().center().y()) <= 1
            assert cap.accessibleDescription() == what


def test_text_is_no_markup(keys):
    assert label(keys, "Larger <type>").textFormat() == Qt.TextFormat.PlainText


def test_sections_fill_two_columns_in_the_order_of_reading(keys):
    scenario, log, view = keys.findChildren(Card)

    assert [card.title() for card in (scenario, log, view)] == ["Scenario", "Log", "View"]
    assert left_of(keys, scenario) == left_of(keys, log) < left_of(keys, view)
    assert top_of(keys, scenario) == top_of(keys, view) < top_of(keys, log)
    assert scenario.width() == view.width()


def test_one_section_and_none_are_shown_too(qtbot, theme):
    for sections in ([], SECTIONS[:1]):
        keys = KeyList(sections)
        qtbot.addWidget(keys)
        keys.grab()
        assert [card.title() for card in keys.findChildren(Card)] == [
            title for title, _ in sections
        ]


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Return])
def test_escape_and_enter_close(keys, qtbot, key):
    qtbot.keyClick(keys.focusWidget(), key)

    assert keys.isHidden()


def test_the_button_closes(keys, qtbot):
    qtbot.mouseClick(keys.findChild(QPushButton), Qt.MouseButton.LeftButton)

    assert keys.isHidden()


def test_a_long_list_is_scrolled_by_the_keyboard_at_once(qtbot, theme):
    keys = KeyList([(f"Section {number}", SECTIONS[0][1]) for number in range(30)])
    qtbot.addWidget(keys)
    with qtbot.waitActive(keys):
        keys.show()
    (area,) = keys.findChildren(QScrollArea)
    bar = area.verticalScrollBar()
    assert bar.maximum() > 0

    qtbot.keyClick(keys.focusWidget(), Qt.Key.Key_PageDown)

    assert bar.value() > 0


@pytest.mark.parametrize("zoom", [1.0, 1.5, 2.5])
def test_nothing_is_cut_off_at_any_size_of_type(qtbot, theme, zoom):
    theme.set_zoom(zoom)
    keys = KeyList(SECTIONS)
    qtbot.addWidget(keys)
    with qtbot.waitExposed(keys):
        keys.show()

    for one in keys.findChildren(QLabel):
        room = one.contentsRect()
        assert one.fontMetrics().height() <= room.height(), one.text()
        if not one.wordWrap():
            assert one.fontMetrics().horizontalAdvance(one.text()) <= room.width(), one.text()
