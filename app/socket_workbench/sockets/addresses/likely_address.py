"""What is meant by an address that is written as others write it.

    127.0.0.1 21002           as telnet and nc take it; with a comma or a semicolon as well
    http://example.com/x      a URL: its host, and its port or the usual one
    host:80/                  user@host:80      what belongs to a URL only
    １２７.0.0.1：80          full-width characters of East Asian keyboards (Unicode's NFKC)
    "host:80"                 quoted, or with marks that are not seen
    [localhost]:80            [::1]80           brackets where they do not belong, a colon left out
    tcp:host:80               tcp//host:80      slashes left out
    host/80                   //host:80         slashes in the place of others
    192.0.2.1/24              an address as tools print it, with the length of its network's prefix
    host..:80                 .host:80          dots too many

None of these is taken for an address silently: a sentence offers what is likely.
"""

import re
import unicodedata

from socket_workbench.sockets.addresses.host_syntax import is_ipv4, is_ipv6
from socket_workbench.sockets.addresses.transport import Transport

_LONGEST = 500
_QUOTES = "\"'`<>“”‘’«»"
_COMMANDS = frozenset({"telnet", "nc", "ncat", "netcat", "connect", "serve"})
_USUAL_PORTS = {"ftp": 21, "telnet": 23, "http": 80, "ws": 80, "https": 443, "wss": 443}
_OURS = {transport.value: transport for transport in Transport}
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://(.*)", re.DOTALL)
_SLASHES_LEFT_OUT = re.compile(r"(tcp|udp)(?::/?|//?)(?=[^/])", re.IGNORECASE)
_BRACKETS = re.compile(r"\[([^\[\]]*)\]:?(\d*)", re.ASCII)
_PORT_AT_END = re.compile(r":\d+\Z", re.ASCII)
_AFTER_PORT = re.compile(r"(:\d+)[/?#.,;].*", re.ASCII | re.DOTALL)
_COLON_WITH_BLANKS = re.compile(r"\s+:\s*|\s*:\s+")
_NUMBER = re.compile(r"\d+", re.ASCII)
_AUTHORITY = re.compile(r"\A//(?=[^/]+:\d+\Z)", re.ASCII)
_DOTS = re.compile(r"\A\.+|(?<=\.)\.+|\.+(?=:|\Z)")
_PREFIX_BITS = 32


def likely_address(text: str) -> str:
    """Return the address that a text means, in our syntax as far as it can be told.

    Args:
        text: an address that could not be read.

    Returns:
        Another text, which may have a mistake too; the same where nothing else is likely.
    """
    if len(text) > _LONGEST:
        return text
    text = _AUTHORITY.sub("", text)
    if text.lower().startswith(("unix", "/", "./", "../", "~", "@")):
        return text
    plain = unicodedata.normalize("NFKC", text)
    plain = "".join(_as_typed(each) for each in plain if unicodedata.category(each) != "Cf")
    joined = _joined(_COLON_WITH_BLANKS.sub(":", plain.strip().strip(_QUOTES).strip()))
    if not joined:
        return text
    if "://" not in joined:
        joined = _SLASHES_LEFT_OUT.sub(r"\1://", joined, count=1)
    match = _SCHEME.fullmatch(joined)
    if match is None:
        return _place(joined)
    scheme, rest = match[1].lower(), match[2]
    if scheme in _OURS:
        return text if _OURS[scheme].is_unix else f"{scheme}://{_place(rest)}"
    place = _place(re.split("[/?#]", rest)[0])
    return f"tcp://{_with_port(place, _USUAL_PORTS.get(scheme))}" if place else text


def _as_typed(character: str) -> str:
    """Return a digit of any script as the one of ASCII."""
    digit = unicodedata.decimal(character, None)
    return character if digit is None else str(digit)


def _joined(text: str) -> str:
    """Put a colon between a host and a port that stand apart; empty if these are other words."""
    words = re.split(r"[\s,;]+", text)
    options = [word for word in words if word.startswith("-")]
    words = [word for word in words if word and not word.startswith("-")]
    if len(words) > 1 and words[0].lower() in _COMMANDS:
        del words[0]
    if len(words) == 2 and _NUMBER.fullmatch(words[1]):
        if is_ipv6(words[0]):
            words[0] = f"[{words[0]}]"
        if not _PORT_AT_END.search(words[0]):
            words = [":".join(words)]
    if len(words) != 1:
        return ""
    return f"udp://{words[0]}" if "-u" in options else words[0]


def _place(text: str) -> str:
    """Return a host and a port without what else a URL may hold."""
    text = _without_slash(_AFTER_PORT.sub(r"\1", text.rpartition("@")[2]))
    match = _BRACKETS.fullmatch(text)
    if match is None:
        plain = text if is_ipv6(text) else _DOTS.sub("", text)
        return text if plain.startswith(":") or not plain else plain
    host, port = match[1].replace("%25", "%"), match[2]  # RFC 6874: %25 is a URL's percent sign
    host = f"[{host}]" if ":" in host else host
    return f"{host}:{port}" if port else host


def _without_slash(text: str) -> str:
    """Return a host behind which a slash stands: with the port after it, or without what is."""
    host, slash, after = text.partition("/")
    if not slash or not host.strip(":"):
        return text
    is_port = _NUMBER.fullmatch(after) is not None and not is_ipv6(host)
    if is_port and not (is_ipv4(host) and int(after) <= _PREFIX_BITS):
        return f"{host}:{after}"
    return host


def _with_port(text: str, port: int | None) -> str:
    has_port = _PORT_AT_END.search(text) is not None
    return text if has_port or port is None else f"{text}:{port}"
