from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from socket_workbench.payload.framing import LENGTH_HEADERS, LIMIT, Framing, FramingError

FRAMINGS = [
    "none",
    "line",
    r"delimiter:\r\n",
    "delimiter:;",
    "delimiter: ",
    r"delimiter:\0",
    r"delimiter:\\",
    "delimiter::",
    r"delimiter:\xff",
    "length:u8",
    "length:u16be",
    "length:u16le",
    "length:u32be",
    "length:u32le",
    *("header:u16be@4", "header:u24be@0+6", "header:u32le@1-4", "header:varint@1"),
    "fixed:8",
    "idle:20ms",
]


@pytest.mark.parametrize("text", FRAMINGS)
def test_written_and_read_again(text):
    framing = Framing.parse(text)
    assert str(framing) == text
    assert Framing.parse(str(framing)) == framing


def test_all_framings_differ():
    assert len({Framing.parse(text) for text in FRAMINGS}) == len(FRAMINGS)


@given(st.binary(min_size=1))
def test_any_delimiter_is_written_and_read_again(delimiter):
    framing = Framing.parse("delimiter:" + "".join([f"\\x{byte:02x}" for byte in delimiter]))
    assert framing.encode(b"") == delimiter
    assert Framing.parse(str(framing)) == framing


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        (" Line ", "line"),
        ("NONE", "none"),
        ("length: U16BE", "length:u16be"),
        ("header: U24LE", "header:u24le@0"),
        ("header:u8 @ 02 + 0", "header:u8@2"),
        ("fixed: 08", "fixed:8"),
        ("idle:1s", "idle:1000ms"),
        ("idle: 5 MS", "idle:5ms"),
    ],
)
def test_other_spellings(text, canonical):
    assert str(Framing.parse(text)) == canonical


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "'' is not a framing; use none"),
        ("lines", "'lines' is not a framing"),
        ("none:1", "'none:1' is not a framing"),
        ("fixed", "'fixed' is not a framing"),
        ("delimiter:", "The delimiter is missing"),
        (r"delimiter:a\q", "The delimiter is wrong. Column 2:"),
        ("length:u24", "'u24' is not a length field; use one of u8"),
        ("header:u12@1", "'u12@1' does not say where a length stands"),
        ("header:", "write TYPE@OFFSET, such as u16be@4"),
        ("header:u8@1001", "does not say"),
        (f"header:u8@0-{LIMIT + 1}", "does not say"),
        ("fixed:0", "'0' is not a message size; write fixed:N"),
        ("fixed:-1", "'-1' is not a message size"),
        ("fixed:٣", "is not a message size"),
        (f"fixed:{LIMIT + 1}", f"from 1 to {LIMIT}"),
        ("fixed:99999999999999999999", "is not a message size"),
        ("idle:0ms", "'0ms' is not a pause"),
        ("idle:20", "'20' is not a pause"),
        ("idle:61s", "from 1ms to 60s"),
        ("idle:1.5s", "is not a pause"),
    ],
)
def test_mistake_is_said(text, says):
    with pytest.raises(FramingError) as caught:
        Framing.parse(text)
    assert says in str(caught.value)


@pytest.mark.parametrize("text", FRAMINGS)
def test_only_none_is_none(text):
    assert Framing.parse(text).is_none == (text == "none")


def test_no_framing_encodes_the_very_object():
    message = b"some bytes"
    assert Framing.parse("none").encode(message) is message


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("line", b"Hi\n"),
        (r"delimiter:\r\n", b"Hi\r\n"),
        ("length:u8", b"\x02Hi"),
        ("length:u16be", b"\0\x02Hi"),
        ("length:u16le", b"\x02\0Hi"),
        ("length:u32be", b"\0\0\0\x02Hi"),
        ("length:u32le", b"\x02\0\0\0Hi"),
        ("header:u8@1", b"Hi"),
        ("fixed:4", b"Hi\0\0"),
        ("fixed:2", b"Hi"),
        ("idle:20ms", b"Hi"),
    ],
)
def test_encode(text, data):
    assert Framing.parse(text).encode(b"Hi") == data


@pytest.mark.parametrize(
    ("text", "longest", "says"),
    [
        ("length:u8", 255, "256 bytes; a u8 length goes to 255"),
        ("length:u16be", 65535, "65536 bytes; a u16be length goes to 65535"),
        ("fixed:8", 8, "9 bytes; this framing carries exactly 8"),
    ],
)
def test_message_too_long_is_refused(text, longest, says):
    framing = Framing.parse(text)
    assert framing.encode(bytes(longest)).endswith(bytes(longest))
    with pytest.raises(FramingError) as caught:
        framing.encode(bytes(longest + 1))
    assert says in str(caught.value)


def test_length_fields_are_as_wide_as_they_say():
    assert {name: field.size * 8 for name, field in LENGTH_HEADERS.items()} == {
        name: int(name.strip("ublen")) for name in LENGTH_HEADERS
    }


@given(
    st.sampled_from(["line", r"delimiter:\r\n", "length:u8", "length:u32le", "fixed:20"]),
    st.lists(st.binary(max_size=20)),
    st.integers(1, 9),
)
@example("line", [b"\r\r"], 1)
def test_what_is_encoded_is_decoded(text, messages, size):
    framing = Framing.parse(text)
    # A message must not hold what marks the end of one, nor end with a part of it.
    messages = [message.replace(b"\n", b"").rstrip(b"\r") for message in messages]
    stream = b"".join([framing.encode(message) for message in messages])
    decoder = framing.decoder()
    decoded = []
    for start in range(0, len(stream), size):
        decoded += decoder.feed(stream[start : start + size])
    decoded += decoder.end()
    assert b"".join(decoded) == stream
    decoded = list(map(decoder.message, decoded))
    if text.startswith("fixed"):
        messages = [message.ljust(20, b"\0") for message in messages]
    assert decoded == messages


def test_idle_decoder_waits_as_long_as_it_is_told():
    decoder = Framing.parse("idle:250ms").decoder()
    decoder.feed(b"a")
    assert decoder.idle_seconds == 0.25


def test_every_connection_has_its_own_decoder():
    framing = Framing.parse("line")
    first, second = framing.decoder(), framing.decoder()
    first.feed(b"half")
    assert second.feed(b"whole\n") == [b"whole\n"]


@pytest.mark.parametrize(
    "text", ["line", "delimiter:;", "length:u16be", "header:u16be@0", "idle:20ms"]
)
def test_limit_reaches_the_decoder(text):
    with pytest.raises(FramingError):
        Framing.parse(text).decoder(limit=3).feed(b"\xff\xff too long")


@given(
    st.sampled_from(FRAMINGS),
    st.binary(max_size=30),
)
@example("length:u8", b"\x02a")
@example("fixed:8", b"too long for this")
def test_the_message_of_bytes_encodes_to_exactly_them(text, data):
    framing = Framing.parse(text)
    message = framing.message_of(data)
    assert message is None or framing.encode(message) == data
    with suppress(FramingError):
        encoded = framing.encode(data)
        found = framing.message_of(encoded)
        assert found is not None
        assert framing.encode(found) == encoded


def test_bytes_without_the_mark_are_no_message():
    for text in ("line", "delimiter:;", "length:u16be", "fixed:9"):
        assert Framing.parse(text).message_of(b"Hi") is None
    assert Framing.parse("length:u16be").message_of(b"\0\x02Hi") == b"Hi"
