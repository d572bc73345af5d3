import codecs
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.payload.text import TextDecoder, printable

ENCODINGS = [
    "utf-8",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "utf-32",
    "latin-1",
    "shift_jis",
    "euc_jp",
    "gb18030",
    "big5",
    "euc_kr",
    "cp1252",
]


def decode(encoding, *pieces):
    decoder = TextDecoder(encoding)
    return "".join([decoder.feed(piece) for piece in pieces]) + decoder.end()


def cut(data, places):
    places = sorted({place % (len(data) + 1) for place in places})
    bounds = [0, *places, len(data)]
    return [data[start:end] for start, end in itertools.pairwise(bounds)]


def test_split_character_comes_whole_with_its_last_byte():
    decoder = TextDecoder()
    first, second, third = (bytes((byte,)) for byte in "你".encode())
    assert [decoder.feed(first), decoder.feed(second), decoder.feed(third)] == ["", "", "你"]
    assert decoder.end() == ""


def test_bytes_that_are_no_text_are_shown():
    assert decode("utf-8", b"a\xffb\xe4\xbd") == r"a\xffb\xe4\xbd"


def test_unfinished_character_is_shown_at_the_end():
    decoder = TextDecoder()
    assert decoder.feed(b"a\xe4") == "a"
    assert decoder.end() == r"\xe4"


@given(st.binary(), st.lists(st.integers(0, 1000)))
def test_pieces_make_no_difference_in_utf8(data, places):
    assert decode("utf-8", *cut(data, places)) == data.decode("utf-8", "backslashreplace")


@given(st.sampled_from(ENCODINGS), st.binary(max_size=40), st.lists(st.integers(0, 1000)))
def test_pieces_make_no_difference_in_any_encoding(encoding, data, places):
    assert decode(encoding, *cut(data, places)) == decode(encoding, data)


@given(st.sampled_from(ENCODINGS), st.text(), st.lists(st.integers(0, 1000)))
def test_text_comes_back(encoding, text, places):
    try:
        data = text.encode(encoding)
    except UnicodeEncodeError:
        return
    expected = data.decode(encoding)
    assert decode(encoding, *cut(data, places)) == expected


def test_utf16_takes_the_byte_order_from_the_mark():
    assert decode("utf-16", codecs.BOM_UTF16_LE + "你".encode("utf-16-le")) == "你"
    assert decode("utf-16", codecs.BOM_UTF16_BE, "你".encode("utf-16-be")) == "你"


def test_utf16_without_a_mark_is_big_endian():
    assert decode("UTF16", "你好".encode("utf-16-be")) == "你好"


def test_half_a_byte_order_mark_is_not_lost():
    assert decode("utf-16", b"\xff") == r"\xff"
    assert decode("utf-32", b"\xff\xfe") == r"\xff\xfe"


@pytest.mark.parametrize("name", ["nonsense", "hex", "rot13", "idna", "", "a\0b"])
def test_unknown_encoding_is_refused(name):
    with pytest.raises(ValueError, match="There is no text encoding"):
        TextDecoder(name)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain é 你😀", "plain é 你😀"),
        ("a\r\n\tb\0\x7f", "a␍␊␉b␀␡"),
        ("\x85\u202e\ufeff", r"\u0085\u202e\ufeff"),
        ("\u2028\ud800", r"\u2028\ud800"),
        ("\U000e0001", r"\U000e0001"),
        ("wide\u3000space\xa0", "wide\u3000space\xa0"),
        ("👩\u200d👧\n", "👩\u200d👧␊"),
    ],
)
def test_printable(text, shown):
    assert printable(text) == shown


@given(st.text())
def test_printable_leaves_no_control_character(text):
    assert not any(ord(character) < 32 or ord(character) == 127 for character in printable(text))
