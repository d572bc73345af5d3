"""The one address syntax, as it is typed in the window, on the command line and in documents.

    13145                     TCP, this computer (127.0.0.1)
    localhost:13145           TCP
    [::1]:80                  TCP over IPv6
    tcp://host:port           udp://host:port           udp://9997 is this computer too
    unix:///path/to/socket    unixgram:///path/to/socket

Spaces around an address do not count. A port alone means this computer only; `:80` is refused,
because other programs read it as "every address of this computer". Paths are taken as they are,
with no percent signs decoded. IPv6 addresses may name their interface: `[fe80::1%eth0]:80`.

Every address that a sentence of this module offers can be read.
"""

import os
import posixpath
import re

from socket_workbench.language import tr
from socket_workbench.payload.text import printable
from socket_workbench.sockets.addresses.foreign_text import LONGEST, foreign
from socket_workbench.sockets.addresses.host_syntax import (
    AddressError,
    check_host,
    is_ipv6,
    leading_zeros_sentence,
    without_leading_zeros,
)
from socket_workbench.sockets.addresses.likely_address import likely_address
from socket_workbench.sockets.addresses.transport import Transport

__all__ = ["MAX_PORT", "AddressError", "read_address"]

MAX_PORT = 65535

_THIS_COMPUTER = "127.0.0.1"
_SOME_PORT = 13145
_SOME_PATH = "/tmp/echo.sock"
_SCHEMES = {transport.value: transport for transport in Transport}
_SCHEME = re.compile(r"([^/\[\]]*)://(.*)", re.DOTALL)
_PATH_BEGINNINGS = ("unix:", "unixgram:", "/", "./", "../", "~/")


def read_address(text: str) -> tuple[Transport, str, int, str]:
    """Read an address.

    Returns:
        Transport, host, port and path, the parts of an `Endpoint`.

    Raises:
        AddressError: with a sentence that says what is wrong and what to write.
    """
    text = text.strip()
    try:
        return _read(text)
    except AddressError:
        meant = likely_address(text)
        if meant == text:
            raise
    # What is wrong with what was meant matters more than how it is written.
    _read(meant)
    raise AddressError(_other_spelling(text, meant))


def _other_spelling(text: str, meant: str) -> str:
    scheme = _SCHEME.fullmatch(text)
    if scheme is not None and scheme[1].lower() not in _SCHEMES:
        return tr(
            "'{scheme}://' is not known: write {address}.",
            scheme=foreign(scheme[1]),
            address=meant,
        )
    return tr("'{text}' is not an address: write {address}.", text=foreign(text), address=meant)


def _read(text: str) -> tuple[Transport, str, int, str]:
    if not text:
        raise AddressError(
            tr("The address is empty: write a port such as 13145, or localhost:13145.")
        )
    scheme, rest = _split_scheme(text)
    transport = _SCHEMES[scheme.lower() or Transport.TCP.value]
    if transport.is_unix:
        return transport, "", 0, _read_path(transport, rest)
    if not scheme and rest.startswith(_PATH_BEGINNINGS):
        raise AddressError(_path_without_scheme(rest))
    host, port = _split_port(f"{scheme}://" if scheme else "", rest)
    if not scheme and host.lower() in _SCHEMES:
        raise AddressError(_other_spelling(text, f"{host.lower()}://{port}"))
    return transport, host, port, ""


def _split_scheme(text: str) -> tuple[str, str]:
    match = _SCHEME.fullmatch(text)
    if match is None:
        return "", text
    if match[1].lower() not in _SCHEMES:
        raise AddressError(
            tr(
                "'{scheme}://' is not known: use {known}.",
                scheme=foreign(match[1]),
                known=", ".join(f"{known}://" for known in _SCHEMES),
            )
        )
    return match[1], match[2]


# Paths


def _path_without_scheme(text: str) -> str:
    scheme, colon, path = text.partition(":")
    if not colon or scheme not in _SCHEMES:
        scheme, path = Transport.UNIX_STREAM.value, text
    if not path:
        return _missing_path(scheme)
    return tr(
        "'{text}' is a path: write it as {address}.",
        text=foreign(text),
        address=_path_address(scheme, path),
    )


def _missing_path(scheme: str) -> str:
    return tr("The path is missing: write {address}.", address=f"{scheme}://{_SOME_PATH}")


def _read_path(transport: Transport, path: str) -> str:
    scheme = transport.value
    if not path:
        raise AddressError(_missing_path(scheme))
    if "\0" in path:
        raise AddressError(tr("A path cannot hold a zero byte."))
    if not path.startswith("/"):
        # `unix://tmp/x` lacks a slash; `unix://x` is meant for the folder in use.
        path = f"/{path}" if path[0].isalnum() and "/" in path else path
        raise AddressError(
            tr(
                "A path has to begin at the root, so the address has three slashes: {address}.",
                address=_path_address(scheme, path),
            )
        )
    return path


