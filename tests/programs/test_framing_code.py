from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.payload.framing import Framing, FramingError
from socket_workbench.programs.framing_code import framing_code

WRITTEN = ["line", "delimiter:ab", "length:u8", "length:u16le", "length:u32be", "fixed:3"]
HEADERS = ["header:u8@1", "header:u16le@0+1", "header:u24be@2", "header:varint@0"]


def functions(framing):
    """Return the functions `frame` and `split` of a program."""
    code = framing_code(framing)
    assert code is not None
    names: dict[str, Any] = {}
    head = "import struct\nfrom collections.abc import Iterator\n"
    exec("\n".join([head, *code.constants, code.frame, code.split]), names)
    return names.get("frame", bytes), names["split"]


@pytest.mark.parametrize("written", WRITTEN)
@given(data=st.data())
def test_messages_are_marked_and_cut_as_the_workbench_does(written, data):
    framing = Framing.parse(written)
    frame, split = functions(framing)
    messages = data.draw(st.lists(st.binary(max_size=3), max_size=5))
    stream = b"".join(map(framing.encode, messages)) + data.draw(st.binary(max_size=3))
    decoder, buffer = framing.decoder(), bytearray()
    for start in range(0, len(stream), 2):
        piece = stream[start : start + 2]
        buffer += piece

        assert [*split(buffer)] == [decoder.message(one) for one in decoder.feed(piece)]
    assert [bytes(buffer)] == (decoder.end() or [b""])
    assert all(frame(message) == framing.encode(message) for message in messages)


@pytest.mark.parametrize("written", HEADERS)
@given(stream=st.binary(max_size=40))
def test_messages_with_a_header_are_cut_as_the_workbench_does(written, stream):
    framing = Framing.parse(written)
    frame, split = functions(framing)
    decoder, buffer = framing.decoder(), bytearray()
    for start in range(0, len(stream), 2):
        piece = stream[start : start + 2]
        buffer += piece
        try:
            frames = decoder.feed(piece)
        except FramingError:
            break
        with suppress(ValueError):
            assert [*split(buffer)] == frames
    assert frame(stream) == framing.encode(stream)


def test_a_header_that_makes_no_sense_is_refused():
    for written, data in (("header:u8@0-2", b"\1"), ("header:varint@0", b"\xff" * 5)):
        _, split = functions(Framing.parse(written))
        with pytest.raises(ValueError, match=r"^a "):
            list(split(bytearray(data)))


def test_what_is_too_long_is_refused():
    frame, _ = functions(Framing.parse("fixed:3"))

    with pytest.raises(ValueError, match="at most 3 bytes"):
        frame(b"1234")


def test_no_framing_is_none_and_a_pause_has_no_marks():
    assert framing_code(Framing.parse("none")) is None
    idle = framing_code(Framing.parse("idle:20ms"))
    assert idle is not None
    assert (idle.is_idle, idle.framed("x")) == (True, "x")
