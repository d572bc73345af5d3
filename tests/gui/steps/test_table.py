from PySide6.QtCore import Qt

from socket_workbench.engine.stepping import StepGate
from socket_workbench.gui.steps.row import HeldRow
from socket_workbench.gui.steps.table import COLUMNS, HeldTable


def row(number, thread="t", process=0):
    where = "127.0.0.1:9"
    return HeldRow(
        number, "Server 1", where, "accept()", thread, 1.5, "Nobody.", StepGate(), process
    )


def test_the_texts_of_all_columns(qtbot):
    table = HeldTable()
    qtbot.addWidget(table)
    table.show_rows([row(1)], None)

    texts = [table.held.index(0, place).data() for place in range(len(COLUMNS))]
    assert texts == ["Server 1", "accept()", "1.5 s", "127.0.0.1:9", "t", "Nobody."]


def test_a_cell_is_one_line_that_nothing_turns(qtbot):
    table = HeldTable()
    qtbot.addWidget(table)
    table.show_rows([row(1, thread="t\n\u202e\x1b[1m")], None)

    assert table.held.index(0, 4).data() == "t␊\\u202e␛[1m"


def test_a_chosen_call_is_selected_and_a_click_chooses_another(qtbot):
    table = HeldTable()
    qtbot.addWidget(table)
    table.resize(900, 200)
    table.show()
    chosen: list[int] = []
    table.call_chosen.connect(lambda row: chosen.append(row.number))
    rows = [row(1), row(2, "u")]
    table.show_rows(rows, rows[1])
    assert [index.row() for index in table.selectionModel().selectedRows()] == [1]
    assert chosen == []

    place = table.visualRect(table.held.index(0, 1)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert chosen == [1]

    menus: list[HeldRow] = []
    table.menu_requested.connect(lambda row, position: menus.append(row))
    table.customContextMenuRequested.emit(place)
    assert menus == [rows[0]]


def test_a_narrow_table_hides_columns_rather_than_scroll(qtbot):
    table = HeldTable()
    qtbot.addWidget(table)
    table.show_rows([row(1)], None)
    table.show()

    def seen(width):
        table.resize(width, 200)
        assert table.horizontalScrollBar().maximum() == 0
        return [c.key for place, c in enumerate(COLUMNS) if not table.isColumnHidden(place)]

    everything = [column.key for column in COLUMNS]
    assert seen(1600) == everything
    shown = [seen(width) for width in range(1500, 500, -20)]
    assert ["endpoint", "call", "held", "where", "meanwhile"] in shown
    assert ["endpoint", "call", "held", "meanwhile"] in shown
    assert shown[-1] == ["endpoint", "call", "held"]
    assert seen(1600) == everything


def test_heads_and_cells_say_what_does_not_fit(qtbot):
    table = HeldTable()
    qtbot.addWidget(table)
    table.show_rows([row(1)], None)
    tip = Qt.ItemDataRole.ToolTipRole
    heads = [table.held.headerData(n, Qt.Orientation.Horizontal, tip) for n in range(len(COLUMNS))]
    assert heads[2] == "For how long it is held"
    assert all(heads)
    assert table.held.index(0, 3).data(tip) == "127.0.0.1:9"
    right = table.held.index(0, 2).data(Qt.ItemDataRole.TextAlignmentRole)
    assert Qt.AlignmentFlag(right) & Qt.AlignmentFlag.AlignRight


def test_the_same_calls_keep_the_selection_and_none_are_said(qtbot):
    table = HeldTable()
    qtbot.addWidget(table)
    table.show()
    table.show_rows([row(1), row(2)], None)
    table.selectRow(1)
    with qtbot.assertNotEmitted(table.held.modelReset):
        table.show_rows([row(1), row(2, "other")], None)
    assert table.held.index(1, 4).data() == "other"
    table.show_rows([], None)
    assert table.held.rowCount() == 0
    assert not table.grab().isNull()


def test_calls_of_two_processes_with_one_number_are_two(qtbot):
    table = HeldTable()
    qtbot.addWidget(table)
    table.show()
    rows = [row(1, process=11), row(1, process=12)]
    table.show_rows(rows, rows[1])
    assert [index.row() for index in table.selectionModel().selectedRows()] == [1]
    with qtbot.waitSignal(table.held.modelReset):
        table.show_rows([row(1, process=13), rows[1]], None)
