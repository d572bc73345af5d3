"""The lines of the web page: one request of HTTP/1.1 to a connection (RFC 9110, RFC 9112)."""

CONVERSATION = """
request = b""
@each
    # Empty lines before a request are ignored (RFC 9112, 2.2).
    request = (request + message).lstrip(b"\\r\\n")
    status = judge(request)
    if status is None:
        continue
    @send respond(status, request)
    if status is not HTTPStatus.OK:
        # The peer may still be sending: it ends the stream first, so that the
        # system does not reset the connection (RFC 9112, 9.6).
        @half_close
        @linger 2
    break
"""

CONSTANTS = ("REQUEST_LIMIT = 64 * 1024",)

_JUDGE = '''
def judge(request: bytes) -> HTTPStatus | None:
    """Return the status of the response; None while the head is not complete."""
    ends = [request.find(end) for end in (b"\\r\\n\\r\\n", b"\\n\\n")]
    size = min((end for end in ends if end >= 0), default=None)
    if (len(request) if size is None else size) > REQUEST_LIMIT:
        if b"\\n" in request[:REQUEST_LIMIT]:
            return HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
        return HTTPStatus.REQUEST_URI_TOO_LONG
    if size is None:
        return None
    words = request.split(b"\\n", 1)[0].rstrip(b"\\r").split(b" ")
    if len(words) != 3 or not words[1] or not words[2].startswith(b"HTTP/"):
        return HTTPStatus.BAD_REQUEST
    if words[2] not in (b"HTTP/1.0", b"HTTP/1.1"):
        return HTTPStatus.HTTP_VERSION_NOT_SUPPORTED
    if words[0] not in (b"GET", b"HEAD"):
        return HTTPStatus.METHOD_NOT_ALLOWED
    return HTTPStatus.OK
'''

_RESPOND = '''
def respond(status: HTTPStatus, request: bytes) -> bytes:
    """Return the whole response."""
    is_page = status is HTTPStatus.OK
    body = PAGE if is_page else f"{status.value} {status.phrase}\\n".encode()
    head = [
        f"HTTP/1.1 {status.value} {status.phrase}",
        "Server: Socket Workbench",
        f"Content-Type: text/{'html' if is_page else 'plain'}; charset=utf-8",
        f"Content-Length: {len(body)}",
        "Connection: close",
    ]
    if status is HTTPStatus.METHOD_NOT_ALLOWED:
        head.append("Allow: GET, HEAD")
    if is_page and request.startswith(b"HEAD"):
        body = b""
    return "\\r\\n".join([*head, "", ""]).encode() + body
'''

DEFINITIONS = (_JUDGE, _RESPOND)
