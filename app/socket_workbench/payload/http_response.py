"""Parses an HTTP/1 response: status, headers and body (RFC 9112).

Whatever the bytes are, it takes time and memory in proportion to their number.
"""

import codecs
import re
from dataclasses import dataclass, replace

from socket_workbench.language import tr, trn
from socket_workbench.payload.text import TextDecoder

MOST_HEAD = 256 * 1024
"""Bytes of a response's head that are read; a problem says where there were more."""

_STATUS_LINE = re.compile(r"(HTTP/\d(?:\.\d)?) (\d{3})(?: (.*))?")
_CHUNK_SIZE = re.compile(rb"([0-9A-Fa-f]{1,16})[ \t]*(?:;.*)?")
_CHUNK_END = re.compile(rb"\r?\n|\r\Z|\Z")
_CHARSET = re.compile(r'charset\s*=\s*"?([^\s";]+)', re.IGNORECASE)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_TEXT_TYPES = ("text/", "application/json", "application/xml", "application/javascript")
_WITHOUT_BODY = ("204", "304")
_END_OF_HEAD = re.compile(rb"\r?\n\r?\n")
_LONGEST_LENGTH = 18
_LONGEST_CHARSET = 40
# Python's codecs that are no character set; some take time with the square of the length.
_NO_CHARSETS = frozenset(
    (
        "idna",
        "mbcs",
        "oem",
        "punycode",
        "raw-unicode-escape",
        "undefined",
        "unicode-escape",
        "utf-7",
    )
)


class HttpResponseError(ValueError):
    """The bytes are no HTTP/1 response; the text is a sentence."""


@dataclass(frozen=True, slots=True)
class HttpResponse:
    """A response.

    Attributes:
        version: such as `HTTP/1.1`.
        status: the three digits of the status code.
        reason: the words behind it, possibly none.
        headers: names and values in the order they came, names as they were written.
        body: the content, with the chunked transfer coding undone.
        problem: what is missing or wrong, in sentences; empty when nothing is.
    """

    version: str
    status: str
    reason: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    problem: str = ""

    def header(self, name: str) -> str:
        """Return a header's value, several of them joined with commas; empty when there is none."""
        return ", ".join(value for key, value in self.headers if key.lower() == name.lower())

    @property
    def is_text(self) -> bool:
        """Whether the body is meant to be read; without a type, whether it is UTF-8."""
        if self.header("Content-Encoding").strip().lower() not in ("", "identity"):
            return False
        kind = self.header("Content-Type").lower()
        if not kind:
            return b"\0" not in self.body and _is_utf8(self.body)
        return kind.startswith(_TEXT_TYPES) or "+json" in kind or "+xml" in kind

    def text(self, most: int | None = None) -> str:
        r"""Return the body as text: by its byte order mark, else by its charset, else UTF-8.

        What cannot be decoded is shown as `\xNN`.

        Args:
            most: how many bytes are decoded; None for all. A character that is cut is left out.
        """
        data = self.body[:most]
        decoder = TextDecoder(self._encoding())
        text = decoder.feed(data)
        return text + decoder.end() if len(data) == len(self.body) else text

    def _encoding(self) -> str:
        for mark, encoding in _MARKS:
            if self.body.startswith(mark):
                return encoding
        named = _CHARSET.search(self.header("Content-Type"))
        return _known_encoding(named[1] if named else "")


