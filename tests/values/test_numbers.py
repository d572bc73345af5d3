from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.values.mistake import ValueProblem
from socket_workbench.values.numbers import OPERATIONS, as_bytes, as_int, as_number, compute


@pytest.mark.parametrize(
    ("value", "number"),
    [(7, 7), ("7", 7), (b" -7\r\n", -7), ("1.50", Decimal("1.5")), ("2.0", 2), ("+1", 1)],
)
def test_texts_are_numbers(value, number):
    assert as_number(value) == number


@pytest.mark.parametrize("value", ["", "a", "1e5", "0x10", "١", "1 2", "9" * 51, b"\xff", "nan"])
def test_other_texts_are_none(value):
    with pytest.raises(ValueProblem):
        as_number(value)


def test_bounds_are_kept():
    assert as_int("5", 0, 5) == 5
    with pytest.raises(ValueProblem, match="6 is not within 0 to 5"):
        as_int("6", 0, 5)
    with pytest.raises(ValueProblem, match=r"1\.5 is not a whole number"):
        as_int("1.5", 0, 5)


@given(st.integers(-(10**9), 10**9), st.integers(-(10**9), 10**9))
def test_whole_numbers_are_computed_as_python_does(a, b):
    for sign, result in (("+", a + b), ("-", a - b), ("*", a * b), ("&", a & b), ("|", a | b)):
        assert compute(sign, a, b) == result
    assert compute("^", a, b) == a ^ b
    if b:
        assert compute("//", a, b) == a // b
        assert compute("%", a, b) == a % b


NUMBERS = st.decimals(-(10**40), 10**40, allow_nan=False, places=10) | st.integers()


@given(st.sampled_from(OPERATIONS), NUMBERS, NUMBERS)
def test_any_numbers_give_a_number_or_a_sentence(sign, a, b):
    with suppress(ValueProblem):
        result = compute(sign, a, b)
        assert as_number(as_bytes(result)) == result


def test_decimals_are_exact():
    assert compute("+", "0.1", "0.2") == Decimal("0.3")
    assert compute("/", 1, 8) == Decimal("0.125")
    assert compute("//", "-7.5", 2) == -4
    assert compute("%", "-7.5", 2) == Decimal("0.5")


def test_shifts_go_both_ways():
    assert compute("<<", 1, 4) == 16
    assert compute("<<", 16, -4) == 1
    assert compute(">>", 16, 4) == 1
