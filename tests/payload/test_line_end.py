import pytest

from socket_workbench.payload.line_end import LineEnd


@pytest.mark.parametrize(
    ("word", "expected"), [("none", b""), ("lf", b"\n"), ("cr", b"\r"), ("crlf", b"\r\n")]
)
def test_word_names_the_bytes(word, expected):
    assert LineEnd(word).bytes == expected


def test_every_line_end_has_bytes():
    assert len({line_end.bytes for line_end in LineEnd}) == len(LineEnd)
