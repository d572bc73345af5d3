"""The functions that a place in a template may call, in one table.

A function gets its arguments as they were computed and returns a value. What it cannot take raises
`ValueProblem`. The reference in docs/ is made of this table.
"""

import base64
import binascii
import struct
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC
from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import Literal, NamedTuple

from socket_workbench.language import mark, tr
from socket_workbench.payload.hexadecimal import HexError, parse_hex
from socket_workbench.values.checksums import FORMS, Checksum, UnknownChecksumError, checksum
from socket_workbench.values.mistake import MOST_BYTES, Value, ValueProblem
from socket_workbench.values.numbers import as_bytes, as_int, as_number, bounded
from socket_workbench.values.source import ISO, Source, format_time

Call = Callable[[Source, Sequence[Value]], Value]


class Known(NamedTuple):
    """What is known of an argument when a template is read.

    Attributes:
        value: its value, where it is always the same.
        size: how many bytes it has, where that is always the same.
    """

    value: Value | None
    size: int | None


Size = Callable[[Sequence[Known]], int | None]
"""Tells how many bytes a result has; None where it varies."""

Order = Literal["big", "little"]

MOST_COUNT = 64 * 1024
"""The most bytes or digits that are made by one function."""

_LARGEST = 2**63 - 1
_ROUNDING = Context(prec=80)
_UNITS = {"s": 1, "ms": 1000, "us": 1_000_000}


@dataclass(frozen=True, slots=True)
class Function:
    """One function.

    Attributes:
        name: as it is written.
        arguments: what it takes, as the reference shows it; optional ones in brackets.
        summary: one English sentence, to be translated where it is shown.
        call: computes it.
        least: arguments that are needed.
        most: arguments that are possible.
        is_pure: whether it depends on its arguments alone.
        size: tells how many bytes its result has.
        over_before: whether its first optional argument is, where it is missing, all that stands
            before the place in the message.
    """

    name: str
    arguments: str
    summary: str
    call: Call
    least: int = 0
    most: int = 0
    is_pure: bool = True
    size: Size = lambda known: None
    over_before: bool = False


def _text(value: Value) -> str:
    return as_bytes(value).decode("utf-8", "replace")


def _word(value: Value, known: Sequence[str]) -> str:
    word = _text(value)
    if word not in known:
        raise ValueProblem(
            tr("'{word}' is none of {known}.", word=word[:40], known=", ".join(known))
        )
    return word


def _count(value: Value) -> int:
    return as_int(value, 0, MOST_COUNT)


def _time(*, is_utc: bool) -> Call:
    def call(source: Source, values: Sequence[Value]) -> Value:
        now = source.now()
        form = _text(values[0]) if values else ISO
        try:
            return format_time(now.astimezone(UTC) if is_utc else now, form)
        except KeyError as error:
            letter = str(error.args[0])
            problem = tr("%{letter} is no part of a time; see the reference.", letter=letter)
            raise ValueProblem(problem) from None

    return call


def _unix_time(source: Source, values: Sequence[Value]) -> Value:
    unit = _word(values[0], tuple(_UNITS)) if values else "s"
    return int(source.now().timestamp() * _UNITS[unit])


def _counter(source: Source, values: Sequence[Value]) -> Value:
    name = _text(values[0]) if values else ""
    first, step = (as_int(value, -_LARGEST, _LARGEST) for value in (*values[1:], 1, 1)[:2])
    return bounded(source.count(name, first, step))


def _random(source: Source, values: Sequence[Value]) -> Value:
    low, high = (as_int(value, -_LARGEST, _LARGEST) for value in values)
    if low > high:
        raise ValueProblem(tr("{low} is more than {high}.", low=low, high=high))
    return source.random.randint(low, high)


def _random_bytes(source: Source, values: Sequence[Value]) -> Value:
    return source.random.randbytes(_count(values[0]))


def _random_digits(source: Source, values: Sequence[Value]) -> Value:
    return "".join(source.random.choices("0123456789", k=_count(values[0])))


def _choice(source: Source, values: Sequence[Value]) -> Value:
    return source.random.choice(values)


def _uuid(source: Source, values: Sequence[Value]) -> Value:
    return str(uuid.UUID(int=source.random.getrandbits(128), version=4))


