import pytest
from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.gui.script.http_content import http_content

OK = b"HTTP/1.1 200 OK\r\n"


def in_bounds(content):
    lines = content.shown.split("\n")
    return (
        len(content.shown) <= 300_000
        and len(lines) <= 10_001
        and max(map(len, lines)) <= 2_000
        and len(content.fields) <= 501
        and max(map(len, content.fields), default=0) <= 14_000
        and len(content.reason) <= 700
    )


def test_a_response_is_texts():
    content = http_content(OK + b"A: 1\r\nB: 2\r\nContent-Type: text/html\r\n\r\n<p>")

    assert (content.status, content.reason, content.version) == ("200", "OK", "HTTP/1.1")
    assert content.fields == ("A: 1", "B: 2", "Content-Type: text/html")
    assert (content.body, content.shown, content.extension) == (b"<p>", "<p>", "html")
    assert content.problem == ""


def test_bytes_that_are_no_response_are_the_body():
    content = http_content(b"Hello")

    assert "no HTTP/1 response" in content.problem
    assert (content.status, content.shown, content.extension) == ("", "Hello", "txt")


@pytest.mark.parametrize(
    "data",
    [
        OK + b"A: b\r\n" + b" c\r\n" * 900_000 + b"\r\nbody",
        OK + b"a:\n" * 1_500_000,
        OK + b"A: " + b"x" * 4_500_000,
        b"HTTP/1.1 200 " + b"x" * 4_500_000 + b"\r\n\r\n",
        b"HTTP/1.1 100 x\n\n" * 200_000,
        OK + b"Content-Length: " + b"9" * 5_000 + b"\r\n\r\nbody",
        OK + b"Transfer-Encoding: chunked\r\n\r\n" + b"1\r\nx\r\n" * 300_000,
        OK + b"Transfer-Encoding: chunked\r\n\r\n" + b"1;" + b"x" * 4_500_000,
        OK + b"Content-Type: text/html; charset=" + b"x" * 100_000 + b"\r\n\r\nbody",
        OK + b"Content-Type: text/html; " + b"charset " * 30_000 + b"\r\n\r\nbody",
        OK + b"Content-Type: text/html; charset=punycode\r\n\r\n" + b"a-" * 2_000_000,
        OK + b"\r\n" + b"\n" * 4_500_000,
        OK + b"\r\n" + b"\xff" * 4_500_000,
        OK + b"Content-Type: text/plain\r\n\r\n" + b"\xff" * 4_500_000,
        b"\n" * 4_500_000,
        b" \r" * 2_000_000,
    ],
    ids=range(16),
)
def test_long_responses_take_linear_time_and_are_shown_in_bounds(data):
    content = http_content(data)

    assert in_bounds(content)
    if content.status and b"body" in data:
        assert content.body == b"body"


def test_what_is_left_out_is_said():
    many = http_content(OK + b"a: b\n" * 2_000 + b"\nbody")
    assert many.fields[-1] == "… and 1,500 more fields"
    lines = http_content(OK + b"\n" + b"x\n" * 20_000)
    assert lines.shown.endswith("… and more; save the body to see all of it.")
    head = http_content(OK + b"a: b\n" * 100_000 + b"\nbody")
    assert head.problem == "The head is longer than 262144 bytes; what is behind them was not read."


PIECES = st.sampled_from(
    [b"HTTP/1.1 200 OK", b"HTTP/1.1 100 C", b"\r\n", b"\n", b" ", b":", b"Content-Length: 3",
     b"Content-Length: -1", b"Transfer-Encoding: chunked", b"3\r\nabc\r\n", b"0\r\n\r\n", b"\0",
     b"Content-Type: text/html; charset=", b"idna", b"utf-16", b"hz", b"unicode_escape", b"\xff"]
)  # fmt: skip


@given(st.binary(max_size=300) | st.lists(PIECES | st.binary(max_size=8)).map(b"".join))
def test_any_bytes_are_shown(data):
    assert in_bounds(http_content(data))
