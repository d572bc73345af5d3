import struct

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from socket_workbench.payload.decoders import (
    DelimiterDecoder,
    FixedDecoder,
    FramingError,
    HeaderDecoder,
    IdleDecoder,
    LengthDecoder,
    PassingDecoder,
)

U16 = struct.Struct(">H")
U32 = struct.Struct(">I")
pieces = st.lists(st.integers(1, 7), min_size=1)


def cut(data, sizes):
    position = 0
    while position < len(data):
        for size in sizes:
            yield data[position : position + size]
            position += size


def outcome(decoder, parts):
    """All frames, whether the stream broke the framing, and what was left."""
    parts = list(parts)
    frames = []
    try:
        for part in parts:
            frames += decoder.feed(part)
        was_holding = decoder.is_holding
        left = decoder.end()
    except FramingError:
        return frames, "broken"
    assert was_holding == (b"".join(frames) != b"".join(parts))
    assert not decoder.is_holding
    return frames, left


def test_no_framing_passes_the_very_object():
    data = b"some bytes"
    assert PassingDecoder().feed(data)[0] is data
    assert PassingDecoder().feed(b"") == [b""]
    assert PassingDecoder().flush() == PassingDecoder().end() == []
    assert PassingDecoder().idle_seconds is None
    assert PassingDecoder().message(data) is data
    assert not PassingDecoder().is_holding


def test_delimiter():
    decoder = DelimiterDecoder(b"\r\n")
    assert decoder.feed(b"a\r\nb\r") == [b"a\r\n"]
    assert decoder.feed(b"\nc\nd") == [b"b\r\n"]
    assert decoder.feed(b"\r\n\r\n") == [b"c\nd\r\n", b"\r\n"]
    assert decoder.message(b"c\nd\r\n") == b"c\nd"
    assert decoder.message(b"\r\n") == b""
    assert decoder.end() == []


def test_last_message_needs_no_delimiter():
    decoder = DelimiterDecoder(b";")
    assert decoder.feed(b"a;b") == [b"a;"]
    assert decoder.end() == [b"b"]
    assert decoder.message(b"b") == b"b"
    assert decoder.end() == []


def test_lines_end_with_or_without_carriage_return():
    decoder = DelimiterDecoder(b"\n", lines=True)
    frames = decoder.feed(b"a\r\nb\n\n\rc\r")
    assert frames == [b"a\r\n", b"b\n", b"\n"]
    assert decoder.feed(b"\n") == [b"\rc\r\n"]
    assert decoder.feed(b"d\r") == []
    assert decoder.end() == [b"d\r"]
    frames += [b"\rc\r\n", b"d\r"]
    assert list(map(decoder.message, frames)) == [b"a", b"b", b"", b"\rc", b"d"]


@given(st.text("ab").map(str.encode), st.sampled_from([b"a", b"ab", b"aa", b"aba"]), pieces)
def test_delimiters_are_found_wherever_the_stream_is_cut(data, delimiter, sizes):
    *messages, rest = data.split(delimiter)
    expected = ([message + delimiter for message in messages], [rest] if rest else [])
    decoder = DelimiterDecoder(delimiter)
    frames, left = outcome(decoder, cut(data, sizes))
    assert (frames, left) == expected
    assert list(map(decoder.message, frames)) == messages


@given(st.text("ab;").map(str.encode), pieces)
@example(b";aaa", [4])  # the fault is found with a message before it, and told at the end
def test_limit_of_a_delimited_message_holds_wherever_the_stream_is_cut(data, sizes):
    *messages, rest = data.split(b";")
    long = [number for number, message in enumerate(messages) if len(message) > 2]
    ending: list[bytes] | str = [rest] if rest else []
    if long:
        messages = messages[: long[0]]
    if long or len(rest) > 2:
        ending = "broken"
    frames = [message + b";" for message in messages]
    assert outcome(DelimiterDecoder(b";", limit=2), cut(data, sizes)) == (frames, ending)


def test_long_message_that_came_whole_is_refused_too():
    decoder = DelimiterDecoder(b"\n", limit=3, lines=True)
    assert decoder.feed(b"ab\r\nabcd\nef\n") == [b"ab\r\n"]
    with pytest.raises(FramingError, match="within 3 bytes"):
        decoder.feed(b"gh\n")


def test_message_of_the_limit_may_end_in_a_long_delimiter():
    decoder = DelimiterDecoder(b"--end--", limit=3)
    assert decoder.feed(b"abc--end-") == []
    assert decoder.feed(b"-") == [b"abc--end--"]


def test_unending_message_is_refused():
    decoder = DelimiterDecoder(b"\n", limit=1000)
    for _ in range(10):
        assert decoder.feed(bytes(100)) == []
    with pytest.raises(FramingError, match="within 1000 bytes"):
        decoder.feed(bytes(100))


def test_messages_before_a_fault_come_first():
    decoder = DelimiterDecoder(b"\n", limit=3)
    assert decoder.feed(b"ab\ntoo long") == [b"ab\n"]
    with pytest.raises(FramingError, match="within 3 bytes"):
        decoder.feed(b"\n")


def test_fault_is_told_at_the_end_at_the_latest():
    decoder = DelimiterDecoder(b"\n", limit=3)
    decoder.feed(b"ab\ntoo long")
    with pytest.raises(FramingError):
        decoder.end()


def test_length():
    decoder = LengthDecoder(U16)
    frames = decoder.feed(b"\0\x02ab\0\0\0")
    assert frames == [b"\0\x02ab", b"\0\0"]
    assert decoder.feed(b"\x03c") == []
    assert decoder.feed(b"de") == [b"\0\x03cde"]
    assert list(map(decoder.message, frames)) == [b"ab", b""]
    assert decoder.end() == []


