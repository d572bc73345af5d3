import pytest
from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.dialogues.script_expectations import Expect, Match
from socket_workbench.dialogues.script_matchers import (
    MOST_SEARCHED,
    Found,
    MismatchError,
    masked_hex,
    matcher,
)
from socket_workbench.payload.hexadecimal import HexError

CASES = [
    (Expect(Match.EQUALS), b"abc", b"abcd", 3, b"abc", b"abx"),
    (Expect(Match.EQUALS, ignore_case=True), b"aBc", b"ABcd", 3, b"ABC", b"abx"),
    (Expect(Match.CONTAINS), b"bc", b"xbcd", 3, b"xbcd", None),
    (Expect(Match.CONTAINS, ignore_case=True), b"BC", b"xbCd", 3, b"xbcd", None),
    (Expect(Match.STARTS), b"ab", b"abcd", 4, b"abc", b"ax"),
    (Expect(Match.ENDS), b"cd", b"abcd", 4, b"cd", None),
    (Expect(Match.ENDS, ignore_case=True), b"CD", b"abcd", 4, b"cD", None),
    (Expect(Match.HEX, "6? ?2 63"), b"", b"abcd", 3, b"abc", b"abx"),
    (Expect(Match.LENGTH, "3"), b"", b"abcd", 3, b"xyz", None),
    (Expect(Match.REGEX, r"b(?P<g>.)"), b"", b"abcd", 3, b"xbz", None),
    (Expect(Match.ANY), b"", b"ab", 2, b"x", None),
]


@pytest.mark.parametrize(("step", "expected", "held", "size", "whole", "wrong"), CASES)
def test_of_a_stream_the_beginning_is_taken_of_a_message_all(
    step, expected, held, size, whole, wrong
):
    found = matcher(step, expected).look(bytearray(held), is_whole=False)
    assert found is not None
    assert found.size == size
    found = matcher(step, expected).look(whole, is_whole=True)
    assert found is not None
    assert found.size == len(whole)
    if wrong is not None:
        for is_whole in (False, True):
            with pytest.raises(MismatchError) as caught:
                matcher(step, expected).look(wrong, is_whole=is_whole)
            assert caught.value.came == wrong
    assert matcher(step, expected).look(bytearray(), is_whole=False) is None
    assert matcher(step, expected).described()


def test_groups_of_a_pattern_are_found():
    found = matcher(Expect(Match.REGEX, r"(?P<a>\d+) (?P<b>\w+)\r\n"), b"").look(
        b"12 x\r\nmore", is_whole=False
    )
    assert found == (6, {"a": b"12", "b": b"x"})


def test_a_pattern_is_searched_for_in_so_many_bytes():
    look = matcher(Expect(Match.REGEX, "b"), b"").look
    assert look(b"a" * (MOST_SEARCHED - 1), is_whole=False) is None
    with pytest.raises(MismatchError):
        look(b"a" * MOST_SEARCHED + b"b", is_whole=False)


@pytest.mark.parametrize("text", ["", "0", "0 g?", "???"])
def test_masked_hex_that_is_none_is_refused(text):
    if text in ("", "0"):
        assert masked_hex(text)[0] in (b"", b"\0")
    else:
        with pytest.raises(HexError):
            masked_hex(text)


BYTES = st.binary(max_size=4) | st.text("aAbB", max_size=6).map(str.encode)


@given(
    st.sampled_from([Match.EQUALS, Match.CONTAINS, Match.STARTS]),
    st.booleans(),
    BYTES,
    st.lists(BYTES, max_size=6),
)
def test_however_a_stream_is_cut_the_same_is_found(match, folds, expected, pieces):
    step = Expect(match, ignore_case=folds)
    looking, held = matcher(step, expected), bytearray()
    for piece in pieces:
        held += piece
        outcome: list[Found | bytes | None] = []
        for each in (looking, matcher(step, expected)):
            try:
                outcome.append(each.look(held, is_whole=False))
            except MismatchError as error:
                outcome.append(error.came)
        assert outcome[0] == outcome[1]
        first = outcome[0]
        if isinstance(first, bytes):
            return
        if first is not None:
            del held[: first.size]
            looking.start_again()


@pytest.mark.parametrize(
    ("step", "expected", "came", "difference"),
    [
        (Expect(Match.EQUALS), b"abc", b"abx", "byte 3: expected 63, received 78"),
        (Expect(Match.EQUALS), b"abc", b"ab", "byte 3: expected 63, received the end"),
        (Expect(Match.EQUALS), b"ab", b"abc", "byte 3: expected the end, received 63"),
        (Expect(Match.EQUALS), b"x", b"0123456789", "byte 1: expected 78, received 30 31 32"),
        (Expect(Match.EQUALS, ignore_case=True), b"AB", b"abc", "byte 3: expected the end"),
        (Expect(Match.HEX, "0? 02"), b"", b"\x0f\x03", "byte 2: expected 02, received 03"),
        (Expect(Match.CONTAINS), b"x", b"abc", ""),
    ],
)
def test_the_first_difference_is_told_in_hex(step, expected, came, difference):
    told = matcher(step, expected).compare(came, is_whole=True).describe()
    assert told.startswith(difference)
    assert bool(told) is bool(difference)


@given(st.binary(max_size=40), st.binary(max_size=40))
def test_all_before_the_difference_is_the_same(expected, came):
    place = matcher(Expect(Match.EQUALS), expected).compare(came, is_whole=True).first
    assert expected[:place] == came[:place]
    if place < min(len(expected), len(came)):
        assert expected[place] != came[place]
