"""Reads the values of options; what each needs is imported only when a value is read.

Every function here is an argparse `type`: it raises `ArgumentTypeError` with a sentence.
"""

import contextlib
from argparse import ArgumentTypeError
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from socket_workbench.language import tr

if TYPE_CHECKING:
    from socket_workbench.payload.framing import Framing
    from socket_workbench.payload.line_end import LineEnd
    from socket_workbench.sockets.addresses.endpoint import Endpoint

Value = TypeVar("Value")

_LAST_PORT = 65535


def endpoint(text: str) -> "Endpoint":
    """Read an address such as `tcp://127.0.0.1:13145`, `localhost:80` or `13145`."""
    from socket_workbench.sockets.addresses.endpoint import parse_endpoint

    return _read(parse_endpoint, text)


def file(text: str) -> str:
    """Read the name of a file: any but none, which would be the folder one is in."""
    if not text:
        raise ArgumentTypeError(tr("the name of the file is empty."))
    return text


def dialogue(text: str) -> str:
    """Read the name of a dialogue."""
    from socket_workbench.dialogues.registry import dialogue_kind

    return _read(dialogue_kind, text).name


def framing(text: str) -> "Framing":
    """Read a framing such as `line` or `length:u16be`."""
    from socket_workbench.payload.framing import Framing

    return _read(Framing.parse, text)


def duration(text: str) -> float:
    """Read a duration such as `5s` or `200ms` as seconds; a bare number is seconds."""
    from socket_workbench.scenarios.durations import parse_duration

    bare = text.replace(".", "", 1)
    return _read(parse_duration, f"{text}s" if bare.isascii() and bare.isdigit() else text)


def line_end(text: str) -> "LineEnd":
    """Read `none`, `lf`, `cr` or `crlf`."""
    from socket_workbench.payload.line_end import LineEnd

    try:
        return LineEnd(text.lower())
    except ValueError as error:
        raise ArgumentTypeError(
            tr("'{text}' is not a line end; write none, lf, cr or crlf.", text=text)
        ) from error


def whole_number(low: int, high: int) -> Callable[[str], int]:
    """Make a reader of whole numbers from `low` to `high`."""

    def read(text: str) -> int:
        # Very long numbers are not converted: the interpreter limits that.
        digits = text.lstrip("0") or text[-1:]
        is_number = text.isascii() and text.isdigit() and len(digits) <= len(str(high))
        if not (is_number and low <= int(digits) <= high):
            raise ArgumentTypeError(
                tr(
                    "'{text}' is not a whole number from {low} to {high}.",
                    text=text,
                    low=low,
                    high=high,
                )
            )
        return int(digits)

    return read


def backlog(text: str) -> int | None:
    """Read a backlog: a number, or `system`, which is None."""
    from socket_workbench.sockets.options import MAX_BACKLOG, parse_backlog

    with contextlib.suppress(ArgumentTypeError):
        return whole_number(0, MAX_BACKLOG)(text)
    return _read(parse_backlog, text)


def receive_size(text: str) -> int:
    """Read the most bytes that one `recv` asks for: 1 to 1 MiB."""
    from socket_workbench.sockets.options import MAX_RECEIVE_SIZE

    return whole_number(1, MAX_RECEIVE_SIZE)(text)


def yes_or_no(text: str) -> bool:
    """Read `yes` or `no`."""
    if text.lower() not in ("yes", "no"):
        raise ArgumentTypeError(tr("'{text}' is neither yes nor no.", text=text))
    return text.lower() == "yes"


def most_waiting(text: str) -> int:
    """Read how many bytes may wait for a peer, such as `8MiB`."""
    from socket_workbench.payload.sizes import parse_size
    from socket_workbench.sockets.options import ServerOptions

    return _read(lambda text: ServerOptions(most_waiting=parse_size(text)).most_waiting, text)


def local_address(text: str) -> tuple[str, int]:
    """Read the address to connect from: `HOST`, `HOST:PORT`, `[IPV6]:PORT` or `:PORT`.

    Returns:
        The host, empty for any, and the port, 0 for any.
    """
    host, colon, port = text.rpartition(":")
    if host.count(":") and not host.startswith("["):
        # An IPv6 address without brackets is all host.
        return text, 0
    if not colon or text.endswith("]"):
        return text.strip("[]"), 0
    if not (port.isascii() and port.isdigit() and int(port[:6]) <= _LAST_PORT):
        raise ArgumentTypeError(
            tr(
                "'{text}' is no address to connect from: '{port}' is not a port from 0 to 65535.",
                text=text,
                port=port,
            )
        )
    return host.strip("[]"), int(port)


def setting(text: str) -> tuple[str, str]:
    """Read `name=value`."""
    name, equals, value = text.partition("=")
    if not equals or not name:
        raise ArgumentTypeError(tr("'{text}' is not written as name=value.", text=text))
    return name.strip(), value


def _read(parse: Callable[[str], Value], text: str) -> Value:
    try:
        return parse(text)
    except ValueError as error:
        raise ArgumentTypeError(str(error)) from error
