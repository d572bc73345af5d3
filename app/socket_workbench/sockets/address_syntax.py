"""The one address syntax, as it is typed in the window, on the command line and in documents.

    13145                     TCP, this computer (127.0.0.1)
    localhost:13145           TCP
    [::1]:80                  TCP over IPv6
    tcp://host:port           udp://host:port           udp://9997 is this computer too
    unix:///path/to/socket    unixgram:///path/to/socket

Spaces around an address do not count. A port alone means this computer only; `:80` is refused,
because other programs read it as "every address of this computer". Paths are taken as they are,
with no percent signs decoded. IPv6 addresses may name their interface: `[fe80::1%eth0]:80`.
"""

import re
import socket

from socket_workbench.language import tr
from socket_workbench.sockets.transport import Transport

MAX_PORT = 65535

_THIS_COMPUTER = "127.0.0.1"
_SCHEMES = {transport.value: transport for transport in Transport}
_SCHEME = re.compile(r"([^/\[\]]*)://(.*)", re.DOTALL)
_NOT_IN_HOST = re.compile(r"[\s\x00-\x20\x7f/\\@?#%\[\]:]")
_FOUR_NUMBERS = re.compile(r"[0-9]+(\.[0-9]+){3}")
_MAX_HOST, _MAX_LABEL = 253, 63  # RFC 1035, section 2.3.4, as text
_TOO_LONG = _MAX_HOST + 1


class AddressError(ValueError):
    """An address cannot be read; the text is a sentence that says what to write instead."""


def read_address(text: str) -> tuple[Transport, str, int, str]:
    """Read an address.

    Returns:
        Transport, host, port and path, the parts of an `Endpoint`.

    Raises:
        AddressError: with a sentence that says what is wrong and what to write.
    """
    text = text.strip()
    if not text:
        raise AddressError(
            tr("The address is empty: write a port such as 13145, or localhost:13145.")
        )
    transport, rest = _split_scheme(text)
    if transport.is_unix:
        return transport, "", 0, _read_path(transport, rest)
    if rest.startswith(("unix:", "unixgram:")) or rest.startswith("/"):
        path = rest.partition(":")[2] or rest
        raise AddressError(
            tr("'{text}' is a path: write it as unix://{path}.", text=text, path=path)
        )
    host, port = _split_port(text, rest)
    return transport, host, port, ""


def _split_scheme(text: str) -> tuple[Transport, str]:
    match = _SCHEME.fullmatch(text)
    if match is None:
        return Transport.TCP, text
    scheme = match[1].lower()
    if scheme not in _SCHEMES:
        raise AddressError(
            tr(
                "'{scheme}://' is not known: use {known}.",
                scheme=match[1],
                known=", ".join(f"{known}://" for known in _SCHEMES),
            )
        )
    return _SCHEMES[scheme], match[2]


def _read_path(transport: Transport, path: str) -> str:
    scheme = transport.value
    if not path:
        raise AddressError(
            tr("The path is missing: write {scheme}:///path/to/socket.", scheme=scheme)
        )
    if not path.startswith("/"):
        raise AddressError(
            tr(
                "The path has to begin at the root, so the address has three slashes: "
                "{scheme}:///{path}, with the folder in front.",
                scheme=scheme,
                path=path,
            )
        )
    if "\0" in path:
        raise AddressError(tr("A path cannot hold a zero byte."))
    return path


def _split_port(text: str, rest: str) -> tuple[str, int]:
    if rest in ("", ":"):
        raise AddressError(
            tr("The host and the port are missing: write a port such as 13145, or localhost:13145.")
        )
    if _is_number(rest):
        return _THIS_COMPUTER, _read_port(rest)
    if rest.startswith("["):
        return _split_bracketed(rest)
    host, colon, port = rest.rpartition(":")
    if not colon:
        raise AddressError(_missing_port(text, rest))
    if ":" in host:
        raise AddressError(_missing_brackets(rest, host, port))
    if not host:
        raise AddressError(
            tr(
                "The host is missing before ':{port}': write 127.0.0.1:{port} for this computer "
                "only, or 0.0.0.0:{port} for every address it has.",
                port=port,
            )
        )
    if not port:
        raise AddressError(_missing_port(text, host))
    check_host(host)
    return host, _read_port(port)


def _split_bracketed(rest: str) -> tuple[str, int]:
    host, bracket, after = rest[1:].partition("]")
    if not bracket:
        raise AddressError(tr("The closing bracket is missing: write [address]:port."))
    if not _is_ipv6(host):
        raise AddressError(
            tr("'{host}' is not an IPv6 address; only those go in brackets: [::1]:80.", host=host)
        )
    if not after.startswith(":") or after == ":":
        raise AddressError(_missing_port(rest, f"[{host}]"))
    return host, _read_port(after[1:])


def _missing_port(text: str, host: str) -> str:
    return tr("The port is missing in '{text}': write {host}:13145.", text=text, host=host)


def _missing_brackets(rest: str, host: str, port: str) -> str:
    if _is_ipv6(host) and _is_number(port):
        # `::1:80` may be an address and a port, or an address alone: show the likelier of the two.
        return tr(
            "An IPv6 address needs brackets before its port: [{host}]:{port}.",
            host=host,
            port=port,
        )
    if _is_ipv6(rest):
        return tr("An IPv6 address needs brackets and a port: [{host}]:13145.", host=rest)
    return tr("'{text}' has too many colons: write host:port, or [::1]:port for IPv6.", text=rest)


def _read_port(text: str) -> int:
    if not _is_number(text):
        raise AddressError(
            tr("'{text}' is not a port: a port is a number from 0 to 65535.", text=text)
        )
    # Very long numbers are not converted: the interpreter limits that, and they are wrong anyway.
    digits = text.lstrip("0") or "0"
    if len(digits) > len(str(MAX_PORT)) or int(digits) > MAX_PORT:
        raise AddressError(tr("Port {port} is out of range: ports go from 0 to 65535.", port=text))
    return int(digits)


def check_host(host: str) -> None:
    """Check a host name or an IP address without brackets.

    Raises:
        AddressError: it is none.
    """
    if _is_ipv6(host):
        return
    found = _NOT_IN_HOST.search(host)
    if found is not None:
        raise AddressError(
            tr(
                "A host name cannot hold {character}: '{host}'.",
                character=repr(found[0]),
                host=host,
            )
        )
    if _FOUR_NUMBERS.fullmatch(host) and not _is_ip(socket.AF_INET, host):
        raise AddressError(
            tr("{host} is not an IPv4 address: its four numbers go from 0 to 255.", host=host)
        )
    try:
        # Encoding takes long for what is far too long.
        encoded = host if host.isascii() else host[:_TOO_LONG].encode("idna").decode("ascii")
    except UnicodeError:
        raise AddressError(tr("'{host}' is not a host name.", host=host)) from None
    labels = encoded.removesuffix(".").split(".")
    if len(encoded) > _MAX_HOST or not all(0 < len(label) <= _MAX_LABEL for label in labels):
        raise AddressError(
            tr(
                "'{host}' is not a host name: each part between its dots has 1 to 63 "
                "characters, the whole at most 253.",
                host=host,
            )
        )


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _is_ipv6(host: str) -> bool:
    address, percent, interface = host.partition("%")
    if percent and (not interface or _NOT_IN_HOST.search(interface)):
        return False
    return _is_ip(socket.AF_INET6, address)


def _is_ip(family: socket.AddressFamily, text: str) -> bool:
    try:
        socket.inet_pton(family, text)
    except (OSError, ValueError):
        return False
    return True
