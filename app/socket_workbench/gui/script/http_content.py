"""What is shown of an HTTP response: never more than the window can lay out at once."""

from dataclasses import dataclass

from socket_workbench.language import tr, trn
from socket_workbench.payload.hexdump import hexdump
from socket_workbench.payload.http_response import HttpResponse, HttpResponseError, parse_response
from socket_workbench.payload.text import printable

_MOST_TEXT = 256 * 1024
_MOST_LINES = 10_000
_LONGEST_LINE = 2_000
_LONGEST_REASON = 100
_MOST_FIELDS = 500
_MOST_HEX = 16 * 1024
_EXTENSIONS = {
    "text/html": "html",
    "application/json": "json",
    "text/plain": "txt",
    "text/css": "css",
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/svg+xml": "svg",
    "application/pdf": "pdf",
}


@dataclass(frozen=True, slots=True)
class HttpContent:
    """A response as texts.

    Attributes:
        status: the three digits, or none.
        reason: the words behind them.
        version: such as `HTTP/1.1`.
        fields: the header fields, one to a line.
        body: the whole body.
        shown: its beginning, as text or as a hex dump.
        problem: what is wrong with it; may be empty.
        extension: what a file of the body is usually called behind the dot.
    """

    status: str
    reason: str
    version: str
    fields: tuple[str, ...]
    body: bytes
    shown: str
    problem: str
    extension: str


def http_content(data: bytes) -> HttpContent:
    """Return what is shown of everything that was received up to the end of the stream."""
    try:
        response = parse_response(data)
    except HttpResponseError as error:
        response = HttpResponse("", "", "", (), data, str(error))
    return HttpContent(
        response.status,
        printable(response.reason[:_LONGEST_REASON]),
        response.version,
        tuple(_fields(response)),
        response.body,
        _shown_body(response),
        response.problem,
        _extension(response),
    )


def _fields(response: HttpResponse) -> list[str]:
    fields = [
        printable(_cut(f"{name}: {value}")) for name, value in response.headers[:_MOST_FIELDS]
    ]
    if more := len(response.headers) - len(fields):
        fields.append(trn("… and {count:,} more field", "… and {count:,} more fields", more))
    return fields


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_LINE else f"{text[: _LONGEST_LINE - 1]}…"


def _shown_body(response: HttpResponse) -> str:
    """The body as text or as a hex dump, the beginning of it where it is long."""
    if response.is_text:
        # A character has at most four bytes in the encodings of the web.
        text = response.text(4 * _MOST_TEXT)
        shown, is_whole = _in_short_lines(text[:_MOST_TEXT])
        is_whole = is_whole and len(text) <= _MOST_TEXT
        is_whole = is_whole and len(response.body) <= 4 * _MOST_TEXT
    else:
        shown, is_whole = hexdump(response.body[:_MOST_HEX]), len(response.body) <= _MOST_HEX
    if is_whole:
        return shown
    return shown + "\n" + tr("… and more; save the body to see all of it.")


def _in_short_lines(text: str) -> tuple[str, bool]:
    """Break long lines: Qt takes seconds to lay out one of some hundred thousand characters.

    Returns:
        The text, and whether it is all there: so it is with many lines.
    """
    lines = [
        line[start : start + _LONGEST_LINE]
        for line in text.split("\n")
        for start in range(0, max(len(line), 1), _LONGEST_LINE)
    ]
    return "\n".join(lines[:_MOST_LINES]), len(lines) <= _MOST_LINES


def _extension(response: HttpResponse) -> str:
    kind = response.header("Content-Type").partition(";")[0].strip().lower()
    return _EXTENSIONS.get(kind, "bin" if not response.is_text else "txt")
