import sys
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.dialogues.number import (
    MOST_DIGITS,
    NumberError,
    add,
    divide,
    format_number,
    multiply,
    parse_number,
    subtract,
    trim,
)

integers = st.integers(-(10**60), 10**60)
decimals = st.decimals(-(10**20), 10**20, allow_nan=False, allow_infinity=False, places=9)


@pytest.mark.parametrize(
    ("message", "number"),
    [
        (b"67", "67"),
        (b"-67", "-67"),
        (b"+67", "67"),
        (b"0067", "67"),
        (b"1.50", "1.5"),
        (b".5", "0.5"),
        (b"5.", "5"),
        (b"2e3", "2000"),
        (b"2E-3", "0.002"),
        (b"1e+0003", "1000"),
        (b"-0", "0"),
        (b"0e100", "0"),
        (b" 67\r\n", "67"),
        (b"67\0\0\0", "67"),
        ("\u300067\xa0".encode(), "67"),
        ("６７".encode(), "67"),
        ("-٦٧".encode(), "-67"),
    ],
)
def test_what_is_a_number(message, number):
    assert format_number(parse_number(message)) == number


@pytest.mark.parametrize(
    ("message", "shown"),
    [
        (b"", "''"),
        (b"abc", "'abc'"),
        (b"abc\n", "'abc'"),
        (b"inf", "'inf'"),
        (b"-Infinity", "'-Infinity'"),
        (b"nan", "'nan'"),
        (b"sNaN", "'sNaN'"),
        (b"1_000", "'1_000'"),
        (b"1,5", "'1,5'"),
        (b"1 2", "'1 2'"),
        (b"0x10", "'0x10'"),
        (b"--1", "'--1'"),
        (b".", "'.'"),
        (b"e5", "'e5'"),
        (b"1e", "'1e'"),
        (b"1e1.5", "'1e1.5'"),
        (b"\xff\xfe", r"'\xff\xfe'"),
        ("²".encode(), "'²'"),
        ("六".encode(), "'六'"),
    ],
)
def test_what_is_not_a_number(message, shown):
    with pytest.raises(NumberError) as caught:
        parse_number(message)
    assert str(caught.value) == f"{shown} is not a number"


@pytest.mark.parametrize(
    "message",
    [
        b"1e999999999",
        b"-1e-999999999",
        b"1e" + b"9" * 5000,
        b"0e999999999999999999999",
        b"1e4000",
        b"1e-4000",
        b"9" * (MOST_DIGITS + 1),
        b"0." + b"9" * MOST_DIGITS,
        b"1" + b"0" * 1_000_000,
    ],
)
def test_number_that_would_fill_the_memory_is_refused(message):
    with pytest.raises(NumberError, match=r"has more than 4,000 digits$") as caught:
        parse_number(message)
    assert len(str(caught.value)) < 120


@pytest.mark.parametrize("message", [b"9" * MOST_DIGITS, b"-" + b"9" * MOST_DIGITS, b"1e3999"])
def test_longest_integers_are_exact(message):
    number = parse_number(message)
    limit = sys.get_int_max_str_digits()
    assert int(number) == int(Fraction(number))
    assert len(format_number(number).lstrip("-")) == MOST_DIGITS
    assert sys.get_int_max_str_digits() == limit


def test_longest_decimals_are_exact():
    text = "0." + "1" * (MOST_DIGITS - 1)
    assert format_number(parse_number(text.encode())) == text


@given(integers, integers)
def test_integers_are_reckoned_with_exactly(first, second):
    assert int(add(Decimal(first), Decimal(second))) == first + second
    assert int(subtract(Decimal(first), Decimal(second))) == first - second
    assert int(multiply(Decimal(first), Decimal(second))) == first * second


@given(decimals, decimals)
def test_decimals_are_reckoned_with_exactly(first, second):
    assert Fraction(add(first, second)) == Fraction(first) + Fraction(second)
    assert Fraction(subtract(first, second)) == Fraction(first) - Fraction(second)
    assert Fraction(multiply(first, second)) == Fraction(first) * Fraction(second)


@given(decimals, decimals.filter(bool))
def test_quotient_is_as_near_as_its_digits_allow(first, second):
    quotient = divide(first, second)
    exact = Fraction(first) / Fraction(second)
    assert abs(Fraction(quotient) - exact) <= abs(exact) / 10**27


@pytest.mark.parametrize(
    ("first", "second", "result"),
    [
        ("7", "4", "1.75"),
        ("10", "2", "5"),
        ("100", "1", "100"),
        ("1", "3", "0." + "3" * 28),
        ("2", "3", "0." + "6" * 27 + "7"),
        ("-1", "3", "-0." + "3" * 28),
        ("10", "3", "3." + "3" * 27),
        ("1", "1024", "0.0009765625"),
        ("1", "1" + "0" * 3999, "0." + "0" * 3998 + "1"),
        ("1" * 40, "3", "370370370370370370370370370370370370370.3333333333"),
        ("0", "-5", "0"),
    ],
)
def test_division(first, second, result):
    assert format_number(divide(Decimal(first), Decimal(second))) == result


@pytest.mark.parametrize("first", ["0", "1", "-1.5"])
def test_division_by_zero(first):
    for zero in ("0", "-0", "0.00"):
        with pytest.raises(NumberError, match=r"^division by zero$"):
            divide(Decimal(first), Decimal(zero))


def test_extremes_stay_exact():
    large, small = Decimal("9" * MOST_DIGITS), Decimal("1e-3999")
    assert Fraction(add(large, small)) == Fraction(large) + Fraction(small)
    assert Fraction(multiply(large, large)) == Fraction(large) ** 2
    assert format_number(multiply(large, small)).startswith("9.99")


@given(decimals)
def test_written_numbers_are_read_again(number):
    text = format_number(number)
    assert "e" not in text.lower()
    assert Fraction(parse_number(text.encode())) == Fraction(number)


def test_trim_leaves_what_is_inside():
    assert trim(b" \0a \0b\r\n\0") == b"a \0b"


@pytest.mark.parametrize(
    "message",
    [
        b"1" * 1_000_000 + b"x",
        b"1." + b"1" * 1_000_000 + b"x",
        b"." + b"1" * 1_000_000,
        b"-" * 1_000_000,
        b"1e" + b"9" * 1_000_000,
        b"1e" + b"9" * 4_500,
        b" " * 1_000_000,
        b"1" * 4_301,
        b"0" * 1_000_000,
    ],
    ids=range(9),
)
def test_a_long_message_takes_linear_time(message):
    with pytest.raises(NumberError) as error:
        parse_number(message)
    assert len(str(error.value)) < 200
