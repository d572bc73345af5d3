import pytest
from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.payload.decoders import FramingError
from socket_workbench.payload.length_field import TYPES, LengthField

MODBUS = bytes.fromhex("0001 0000 0006 01 03 0000 0001")
MQTT = bytes([0x30, 0x81, 0x01]) + bytes(129)
HTTP_2 = bytes.fromhex("000002 00 00 00000000 6869")
POSTGRES = b"Q\0\0\0\x08abc\0"


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("u16be@4", MODBUS),
        ("varint@1", MQTT),
        ("u24be@0+6", HTTP_2),
        ("u32be@1-4", POSTGRES),
        ("u16le@0", b"\2\0hi"),
    ],
)
def test_messages_of_protocols(written, message):
    field = LengthField.parse(written)

    assert field.size_of(b"before" + message + b"after", 6) == len(message)
    assert str(field) == written


@pytest.mark.parametrize("kind", TYPES)
@given(offset=st.integers(0, 5), added=st.integers(-3, 3), rest=st.integers(3, 200))
def test_a_size_is_known_once_the_length_has_come(kind, offset, added, rest):
    field = LengthField(kind, offset, added)
    length = rest - added
    if field.width:
        written = length.to_bytes(field.width, field.order)
    else:
        written = bytes([length]) if length < 128 else bytes([length & 127 | 128, length >> 7])
    header = bytes(offset) + written

    assert field.size_of(header, 0) == len(header) + rest
    assert all(field.size_of(header[:end], 0) is None for end in range(len(header)))
    assert LengthField.parse(str(field)) == field


@pytest.mark.parametrize(
    ("written", "data", "words"),
    [("u8@0-4", b"\3", "length of 3 was announced"), ("varint@0", b"\xff" * 5, "within 5 bytes")],
)
def test_a_length_that_makes_no_sense_is_told(written, data, words):
    with pytest.raises(FramingError, match=words):
        LengthField.parse(written).size_of(data, 0)
