import pytest
from PySide6.QtCore import QItemSelectionModel, QStringListModel
from PySide6.QtWidgets import QAbstractItemView, QTableView

from socket_workbench.gui.rows.selection import selected_spans


@pytest.fixture
def view(qtbot):
    view = QTableView()
    qtbot.addWidget(view)
    view.setModel(QStringListModel([str(number) for number in range(20)], view))
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    return view


def test_nothing_selected_has_no_spans(view):
    assert selected_spans(view) == []


def test_spans_ascend_however_they_were_selected(view):
    select = QItemSelectionModel.SelectionFlag.Select
    for row in (9, 3):
        view.selectionModel().select(view.model().index(row, 0), select)
    assert selected_spans(view) == [(3, 3), (9, 9)]


def test_everything_is_one_span(view):
    view.selectAll()
    assert selected_spans(view) == [(0, 19)]
