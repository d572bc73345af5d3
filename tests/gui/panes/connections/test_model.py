from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from socket_workbench.gui.panes.connections import model as connections_model
from socket_workbench.gui.panes.connections.model import (
    CONNECTION_COLUMNS,
    ROW_ROLE,
    ConnectionRow,
    ConnectionsModel,
)

KEYS = [column.key for column in CONNECTION_COLUMNS]
PEER, STATE, IN, OUT, AGE = map(KEYS.index, ("peer", "state", "in", "out", "age"))


def connection(number, **changes):
    row = ConnectionRow(
        number, f"127.0.0.1:{50000 + number}", "ESTABLISHED", 0, 0, 1.0, "recv(1024)  0.8 s", True
    )
    return replace(row, **changes)


def listed(rows):
    known = {row.number: row for row in rows}
    return known, known.__getitem__


@pytest.fixture
def model(qapp):
    model = ConnectionsModel()
    tester = QAbstractItemModelTester(model)
    yield model
    del tester


def numbers(model):
    return [model.row_at(place).number for place in range(model.rowCount())]


def test_cells_say_what_a_connection_does(model):
    model.update_rows(*listed([connection(1, bytes_in=21, bytes_out=1_234_567, age_seconds=3.2)]))

    assert {key: model.index(0, column).data() for column, key in enumerate(KEYS)} == {
        "peer": "127.0.0.1:50001",
        "state": "ESTABLISHED",
        "in": "21 B",
        "out": "1.2 MB",
        "receive_queue": "",
        "send_queue": "",
        "rtt": "",
        "age": "3.2 s",
        "now": "recv(1024)  0.8 s",
    }
    tooltip = Qt.ItemDataRole.ToolTipRole
    assert model.index(0, OUT).data(tooltip) == "1234567 bytes"
    assert model.index(0, IN).data(tooltip) == "21 bytes"
    assert model.index(0, AGE).data(tooltip) == "3.2 s"
    assert model.index(0, PEER).data(tooltip) == "127.0.0.1:50001"
    assert model.index(0, PEER).data(ROW_ROLE).number == 1
    assert model.index(0, PEER).data(Qt.ItemDataRole.DecorationRole) is None
    assert model.data(QModelIndex()) is None


def test_queues_and_round_trips_are_those_that_the_system_tells(model):
    told = connection(1, receive_queue=65_536, send_queue=0, rtt=0.000032)
    model.update_rows(*listed([told]))
    cells = {key: model.index(0, column) for column, key in enumerate(KEYS)}
    tooltip = Qt.ItemDataRole.ToolTipRole

    assert [cells[key].data() for key in ("receive_queue", "send_queue", "rtt")] == [
        "66 kB",
        "0 B",
        "32 µs",
    ]
    assert cells["receive_queue"].data(tooltip) == "65536 bytes"
    model.update_rows(*listed([connection(1)]))
    assert cells["send_queue"].data(tooltip) == "The system did not tell"


def test_titles_stand_over_their_cells(model):
    model.update_rows(*listed([connection(1)]))
    horizontal = Qt.Orientation.Horizontal

    for column, record in enumerate(CONNECTION_COLUMNS):
        assert model.headerData(column, horizontal) == record.title
        role = Qt.ItemDataRole.TextAlignmentRole
        assert model.headerData(column, horizontal, role) == model.index(0, column).data(role)
    assert model.headerData(0, Qt.Orientation.Vertical) is None
    assert model.headerData(0, horizontal, Qt.ItemDataRole.DecorationRole) is None


def test_a_change_is_told_for_the_changed_stretch_only(model, qtbot):
    model.update_rows(*listed([connection(number) for number in range(5)]))
    assert numbers(model) == [0, 1, 2, 3, 4]
    after = [connection(number) for number in range(5)]
    after[1] = connection(1, bytes_in=5)
    after[3] = connection(3, open=False, state="TIME_WAIT")

    with qtbot.waitSignal(model.dataChanged) as told, qtbot.assertNotEmitted(model.modelReset):
        model.update_rows(*listed(after))

    first, last = told.args[0], told.args[1]
    assert (first.row(), last.row()) == (1, 3)
    assert model.index(1, IN).data() == "5 B"


def test_the_same_again_tells_nothing(model, qtbot):
    model.update_rows(*listed([connection(1)]))
    assert numbers(model) == [1]

    with qtbot.assertNotEmitted(model.dataChanged):
        model.update_rows(*listed([connection(1)]))


def test_only_rows_that_are_looked_at_are_made(model):
    made = []

    def row_of(number):
        made.append(number)
        return connection(number)

    quiet = ConnectionsModel()
    quiet.update_rows(range(1000), row_of)
    assert quiet.index(7, PEER).data() == "127.0.0.1:50007"
    assert quiet.index(7, STATE).data() == "ESTABLISHED"
    assert made == [7]
    quiet.update_rows(range(1000), row_of)
    assert made == [7, 7]


def test_rows_that_stay_keep_their_place(model):
    model.update_rows(*listed([connection(1), connection(2), connection(5)]))
    kept = QPersistentModelIndex(model.index(2, PEER))

    model.update_rows(*listed([connection(0), connection(2), connection(3), connection(5)]))

    assert numbers(model) == [0, 2, 3, 5]
    assert kept.row() == 3
    model.update_rows(*listed([connection(0)]))
    assert not kept.isValid()


def test_rows_have_no_children(model):
    model.update_rows(*listed([connection(1)]))

    assert model.rowCount(model.index(0, 0)) == 0
    assert model.columnCount(model.index(0, 0)) == 0


@given(steps=st.lists(st.sets(st.integers(0, 12)), max_size=6))
def test_any_succession_of_lists_ends_with_the_last_one(qapp, steps):
    model = ConnectionsModel()
    tester = QAbstractItemModelTester(model)
    for step in steps:
        model.update_rows(*listed([connection(number) for number in step]))
        assert numbers(model) == sorted(step)
    del tester


def told(model):
    """Take note of the cells that the model says have changed."""
    found = []
    model.dataChanged.connect(
        lambda first, last: found.append(
            (first.row(), last.row(), KEYS[first.column()], KEYS[last.column()])
        )
    )
    return found


def test_only_what_looks_different_is_told(model):
    model.update_rows(*listed([connection(number) for number in range(4)]))
    assert numbers(model) == [0, 1, 2, 3]
    found = told(model)
    rows = [connection(number, age_seconds=1.0001, can_send=False) for number in range(4)]
    model.update_rows(*listed(rows))
    assert found == []
    assert not model.row_at(0).can_send
    rows[1], rows[2] = connection(1, age_seconds=2), connection(2, now="closed")
    model.update_rows(*listed(rows))
    rows[3] = connection(3, open=False)
    model.update_rows(*listed(rows))
    assert found == [(1, 2, "age", "now"), (3, 3, "peer", "now")]


def test_of_more_rows_than_are_seen_all_are_read_again(model, monkeypatch):
    monkeypatch.setattr(connections_model, "_MOST_SEEN", 2)
    model.update_rows(*listed([connection(number) for number in range(4)]))
    assert numbers(model) == [0, 1, 2, 3]
    found = told(model)
    model.update_rows(*listed([connection(number, bytes_in=1) for number in range(4)]))
    assert found == [(0, 3, "peer", "now")]
    assert model.row_at(2).bytes_in == 1
