import json
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence

from socket_workbench.gui.counters.columns import CONNECTION_COLUMNS
from socket_workbench.gui.counters.row import CounterRow, Counts
from socket_workbench.gui.looks.state_mark import Tone
from socket_workbench.gui.rows.keyed_table import KeyedTable

FIELDS = [column.key for column in CONNECTION_COLUMNS]
IN = FIELDS.index("bytes_in")


def row(key, bytes_in):
    counts = Counts(bytes_in=bytes_in)
    return CounterRow(key, str(key), f"127.0.0.1:{key}", "ESTABLISHED", Tone.OPEN, counts)


@pytest.fixture
def table(qtbot, theme):
    table = KeyedTable(CONNECTION_COLUMNS, "Counters", "Nothing here")
    qtbot.addWidget(table)
    table.resize(1300, 300)
    with qtbot.waitExposed(table):
        table.show()
    return table


def keys(table):
    return [each.key for each in table.content.rows()]


def click_header(table, qtbot, column):
    header = table.horizontalHeader()
    place = header.sectionViewportPosition(column) + header.sectionSize(column) // 2
    point = header.viewport().rect().center()
    point.setX(place)
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=point)


def test_a_click_on_a_title_sorts_the_third_one_no_more(table, qtbot):
    table.update_rows([row(1, 20), row(2, 10), row(3, 30)])
    assert keys(table) == [1, 2, 3]
    seen = []
    for _ in range(3):
        click_header(table, qtbot, IN)
        seen.append(keys(table))
    assert [2, 1, 3] in seen
    assert [3, 1, 2] in seen
    assert seen[-1] == [1, 2, 3]


def test_the_selected_row_stays_selected_wherever_it_moves(table, qtbot):
    table.update_rows([row(1, 20), row(2, 10), row(3, 30)])
    table.sortByColumn(IN, Qt.SortOrder.DescendingOrder)
    with qtbot.waitSignal(table.row_chosen) as told:
        table.choose(2)
    assert told.args == [2]
    with qtbot.assertNotEmitted(table.row_chosen):
        table.update_rows([row(1, 20), row(2, 99), row(4, 1)])
    assert keys(table)[0] == 2
    assert table.chosen() == 2
    with qtbot.waitSignal(table.row_chosen):
        table.update_rows([row(1, 20)])
    assert table.chosen() == 1
    table.update_rows([])
    assert table.chosen() is None


def test_it_is_copied_as_it_stands(table, qtbot):
    table.update_rows([row(1, 20), row(2, 1_000_001)])
    table.sortByColumn(IN, Qt.SortOrder.DescendingOrder)
    table.setFocus()
    qtbot.keySequence(table, QKeySequence(QKeySequence.StandardKey.Copy))
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].split(",") == FIELDS
    assert [line.split(",")[IN] for line in lines[1:]] == ["1000001", "20"]
    qtbot.keyClick(table, Qt.Key.Key_Down)
    assert table.chosen() == 2


def test_words_stand_there_while_there_is_nothing(table):
    empty = table.grab().toImage()
    table.update_rows([row(1, 1)])
    table.update_rows([])
    assert table.grab().toImage() == empty
    other = KeyedTable(CONNECTION_COLUMNS, "Counters", "")
    other.resize(table.size())
    assert other.grab().toImage() != empty
    other.deleteLater()


def test_every_text_has_the_room_it_needs(table, theme):
    for zoom in (1.0, 1.5):
        theme.set_zoom(zoom)
        header = table.horizontalHeader()
        for place in range(len(FIELDS)):
            words = table.content.headerData(place, Qt.Orientation.Horizontal)
            needed = header.fontMetrics().horizontalAdvance(words)
            assert table.columnWidth(place) > needed + 10


def test_what_is_not_there_cannot_be_chosen(table, qtbot):
    table.update_rows([replace(row(1, 1), name="one")])
    with qtbot.assertNotEmitted(table.row_chosen):
        table.choose(5)
    assert table.chosen() is None


def test_order_widths_and_sorting_come_back_by_key(table, theme):
    table.horizontalHeader().moveSection(IN, 0)
    table.horizontalHeader().resizeSection(1, 333)
    table.sortByColumn(IN, Qt.SortOrder.DescendingOrder)
    state = json.loads(json.dumps(table.save_state()))
    assert state["sort"] == {"key": FIELDS[IN], "descending": True}
    other = KeyedTable(CONNECTION_COLUMNS, "Counters", "")
    other.restore_state(state)
    # Shown in the type it has already: nothing is fitted anew.
    other.show()
    assert other.save_state() == state
    other.update_rows([row(1, 20), row(2, 10), row(3, 30)])
    assert keys(other) == [3, 1, 2]
    theme.set_zoom(1.5)
    other.deleteLater()


@pytest.mark.parametrize(
    "state",
    [
        None,
        5,
        {},
        {"columns": "all", "sort": "name"},
        {"sort": {"key": "gone"}},
        {"sort": {"key": []}},
    ],
)
def test_what_makes_no_sense_is_as_at_first(table, state):
    first = table.save_state()
    table.restore_state(state)
    assert table.save_state() == first
