import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from socket_workbench.gui.looks.fonts import text_font
from socket_workbench.gui.widgets.conversation_view import ConversationView
from socket_workbench.journal.event import Kind
from socket_workbench.journal.row import Row


@pytest.fixture
def view(qtbot):
    view = ConversationView(compact=True)
    qtbot.addWidget(view)
    view.resize(500, 160)
    view.show()
    qtbot.waitExposed(view)
    return view


@pytest.fixture
def say(view, recording):
    def say(*payloads, source=recording.client):
        rows = [
            Row(number, 0, source, Kind.SENT, len(payload), payload, "")
            for number, payload in enumerate(payloads)
        ]
        view.add_rows(rows)

    return say


def test_it_follows_what_is_said(view, say, qtbot):
    say(*(b"%d" % number for number in range(50)))
    bar = view.table.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    assert bar.value() == bar.maximum()
    bar.setValue(0)
    say(b"more")
    assert bar.value() == 0
    qtbot.keyClick(view.table, Qt.Key.Key_End)
    assert bar.value() == bar.maximum()


def test_lines_are_copied_as_text(view, say, qtbot):
    say(b"one", b"two", b"three")
    qtbot.keyClick(view.table, Qt.Key.Key_Home)
    qtbot.keyClick(view.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(view.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "one\ntwo"


def copied(view, qtbot, row):
    place = view.table.visualRect(view.model.index(row, 2)).center()
    qtbot.mouseClick(view.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.keyClick(view.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    return QGuiApplication.clipboard().text()


def test_a_reply_of_several_lines_is_copied_whole(view, say, qtbot):
    say(b"before", "Grüße,\r\n\tzhangsan\n".encode(), b"x" * 3_000 + b"\nend")
    assert copied(view, qtbot, 2) == "Grüße,\r\n\tzhangsan\n"
    assert copied(view, qtbot, 1) == "Grüße,\r\n\tzhangsan\n"
    assert copied(view, qtbot, 3) == "x" * 3_000 + "\nend"
    view.table.selectAll()
    qtbot.keyClick(view.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    whole = "before\nGrüße,\r\n\tzhangsan\n" + "x" * 3_000 + "\nend"
    assert QGuiApplication.clipboard().text() == whole


def test_the_message_chosen_is_told(view, say, qtbot):
    say(b"one", b"two")
    with qtbot.waitSignal(view.message_chosen) as chosen:
        view.table.selectRow(1)
    assert chosen.args == [1]


def test_only_its_sources_are_shown(view, say, recording):
    view.show_sources({recording.accepted.number})
    say(b"not mine")
    say(b"mine", source=recording.accepted)
    assert view.model.rowCount() == 1
    view.clear()
    assert view.model.rowCount() == 0


def test_it_says_when_older_lines_are_left_out(view, say):
    assert view._notice.isHidden()
    view.model.mark_shortened()
    assert view._notice.isVisible()
    view.clear()
    assert view._notice.isHidden()


def test_a_larger_type_makes_rows_higher(view, say):
    say(b"x")
    before = view.table.rowHeight(0)
    view.table.setFont(text_font(2.0))
    assert view.table.rowHeight(0) > before * 1.5


def test_the_keyboard_goes_to_the_lines(view):
    assert view.focusProxy() is view.table
    assert view.table.accessibleName() == "Conversation"
