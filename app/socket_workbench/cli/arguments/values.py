"""Reads the values of options; what each needs is imported only when a value is read.

Every function here is an argparse `type`: it raises `ArgumentTypeError` with a sentence.
"""

from argparse import ArgumentTypeError
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from socket_workbench.language import tr
from socket_workbench.sockets.option_kinds import Number

if TYPE_CHECKING:
    from socket_workbench.payload.line_end import LineEnd
    from socket_workbench.sockets.addresses.endpoint import Endpoint

Value = TypeVar("Value")
Reader = Callable[[str], Value]

_LAST_PORT = 65535


def endpoint(text: str) -> "Endpoint":
    """Read an address such as `tcp://127.0.0.1:13145`, `localhost:80` or `13145`."""
    from socket_workbench.sockets.addresses.endpoint import parse_endpoint

    return read_with(parse_endpoint, text)


def file(text: str) -> str:
    """Read a file name; an empty one would be the current folder, and URLs are other names."""
    if not text:
        raise ArgumentTypeError(tr("the name of the file is empty."))
    scheme, colon, rest = text.partition("://")
    # One letter may be a drive of Windows'; a folder may have any name.
    if colon and scheme.isalnum() and len(scheme) > 1 and not Path(text).parent.is_dir():
        raise ArgumentTypeError(_not_a_file(text, scheme, rest))
    return text


def _not_a_file(url: str, scheme: str, rest: str) -> str:
    if scheme.lower() == "file":
        from urllib.parse import unquote

        path = unquote(rest.removeprefix("localhost"))
        return tr("'{url}' is a URL: write {path}.", url=url, path=path)
    return tr(
        "'{url}' is a URL, and files are read and written on this computer only: name a file here.",
        url=url,
    )


def dialogue(text: str) -> str:
    """Read the name of a dialogue."""
    from socket_workbench.dialogues.registry import dialogue_kind

    return read_with(dialogue_kind, text).name


def line_end(text: str) -> "LineEnd":
    """Read `none`, `lf`, `cr` or `crlf`."""
    from socket_workbench.payload.line_end import LineEnd

    try:
        return LineEnd(text.lower())
    except ValueError as error:
        raise ArgumentTypeError(
            tr("'{text}' is not a line end; write none, lf, cr or crlf.", text=text)
        ) from error


def hexadecimal(text: str) -> bytes:
    """Read bytes such as `01 ff`."""
    from socket_workbench.payload.hexadecimal import parse_hex

    return read_with(parse_hex, text)


def duration(text: str) -> float:
    """Read a duration such as `200ms`; returns seconds."""
    from socket_workbench.payload.durations import parse_duration

    return read_with(parse_duration, text)


def whole_number(low: int, high: int) -> Reader[object]:
    """Make a reader of whole numbers from `low` to `high`."""
    return partial(read_with, Number(low, high).read)


def local_address(text: str) -> dict[str, object]:
    """Read the address to connect from: `HOST`, `HOST:PORT`, `[IPV6]:PORT` or `:PORT`.

    Returns:
        The options of a client: `local_host`, and `local_port` where it is given.
    """
    host, colon, port = text.rpartition(":")
    if host.count(":") and not host.startswith("["):
        # An IPv6 address without brackets is all host.
        return {"local_host": text}
    if not colon or text.endswith("]"):
        return {"local_host": text.strip("[]")}
    if not (port.isascii() and port.isdigit() and int(port[:6]) <= _LAST_PORT):
        raise ArgumentTypeError(
            tr(
                "'{text}' is no address to connect from: '{port}' is not a port from 0 to 65535.",
                text=text,
                port=port,
            )
        )
    return {"local_host": host.strip("[]"), "local_port": int(port)}


def setting(text: str) -> tuple[str, str]:
    """Read `name=value`."""
    name, equals, value = text.partition("=")
    if not equals or not name:
        raise ArgumentTypeError(tr("'{text}' is not written as name=value.", text=text))
    return name.strip(), value


def read_with(parse: Callable[[str], Value], text: str) -> Value:
    """Read a value with a parser that raises `ValueError` with a sentence."""
    try:
        return parse(text)
    except ValueError as error:
        raise ArgumentTypeError(str(error)) from error
