import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget

from socket_workbench.gui.widgets.completion import Completion, Completions

WORDS = ("kind:received", "kind:reset", "peer:10.0.0.1", "日本 😀", *(f"w{n}" for n in range(30)))


def last_word(text, cursor, asked):
    """Complete the word that ends at the cursor."""
    start = text.rfind(" ", 0, cursor) + 1
    typed = text[start:cursor]
    found = [word for word in WORDS if (typed or asked) and word.startswith(typed)]
    return Completions(found, start, cursor)


class Place:
    """A field with completions, between two buttons."""

    def __init__(self, qtbot):
        self.window = QWidget()
        qtbot.addWidget(self.window)
        column = QVBoxLayout(self.window)
        self.above, self.field, self.below = QPushButton("A"), QLineEdit(), QPushButton("B")
        for widget in (self.above, self.field, self.below):
            column.addWidget(widget)
        column.addStretch(1)
        self.completion = Completion(self.field, last_word)
        self.window.resize(400, 600)
        with qtbot.waitExposed(self.window):
            self.window.show()
        self.window.activateWindow()
        self.field.setFocus()
        qtbot.waitUntil(self.field.hasFocus)

    def click(self, widget, place=None):
        """Click where a widget is; what Qt finds there gets it, an open popup first."""
        place = widget.rect().center() if place is None else place
        at = widget.mapTo(self.window, place)
        window = self.window.windowHandle()
        QTest.mouseClick(window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)


@pytest.fixture
def place(qtbot):
    return Place(qtbot)


def test_it_offers_what_fits_while_one_types(place, qtbot):
    qtbot.keyClicks(place.field, "k")
    assert place.completion.texts() == ["kind:received", "kind:reset"]
    qtbot.keyClicks(place.field, "x")
    assert place.completion.texts() == []
    # What is typed in full needs no completion.
    qtbot.keyClicks(place.field, " kind:reset")
    assert place.completion.texts() == []


def test_the_first_click_elsewhere_does_what_it_says(place, qtbot):
    qtbot.keyClicks(place.field, "k")
    assert place.completion.is_shown
    assert QApplication.activePopupWidget() is None
    with qtbot.waitSignal(place.above.clicked):
        place.click(place.above)
    qtbot.waitUntil(lambda: not place.completion.is_shown)


def test_enter_is_the_fields_own_whatever_is_chosen(place, qtbot):
    qtbot.keyClicks(place.field, "k")
    with qtbot.waitSignal(place.field.returnPressed):
        qtbot.keyClick(place.field, Qt.Key.Key_Return)
    assert (place.field.text(), place.completion.is_shown) == ("k", False)
    qtbot.keyClicks(place.field, "i")
    qtbot.keyClick(place.field, Qt.Key.Key_Down)
    with qtbot.waitSignal(place.field.returnPressed):
        qtbot.keyClick(place.field, Qt.Key.Key_Return)
    assert (place.field.text(), place.completion.is_shown) == ("kind:received", False)


def test_arrows_try_the_completions_and_escape_brings_back_what_was_typed(place, qtbot):
    place.field.setText("a  z")
    place.field.setCursorPosition(2)
    qtbot.keyClicks(place.field, "k")
    seen = []
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up):
        qtbot.keyClick(place.field, key)
        seen.append(place.field.text())
    assert seen == ["a kind:received z", "a kind:reset z", "a k z", "a kind:reset z"]
    qtbot.keyClick(place.field, Qt.Key.Key_Escape)
    assert (place.field.text(), place.field.cursorPosition()) == ("a k z", 3)
    assert not place.completion.is_shown


def test_a_click_takes_a_completion_and_leaves_the_focus(place, qtbot):
    place.field.setText("😀 ")
    qtbot.keyClicks(place.field, "k")
    view = place.completion.list_view()
    place.click(view.viewport(), view.visualRect(view.model().index(1, 0)).center())
    assert place.field.text() == "😀 kind:reset"
    assert place.field.cursorPosition() == len("😀 kind:reset") + 1
    assert place.field.hasFocus()
    assert not place.completion.is_shown
    qtbot.keyClick(place.field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert place.field.text() == "😀 k"


def test_down_asks_for_all_and_a_field_in_use_offers_none(place, qtbot):
    qtbot.keyClick(place.field, Qt.Key.Key_Down)
    assert place.completion.texts() == list(WORDS)
    view = place.completion.list_view()
    assert view.geometry().bottom() <= place.window.height()
    qtbot.keyClick(place.field, Qt.Key.Key_PageDown)
    qtbot.keyClick(place.field, Qt.Key.Key_PageDown)
    assert place.field.text() == WORDS[15]
    place.below.setFocus()
    qtbot.waitUntil(lambda: not place.completion.is_shown)
    place.field.clear()
    place.field.setReadOnly(True)
    qtbot.keyClick(place.field, Qt.Key.Key_Down)
    assert not place.completion.is_shown


def test_it_goes_with_the_field_into_another_window(place, qtbot):
    qtbot.keyClicks(place.field, "k")
    other = QWidget()
    qtbot.addWidget(other)
    QVBoxLayout(other).addWidget(place.field)
    with qtbot.waitExposed(other):
        other.show()
    assert not place.completion.is_shown
    qtbot.keyClicks(place.field, "i")
    assert place.completion.list_view().window() is other