def parse_response(data: bytes) -> HttpResponse:
    """Parse a response; interim responses (1xx) before it are skipped.

    Args:
        data: everything that was received up to the end of the stream.

    Raises:
        HttpResponseError: the bytes do not begin with a status line.
    """
    start, problem = 0, ""
    while True:
        head, start, is_cut = _head(data, start)
        lines = _unfolded(head)
        found = _STATUS_LINE.fullmatch(lines[0]) if lines else None
        if found is None:
            raise HttpResponseError(
                tr("This is no HTTP/1 response; it should begin like 'HTTP/1.1 200 OK'.")
            )
        if not found[2].startswith("1") or found[2] == "101" or start == len(data):
            break
    if is_cut:
        problem = tr(
            "The head is longer than {most} bytes; what is behind them was not read.",
            most=MOST_HEAD,
        )
    headers = tuple(_header(line) for line in lines[1:] if ":" in line)
    reason = (found[3] or "").strip()
    bare = HttpResponse(found[1], found[2], reason, headers, data[start:], problem)
    if bare.status in _WITHOUT_BODY:
        return bare
    content, other = _content(bare)
    return replace(bare, body=content, problem=f"{problem} {other}".strip())


def _head(data: bytes, start: int) -> tuple[bytes, int, bool]:
    """Return a head, where its body begins, and whether a part of the head was left out."""
    # RFC 9112, 2.2: a lone LF may stand for CR LF.
    found = _END_OF_HEAD.search(data, start)
    end, body = found.span() if found else (len(data), len(data))
    most = start + MOST_HEAD
    return data[start : min(end, most)], body, end > most


def _unfolded(head: bytes) -> list[str]:
    """The lines of the head; a line that begins with a blank goes on with the one before it."""
    lines: list[list[str]] = []
    for line in re.split(r"\r?\n", head.decode("latin-1")):
        if line[:1] in (" ", "\t") and lines:
            lines[-1].append(line.strip())
        else:
            lines.append([line])
    return [" ".join(parts) for parts in lines]


def _header(line: str) -> tuple[str, str]:
    name, _, value = line.partition(":")
    return name.strip(), value.strip()


def _content(response: HttpResponse) -> tuple[bytes, str]:
    """The body and what is wrong with it."""
    codings = response.header("Transfer-Encoding").lower()
    if codings.rpartition(",")[2].strip() == "chunked":
        return _joined_chunks(response.body)
    length = response.header("Content-Length").partition(",")[0].strip()
    if length and not _is_length(length):
        return response.body, tr(
            "Content-Length is no length; all that came is taken for the body."
        )
    if length:
        wanted, came = int(length), len(response.body)
        if came < wanted:
            return response.body, tr(
                "The body is not complete: {came} of {wanted} bytes came.", came=came, wanted=wanted
            )
        if came > wanted:
            words = trn(
                "{count} byte came behind the body; it is left out here.",
                "{count} bytes came behind the body; they are left out here.",
                came - wanted,
            )
            return response.body[:wanted], words
    return response.body, ""


def _is_length(text: str) -> bool:
    # Python refuses to read some thousand digits, and no body is as long.
    return text.isdecimal() and text.isascii() and len(text) <= _LONGEST_LENGTH


def _joined_chunks(data: bytes) -> tuple[bytes, str]:
    """Undo the chunked transfer coding (RFC 9112, 7.1)."""
    cut = tr("The body is not complete: its last chunk did not come.")
    damaged = tr("The body's chunks are damaged; what came after the damage is left out.")
    pieces: list[bytes] = []
    place = 0
    while True:
        line_end = data.find(b"\n", place)
        if line_end < 0:
            return b"".join(pieces), cut
        found = _CHUNK_SIZE.fullmatch(data[place:line_end].rstrip(b"\r"))
        if found is None:
            return b"".join(pieces), damaged
        size = int(found[1], 16)
        if size == 0:
            return b"".join(pieces), ""
        place = line_end + 1 + size
        pieces.append(data[line_end + 1 : place])
        ending = _CHUNK_END.match(data, place)
        if ending is None:
            return b"".join(pieces), damaged
        place = ending.end()


def _known_encoding(name: str) -> str:
    """Return Python's name of a character set; UTF-8 where it knows none of that name."""
    if not 0 < len(name) <= _LONGEST_CHARSET:
        return "utf-8"
    try:
        TextDecoder(name)
    except ValueError:
        return "utf-8"
    known = codecs.lookup(name).name
    return "utf-8" if known in _NO_CHARSETS else known


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True
