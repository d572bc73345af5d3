"""The texts shown of an HTTP response, limited to what Qt can lay out quickly."""

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
    """The texts of a response.

    Attributes:
        status: the three digits of the status code; empty if there is none.
        reason: the reason phrase.
        version: such as `HTTP/1.1`.
        fields: the header fields, one line each.
        body: the whole body.
        shown: the beginning of the body, as text or as a hex dump.
        problem: a sentence that says what is wrong with the response; may be empty.
        extension: the usual file name extension of the body.
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
    """Return the texts of a response; `data` is everything received up to the end of the stream."""
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
    """Return the beginning of the body, as text or as a hex dump."""
    if response.is_text:
        # A character has at most four bytes in the encodings used for HTTP.
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
    """Break long lines: Qt takes seconds to lay out a line of some hundred thousand characters.

    Returns:
        The text, and whether it is complete: the number of lines is limited too.
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
