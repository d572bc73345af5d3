import pytest

from socket_workbench.cli.output.shown import content_lines


@pytest.mark.parametrize(
    ("content", "lines"),
    [
        (b"Answer:4489", ["Answer:4489"]),
        (b"[Result]\n11", ["[Result]", "11"]),
        (b"a\r\nb\r\n", ["a", "b"]),
        (b"a\tb", ["a       b"]),
        (b"", [""]),
        (b"a\xff", ["a\\xff"]),
    ],
)
def test_text_is_shown_as_lines(content, lines):
    assert content_lines(content, "text") == lines


def test_a_response_is_shown_apart_from_its_body():
    response = b"HTTP/1.1 200 OK\r\nA: b\r\n\r\n<p>\n\r\n\r\nx</p>"

    assert content_lines(response, "http") == [
        "HTTP/1.1 200 OK",
        "A: b",
        "",
        "body, 13 bytes:",
        "<p>",
        "",
        "",
        "x</p>",
    ]