def _path_address(scheme: str, path: str) -> str:
    """Return a path's address as a shell would take the path: from the folder in use, or the home.

    What cannot be written in a sentence is replaced by an example.
    """
    if not path.isprintable() or len(path) > LONGEST:
        return f"{scheme}://{_SOME_PATH}"
    try:
        whole = os.path.abspath(os.path.expanduser(path))  # noqa: PTH100, PTH111 - reads no links
    except OSError:
        whole = ""  # the folder in use has been removed
    if not whole.startswith("/"):  # or it is Windows', which is none of a Unix socket
        whole = posixpath.normpath(posixpath.join("/tmp", path))
    return f"{scheme}://{whole}"


# Hosts and ports


def _split_port(prefix: str, rest: str) -> tuple[str, int]:
    if rest in ("", ":") or (not prefix and rest.rstrip(":").lower() in _SCHEMES):
        raise AddressError(
            tr("The host and the port are missing: write a port such as 13145, or localhost:13145.")
        )
    if _is_number(rest):
        return _THIS_COMPUTER, _read_port(rest)
    if rest.startswith("["):
        return _split_bracketed(prefix, rest)
    host, _, port = rest.rpartition(":")
    if ":" in host or is_ipv6(rest):
        raise AddressError(_missing_brackets(prefix, rest, host, port))
    if not host and port and ":" in rest:
        raise AddressError(_missing_host(prefix, port))
    if not host or not port:
        host = host or port
        if _is_number(host.lstrip("+-")):
            _read_port(host)  # which a sign keeps from being one
        _check_zeros(prefix, host, _SOME_PORT)
        check_host(host)
        raise AddressError(_missing_port(prefix, rest, host))
    number = _read_port(port)
    _check_zeros(prefix, host, number)
    check_host(host)
    return host, number


def _missing_host(prefix: str, port: str) -> str:
    number = _read_port(port)
    return tr(
        "The host is missing before ':{port}': write {here} for this computer only, or {every} "
        "for every address it has.",
        port=number,
        here=f"{prefix}127.0.0.1:{number}",
        every=f"{prefix}0.0.0.0:{number}",
    )


def _check_zeros(prefix: str, host: str, port: int) -> None:
    readings = without_leading_zeros(host)
    if readings:
        offered = [f"{prefix}{reading}:{port}" for reading in readings]
        raise AddressError(leading_zeros_sentence(host, offered))


def _split_bracketed(prefix: str, rest: str) -> tuple[str, int]:
    host, bracket, after = rest[1:].partition("]")
    if not bracket:
        raise AddressError(
            tr("The closing bracket is missing: write an IPv6 address such as [::1]:13145.")
        )
    if not is_ipv6(host):
        raise AddressError(
            tr(
                "'{host}' is not an IPv6 address; only those go in brackets: [::1]:80.",
                host=foreign(host),
            )
        )
    if not after.startswith(":") or after == ":":
        raise AddressError(_missing_port(prefix, rest, f"[{host}]"))
    return host, _read_port(after[1:])


def _missing_port(prefix: str, rest: str, host: str) -> str:
    if printable(host) != host:
        host = "localhost"
    return tr(
        "The port is missing in '{text}': write {address}.",
        text=foreign(f"{prefix}{rest}"),
        address=f"{prefix}{host}:{_SOME_PORT}",
    )


def _missing_brackets(prefix: str, rest: str, host: str, port: str) -> str:
    if is_ipv6(host) and _is_number(port):
        # `::1:80` may be an address and a port, or an address alone: show the likelier of the two.
        return tr(
            "An IPv6 address needs brackets before its port: {address}.",
            address=f"{prefix}[{host}]:{_read_port(port)}",
        )
    if is_ipv6(rest):
        return tr(
            "An IPv6 address needs brackets and a port: {address}.",
            address=f"{prefix}[{rest}]:{_SOME_PORT}",
        )
    return tr(
        "'{text}' has too many colons: write an address such as localhost:13145, or "
        "[::1]:13145 for IPv6.",
        text=foreign(rest),
    )


def _read_port(text: str) -> int:
    if not _is_number(text):
        raise AddressError(
            tr("'{text}' is not a port: a port is a number from 0 to 65535.", text=foreign(text))
        )
    # Very long numbers are not converted: the interpreter limits that, and they are wrong anyway.
    digits = text.lstrip("0") or "0"
    if len(digits) > len(str(MAX_PORT)) or int(digits) > MAX_PORT:
        raise AddressError(
            tr("Port {port} is out of range: ports go from 0 to 65535.", port=foreign(text))
        )
    return int(digits)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit()
