import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.payload.escapes import (
    EscapeError,
    escape_unseen,
    parse_escapes,
    show_escapes,
)

ENCODINGS = (
    "utf-8",
    "latin-1",
    "utf-16-le",
    "utf-16-be",
    "utf-16",
    "utf-8-sig",
    "shift_jis",
    "cp932",
    "euc_jp",
    "gb18030",
    "big5",
    "euc_kr",
    "iso2022_jp",
    "utf-7",
)


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


@pytest.mark.parametrize(
    ("text", "encoding", "data"),
    [
        ("日本", "shift_jis", b"\x93\xfa\x96\x7b"),
        (r"\u65e5\n", "shift_jis", b"\x93\xfa\n"),
        (r"\xff日", "shift_jis", b"\xff\x93\xfa"),
        (r"a\r\n\0", "utf-16-le", b"a\0\r\0\n\0\0\0"),
        (r"\x61", "utf-16-le", b"a"),
        ("a", "utf-16", b"\0a"),
        ("é", "utf-8-sig", "é".encode()),
        (r"\ufeffa", "utf-16-be", b"\xfe\xff\0a"),
        ("日", "iso2022_jp", b"\x1b$BF|\x1b(B"),
    ],
)
def test_characters_are_written_in_the_encoding(text, encoding, data):
    assert parse_escapes(text, encoding) == data


@pytest.mark.parametrize(
    ("text", "column"), [("日本é", 3), (r"\n日é", 4), (r"\x00\u00e9", 5), (r"ab\x00cdé", 9)]
)
def test_what_the_encoding_lacks_is_named_with_its_column(text, column):
    with pytest.raises(EscapeError) as caught:
        parse_escapes(text, "shift_jis")
    assert caught.value.column == column
    assert "shift_jis has no é" in str(caught.value)


@pytest.mark.parametrize(
    ("character", "name"), [("\xa0", "U+00A0"), ("\u200b", "U+200B"), ("\U000e0041", "U+E0041")]
)
def test_what_is_not_seen_is_named_by_its_number(character, name):
    with pytest.raises(EscapeError, match=f"has no {re.escape(name)};"):
        parse_escapes(character, "shift_jis")


@pytest.mark.parametrize("encoding", ENCODINGS)
@given(data=st.binary(max_size=40), text=st.text(max_size=20))
def test_any_bytes_are_read_back_in_every_encoding(encoding, data, text):
    for one in (data, text.encode(encoding, "replace"), text.encode(encoding, "replace") + data):
        assert parse_escapes(show_escapes(one, encoding), encoding) == one


def test_text_in_an_encoding_is_shown_as_text():
    assert show_escapes("日本\n".encode("shift_jis"), "shift_jis") == r"日本\n"
    assert show_escapes(b"\x93\xfa\xff", "shift_jis") == r"日\xff"
    assert show_escapes("a\x1b".encode("utf-16-le"), "utf-16-le") == r"a\u001b"


def parsed(text):
    try:
        return parse_escapes(text)
    except EscapeError:
        return None


@given(st.text(st.sampled_from("\\nx41u ") | st.characters(), max_size=20))
def test_making_characters_seen_changes_no_byte(text):
    seen = escape_unseen(text)

    assert parsed(seen) == parsed(text)
    assert escape_unseen(seen) == seen


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("a\r\nb\tc\0", r"a\r\nb\tc\0"),
        ("\u2028\u2029\u202e\ufeff\x1b", r"\u2028\u2029\u202e\ufeff\u001b"),
        ("no-break\u00a0space, 👩\u200d🔬", "no-break\u00a0space, 👩\u200d🔬"),
        ("\\\n", "\\\n"),
        ("\\\\\n", r"\\\n"),
    ],
)
def test_what_cannot_be_seen_becomes_an_escape(text, seen):
    assert escape_unseen(text) == seen


def test_a_field_of_several_lines_keeps_them():
    assert escape_unseen("a\r\n\tb", kept="\n\t") == "a\\r\n\tb"
