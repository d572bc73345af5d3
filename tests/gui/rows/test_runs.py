from array import array

from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.gui.rows.runs import runs


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
