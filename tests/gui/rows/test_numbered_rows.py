from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QItemSelectionModel, QStringListModel
from PySide6.QtWidgets import QAbstractItemView, QTableView

from socket_workbench.gui.rows.numbered_rows import NumberedModel, runs, selected_spans


def test_numbers_are_up_to_each_model(qapp):
    for ask in (NumberedModel().number_at, NumberedModel().position_from):
        with pytest.raises(NotImplementedError):
            ask(0)


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


def test_neighbours_form_a_run():
    assert list(runs(array("Q", [3, 4, 5, 9, 11, 12]))) == [(3, 3), (9, 1), (11, 2)]


def test_a_range_is_one_run():
    assert list(runs(range(7, 70))) == [(7, 63)]


def test_nothing_has_no_runs():
    assert list(runs([])) == []


@given(st.sets(st.integers(0, 60)).map(sorted))
def test_runs_hold_every_number_once(numbers):
    held = [first + place for first, length in runs(numbers) for place in range(length)]
    assert held == numbers
