import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QAction

from socket_workbench.gui.counters.columns import CONNECTION_COLUMNS, ENDPOINT_COLUMNS
from socket_workbench.gui.rows.keyed_table import KeyedTable
from socket_workbench.gui.states.columns import SOCKET_COLUMNS, YIELDING
from socket_workbench.language import tr

TABLES = [(ENDPOINT_COLUMNS, ()), (CONNECTION_COLUMNS, ()), (SOCKET_COLUMNS, YIELDING)]
KEYS = [column.key for column in SOCKET_COLUMNS]


@pytest.fixture
def make(qtbot, theme):
    def make(columns=SOCKET_COLUMNS, yielding=YIELDING, width=2000):
        table = KeyedTable(columns, "name", "nothing", yielding)
        qtbot.addWidget(table)
        table.resize(width, 300)
        table.show()
        return table

    return make


def shown(table):
    return [key for place, key in enumerate(KEYS) if not table.header.isSectionHidden(place)]


def widths(table):
    return [table.header.width_of(place) for place in range(table.header.count())]


def entries(table):
    return {each.text(): each for each in table.header.columns_menu().findChildren(QAction)}


def test_columns_are_hidden_in_turn_where_the_table_is_narrow(make):
    table = make()
    assert shown(table) == KEYS
    before = len(KEYS)
    for width in range(1400, 400, -20):
        table.resize(width, 300)
        hidden = [key for key in KEYS if key not in shown(table)]
        assert set(hidden) == set(YIELDING[: len(hidden)])
        assert len(shown(table)) <= before
        before = len(shown(table))
        least = sum(table.columnWidth(KEYS.index(key)) for key in shown(table))
        assert table.horizontalScrollBar().maximum() == 0 or least > table.header.width()
    assert shown(table) == KEYS[:5]
    table.resize(2000, 300)
    assert shown(table) == KEYS


def test_a_column_that_was_asked_for_stays_also_after_the_next_start(make):
    table = make(width=600)
    assert "cwnd" not in shown(table)
    assert not entries(table)["cwnd"].isChecked()
    entries(table)["cwnd"].trigger()
    assert "cwnd" in shown(table)
    entries(table)["Socket"].trigger()
    saved = json.loads(json.dumps(table.save_state()))

    other = make(width=600)
    other.restore_state(saved)
    assert shown(other) == shown(table)
    assert "part" not in shown(other)
    # What only made room comes back where there is room.
    other.resize(2000, 300)
    assert shown(other) == [key for key in KEYS if key != "part"]
    entries(other)["Reset columns"].trigger()
    assert shown(other) == KEYS
    other.resize(600, 300)
    assert "cwnd" not in shown(other)


def test_the_last_column_cannot_be_hidden(make):
    table = make()
    for place in range(1, len(KEYS)):
        table.header.set_shown(place, False)
    assert not entries(table)["Name"].isEnabled()
    assert entries(table)["Socket"].isEnabled()


@pytest.mark.parametrize(("columns", "yielding"), TABLES)
@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(width=st.integers(1, 200), zoom=st.sampled_from([1.0, 1.5, 2.5]))
def test_no_saved_width_cuts_a_title_or_a_number(make, theme, columns, yielding, width, zoom):
    theme.set_zoom(zoom)
    table = make(columns, yielding)
    usual = widths(table)
    table.restore_state({"columns": [{"key": each.key, "width": width} for each in columns]})
    metrics = table.header.fontMetrics()
    for place, column in enumerate(columns):
        now = widths(table)[place]
        assert now >= metrics.horizontalAdvance(tr(column.title))
        assert column.look.may_be_cut or now >= usual[place]


def test_widths_keep_in_step_with_the_type(make, theme):
    table = make()
    table.setColumnWidth(0, 200)
    saved = table.save_state()
    theme.set_zoom(2.0)
    assert table.columnWidth(0) == 400
    assert table.save_state() == saved
    theme.set_zoom(1.0)
    assert table.columnWidth(0) == 200
