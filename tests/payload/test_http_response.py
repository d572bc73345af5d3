import encodings.aliases

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.payload.http_response import HttpResponseError, parse_response


def response(head, body=b""):
    return parse_response(head.encode("latin-1") + b"\r\n\r\n" + body)


def test_a_response_is_taken_apart():
    found = response("HTTP/1.1 200 OK\r\nServer: test\r\nX-Empty:\r\nContent-Length: 5", b"Hello")

    assert (found.version, found.status, found.reason) == ("HTTP/1.1", "200", "OK")
    assert found.headers == (("Server", "test"), ("X-Empty", ""), ("Content-Length", "5"))
    assert found.header("content-length") == "5"
    assert found.header("missing") == ""
    assert (found.body, found.problem) == (b"Hello", "")


def test_a_reason_may_be_missing_and_lines_may_end_with_lf():
    found = parse_response(b"HTTP/1.0 404\nServer: a\n\nno")

    assert (found.status, found.reason, found.body) == ("404", "", b"no")
    assert response("HTTP/1.1 200 ").reason == ""


def test_a_header_may_go_on_in_the_next_line_and_come_twice():
    found = response("HTTP/1.1 200 OK\r\nX-Long: one\r\n  two\r\nVia: a\r\nvia: b\r\nrubbish")

    assert found.header("X-Long") == "one two"
    assert found.header("Via") == "a, b"
    assert len(found.headers) == 3


@pytest.mark.parametrize("data", [b"", b"Hello", b"HTTP/1.1 2000 OK\r\n\r\n", b"\r\n\r\n"])
def test_other_bytes_are_no_response(data):
    with pytest.raises(HttpResponseError, match="no HTTP/1 response"):
        parse_response(data)


def test_interim_responses_are_passed_over():
    data = b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\n"

    found = parse_response(data + b"HTTP/1.1 201 Created\r\n\r\nbody")
    assert (found.status, found.body) == ("201", b"body")
    assert parse_response(b"HTTP/1.1 100 Continue\r\n\r\n").status == "100"
    assert parse_response(b"HTTP/1.1 101 Switching\r\n\r\nbytes").body == b"bytes"


def test_a_body_cut_short_or_too_long_is_said():
    short = response("HTTP/1.1 200 OK\r\nContent-Length: 10", b"abc")
    long = response("HTTP/1.1 200 OK\r\nContent-Length: 2", b"abc")

    assert (short.body, short.problem) == (
        b"abc",
        "The body is not complete: 3 of 10 bytes came.",
    )
    assert (long.body, long.problem) == (b"ab", "1 byte came behind the body; it is left out here.")
    for length in ("²", "-1", "x", "9" * 5_000, "9" * 19):
        odd = response(f"HTTP/1.1 200 OK\r\nContent-Length: {length}", b"abc")
        assert odd.body == b"abc"
        assert odd.problem.startswith("Content-Length is no length")
    assert response("HTTP/1.1 304 Not Modified\r\nContent-Length: 10").problem == ""


def chunked(body):
    return response("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, Chunked", body)


def test_chunks_are_joined():
    found = chunked(b"5\r\nHello\r\nA ;x=1\r\n, zhangsan\r\n0\r\nTrailer: x\r\n\r\n")

    assert (found.body, found.problem) == (b"Hello, zhangsan", "")
    assert chunked(b"1\na\n0\n\n").body == b"a"


@pytest.mark.parametrize("cut", [b"", b"5", b"5\r\nHel", b"5\r\nHello", b"5\r\nHello\r\n"])
def test_chunks_cut_short_are_said(cut):
    found = chunked(cut)

    assert "last chunk did not come" in found.problem
    assert b"Hello".startswith(found.body)


@pytest.mark.parametrize("body", [b"xyz\r\nabc", b"-1\r\n", b"1\r\nabc\r\n0\r\n\r\n"])
def test_damaged_chunks_are_said(body):
    assert "damaged" in chunked(body).problem


@given(pieces=st.lists(st.binary(min_size=1, max_size=40), max_size=8))
def test_any_chunks_come_back_whole(pieces):
    body = b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"

    assert chunked(body).body == b"".join(pieces)
    assert chunked(body).problem == ""


@given(st.binary(max_size=200))
def test_no_bytes_do_harm(data):
    found = chunked(data)

    assert isinstance(found.text(), str)


@pytest.mark.parametrize(
    ("kind", "body", "text"),
    [
        ("text/html; charset=Shift_JIS", "日本".encode("shift_jis"), "日本"),
        ('text/html; charset="iso-8859-1"', b"caf\xe9", "café"),
        ("text/html", "你好".encode(), "你好"),
        ("text/html; charset=no-such", "é".encode(), "é"),
        ("text/plain; charset=latin-1", b"\xef\xbb\xbf\xc3\xa9", "é"),
        ("text/plain", "é".encode("utf-16"), "é"),
        ("text/plain", b"\xff", "\\xff"),
    ],
)
def test_text_is_decoded(kind, body, text):
    assert response(f"HTTP/1.1 200 OK\r\nContent-Type: {kind}", body).text() == text


@given(
    st.sampled_from(sorted({*encodings.aliases.aliases, *encodings.aliases.aliases.values()})),
    st.binary(max_size=60),
    st.integers(0, 60),
)
def test_any_charset_is_decoded(name, body, most):
    found = response(f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset={name}", body)

    assert isinstance(found.text(), str)
    assert isinstance(found.text(most), str)


def test_the_beginning_of_a_text_ends_with_a_whole_character():
    assert response("HTTP/1.1 200 OK", "日本".encode()).text(5) == "日"


@pytest.mark.parametrize(
    ("headers", "body", "is_text"),
    [
        ("Content-Type: text/css", b"", True),
        ("Content-Type: application/problem+json", b"", True),
        ("Content-Type: image/svg+xml", b"", True),
        ("Content-Type: image/png", b"abc", False),
        ("Content-Type: text/html\r\nContent-Encoding: gzip", b"", False),
        ("Server: a", b"abc", True),
        ("Server: a", b"a\x00c", False),
        ("Server: a", b"\xff", False),
    ],
)
def test_what_is_meant_to_be_read(headers, body, is_text):
    assert response(f"HTTP/1.1 200 OK\r\n{headers}", body).is_text is is_text
