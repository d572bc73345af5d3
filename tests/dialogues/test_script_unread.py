import pytest
from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.dialogues.script_expectations import Expect, Match
from socket_workbench.dialogues.script_matchers import PEEK_SIZE, MismatchError, matcher
from socket_workbench.dialogues.script_unread import (
    MESSAGE_COST,
    UnreadMessages,
    UnreadStream,
)


def take(unread, match, expected=b""):
    """Take what matches; returns its bytes."""
    taken = unread.take(matcher(Expect(match), expected))
    return None if taken is None else taken.content


@pytest.fixture(params=[UnreadStream, UnreadMessages])
def unread(request):
    return request.param()


def test_empty_inbox_gives_nothing(unread):
    assert unread.is_empty()
    assert unread.size == 0
    assert take(unread, Match.EQUALS, b"a") is None
    assert take(unread, Match.CONTAINS, b"a") is None
    assert take(unread, Match.ANY) is None
    assert unread.take_all() == b""
    assert unread.peek() == b""


def test_size_is_what_is_held_and_messages_that_are_empty_count_too(unread):
    cost = MESSAGE_COST if isinstance(unread, UnreadMessages) else 0
    unread.put(b"abc")
    unread.put(b"de")
    unread.put(b"")
    assert unread.size == 5 + 3 * cost
    take(unread, Match.ANY)
    assert unread.size in (0, 2 + 2 * cost)
    unread.take_all()
    assert unread.size == 0
    assert unread.is_empty()


def test_everything_is_taken_joined(unread):
    unread.put(b"abc")
    unread.put(b"de")
    assert unread.take_all() == b"abcde"
    assert unread.is_empty()


def test_peek_is_short_and_takes_nothing(unread):
    unread.put(b"a" * 5000)
    assert unread.peek() == b"a" * PEEK_SIZE
    assert unread.size >= 5000


def test_stream_equal_takes_just_what_was_expected():
    unread = UnreadStream()
    unread.put(b"Wel")
    assert take(unread, Match.EQUALS, b"Welcome!") is None
    unread.put(b"come!Hello")
    assert take(unread, Match.EQUALS, b"Welcome!") == b"Welcome!"
    assert unread.take_all() == b"Hello"


def test_stream_mismatch_is_seen_at_the_first_wrong_byte():
    unread = UnreadStream()
    unread.put(b"Wex")
    with pytest.raises(MismatchError) as caught:
        take(unread, Match.EQUALS, b"Welcome!")
    assert caught.value.came == b"Wex"


def test_stream_containing_takes_through_the_match():
    unread = UnreadStream()
    unread.put(b"HTTP/1.1 20")
    assert take(unread, Match.CONTAINS, b"200") is None
    unread.put(b"0 OK")
    assert take(unread, Match.CONTAINS, b"200") == b"HTTP/1.1 200"
    assert unread.take_all() == b" OK"


def test_stream_is_searched_again_for_other_bytes():
    unread = UnreadStream()
    unread.put(b"abcdef")
    assert take(unread, Match.CONTAINS, b"xyz") is None
    assert take(unread, Match.CONTAINS, b"bc") == b"abc"
    unread.put(b"bc")
    assert take(unread, Match.CONTAINS, b"bc") == b"defbc"


def test_stream_any_takes_all_that_came():
    unread = UnreadStream()
    unread.put(b"ab")
    unread.put(b"c")
    assert take(unread, Match.ANY) == b"abc"


@given(st.lists(st.binary(min_size=1, max_size=5)), st.binary(min_size=1, max_size=2))
def test_stream_is_searched_the_same_however_it_is_cut(pieces, sought):
    whole = b"".join(pieces)
    unread = UnreadStream()
    taken = None
    for piece in pieces:
        unread.put(piece)
        taken = take(unread, Match.CONTAINS, sought)
        if taken is not None:
            break
    if sought in whole:
        assert taken == whole[: whole.index(sought) + len(sought)]
    else:
        assert taken is None
        assert unread.take_all() == whole


def test_messages_are_compared_whole():
    unread = UnreadMessages()
    unread.put(b"Welcome!")
    with pytest.raises(MismatchError) as caught:
        take(unread, Match.EQUALS, b"Welcome")
    assert caught.value.came == b"Welcome!"
    assert take(unread, Match.EQUALS, b"Welcome!") == b"Welcome!"
    unread.put(b"a fine day")
    with pytest.raises(MismatchError):
        take(unread, Match.CONTAINS, b"night")
    assert take(unread, Match.CONTAINS, b"fine") == b"a fine day"


def test_messages_are_taken_one_by_one():
    unread = UnreadMessages()
    unread.put(b"a")
    unread.put(b"")
    unread.put(b"b")
    assert [take(unread, Match.ANY) for _ in range(4)] == [b"a", b"", b"b", None]


def test_empty_message_is_a_message():
    unread = UnreadMessages()
    unread.put(b"")
    assert not unread.is_empty()
    assert take(unread, Match.EQUALS, b"") == b""
    assert unread.is_empty()


def test_what_comes_byte_by_byte_is_compared_once():
    expected = bytes(range(256)) * 1024
    unread, equal = UnreadStream(), matcher(Expect(Match.EQUALS), expected)
    for place in range(len(expected) - 1):
        unread.put(expected[place : place + 1])
        assert unread.take(equal) is None
    unread.put(expected[-1:] + b"more")

    taken = unread.take(equal)
    assert taken is not None
    assert taken.content == expected
    assert unread.take_all() == b"more"


def took(unread, how, expected):
    """Return what was taken, or what came instead."""
    try:
        return take(unread, how, expected)
    except MismatchError as error:
        return "mismatch", error.came


@given(st.binary(max_size=6), st.binary(max_size=6), st.lists(st.binary(max_size=3), max_size=6))
def test_looking_for_one_thing_after_another_misses_nothing(first, second, pieces):
    unread = UnreadStream()
    for piece in pieces:
        unread.put(piece)
        for how, expected in ((Match.CONTAINS, first), (Match.EQUALS, second)):
            fresh = UnreadStream()
            fresh.put(bytes(unread._held))
            assert took(unread, how, expected) == took(fresh, how, expected)
            assert unread._held == fresh._held


def test_what_is_sought_stays_and_messages_before_it_are_dropped(unread):
    def sought(match, text):
        return unread.sought(matcher(Expect(match), text))

    unread.put(b"AL")
    unread.put(b"xxARM")
    is_stream = isinstance(unread, UnreadStream)
    # The second message does not go on where the first has ended.
    assert sought(Match.CONTAINS if is_stream else Match.STARTS, b"ALARM") is None
    unread.put(b"ALARM 1")
    expected = b"ALxxARMALARM" if is_stream else b"ALARM 1"
    assert sought(Match.CONTAINS, b"ALARM") == expected
    assert sought(Match.CONTAINS, b"ALARM") == expected
    assert unread.take_all() == (b"ALxxARMALARM 1" if is_stream else b"ALARM 1")
    assert unread.size == 0
