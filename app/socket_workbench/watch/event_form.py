"""The form of what watched processes tell: anything else is left out.

A process may write what it likes to any of its descriptors, and a Python object may say what it
likes of itself. Past this check, numbers have a size, texts are texts, and tuples are as long as
they should be.
"""

from collections.abc import Callable

from socket_workbench.watch.model import Value

MOST_NUMBER = 1 << 63
"""No number of a call, a socket or a process and no time in nanoseconds is as large."""

MOST_DEPTH = 8
"""How many tuples may stand within each other in an argument or a result."""

_SCALARS = frozenset({bool, float, str, bytes})
_MOST_BITS = 256
"""Larger integers are told as texts."""


def has_form(event: tuple[Value, ...]) -> bool:
    """Whether an event is of a kind that there is, with the fields of that kind."""
    form = _FORMS.get(event[0])
    if form is None or len(event) != len(form) + 1:
        return False
    # Loops, not generators: this is done for each call that a program makes.
    for is_right, value in zip(form, event[1:], strict=True):  # noqa: SIM110 - see above
        if not is_right(value):
            return False
    return True


def _is_number(value: Value) -> bool:
    return type(value) is int and 0 <= value < MOST_NUMBER


def _is_text(value: Value) -> bool:
    return type(value) is str


def _is_bool(value: Value) -> bool:
    return type(value) is bool


def _is_value(value: Value, depth: int = 0) -> bool:
    """Whether it is what `plain` in the watched process makes of anything."""
    kind = type(value)
    if value is None or kind in _SCALARS:
        return True
    if kind is int:
        return bool(value.bit_length() <= _MOST_BITS)
    if kind is not tuple or depth >= MOST_DEPTH:
        return False
    for each in value:  # noqa: SIM110 - see `has_form`
        if not _is_value(each, depth + 1):
            return False
    return True


def _is_of(value: Value, *fields: Callable[[Value], bool]) -> bool:
    return (
        type(value) is tuple
        and len(value) == len(fields)
        and all(is_right(each) for is_right, each in zip(fields, value, strict=True))
    )


def _is_place(value: Value) -> bool:
    if value is None:
        return True
    if type(value) is not tuple or len(value) != 5:
        return False
    file, line, function, is_direct, outer = value
    return (
        type(file) is type(function) is str
        and type(is_direct) is bool
        and _is_number(line)
        and _are_lines(outer)
    )


def _are_lines(value: Value) -> bool:
    if type(value) is not tuple:
        return False
    for each in value:
        if type(each) is not tuple or len(each) != 2:
            return False
        if type(each[0]) is not str or not _is_number(each[1]):
            return False
    return True


def _is_message(value: Value) -> bool:
    """Whether it is a length and the first bytes of so many."""
    if value is None:
        return True
    if type(value) is not tuple or len(value) != 2 or type(value[1]) is not bytes:
        return False
    return _is_number(value[0]) and len(value[1]) <= value[0]


def _is_small(value: Value) -> bool:
    """Whether it is an `errno`, or nothing."""
    return value is None or (type(value) is int and abs(value) < 1 << 31)


def _is_error(value: Value) -> bool:
    return value is None or _is_of(value, _is_text, _is_text, _is_small)


def _are_told(value: Value) -> bool:
    """Whether it is the arguments of a call by position, and those by name."""
    if type(value) is not tuple or len(value) != 2:
        return False
    by_position, by_name = value
    if type(by_position) is not tuple or type(by_name) is not tuple or not _is_value(by_position):
        return False
    return not by_name or all(_is_of(each, _is_text, _is_value) for each in by_name)


def _are_texts(value: Value) -> bool:
    return type(value) is tuple and all(map(_is_text, value))


_HEAD = (
    *(_is_number, _is_number, _is_text, _is_number, _is_text),
    *(_are_told, _is_place, _is_message, _is_value),
)
"""Time, number, thread, socket, name; arguments, place, what is sent, what was looked up."""

_OUTCOME = (_is_number, _is_value, _is_message, _is_error, _is_value)
"""Nanoseconds, result, what was received, error, what was looked up."""

_FORMS: dict[Value, tuple[Callable[[Value], bool], ...]] = {
    "process": (_is_number, _is_number, _is_number, _is_bool, _is_text),
    "forking": (_is_number,),
    "names": (*(_is_number,) * 4, _is_value, _is_number, _is_value, _is_value),
    "held": _HEAD,
    "begin": _HEAD,
    "end": (_is_number, _is_number, *_OUTCOME),
    "call": (*_HEAD, *_OUTCOME),
    "gone": (_is_number, _is_number),
    "uncaught": (
        *(_is_number, _is_text, _are_texts, _is_text),
        *(_is_small, _is_place, _is_value),
    ),
    "bytes warning": (_is_number, _is_text, _is_text, _is_number),
    "shadow": (_is_number, _is_text),
    "lost": (_is_number, _is_number),
    "exit": (_is_number,),
}
