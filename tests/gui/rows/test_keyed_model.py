import random
from dataclasses import replace

import pytest
from PySide6.QtCore import QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from socket_workbench.gui.counters.columns import CONNECTION_COLUMNS
from socket_workbench.gui.counters.row import CounterRow, Counts
from socket_workbench.gui.looks.state_mark import Tone
from socket_workbench.gui.rows.keyed_model import ROW_ROLE, KeyedModel, sort_key

IN = [column.key for column in CONNECTION_COLUMNS].index("bytes_in")
DOWN = Qt.SortOrder.DescendingOrder


def row(key, bytes_in=0):
    counts = Counts(bytes_in=bytes_in)
    return CounterRow(key, str(key), f"peer {key}", "ESTABLISHED", Tone.OPEN, counts)


@pytest.fixture
def model(qapp):
    model = KeyedModel(CONNECTION_COLUMNS)
    # The tester stops the test at the first signal that does not fit.
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    yield model
    del tester


def keys(model):
    return [each.key for each in model.rows()]


def test_rows_stand_as_given_until_they_are_sorted(model):
    model.update_rows([row(3, 10), row(1, 30), row(2, 20)])
    assert keys(model) == [3, 1, 2]
    model.sort(IN, DOWN)
    assert keys(model) == [1, 2, 3]
    model.update_rows([row(3, 99), row(1, 30), row(4, 50)])
    assert keys(model) == [3, 4, 1]
    model.sort(IN)
    assert keys(model) == [1, 4, 3]
    model.sort(-1)
    assert keys(model) == [3, 1, 4]


def test_a_row_keeps_its_index_wherever_it_moves(model):
    model.sort(IN, DOWN)
    model.update_rows([row(key, key) for key in range(5)])
    held = QPersistentModelIndex(model.index(keys(model).index(2), IN))
    model.update_rows([row(2, 100), row(4, 4), row(9, 50)])
    assert keys(model) == [2, 9, 4]
    assert (held.row(), held.column()) == (0, IN)
    model.update_rows([row(9, 50)])
    assert not held.isValid()


def test_only_what_changed_is_told(model, qtbot):
    model.update_rows([row(key) for key in range(10)])
    with qtbot.waitSignal(model.dataChanged) as told:
        model.update_rows([row(key, 5 if key in (3, 6) else 0) for key in range(10)])
    assert (told.args[0].row(), told.args[1].row()) == (3, 6)
    with qtbot.assertNotEmitted(model.dataChanged):
        model.update_rows(model.rows())


def test_what_is_not_known_sorts_before_all(model):
    median = next(each for each in CONNECTION_COLUMNS if each.key == "rtt_p50_seconds")
    known = replace(row(1), counts=Counts(median=0.5))
    assert sort_key(median, row(2)) < sort_key(median, known)
    assert sort_key(median, row(2)) == sort_key(median, row(3))


def test_any_sequence_of_rows_is_shown_in_order(model):
    model.sort(IN, DOWN)
    chance = random.Random(5)
    for _ in range(25):
        rows = [row(key, chance.randrange(50)) for key in chance.sample(range(30), 12)]
        model.update_rows(rows)
        assert {each.key: each for each in model.rows()} == {each.key: each for each in rows}
        amounts = [each.counts.bytes_in for each in model.rows()]
        assert amounts == sorted(amounts, reverse=True)


def test_cells_and_titles(model):
    model.update_rows([replace(row(1), counts=Counts(bytes_in=2_000_000))])
    cell = model.index(0, IN)
    assert cell.data() == "2.0 MB"
    assert cell.data(Qt.ItemDataRole.ToolTipRole) == "2000000 bytes"
    assert cell.data(ROW_ROLE) == model.row_at(0)
    assert cell.data(Qt.ItemDataRole.TextAlignmentRole) & Qt.AlignmentFlag.AlignRight
    assert cell.data(Qt.ItemDataRole.DecorationRole) is None
    across = Qt.Orientation.Horizontal
    assert model.headerData(IN, across) == "In"
    assert model.headerData(IN, across, Qt.ItemDataRole.ToolTipRole) == "Bytes received"
    assert model.headerData(0, Qt.Orientation.Vertical) is None
    assert model.rowCount(cell) == model.columnCount(cell) == 0


def test_a_cell_is_one_line_that_nothing_turns(model):
    model.update_rows([row("x\n\u202e\x1b[1m")])
    name = [column.key for column in CONNECTION_COLUMNS].index("peer")

    assert model.index(0, name).data() == "peer x␊\\u202e␛[1m"
