import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit

from socket_workbench.gui.widgets.name_editor import NameEditor
from socket_workbench.gui.widgets.named_card import NamedCard


@pytest.fixture
def card(qtbot):
    card = NamedCard("Server 1")
    qtbot.addWidget(card)
    card.header.addWidget(QLabel("chip"))
    card.resize(400, 200)
    card.show()
    return card


def double_click(qtbot, card, place):
    qtbot.mouseDClick(card, Qt.MouseButton.LeftButton, pos=place)
    return [each for each in card.findChildren(NameEditor) if each.isVisible()]


@pytest.mark.parametrize(
    ("typed", "key", "name"),
    [
        ("device", Qt.Key.Key_Return, "device"),
        ("device", Qt.Key.Key_Escape, "Server 1"),
        ("  ", Qt.Key.Key_Return, "Server 1"),
    ],
)
def test_the_name_is_edited_where_it_stands(qtbot, card, typed, key, name):
    (editor,) = double_click(qtbot, card, card.title_rect().center())
    assert card.title() == ""
    qtbot.keyClicks(editor, typed)
    with qtbot.waitSignal(card.renamed):
        qtbot.keyClick(editor, key)
    assert (card.name, card.title(), card.accessibleName()) == (name, name, name)
    assert editor.isHidden()


def test_a_double_click_elsewhere_edits_nothing_and_a_second_request_edits_on(qtbot, card):
    assert double_click(qtbot, card, card.rect().center()) == []
    card.edit_name()
    card.edit_name()
    assert len(card.findChildren(NameEditor)) == 1


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Escape])
def test_the_focus_goes_back_to_where_it_was(qtbot, card, key):
    first, field = QLineEdit(), QLineEdit()
    card.body.addWidget(first)
    card.body.addWidget(field)
    card.activateWindow()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    card.edit_name()
    qtbot.keyClick(card.findChild(NameEditor), key)
    assert field.hasFocus()
    # It may be gone by then.
    card.edit_name()
    shiboken6.delete(field)
    (editor,) = (each for each in card.findChildren(NameEditor) if each.isVisible())
    qtbot.keyClick(editor, key)
    assert editor.isHidden()
