from bisect import bisect_left

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.journal.search.row_set import RowMask, RowSet

ascending = st.lists(st.integers(0, 60_000), unique=True, max_size=60).map(sorted)


def test_a_mask_is_its_rows():
    mask = RowMask(10, bytes([0, 1, 0, 1, 1, 0]))
    assert list(mask) == [11, 13, 14]
    assert len(mask) == 3
    assert (mask.lowest, mask.highest, mask.end) == (11, 14, 16)
    assert mask.trimmed() == RowMask(11, bytes([1, 0, 1, 1]))


@given(ascending)
def test_it_is_the_sequence_of_its_numbers(numbers):
    rows = RowSet.of(numbers)
    assert list(rows) == numbers
    assert len(rows) == len(numbers)
    assert [rows[place] for place in range(len(numbers))] == numbers
    assert [rows[-1 - place] for place in range(len(numbers))] == numbers[::-1]
    assert rows[2:5] == numbers[2:5]
    assert rows[-3:] == numbers[-3:]
    assert list(reversed(rows)) == numbers[::-1]


@given(ascending, st.integers(-70, 70), st.integers(-70, 70), st.sampled_from([1, 2, -1]))
def test_a_part_of_it_is_that_of_its_numbers(numbers, start, stop, step):
    assert RowSet.of(numbers)[start:stop:step] == numbers[start:stop:step]


@given(ascending, st.integers(-1, 60_001))
def test_where_a_number_is_or_would_be(numbers, number):
    assert RowSet.of(numbers).place_from(number) == bisect_left(numbers, number)


@given(ascending)
def test_which_numbers_are_in_it(numbers):
    rows = RowSet.of(numbers)
    beside = {number + step for number in numbers for step in (-1, 0, 1)}
    assert {number for number in beside if number in rows} == set(numbers)
    assert None not in rows


@given(st.lists(st.booleans(), max_size=200), st.integers(0, 3000))
def test_a_mask_has_its_rows_however_few_they_are(wanted, gap):
    mask = RowMask(5, bytes(gap) + bytes(wanted) + bytes(gap))
    assert list(mask) == [5 + gap + place for place, is_wanted in enumerate(wanted) if is_wanted]


@given(ascending, st.integers(0, 70))
def test_the_lowest_can_be_left_out(numbers, count):
    assert list(RowSet.of(numbers).without_first(count)) == numbers[count:]


@given(ascending, st.integers(0, 60_000))
def test_two_sets_one_above_the_other_are_joined(numbers, border):
    lower = RowSet.of([number for number in numbers if number < border])
    lower.extend(RowSet.of([number for number in numbers if number >= border]))
    assert list(lower) == numbers


def test_what_has_no_row_is_not_kept():
    rows = RowSet([RowMask(0, bytes(1000)), RowMask(1000, bytes([0, 0, 1, 0]))])
    rows.add(RowMask(1004, bytes(5)))
    assert rows.masks == [RowMask(1002, b"\1")]


def test_small_neighbours_are_joined():
    rows = RowSet(RowMask(first, b"\1") for first in range(0, 100_000, 10))
    assert len(rows) == 10_000
    assert len(rows.masks) < 15
    assert rows[5000] == 50_000


def test_it_goes_on_after_it_was_looked_into():
    rows = RowSet.of([1, 2])
    assert rows[1] == 2
    rows.add(RowMask(3, b"\1"))
    assert rows[2] == 3


@pytest.mark.parametrize("place", [2, -3])
def test_there_is_nothing_beyond_its_ends(place):
    with pytest.raises(IndexError):
        RowSet.of([1, 2])[place]
