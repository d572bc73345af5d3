"""Answers an HTTP request with a page, so that browsers and curl can be the client.

As much of HTTP/1.1 (RFC 9110, RFC 9112) as one page needs: GET and HEAD of any path, one request to
a connection. There is no Date because there is no clock here (RFC 9110, 6.6.1).
"""

from http import HTTPStatus

from socket_workbench.dialogues.base import NOTHING, Dialogue
from socket_workbench.dialogues.commands import (
    CloseConnection,
    Commands,
    SendEof,
    StartTimer,
)
from socket_workbench.dialogues.kind import STREAM, DialogueKind, Open, Parameter, Values
from socket_workbench.language import mark, tr

REQUEST_LIMIT = 64 * 1024
"""Bytes that a request's head may have."""

LINGER = 2.0
"""Seconds in which the peer of a refused request may end the stream itself."""

PAGE = (
    '<!doctype html><html lang="en"><meta charset="utf-8"><title>Socket Workbench</title>'
    "<h1>It works</h1><p>This page comes from a server in Socket Workbench.</p></html>\n"
)

_END_OF_HEAD = (b"\r\n\r\n", b"\n\n")
_ANSWERED = CloseConnection(mark("the request has been answered"))
_REFUSED = CloseConnection(mark("the request was refused"))


class WebPage(Dialogue):
    """Waits for the blank line after a request, answers it, and closes."""

    def __init__(self, page: bytes) -> None:
        self._page = page
        self._request = bytearray()
        self._answered = False

    def received(self, message: bytes) -> Commands:
        """Answer, once the head of the request is there."""
        if self._answered:
            return NOTHING
        # An end of the head may have begun in the last piece.
        start = max(len(self._request) - 3, 0)
        self._request += message
        if self._request.startswith((b"\r", b"\n")):
            # Empty lines before a request are ignored (RFC 9112, 2.2).
            self._request, start = self._request.lstrip(b"\r\n"), 0
        ends = [place for end in _END_OF_HEAD if (place := self._request.find(end, start)) >= 0]
        size = min(ends) if ends else len(self._request)
        if size > REQUEST_LIMIT:
            return self._refuse(self._too_large())
        return self._answer(bytes(self._request[:size])) if ends else NOTHING

    def timer(self, name: str) -> Commands:
        """Close although the peer of a refused request has not."""
        return (_REFUSED,)

    def _answer(self, head: bytes) -> Commands:
        words = head.split(b"\n", 1)[0].rstrip(b"\r").split(b" ")
        if len(words) != 3 or not words[1] or not words[2].startswith(b"HTTP/"):
            return self._refuse(HTTPStatus.BAD_REQUEST)
        if words[2] not in (b"HTTP/1.0", b"HTTP/1.1"):
            return self._refuse(HTTPStatus.HTTP_VERSION_NOT_SUPPORTED)
        if words[0] not in (b"GET", b"HEAD"):
            return self._refuse(HTTPStatus.METHOD_NOT_ALLOWED)
        self._answered = True
        response = _response(HTTPStatus.OK, "text/html", self._page)
        if words[0] == b"HEAD":
            response = response.removesuffix(self._page)
        return (response, _ANSWERED)

    def _too_large(self) -> HTTPStatus:
        if b"\n" in self._request[:REQUEST_LIMIT]:
            return HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
        return HTTPStatus.REQUEST_URI_TOO_LONG

    def _refuse(self, status: HTTPStatus) -> Commands:
        """Answer with an error, and let the peer end the stream first.

        It may still be sending; bytes that come to a closed socket make the system reset the
        connection, and the peer might never read why (RFC 9112, 9.6).
        """
        self._answered = True
        body = f"{status.value} {status.phrase}\n".encode()
        return (
            _response(status, "text/plain", body),
            SendEof(),
            StartTimer("linger", LINGER),
        )


def _response(status: HTTPStatus, content_type: str, body: bytes) -> bytes:
    head = [
        f"HTTP/1.1 {status.value} {status.phrase}",
        "Server: Socket Workbench",
        f"Content-Type: {content_type}; charset=utf-8",
        f"Content-Length: {len(body)}",
        "Connection: close",
    ]
    if status is HTTPStatus.METHOD_NOT_ALLOWED:
        head.append("Allow: GET, HEAD")
    return "\r\n".join([*head, "", ""]).encode() + body


def _prepare(values: Values) -> Open:
    try:
        page = values.text("page").encode()
    except UnicodeEncodeError:
        raise ValueError(tr("The page has a character that UTF-8 cannot carry.")) from None
    return lambda: WebPage(page)


KIND = DialogueKind(
    name="web-page",
    order=100,
    title=mark("Web page"),
    summary=mark("Answers a browser or curl with a page (HTTP GET and HEAD), then closes."),
    transports=STREAM,
    prepare=_prepare,
    parameters=(Parameter("page", mark("Page (HTML)"), PAGE, "the page, as it is"),),
)
