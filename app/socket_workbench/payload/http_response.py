"""Takes an HTTP/1 response apart: status, headers and body (RFC 9112)."""

import codecs
import re
from dataclasses import dataclass

from socket_workbench.language import tr, trn

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
        problem: what is missing or wrong about the body, as a sentence; empty when nothing is.
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
    def status_line(self) -> str:
        """The first line, such as `HTTP/1.1 200 OK`."""
        return f"{self.version} {self.status} {self.reason}".rstrip()

    @property
    def is_text(self) -> bool:
        """Whether the body is meant to be read; without a type, whether it is UTF-8."""
        if self.header("Content-Encoding").strip().lower() not in ("", "identity"):
            return False
        kind = self.header("Content-Type").lower()
        if not kind:
            return b"\0" not in self.body and _is_utf8(self.body)
        return kind.startswith(_TEXT_TYPES) or "+json" in kind or "+xml" in kind

    def text(self) -> str:
        r"""Return the body as text: by its byte order mark, else by its charset, else UTF-8.

        What cannot be decoded is shown as `\xNN`.
        """
        for mark, encoding in _MARKS:
            if self.body.startswith(mark):
                return self.body.decode(encoding, "backslashreplace")
        named = _CHARSET.search(self.header("Content-Type"))
        return self.body.decode(_known_encoding(named[1] if named else ""), "backslashreplace")


def parse_response(data: bytes) -> HttpResponse:
    """Take a response apart; interim responses (1xx) before it are passed over.

    Args:
        data: everything that was received up to the end of the stream.

    Raises:
        HttpResponseError: the bytes do not begin with a status line.
    """
    while True:
        head, body = _split(data)
        lines = _unfolded(head)
        found = _STATUS_LINE.fullmatch(lines[0]) if lines else None
        if found is None:
            raise HttpResponseError(
                tr("This is no HTTP/1 response; it should begin like 'HTTP/1.1 200 OK'.")
            )
        if not found[2].startswith("1") or found[2] == "101" or not body:
            break
        data = body
    headers = tuple(_header(line) for line in lines[1:] if ":" in line)
    bare = HttpResponse(found[1], found[2], (found[3] or "").strip(), headers, body)
    if bare.status in _WITHOUT_BODY:
        return bare
    content, problem = _content(bare)
    return HttpResponse(bare.version, bare.status, bare.reason, headers, content, problem)


def _split(data: bytes) -> tuple[bytes, bytes]:
    # RFC 9112, 2.2: a lone LF may stand for CR LF.
    end = re.search(rb"\r?\n\r?\n", data)
    return (data[: end.start()], data[end.end() :]) if end else (data, b"")


def _unfolded(head: bytes) -> list[str]:
    """The lines of the head; a line that begins with a blank goes on with the one before it."""
    lines: list[str] = []
    for line in re.split(r"\r?\n", head.decode("latin-1")):
        if line[:1] in (" ", "\t") and lines:
            lines[-1] += " " + line.strip()
        else:
            lines.append(line)
    return lines


def _header(line: str) -> tuple[str, str]:
    name, _, value = line.partition(":")
    return name.strip(), value.strip()


def _content(response: HttpResponse) -> tuple[bytes, str]:
    """The body and what is wrong with it."""
    codings = response.header("Transfer-Encoding").lower()
    if codings.rpartition(",")[2].strip() == "chunked":
        return _joined_chunks(response.body)
    length = response.header("Content-Length").partition(",")[0].strip()
    if length.isdecimal() and length.isascii():
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
    try:
        return codecs.lookup(name).name if name and "\0" not in name else "utf-8"
    except LookupError:
        return "utf-8"


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True