def test_unfinished_message_is_left_as_it_came():
    decoder = LengthDecoder(U16)
    assert decoder.feed(b"\0\x05abc") == []
    assert decoder.end() == [b"\0\x05abc"]
    assert decoder.message(b"\0\x05abc") == b"\0\x05abc"
    assert decoder.message(b"\0") == b"\0"


@given(st.lists(st.binary(max_size=20)), st.binary(max_size=1), pieces)
def test_lengths_are_read_wherever_the_stream_is_cut(messages, rest, sizes):
    frames = [U16.pack(len(message)) + message for message in messages]
    decoder = LengthDecoder(U16)
    expected = (frames, [rest] if rest else [])
    assert outcome(decoder, cut(b"".join(frames) + rest, sizes)) == expected
    assert list(map(decoder.message, frames)) == messages


def test_announced_length_above_the_limit_is_refused_before_it_comes():
    with pytest.raises(FramingError, match="65535 bytes was announced; at most 1000"):
        LengthDecoder(U16, limit=1000).feed(b"\xff\xff")
    decoder = LengthDecoder(U16, limit=1000)
    assert decoder.feed(b"\0\x01a\xff\xff") == [b"\0\x01a"]
    with pytest.raises(FramingError):
        decoder.feed(b"b")


def test_length_of_exactly_the_limit_is_taken():
    assert LengthDecoder(U16, limit=3).feed(b"\0\x03abc") == [b"\0\x03abc"]


@given(st.binary(), st.integers(1, 9), pieces)
def test_fixed_size_wherever_the_stream_is_cut(data, size, sizes):
    messages, left = outcome(FixedDecoder(size), cut(data, sizes))
    assert all(len(message) == size for message in messages)
    assert len(left) <= 1
    assert all(0 < len(message) < size for message in left)
    assert b"".join(messages + left) == data


def test_fixed_size_holds_nothing_between_whole_messages():
    decoder = FixedDecoder(2)
    assert decoder.feed(b"abcde") == [b"ab", b"cd"]
    assert decoder.feed(b"f") == [b"ef"]
    assert decoder.flush() == []
    assert decoder.end() == []


def test_idle_holds_bytes_until_there_is_silence():
    decoder = IdleDecoder(0.02)
    idle = [decoder.idle_seconds]
    for data in (b"ab", b"c"):
        assert decoder.feed(data) == []
        idle.append(decoder.idle_seconds)
    assert decoder.flush() == [b"abc"]
    idle.append(decoder.idle_seconds)
    assert decoder.flush() == []
    assert idle == [None, 0.02, 0.02, None]


def test_idle_hands_out_the_rest_at_the_end():
    decoder = IdleDecoder(1)
    decoder.feed(b"ab")
    assert decoder.end() == [b"ab"]
    assert decoder.idle_seconds is None


def test_stream_without_a_pause_is_refused():
    decoder = IdleDecoder(1, limit=3)
    assert decoder.feed(b"abc") == []
    with pytest.raises(FramingError, match="No pause came within 3 bytes"):
        decoder.feed(b"d")
    with pytest.raises(FramingError):
        decoder.feed(b"e")
    assert not decoder.is_holding


@pytest.mark.parametrize(
    "decoder",
    [DelimiterDecoder(b"\n", lines=True), LengthDecoder(U16), FixedDecoder(5)],
    ids=lambda decoder: type(decoder).__name__,
)
def test_a_read_that_is_one_frame_is_passed_as_the_very_object(decoder):
    data = b"\0\x03ab\n"
    assert decoder.feed(data)[0] is data


@pytest.mark.parametrize(
    "decoder",
    [DelimiterDecoder(b"\r\n"), LengthDecoder(U32), FixedDecoder(150_000), IdleDecoder(1)],
    ids=lambda decoder: type(decoder).__name__,
)
def test_a_message_that_comes_byte_by_byte_takes_linear_time(decoder):
    message = b"\r" * 150_000
    header = U32.pack(len(message)) if isinstance(decoder, LengthDecoder) else b""
    end = b"\r\n" if isinstance(decoder, DelimiterDecoder) else b""
    frames = []
    for byte in header + message + end:
        frames += decoder.feed(bytes((byte,)))
    assert frames + decoder.end() == [header + message + end]


def two_digits(data, start):
    """The size of a message is written in its first two bytes."""
    size = data[start : start + 2]
    if size == b"xx":
        raise FramingError("no size")
    return int(size) if len(size) == 2 else None


@given(st.lists(st.integers(2, 12)), pieces)
def test_messages_with_a_header_are_cut_however_they_arrive(sizes, pieces):
    frames = [f"{size:02}".encode().ljust(size, b"a") for size in sizes]
    stream = b"".join(frames) + b"09ab"
    decoder = HeaderDecoder(two_digits)

    assert outcome(decoder, cut(stream, pieces)) == (frames, [b"09ab"])
    assert decoder.message(b"04ab") == b"04ab"


@pytest.mark.parametrize(("wrong", "words"), [(b"xxab", "no size"), (b"13", "13 bytes was")])
def test_a_broken_header_is_told_after_the_messages_before_it(wrong, words):
    decoder = HeaderDecoder(two_digits, limit=12)

    assert decoder.feed(b"03a" + wrong) == [b"03a"]
    with pytest.raises(FramingError, match=words):
        decoder.feed(b"")
