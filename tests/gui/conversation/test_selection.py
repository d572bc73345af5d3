import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtWidgets import QAbstractItemView

from socket_workbench.gui.conversation.view import ConversationView
from socket_workbench.gui.rows.selection import selected_spans
from socket_workbench.journal.event import Kind
from socket_workbench.journal.row import Row


@pytest.fixture
def view(qtbot, recording):
    view = ConversationView()
    qtbot.addWidget(view)
    view.resize(500, 300)
    view.show()
    qtbot.waitExposed(view)
    payloads = (b"one", b"two\nthree\n", b"four", b"five\nsix\nseven")
    view.add_rows(
        [
            Row(number, 0, recording.client, Kind.RECEIVED, len(payload), payload, "")
            for number, payload in enumerate(payloads)
        ]
    )
    return view


@pytest.fixture
def table(view):
    return view.table


def click(qtbot, table, row, modifier=Qt.KeyboardModifier.NoModifier):
    place = table.visualRect(table.model().index(row, 2)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, modifier, place)


def test_a_click_selects_all_lines_of_a_message(table, qtbot):
    for row, spans in ((0, [(0, 0)]), (2, [(1, 2)]), (5, [(4, 6)])):
        click(qtbot, table, row)
        assert selected_spans(table) == spans


def test_messages_are_added_and_taken_away(table, qtbot):
    click(qtbot, table, 2)
    click(qtbot, table, 5, Qt.KeyboardModifier.ControlModifier)
    assert selected_spans(table) == [(1, 2), (4, 6)]
    click(qtbot, table, 6, Qt.KeyboardModifier.ControlModifier)
    assert selected_spans(table) == [(1, 2)]
    click(qtbot, table, 0)
    click(qtbot, table, 5, Qt.KeyboardModifier.ShiftModifier)
    assert selected_spans(table) == [(0, 6)]


def test_all_and_none_can_be_selected(table):
    table.selectAll()
    assert selected_spans(table) == [(0, 6)]
    table.selectionModel().select(
        table.model().index(0, 0), QItemSelectionModel.SelectionFlag.Clear
    )
    assert selected_spans(table) == []
    assert table.selectionMode() is QAbstractItemView.SelectionMode.ExtendedSelection
