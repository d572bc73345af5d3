import pytest
from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.payload.hexadecimal import HexError, format_hex, parse_hex


@pytest.mark.parametrize(
    "text",
    [
        "48 65",
        "0x48,0x65",
        "4865",
        "48:65",
        "48;65",
        "48-65",
        "0X48 0x65",
        "0x4865",
        r"\x48\x65",
        " 48,\t65\n",
        "0x48, 65",
        "48 :; 65,",
    ],
)
def test_common_spellings(text):
    assert parse_hex(text) == b"He"


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("", b""),
        (" , ", b""),
        ("0x4", b"\x04"),
        ("4 8", b"\x04\x08"),
        ("fF 0", b"\xff\x00"),
        ("1:02:3", b"\x01\x02\x03"),
    ],
)
def test_single_digits_get_a_leading_zero(text, data):
    assert parse_hex(text) == data


@pytest.mark.parametrize(
    ("text", "column", "says"),
    [
        ("486", 3, "no partner"),
        ("48 0x123", 8, "no partner"),
        ("48 6g", 5, "g is not a hexadecimal digit"),
        ("zz", 1, "z is not a hexadecimal digit"),
        ("0x", 3, "missing after the prefix"),
        ("0x 48", 3, "missing after the prefix"),
        ("0x480x65", 5, "no partner"),
        ("48\\n", 3, "\\ is not a hexadecimal digit"),
        ("48 你", 4, "你 is not a hexadecimal digit"),
        ("４８", 1, "４ is not a hexadecimal digit"),
        ("48\x00", 3, "␀ is not a hexadecimal digit"),
    ],
)
def test_mistake_is_named_with_its_column(text, column, says):
    with pytest.raises(HexError) as caught:
        parse_hex(text)
    assert caught.value.column == column
    assert says in str(caught.value)
    assert f"Column {column}:" in str(caught.value)


def test_format():
    assert format_hex(b"He\xff") == "48 65 ff"
    assert format_hex(b"") == ""


@given(st.binary())
def test_formatted_bytes_parse_to_themselves(data):
    assert parse_hex(format_hex(data)) == data


@given(
    st.lists(st.tuples(st.binary(min_size=1, max_size=3), st.sampled_from(["", "0x", "\\x"]))),
    st.sampled_from([" ", ",", ", ", ":", ";", "-", "\n"]),
)
def test_spellings_may_be_mixed(groups, separator):
    text = separator.join(prefix + data.hex() for data, prefix in groups)
    assert parse_hex(text) == b"".join(data for data, _ in groups)


@given(st.text(alphabet="0123456789abcdefx \\,g"))
def test_whatever_is_typed_is_bytes_or_a_mistake_near_the_text(text):
    try:
        column = len(parse_hex(text))
    except HexError as error:
        column = error.column - 1
    assert 0 <= column <= len(text)
