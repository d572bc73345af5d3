from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from socket_workbench.gui.widgets.empty_state import EmptyState
from socket_workbench.gui.widgets.labels import ThemedSign


def test_it_says_what_is_missing_and_how_to_get_it(qtbot):
    state = EmptyState("plug", "No client yet", "Connect to a server.", "New client")
    qtbot.addWidget(state)
    state.show()

    texts = [label.text() for label in state.findChildren(QLabel)]
    assert texts == ["No client yet", "Connect to a server."]
    assert state.accessibleName() == "No client yet"
    with qtbot.waitSignal(state.action_requested):
        qtbot.mouseClick(state.findChild(QPushButton), Qt.MouseButton.LeftButton)


def test_it_needs_no_button(qtbot):
    state = EmptyState("plug", "No connections", "They appear here.")
    qtbot.addWidget(state)
    state.show()

    assert [one.isVisible() for one in state.findChildren(QPushButton)] == [False]


def test_in_a_low_place_the_icon_gives_way_and_the_rest_scrolls(qtbot):
    state = EmptyState("plug", "No client yet", "Connect to a server. " * 3, "New client")
    qtbot.addWidget(state)
    state.resize(200, 400)
    state.show()
    (sign,) = state.findChildren(ThemedSign)
    assert sign.isVisible()
    for height in (60, 400, 60):
        state.resize(200, height)
        assert sign.isVisible() == (height == 400)
    words = state.findChildren(QLabel)[1]
    qtbot.waitUntil(lambda: words.height() >= words.heightForWidth(words.width()))
    assert state.verticalScrollBar().maximum() > 0
