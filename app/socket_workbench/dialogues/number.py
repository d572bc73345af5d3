"""Decimal numbers: parsed exactly, calculated exactly, written out in full.

Decimals are used throughout, because binary floating point would answer 0.1 * 0.2 with noise, and
because Python refuses to write integers of more than 4,300 digits. White space and NUL bytes
(the filling of fixed-size framing) around a number are ignored, and the digits of every script are
taken, as Python's own `int` and `float` do. `inf`, `nan` and underscores are not numbers here.
"""

import re
from decimal import Context, Decimal, Inexact

from socket_workbench.dialogues.quoting import quote

MOST_DIGITS = 4000
"""Digits that a number may have when it is written out in full."""

# Sums have at most one digit more than 2 * MOST_DIGITS, products as many.
_EXACT_DIGITS = 2 * MOST_DIGITS + 1
# Of a quotient that is not exact: significant digits, and decimals where it is long.
_QUOTIENT_DIGITS = 28
_QUOTIENT_DECIMALS = 10

# Unambiguous: a long message that is no number is refused in linear time.
_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE]([+-]?\d+))?")
# Signs, points and an exponent stand beside the digits.
_LONGEST_TEXT = MOST_DIGITS + 20


class NumberError(ValueError):
    """A message is no number, or too long; the text is sent to the peer."""


def parse_number(message: bytes) -> Decimal:
    """Read a number such as `67`, `-1.5` or `2e3`.

    Raises:
        NumberError: it is none, or has more digits than `MOST_DIGITS`.
    """
    shown = trim(message)
    try:
        text = shown.decode("utf-8").strip()
    except UnicodeDecodeError:
        raise NumberError(f"{quote(shown)} is not a number") from None
    written = _NUMBER.fullmatch(text)
    if written is None:
        raise NumberError(f"{quote(shown)} is not a number")
    # Checked before it is written out: 1e999999999 would fill the memory.
    if len(text) > _LONGEST_TEXT or abs(int(written[1] or 0)) > _EXACT_DIGITS:
        raise _too_long(shown)
    number = Decimal(text)
    if _written_digits(number) > MOST_DIGITS:
        raise _too_long(shown)
    return number


def trim(message: bytes) -> bytes:
    """Remove the white space and NUL bytes around a number or word."""
    return message.strip(b"\0 \t\r\n\v\f")


def format_number(number: Decimal) -> str:
    """Write a number in full, without insignificant zeros: `4489`, `0.02`, `5`."""
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def add(first: Decimal, second: Decimal) -> Decimal:
    """Return the exact sum."""
    return _exact().add(first, second)


def subtract(first: Decimal, second: Decimal) -> Decimal:
    """Return the exact difference."""
    return _exact().subtract(first, second)


def multiply(first: Decimal, second: Decimal) -> Decimal:
    """Return the exact product."""
    return _exact().multiply(first, second)


def divide(first: Decimal, second: Decimal) -> Decimal:
    """Return the quotient, rounded half even where it is not exact.

    A rounded quotient has 28 significant digits, or ten decimals where its integer part is longer.

    Raises:
        NumberError: the second number is zero.
    """
    if not second:
        raise NumberError("division by zero")
    exact = _exact()
    quotient = exact.divide(first, second)
    if not exact.flags[Inexact]:
        return quotient
    digits = max(_QUOTIENT_DIGITS, quotient.adjusted() + 1 + _QUOTIENT_DECIMALS)
    return Context(prec=digits).divide(first, second)


def _exact() -> Context:
    # A new one each time: contexts keep flags, and are not thread-safe.
    return Context(prec=_EXACT_DIGITS, traps=[])


def _written_digits(number: Decimal) -> int:
    """Return how many digits the number has when it is written out in full."""
    _, digits, exponent = number.as_tuple()
    places = int(exponent)
    return max(len(digits) + places, 1) + max(-places, 0)


def _too_long(message: bytes) -> NumberError:
    return NumberError(f"{quote(message)} has more than {MOST_DIGITS:,} digits")
