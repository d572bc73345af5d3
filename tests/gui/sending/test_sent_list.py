import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from socket_workbench.gui.sending.history import WrittenMessage
from socket_workbench.gui.sending.sent_list import SentList
from socket_workbench.payload.line_end import LineEnd

MESSAGES = [
    WrittenMessage(text="first"),
    WrittenMessage("hex", "00 ff"),
    WrittenMessage(text="Second", line_end=LineEnd.CRLF),
]


@pytest.fixture
def chosen():
    return []


@pytest.fixture
def opened(qtbot, chosen):
    button = QPushButton("Sent")
    qtbot.addWidget(button)
    button.show()
    sent_list = SentList(button)
    sent_list.again_chosen.connect(lambda message: chosen.append(("again", message)))
    sent_list.put_chosen.connect(lambda message: chosen.append(("put", message)))
    sent_list.show_above(button, MESSAGES)
    yield sent_list
    sent_list.close()


def words(sent_list):
    items = [sent_list.list.item(place) for place in range(sent_list.list.count())]
    return [item.text() for item in items if not item.isHidden()]


def test_the_newest_is_first_and_chosen(opened):
    assert words(opened) == ["Second\\r\\n", "00 ff   (hex)", "first"]
    assert opened.list.currentRow() == 0
    assert opened.search.hasFocus()


def test_enter_puts_and_control_enter_sends(opened, chosen, qtbot):
    qtbot.keyClick(opened.search, Qt.Key.Key_Down)
    qtbot.keyClick(opened.search, Qt.Key.Key_Return)
    assert chosen == [("put", MESSAGES[1])]
    assert not opened.isVisible()

    opened.show_above(opened.parentWidget(), MESSAGES)
    qtbot.keyClick(opened.list, Qt.Key.Key_Enter, Qt.KeyboardModifier.ControlModifier)
    assert chosen[1:] == [("again", MESSAGES[2])]


def test_search_hides_the_others(opened, chosen, qtbot):
    qtbot.keyClicks(opened.search, "second")
    assert words(opened) == ["Second\\r\\n"]
    opened.search.clear()
    qtbot.keyClicks(opened.search, "nothing")
    assert words(opened) == []
    assert not opened.again_button.isEnabled()
    qtbot.keyClick(opened.search, Qt.Key.Key_Return)
    assert chosen == []
    assert opened.isVisible()


def test_it_stays_on_the_screen(opened):
    screen = opened.parentWidget().screen().availableGeometry()
    assert screen.contains(opened.geometry())


def test_markup_is_shown_as_it_is(opened):
    opened.show_above(opened.parentWidget(), [WrittenMessage(text="<b>bold</b>\u202e")])

    assert words(opened)[0].startswith("<b>bold</b>")
    assert "\u202e" not in words(opened)[0]
    assert "&lt;b&gt;" in opened.list.item(0).toolTip()
