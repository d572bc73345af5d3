"""Numbers in templates: whole and decimal, exact and bounded; no floating point."""

import re
from collections.abc import Callable
from decimal import Context, Decimal, DecimalException

from socket_workbench.language import tr
from socket_workbench.payload.escapes import show_escapes
from socket_workbench.values.mistake import Value, ValueProblem

MOST_DIGITS = 50
"""The most digits of a number before its point."""

_LARGEST = 10**MOST_DIGITS
_WRITTEN = re.compile(rb"[+-]?[0-9]{1,60}(?:\.[0-9]{1,60})?")
_CONTEXT = Context(prec=2 * MOST_DIGITS, Emin=-200, Emax=200)
_QUOTIENT = Context(prec=28, Emin=-200, Emax=200)
_MOST_SHIFT = 64
_SHOWN = 40


def as_bytes(value: Value) -> bytes:
    """Return a value as it is sent.

    Raises:
        ValueProblem: it is text that has no UTF-8 form.
    """
    if isinstance(value, bytes):
        return value
    if isinstance(value, str):
        try:
            # Bytes of a terminal or the command line that are not UTF-8 go out as they came.
            return value.encode("utf-8", "surrogateescape")
        except UnicodeEncodeError:
            raise ValueProblem(tr("the value has a character that UTF-8 cannot carry.")) from None
    return f"{value:f}".encode() if isinstance(value, Decimal) else str(value).encode()


def as_number(value: Value) -> int | Decimal:
    """Return a value as a number: digits with an optional sign and decimal point.

    Raises:
        ValueProblem: it is none.
    """
    if isinstance(value, int | Decimal):
        return value
    data = as_bytes(value)
    if _WRITTEN.fullmatch(data.strip()) is None:
        shown = show_escapes(data[:_SHOWN]) + ("…" if len(data) > _SHOWN else "")
        raise ValueProblem(tr("'{text}' is not a number.", text=shown))
    text = data.strip().decode()
    return bounded(_CONTEXT.create_decimal(text) if "." in text else int(text))


def as_int(value: Value, least: int, most: int) -> int:
    """Return a value as a whole number within bounds.

    Raises:
        ValueProblem: it is none, or lies outside.
    """
    number = as_number(value)
    if number != int(number):
        raise ValueProblem(tr("{number} is not a whole number.", number=f"{number:f}"))
    if not least <= number <= most:
        raise ValueProblem(
            tr("{number} is not within {least} to {most}.", number=number, least=least, most=most)
        )
    return int(number)


def bounded(number: int | Decimal) -> int | Decimal:
    """Return a number, a whole one as `int`.

    Raises:
        ValueProblem: it has more than `MOST_DIGITS` digits.
    """
    if not -_LARGEST < number < _LARGEST:
        raise ValueProblem(tr("a number has more than {most} digits.", most=MOST_DIGITS))
    if isinstance(number, Decimal):
        return int(number) if number == int(number) else number.normalize(_CONTEXT)
    return number


def compute(sign: str, left: Value, right: Value) -> int | Decimal:
    """Carry out an operation on two numbers.

    Args:
        sign: one of `OPERATIONS`. `/` divides exactly, with 28 digits at most; `//` and `%` round
            down, as Python's do; `& | ^ << >>` take whole numbers.
        left: what stands before it.
        right: what stands behind it.

    Raises:
        ValueProblem: a value is no number, there is a division by zero, or the result is too large.
    """
    a, b = as_number(left), as_number(right)
    if sign in ("/", "//", "%") and b == 0:
        raise ValueProblem(tr("division by zero."))
    if sign in _WHOLE:
        return bounded(_WHOLE[sign](_whole(a), _whole(b)))
    if sign == "/":
        return bounded(_QUOTIENT.divide(Decimal(a), Decimal(b)))
    if isinstance(a, int) and isinstance(b, int):
        return bounded(_ARITHMETIC[sign](a, b))
    try:
        return bounded(_decimal(sign, Decimal(a), Decimal(b)))
    except DecimalException:
        raise ValueProblem(tr("a number has more than {most} digits.", most=MOST_DIGITS)) from None


def _whole(number: int | Decimal) -> int:
    return as_int(number, -_LARGEST, _LARGEST)


def _decimal(sign: str, a: Decimal, b: Decimal) -> Decimal:
    if sign in ("//", "%"):
        quotient = _CONTEXT.divide(a, b).to_integral_value("ROUND_FLOOR", _CONTEXT)
        return quotient if sign == "//" else _CONTEXT.subtract(a, _CONTEXT.multiply(quotient, b))
    operation = {"+": _CONTEXT.add, "-": _CONTEXT.subtract, "*": _CONTEXT.multiply}[sign]
    return operation(a, b)


def _shifted(number: int, by: int) -> int:
    if not -_MOST_SHIFT <= by <= _MOST_SHIFT:
        raise ValueProblem(tr("at most {most} bits can be shifted.", most=_MOST_SHIFT))
    return number << by if by >= 0 else number >> -by


_ARITHMETIC: dict[str, Callable[[int, int], int]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "//": lambda a, b: a // b,
    "%": lambda a, b: a % b,
}
_WHOLE: dict[str, Callable[[int, int], int]] = {
    "&": lambda a, b: a & b,
    "|": lambda a, b: a | b,
    "^": lambda a, b: a ^ b,
    "<<": _shifted,
    ">>": lambda a, b: _shifted(a, -b),
}
OPERATIONS = (*_ARITHMETIC, "/", *_WHOLE)
