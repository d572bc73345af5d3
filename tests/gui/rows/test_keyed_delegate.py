from dataclasses import replace

import pytest
from PySide6.QtGui import QColor

from socket_workbench.gui.counters.columns import ENDPOINT_COLUMNS
from socket_workbench.gui.counters.row import CounterRow, Counts
from socket_workbench.gui.looks.palette import DARK, LIGHT
from socket_workbench.gui.looks.state_mark import Tone
from socket_workbench.gui.looks.theme import Scheme
from socket_workbench.gui.rows.keyed_delegate import KeyedDelegate
from socket_workbench.gui.rows.keyed_table import KeyedTable

ROW = CounterRow(
    1, "server", "tcp://127.0.0.1:13145", "LISTEN", Tone.OPEN, Counts(bytes_in=5), 3, 0
)
NAME, ADDRESS, STATE, OPEN, TOTAL = range(5)


@pytest.fixture
def table(qtbot, theme):
    table = KeyedTable(ENDPOINT_COLUMNS, "name", "empty")
    qtbot.addWidget(table)
    table.resize(900, 200)
    table.update_rows([ROW])
    with qtbot.waitExposed(table):
        table.show()
    return table


def shows(table, column, color):
    """Whether a cell has pixels of a colour, or nearly: letters are smoothed at their edges."""
    wanted = QColor(color)
    rect = table.visualRect(table.model().index(0, column))
    image = table.viewport().grab(rect).toImage()
    return any(
        abs(found.red() - wanted.red()) < 8
        and abs(found.green() - wanted.green()) < 8
        and abs(found.blue() - wanted.blue()) < 8
        for found in (
            image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())
        )
    )


@pytest.mark.parametrize(("scheme", "tokens"), [(Scheme.LIGHT, LIGHT), (Scheme.DARK, DARK)])
def test_cells_have_the_colours_of_the_theme(table, theme, scheme, tokens):
    theme.set_scheme(scheme)
    assert shows(table, OPEN, tokens.text)
    assert shows(table, TOTAL, tokens.dim)
    assert not shows(table, TOTAL, tokens.text)
    assert shows(table, STATE, tokens.open)
    table.choose(1)
    assert shows(table, NAME, tokens.selection)


def test_what_is_too_long_is_shortened(table):
    def picture(address):
        table.update_rows([replace(ROW, address=address)])
        rect = table.visualRect(table.model().index(0, ADDRESS))
        return table.viewport().grab(rect).toImage()

    assert picture("tcp://" + "x" * 500) == picture("tcp://" + "x" * 700)
    assert picture("tcp://" + "x" * 500) != picture("tcp://" + "x" * 500 + "z")


def test_columns_and_rows_fit_the_type(table, theme):
    column = ENDPOINT_COLUMNS[STATE]
    width = KeyedDelegate.width_of(table, column, "ESTABLISHED")
    height = table.sizeHintForRow(0)
    theme.set_zoom(1.5)
    assert KeyedDelegate.width_of(table, column, "ESTABLISHED") > width * 1.3
    assert table.sizeHintForRow(0) > height


def test_a_name_is_painted_as_one_line_that_nothing_turns(table):
    def picture(name):
        table.update_rows([replace(ROW, name=name)])
        table.setColumnWidth(NAME, 300)
        return table.viewport().grab(table.visualRect(table.model().index(0, NAME))).toImage()

    assert picture("a\u202e\nbc") == picture("a\\u202e␊bc")
