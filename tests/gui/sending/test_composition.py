import pytest
from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.gui.sending.composition import (
    HEX,
    TEXT,
    CompositionError,
    compose,
    one_line,
    write,
)
from socket_workbench.payload.escapes import show_escapes
from socket_workbench.payload.hexadecimal import format_hex
from socket_workbench.payload.line_end import LineEnd


@pytest.mark.parametrize(
    ("line_end", "ending"),
    [
        (LineEnd.NONE, b""),
        (LineEnd.LF, b"\n"),
        (LineEnd.CR, b"\r"),
        (LineEnd.CRLF, b"\r\n"),
    ],
)
def test_text_gets_its_line_end(line_end, ending):
    assert compose("wang\\twu", TEXT, line_end) == b"wang\twu" + ending
    assert compose("你好", TEXT, line_end) == "你好".encode() + ending


def test_typed_line_breaks_become_the_line_end():
    assert compose("a\nb\n", TEXT, LineEnd.CRLF) == b"a\r\nb\r\n\r\n"
    assert compose("a\nb", TEXT, LineEnd.NONE) == b"a\nb"


def test_hexadecimal_gets_no_line_end():
    assert compose("48 65\n6c", HEX, LineEnd.CRLF) == b"Hel"


def test_a_mistake_is_named_with_its_column():
    with pytest.raises(CompositionError, match=r"^Column 7: ") as caught:
        compose("Hello \\q", TEXT, LineEnd.NONE)
    assert caught.value.place == 6
    with pytest.raises(CompositionError, match=r"^Column 4: ") as caught:
        compose("48 xy", HEX, LineEnd.NONE)
    assert caught.value.place == 3


@pytest.mark.parametrize(("mode", "text"), [(TEXT, "one\ntwo\\q"), (HEX, "48\n65 zz")])
def test_with_several_lines_the_line_is_named_too(mode, text):
    with pytest.raises(CompositionError, match=r"^Line 2, column 4: ") as caught:
        compose(text, mode, LineEnd.NONE)

    assert text[caught.value.place] in "\\z"


@given(st.binary(max_size=200))
def test_both_spellings_of_any_bytes_are_read_back(data):
    assert compose(show_escapes(data), TEXT, LineEnd.NONE) == data
    assert compose(format_hex(data), HEX, LineEnd.NONE) == data


@pytest.mark.parametrize("line_end", LineEnd)
def test_a_carriage_return_before_a_line_break_makes_one_line_end(line_end):
    for text in ("A\r\nB", "A\\r\nB", "A\\x0d\nB"):
        assert compose(text, TEXT, line_end) == b"A\r\nB" + line_end.bytes


def composed(text, *more):
    try:
        return compose(text, *more)
    except CompositionError:
        return None


@given(
    st.text(st.sampled_from("\\rnx0d\n\rab日"), max_size=12),
    st.sampled_from(LineEnd),
    st.sampled_from([TEXT, HEX]),
    st.sampled_from(["utf-8", "shift_jis", "utf-16-le"]),
)
def test_lines_and_one_line_are_the_same_bytes(text, line_end, mode, encoding):
    line = one_line(text, mode, line_end, encoding)

    assert composed(line, mode, line_end, encoding) == composed(text, mode, line_end, encoding)


@pytest.mark.parametrize("encoding", ["utf-8", "big5", "utf-16", "cp1252"])
def test_bytes_that_are_no_text_are_not_escaped_before_they_are_written_in_hex(
    encoding, monkeypatch
):
    """Escaping bytes that a table lacks takes 25 microseconds for each."""
    monkeypatch.setattr("socket_workbench.gui.sending.composition.show_escapes", None)
    data = b"\x81\xff\xd8" * 3
    assert write(data, LineEnd.LF, encoding) == (format_hex(data), HEX, LineEnd.LF)
