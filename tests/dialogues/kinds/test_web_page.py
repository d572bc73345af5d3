import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.dialogues.commands import CloseConnection, SendEof, StartTimer
from socket_workbench.dialogues.kinds.web_page import KIND, LINGER, PAGE, REQUEST_LIMIT

GET = b"GET /any?path HTTP/1.1\r\nHost: localhost\r\n\r\n"
CLOSE = CloseConnection("the request has been answered")
REFUSED = CloseConnection("the request was refused")


def page(parameters=None):
    return KIND.build(parameters)()


def split(response):
    head, _, body = response.partition(b"\r\n\r\n")
    status, *lines = head.decode().split("\r\n")
    return status, dict(line.split(": ", 1) for line in lines), body


def answered(*pieces):
    """The response to a request that is answered with its last piece."""
    dialogue = page()
    for piece in pieces[:-1]:
        assert dialogue.received(piece) == ()
    send, close = dialogue.received(pieces[-1])
    assert close == CLOSE
    return split(send)


def refused(request):
    send, eof, timer = page().received(request)
    assert (eof, timer) == (SendEof(), StartTimer("linger", LINGER))
    status, headers, body = split(send)
    assert status == f"HTTP/1.1 {body.decode().strip()}"
    assert headers["Content-Length"] == str(len(body))
    return int(status.split()[1]), headers


def test_get():
    status, headers, body = answered(GET)
    assert status == "HTTP/1.1 200 OK"
    assert headers == {
        "Server": "Socket Workbench",
        "Content-Type": "text/html; charset=utf-8",
        "Content-Length": str(len(PAGE)),
        "Connection": "close",
    }
    assert body == PAGE.encode()


def test_head_has_the_headers_alone():
    _, headers, body = answered(GET.replace(b"GET", b"HEAD"))
    assert headers["Content-Length"] == str(len(PAGE))
    assert body == b""


@pytest.mark.parametrize(
    "request_",
    [
        b"GET / HTTP/1.0\r\n\r\n",
        b"GET / HTTP/1.1\n\n",
        b"\r\n\r\nGET / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\n\r\nbytes behind it",
        b"GET / HTTP/1.1\r\nX: " + b"a" * (REQUEST_LIMIT - 19) + b"\r\n\r\n",
    ],
)
def test_other_requests_that_are_answered(request_):
    assert answered(request_)[0] == "HTTP/1.1 200 OK"


@given(st.lists(st.integers(1, len(GET) - 1)))
def test_request_may_come_in_any_pieces(places):
    bounds = [0, *sorted(set(places)), len(GET)]
    pieces = [GET[start:end] for start, end in itertools.pairwise(bounds)]
    assert answered(*pieces)[0] == "HTTP/1.1 200 OK"


def test_nothing_is_said_before_the_blank_line():
    dialogue = page()
    assert dialogue.opened("127.0.0.1:51342") == ()
    assert dialogue.received(b"GET / HTTP/1.1\r\n") == ()
    assert dialogue.end_of_stream() == (CloseConnection(),)


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"hello\n\n", 400),
        (b"GET /\r\n\r\n", 400),
        (b"GET  HTTP/1.1\r\n\r\n", 400),
        (b"GET / a HTTP/1.1\r\n\r\n", 400),
        (b"GET / http/1.1\r\n\r\n", 400),
        (b"\xff\xfe / HTTP/1.1\r\n\r\n", 405),
        (b"POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\n", 405),
        (b"get / HTTP/1.1\r\n\r\n", 405),
        (b"GET / HTTP/2.0\r\n\r\n", 505),
        (b"GET /" + b"a" * REQUEST_LIMIT, 414),
        (b"GET / HTTP/1.1\r\n" + b"a" * REQUEST_LIMIT, 431),
        (b"GET / HTTP/1.1\r\nX: " + b"a" * (REQUEST_LIMIT - 18) + b"\r\n\r\n", 431),
    ],
)
def test_refused_requests(request_, status):
    assert refused(request_)[0] == status


def test_refused_method_is_told_the_others():
    assert refused(b"PUT / HTTP/1.1\r\n\r\n")[1]["Allow"] == "GET, HEAD"


def test_refused_peer_may_finish_sending():
    dialogue = page()
    dialogue.received(b"POST / HTTP/1.1\r\n\r\n")
    assert dialogue.received(b"a long body" * 1000) == ()
    assert dialogue.timer("linger") == (REFUSED,)
    assert dialogue.end_of_stream() == (CloseConnection(),)


def test_own_page():
    send, _ = page({"page": "<p>你好"}).received(GET)
    _, headers, body = split(send)
    assert body == "<p>你好".encode()
    assert headers["Content-Length"] == str(len(body))


def test_empty_page():
    send, _ = page({"page": ""}).received(GET.replace(b"GET", b"HEAD"))
    assert send.endswith(b"\r\n\r\n")


def test_page_without_a_utf8_form_is_refused():
    with pytest.raises(ValueError, match="character that UTF-8 cannot carry"):
        page({"page": "\ud800"})
