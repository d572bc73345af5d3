import pytest
from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.payload.escapes import EscapeError, parse_escapes, show_escapes


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("", b""),
        ("plain", b"plain"),
        (r"\r\n\t\0\\", b"\r\n\t\0\\"),
        (r"\x41\xfF", b"A\xff"),
        (r"\u00e9\u4F60", "é你".encode()),
        ("你好", "你好".encode()),
        (r"a\\nb", rb"a\nb"),
        (r"\01", b"\x001"),
        ("😀\\n", "😀\n".encode()),
        ("{{name}}", b"{{name}}"),
    ],
)
def test_parse(text, data):
    assert parse_escapes(text) == data


@pytest.mark.parametrize(
    ("text", "column", "says"),
    [
        (r"ab\q", 3, r"\q is not an escape"),
        ("\\", 1, r"write \\ for a backslash"),
        ("ok\\", 3, "ends in a single"),
        (r"\x4", 1, "two hexadecimal digits"),
        (r"a\xg1", 2, "two hexadecimal digits"),
        (r"\u12", 1, "four hexadecimal digits"),
        (r"\u12 4", 1, "four hexadecimal digits"),
        (r"\n\ud800", 3, "half of a surrogate pair"),
        (r"\uDFFF", 1, "half of a surrogate pair"),
        (r"\x４１", 1, "two hexadecimal digits"),
        ("ab\ud800c", 3, "half of a surrogate pair"),
        ("\\n\udc80", 3, "half of a surrogate pair"),
        ("\\n \\n\udc80", 6, "half of a surrogate pair"),
        ("\\\n", 1, "␊ is not an escape"),
        (r"\U0001F600", 1, r"\U is not an escape"),
    ],
)
def test_mistake_is_named_with_its_column(text, column, says):
    with pytest.raises(EscapeError) as caught:
        parse_escapes(text)
    assert caught.value.column == column
    assert says in caught.value.problem
    assert str(caught.value).startswith(f"Column {column}: ")


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"Hello, zhangsan!", "Hello, zhangsan!"),
        (b"\r\n\t\0\\", r"\r\n\t\0\\"),
        (b"\x01\x7f\xff", r"\x01\x7f\xff"),
        ("é 你😀".encode(), "é 你😀"),
        ("\x85\u202e".encode(), r"\u0085\u202e"),
        ("\U000e0001".encode(), r"\xf3\xa0\x80\x81"),
        (b"\xe4\xbd", r"\xe4\xbd"),
    ],
)
def test_show(data, text):
    assert show_escapes(data) == text


@given(st.binary())
def test_shown_bytes_parse_to_themselves(data):
    shown = show_escapes(data)
    assert shown.isprintable()
    assert parse_escapes(shown) == data


@given(st.text())
def test_shown_text_parses_to_itself(text):
    assert parse_escapes(show_escapes(text.encode())) == text.encode()


@given(st.text(alphabet="\\rntxu0aF9\ud800g"))
def test_whatever_is_typed_is_bytes_or_a_mistake_in_the_text(text):
    try:
        column = min(len(parse_escapes(text)), len(text))
    except EscapeError as error:
        column = error.column
    assert bool(text) <= column <= len(text)