def _algorithm(name: Value, form: Value) -> Checksum:
    """Return the algorithm of a name, if it can be written in this form."""
    try:
        found = checksum(_text(name))
    except UnknownChecksumError as error:
        raise ValueProblem(str(error)) from None
    if found.is_digest and _word(form, FORMS) in ("le", "hex-le"):
        raise ValueProblem(tr("{name} has no little end; use be or hex.", name=found.name))
    return found


def _checksum(source: Source, values: Sequence[Value]) -> Value:
    """Compute a checksum; the values are its name, its form and the data."""
    name, form, data = values
    return _algorithm(name, form).write(as_bytes(data), _word(form, FORMS))


def _checksum_size(known: Sequence[Known]) -> int | None:
    name, form = known[0].value, known[1].value
    if form is not None and _word(form, FORMS) == "number":
        form = None
    if name is None or form is None:
        return None
    return _algorithm(name, form).size * (2 if _text(form).startswith("hex") else 1)


def _whole(code: str) -> Function:
    """Return the function that writes a whole number in binary, such as `u16be`."""
    order: Order = "little" if code.endswith("le") else "big"
    size = int(code.strip("ubel")) // 8
    limit = 1 << 8 * size

    def call(source: Source, values: Sequence[Value]) -> Value:
        # A negative number is its two's complement.
        number = as_int(values[0], -limit // 2, limit - 1) % limit
        return number.to_bytes(size, order)

    return Function(
        code, "number", mark("The number in binary."), call, 1, 1, size=lambda known: size
    )


def _floating(name: str, code: str) -> Function:
    """Return the function that writes a number as IEEE 754 floating point."""
    size = struct.calcsize(code)

    def call(source: Source, values: Sequence[Value]) -> Value:
        try:
            return struct.pack(code, float(as_number(values[0])))
        except OverflowError:
            raise ValueProblem(tr("the number is too large for {name}.", name=name)) from None

    return Function(
        name,
        "number",
        mark("The number as IEEE 754 floating point."),
        call,
        1,
        1,
        size=lambda known: size,
    )


def _number(source: Source, values: Sequence[Value]) -> Value:
    return as_number(values[0])


def _number_of(order: Order) -> Call:
    def call(source: Source, values: Sequence[Value]) -> Value:
        data = as_bytes(values[0])
        if len(data) > 8:
            raise ValueProblem(tr("{count} bytes are no number; 8 are the most.", count=len(data)))
        return int.from_bytes(data, order)

    return call


def _round(source: Source, values: Sequence[Value]) -> Value:
    """Round to decimal places; zeros are kept, so that every result has as many."""
    places = as_int(values[1], 0, 20)
    number = Decimal(as_number(values[0]))
    return f"{number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN, _ROUNDING):f}"


def _hex(source: Source, values: Sequence[Value]) -> Value:
    return as_bytes(values[0]).hex()


def _unhex(source: Source, values: Sequence[Value]) -> Value:
    try:
        return parse_hex(_text(values[0]))
    except HexError as error:
        raise ValueProblem(str(error)) from None


def _base64(source: Source, values: Sequence[Value]) -> Value:
    return base64.b64encode(as_bytes(values[0]))


def _unbase64(source: Source, values: Sequence[Value]) -> Value:
    try:
        return base64.b64decode(as_bytes(values[0]), validate=True)
    except binascii.Error:
        raise ValueProblem(tr("the value is not Base64.")) from None


def _pad(source: Source, values: Sequence[Value]) -> Value:
    """Fill up in front to a width; a negative width fills up behind."""
    width = as_int(values[1], -MOST_COUNT, MOST_COUNT)
    fill = as_bytes(values[2]) if len(values) > 2 else b" "
    if len(fill) != 1:
        raise ValueProblem(tr("what is filled in is one byte."))
    data = as_bytes(values[0])
    return data.rjust(width, fill) if width >= 0 else data.ljust(-width, fill)


def _repeat(source: Source, values: Sequence[Value]) -> Value:
    data, count = as_bytes(values[0]), _count(values[1])
    if len(data) * count > MOST_BYTES:
        raise ValueProblem(tr("more than {most:,} bytes.", most=MOST_BYTES))
    return data * count


def _join(source: Source, values: Sequence[Value]) -> Value:
    return b"".join(map(as_bytes, values))


def _part(source: Source, values: Sequence[Value]) -> Value:
    """Return a piece between separators, counted from 0; the last ones from -1 down."""
    data, separator = as_bytes(values[0]), as_bytes(values[1])
    if not separator:
        raise ValueProblem(tr("the separator is empty."))
    pieces = data.split(separator)
    index = as_int(values[2], -len(data) - 1, _LARGEST)
    return pieces[index] if -len(pieces) <= index < len(pieces) else b""


def _length(source: Source, values: Sequence[Value]) -> Value:
    return len(as_bytes(values[0]))


def _upper(source: Source, values: Sequence[Value]) -> Value:
    return as_bytes(values[0]).upper()


def _lower(source: Source, values: Sequence[Value]) -> Value:
    return as_bytes(values[0]).lower()


def _trim(source: Source, values: Sequence[Value]) -> Value:
    return as_bytes(values[0]).strip()


def _same_size(known: Sequence[Known]) -> int | None:
    return known[0].size


def _hex_size(known: Sequence[Known]) -> int | None:
    return None if known[0].size is None else 2 * known[0].size


def _sum(known: Sequence[Known]) -> int | None:
    sizes = [one.size for one in known if one.size is not None]
    return sum(sizes) if len(sizes) == len(known) else None


def _counted_size(known: Sequence[Known]) -> int | None:
    count = known[0].value
    return None if count is None else _count(count)


_TABLE = (
    Function("now", "[format]", mark("The time of day here."), _time(is_utc=False), 0, 1, False),
    Function("utc", "[format]", mark("The time of day in UTC."), _time(is_utc=True), 0, 1, False),
    Function("unix_time", "[unit]", mark("Since 1970 in s, ms or us."), _unix_time, 0, 1, False),
    Function("counter", "[name, first, step]", mark("1, 2, 3 and so on."), _counter, 0, 3, False),
    Function("random", "low, high", mark("A whole number, both included."), _random, 2, 2, False),
    Function(
        "random_bytes", "count", mark("Random bytes."), _random_bytes, 1, 1, False, _counted_size
    ),
    Function(
        "random_digits", "count", mark("Random digits."), _random_digits, 1, 1, False, _counted_size
    ),
    Function("choice", "value, ...", mark("One of the values, by chance."), _choice, 1, 100, False),
    Function("uuid", "", mark("A random UUID (version 4)."), _uuid, 0, 0, False, lambda known: 36),
    Function(
        "checksum",
        "name, form, [data]",
        mark("A checksum; without data, over what stands before it in the message."),
        _checksum,
        2,
        3,
        size=_checksum_size,
        over_before=True,
    ),
    *map(_whole, ("u8", "u16be", "u16le", "u24be", "u24le", "u32be", "u32le", "u64be", "u64le")),
    *(
        _floating(name, code)
        for name, code in (("f32be", ">f"), ("f32le", "<f"), ("f64be", ">d"), ("f64le", "<d"))
    ),
    Function("number", "text", mark("The number that is written there."), _number, 1, 1),
    Function("number_be", "bytes", mark("Bytes as a number, big-endian."), _number_of("big"), 1, 1),
    Function(
        "number_le",
        "bytes",
        mark("Bytes as a number, little-endian."),
        _number_of("little"),
        1,
        1,
    ),
    Function("round", "number, places", mark("A number with so many decimals."), _round, 2, 2),
    Function("length", "value", mark("How many bytes it has."), _length, 1, 1),
    Function("hex", "value", mark("Its bytes as hexadecimal digits."), _hex, 1, 1, size=_hex_size),
    Function("unhex", "text", mark("The bytes of hexadecimal digits."), _unhex, 1, 1),
    Function("base64", "value", mark("Its bytes in Base64."), _base64, 1, 1),
    Function("unbase64", "text", mark("The bytes of a Base64 text."), _unbase64, 1, 1),
    Function("upper", "value", mark("ASCII letters made capitals."), _upper, 1, 1, size=_same_size),
    Function("lower", "value", mark("ASCII letters made small."), _lower, 1, 1, size=_same_size),
    Function("trim", "value", mark("Without white space around it."), _trim, 1, 1),
    Function(
        "pad",
        "value, width, [fill]",
        mark("Filled up in front; behind, if width is negative."),
        _pad,
        2,
        3,
    ),
    Function("repeat", "value, count", mark("The value so many times."), _repeat, 2, 2),
    Function(
        "join", "value, ...", mark("The values one after the other."), _join, 1, 100, size=_sum
    ),
    Function(
        "part",
        "value, separator, index",
        mark("A piece between separators, from 0."),
        _part,
        3,
        3,
    ),
)
FUNCTIONS = {function.name: function for function in _TABLE}
"""Every function by its name."""
