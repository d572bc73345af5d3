"""Writes the calls of watched programs as Python does, as `sockets.calls` writes our own."""

import contextlib
import errno
import functools
import socket

from socket_workbench.sockets.calls import PAYLOAD, ended, flags_text, option_set, written
from socket_workbench.watch.model import Call, End, Value

_SENDING = {"send": 0, "sendall": 0, "sendto": 0}
"""Calls that begin with what is sent; how many arguments follow before the flags."""

_RECEIVING = {"recv": 1, "recvfrom": 1, "recv_into": 2, "recvfrom_into": 2, "recvmsg": 2}
"""Calls that receive; how many arguments come before the flags."""

_REPEATED = frozenset({*_SENDING, *_RECEIVING})

_INTO = frozenset({"recv_into", "recvfrom_into"})
_CONSTANTS = {"family": socket.AddressFamily, "type": socket.SocketKind}

_RAW = "\0"
"""Begins what is not quoted; see `values.RAW` of the watched process."""

_OLD_NAMES = {"timeout": "TimeoutError", "error": "OSError"}
"""What Python 3.8 and 3.9 call exceptions of the module `socket`."""


def call_words(call: Call) -> str:
    """Write a call with its arguments."""
    write = _repeated_words if call.name in _REPEATED else _words
    return write(call.name, call.arguments, call.options, call.payload is not None)


def _words(
    name: str,
    arguments: tuple[Value, ...],
    options: tuple[tuple[str, Value], ...],
    sends: bool,
) -> str:
    if name == "setsockopt" and len(arguments) == 3 and _are_numbers(arguments[:2]):
        return option_set(*arguments)
    if name == "shutdown" and len(arguments) == 1 and _are_numbers(arguments):
        return ended(arguments[0])
    parts = [_constant_or_value(name, place, each) for place, each in enumerate(arguments)]
    flags = ""
    position = _RECEIVING.get(name, _SENDING.get(name))
    if position is not None and len(arguments) == position + 1 and _are_numbers(arguments[-1:]):
        flags = flags_text(arguments[-1])
        parts.pop()
    if sends:
        parts.insert(0, f"[{PAYLOAD}]" if name == "sendmsg" else PAYLOAD)
    elif name in _INTO and parts:
        parts[0] = PAYLOAD
    parts += [f"{key}={_option(key, value)}" for key, value in options]
    return f"{name}({', '.join(parts)}{flags})"


# Most calls of a program are the same few. Not so of others: 1 and True are equal, and not written
# alike.
_repeated_words = functools.lru_cache(maxsize=256)(_words)


def result_words(call: Call) -> str:
    """Write what a call has returned, or the name of its error."""
    if call.error is not None:
        number = call.error.number
        if number is not None and number in errno.errorcode:
            return errno.errorcode[number]
        name = _OLD_NAMES.get(call.error.kind, call.error.kind)
        return name if name.isidentifier() and name != "None" else "Exception"
    if call.name == "socket":
        return f"socket(fileno={call.result})"
    if call.name == "accept":
        return f"({_descriptor(call.result[0])}, {_value(call.result[1])})"
    if call.received is not None:
        if call.name == "recv":
            return PAYLOAD
        if call.name in ("recvfrom", "recvmsg"):
            return f"({PAYLOAD}, {', '.join(map(_value, call.result))})"
    if call.name == "socketpair":
        return f"({', '.join(map(_descriptor, call.result))})"
    return _value(call.result)


def _constant_or_value(name: str, place: int, value: object) -> str:
    """Write an argument; of `socket` and `socketpair`, family and type by their names."""
    if name in ("socket", "socketpair") and place < len(_CONSTANTS):
        return _option(tuple(_CONSTANTS)[place], value)
    return _value(value)


def _option(name: str, value: object) -> str:
    """Write an argument that is given by its name; family and type by their names."""
    if name in _CONSTANTS and type(value) is int:
        with contextlib.suppress(ValueError):
            return str(_CONSTANTS[name](value).name)
    return _value(value)


def _descriptor(end: End | None) -> str:
    return f"socket(fileno={-1 if end is None else end.fileno})"


def _value(value: object) -> str:
    if isinstance(value, str) and value.startswith(_RAW):
        return value[1:].replace("\t", " ").replace("→", "\\u2192")
    if isinstance(value, tuple):
        inner = ", ".join(map(_value, value))
        return f"({inner},)" if len(value) == 1 else f"({inner})"
    # Empty bytes would stand for the payload.
    return "bytes()" if value == b"" else written(value)


def _are_numbers(values: tuple[object, ...]) -> bool:
    return all(type(value) is int for value in values)
