"""Host names and IP addresses as they are typed, without brackets and port."""

import re
import socket

from socket_workbench.language import tr
from socket_workbench.sockets.addresses.foreign_text import foreign

_NOT_IN_HOST = re.compile(r"""[\s\x00-\x20\x7f/\\@?#%\[\]:,;'"`<>]""")
_NUMBERS = re.compile(r"[0-9]+(\.[0-9]+){0,3}")
_MAX_HOST, _MAX_LABEL = 253, 63  # RFC 1035, section 2.3.4, as text
_TOO_LONG = _MAX_HOST + 1
_MAX_BYTE = 255


class AddressError(ValueError):
    """An address cannot be read; the text is a sentence that says what to write instead."""


def check_host(host: str) -> None:
    """Check a host name or an IP address without brackets.

    Raises:
        AddressError: it is none.
    """
    if is_ipv6(host):
        return
    found = _NOT_IN_HOST.search(host)
    if found is not None:
        raise AddressError(
            tr(
                "A host name cannot hold {character}: '{host}'.",
                character=repr(found[0]),
                host=foreign(host),
            )
        )
    readings = without_leading_zeros(host)
    if readings:
        raise AddressError(leading_zeros_sentence(host, readings))
    if _NUMBERS.fullmatch(host) and host.count(".") == 3 and not is_ipv4(host):
        raise AddressError(
            tr("{host} is not an IPv4 address: its four numbers go from 0 to 255.", host=host)
        )
    try:
        # Encoding takes long for what is far too long.
        encoded = host if host.isascii() else host[:_TOO_LONG].encode("idna").decode("ascii")
    except UnicodeError:
        raise AddressError(tr("'{host}' is not a host name.", host=foreign(host))) from None
    labels = encoded.removesuffix(".").split(".")
    if len(encoded) > _MAX_HOST or not all(0 < len(label) <= _MAX_LABEL for label in labels):
        raise AddressError(
            tr(
                "'{host}' is not a host name: each part between its dots has 1 to 63 "
                "characters, the whole at most 253.",
                host=foreign(host),
            )
        )


def leading_zeros_sentence(host: str, offered: list[str]) -> str:
    """Say what is to be written in the place of a host whose numbers have leading zeros.

    Args:
        host: the host.
        offered: one or two addresses: with its numbers read as decimal, and as octal.
    """
    if len(offered) == 1:
        return tr(
            "{host} has numbers with leading zeros: write {address}.", host=host, address=offered[0]
        )
    return tr(
        "{host} has numbers with leading zeros, which some programs take as octal: write "
        "{decimal}, or {octal} where octal is meant.",
        host=host,
        decimal=offered[0],
        octal=offered[1],
    )


def without_leading_zeros(host: str) -> list[str]:
    """Return what an IPv4 address may mean whose numbers have leading zeros; empty if none has.

    The C library's `inet_aton` reads such numbers as octal, people and other programs mean them
    as decimal: 192.168.001.010 is 192.168.1.8 to the one and 192.168.1.10 to the others.

    Returns:
        The decimal reading first, then the octal one, as far as they are addresses and differ.
    """
    parts = host.split(".")
    if not _NUMBERS.fullmatch(host) or not any(_has_leading_zero(part) for part in parts):
        return []
    decimal = [part.lstrip("0") or "0" for part in parts]
    octal = [_from_octal(part) if _has_leading_zero(part) else part for part in parts]
    readings = [".".join(reading) for reading in (decimal, octal) if _are_bytes(reading)]
    return list(dict.fromkeys(readings))


def _has_leading_zero(part: str) -> bool:
    return len(part) > 1 and part.startswith("0")


def _from_octal(part: str) -> str:
    digits = part.lstrip("0") or "0"
    is_octal = len(digits) <= len(oct(_MAX_BYTE)) and not set(digits) & set("89")
    return str(int(digits, 8)) if is_octal else ""


def _are_bytes(parts: list[str]) -> bool:
    return all(0 < len(part) <= len(str(_MAX_BYTE)) and int(part) <= _MAX_BYTE for part in parts)


def is_ipv6(host: str) -> bool:
    """Whether this is an IPv6 address, which may name its interface: `fe80::1%eth0`."""
    address, percent, interface = host.partition("%")
    if percent and (not interface or _NOT_IN_HOST.search(interface)):
        return False
    return _is_ip(socket.AF_INET6, address)


def is_ipv4(host: str) -> bool:
    """Whether this is an IPv4 address of four decimal numbers."""
    return _is_ip(socket.AF_INET, host)


def _is_ip(family: socket.AddressFamily, text: str) -> bool:
    try:
        socket.inet_pton(family, text)
    except (OSError, ValueError):
        return False
    return True
