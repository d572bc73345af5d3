import pytest
from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.cli.input.typed_lines import Line, LineCutter


def cut(pieces, longest=1024):
    cutter = LineCutter(longest)
    lines = [line for piece in pieces for line in cutter.feed(piece)]
    return lines + cutter.end()


@pytest.mark.parametrize(
    ("pieces", "lines"),
    [
        ([b"a\nb\n"], [Line(b"a", b"\n"), Line(b"b", b"\n")]),
        ([b"a\r\n"], [Line(b"a", b"\r\n")]),
        ([b"a\r", b"\n"], [Line(b"a", b"\r\n")]),
        ([b"a\rb\n"], [Line(b"a\rb", b"\n")]),
        ([b"\n\n"], [Line(b"", b"\n"), Line(b"", b"\n")]),
        ([b"a", b"b"], [Line(b"ab")]),
        ([], []),
    ],
)
def test_lines_keep_the_end_they_had(pieces, lines):
    assert cut(pieces) == lines


def test_a_line_too_long_to_be_held_comes_in_pieces():
    assert cut([b"abc", b"def", b"g\nh\n"], longest=4) == [
        Line(b"abcdef", is_whole=False),
        Line(b"g", b"\n"),
        Line(b"h", b"\n"),
    ]


def test_a_line_end_is_never_cut_in_two():
    assert cut([b"abcde\r", b"\n"], longest=4) == [
        Line(b"abcde", is_whole=False),
        Line(b"", b"\r\n"),
    ]


@given(st.lists(st.binary(max_size=12)), st.integers(1, 8))
def test_no_byte_is_lost_however_it_comes(pieces, longest):
    lines = cut(pieces, longest)

    assert b"".join(line.content + line.end for line in lines) == b"".join(pieces)
    assert all(b"\n" not in line.content for line in lines)
