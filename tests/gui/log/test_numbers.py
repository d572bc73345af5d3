from socket_workbench.gui.log.numbers import ShownNumbers
from socket_workbench.journal.search.row_set import RowSet


def test_without_a_filter_every_row_is_shown():
    shown = ShownNumbers(5)
    assert list(shown.visible) == [0, 1, 2, 3, 4]
    assert shown.position_of(3) == 3
    assert shown.position_of(5) is None


def test_cleared_rows_are_not_shown():
    shown = ShownNumbers(5)
    shown.first = 3
    assert list(shown.visible) == [3, 4]
    assert shown.position_of(2) is None
    assert shown.position_of(3) == 0


def test_matches_are_found_by_their_number():
    shown = ShownNumbers(100)
    shown.matches = RowSet.of([7, 40, 99])
    assert shown.position_of(40) == 1
    assert shown.position_of(41) is None
    assert shown.position_of(100) is None


def test_an_empty_log_shows_nothing():
    shown = ShownNumbers(0)
    assert len(shown.visible) == 0
    assert shown.position_of(0) is None


def test_the_oldest_rows_are_left_out_an_eighth_at_once():
    shown = ShownNumbers(800, most=800)
    assert shown.visible == range(800)
    shown.count = 801
    assert shown.visible == range(100, 801)
    shown.count = 900
    assert shown.visible == range(100, 900)
    shown.count = 901
    assert shown.visible == range(200, 901)
    assert shown.position_of(99) is None


def test_more_rows_than_32_bits_count_are_no_trouble():
    shown = ShownNumbers(2**33)
    assert shown.visible[-1] == 2**33 - 1
    assert len(shown.visible) < 2**31
    assert shown.position_of(2**33 - 1) == len(shown.visible) - 1


def test_too_many_matches_lose_the_oldest():
    shown = ShownNumbers(1000, most=8)
    shown.matches = RowSet.of(range(8))
    assert shown.matches_with(RowSet()) is None
    matches = shown.matches_with(RowSet.of([20]))
    assert matches is not None
    assert list(matches) == [1, 2, 3, 4, 5, 6, 7, 20]


def test_what_is_left_out_may_be_among_the_new_ones():
    shown = ShownNumbers(1000, most=8)
    shown.matches = RowSet.of([1, 2])
    new = RowSet.of(range(10, 22))
    matches = shown.matches_with(new)
    assert matches is not None
    assert list(matches) == list(range(14, 22))
