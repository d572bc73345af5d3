import pytest
from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.dialogues.script_inbox import (
    MESSAGE_COST,
    PEEK_SIZE,
    MessageInbox,
    MismatchError,
    StreamInbox,
)


@pytest.fixture(params=[StreamInbox, MessageInbox])
def inbox(request):
    return request.param()


def test_empty_inbox_gives_nothing(inbox):
    assert inbox.is_empty()
    assert inbox.size == 0
    assert inbox.take_equal(b"a") is None
    assert inbox.take_containing(b"a") is None
    assert inbox.take_any() is None
    assert inbox.take_all() == b""
    assert inbox.peek() == b""


def test_size_is_what_is_held_and_messages_that_are_empty_count_too(inbox):
    cost = MESSAGE_COST if isinstance(inbox, MessageInbox) else 0
    inbox.put(b"abc")
    inbox.put(b"de")
    inbox.put(b"")
    assert inbox.size == 5 + 3 * cost
    inbox.take_any()
    assert inbox.size in (0, 2 + 2 * cost)
    inbox.take_all()
    assert inbox.size == 0
    assert inbox.is_empty()


def test_everything_is_taken_joined(inbox):
    inbox.put(b"abc")
    inbox.put(b"de")
    assert inbox.take_all() == b"abcde"
    assert inbox.is_empty()


def test_peek_is_short_and_takes_nothing(inbox):
    inbox.put(b"a" * 5000)
    assert inbox.peek() == b"a" * PEEK_SIZE
    assert inbox.size >= 5000


def test_stream_equal_takes_just_what_was_expected():
    inbox = StreamInbox()
    inbox.put(b"Wel")
    assert inbox.take_equal(b"Welcome!") is None
    inbox.put(b"come!Hello")
    assert inbox.take_equal(b"Welcome!") == b"Welcome!"
    assert inbox.take_all() == b"Hello"


def test_stream_mismatch_is_seen_at_the_first_wrong_byte():
    inbox = StreamInbox()
    inbox.put(b"Wex")
    with pytest.raises(MismatchError) as caught:
        inbox.take_equal(b"Welcome!")
    assert caught.value.came == b"Wex"


def test_stream_containing_takes_through_the_match():
    inbox = StreamInbox()
    inbox.put(b"HTTP/1.1 20")
    assert inbox.take_containing(b"200") is None
    inbox.put(b"0 OK")
    assert inbox.take_containing(b"200") == b"HTTP/1.1 200"
    assert inbox.take_all() == b" OK"


def test_stream_is_searched_again_for_other_bytes():
    inbox = StreamInbox()
    inbox.put(b"abcdef")
    assert inbox.take_containing(b"xyz") is None
    assert inbox.take_containing(b"bc") == b"abc"
    inbox.put(b"bc")
    assert inbox.take_containing(b"bc") == b"defbc"


def test_stream_any_takes_all_that_came():
    inbox = StreamInbox()
    inbox.put(b"ab")
    inbox.put(b"c")
    assert inbox.take_any() == b"abc"


@given(st.lists(st.binary(min_size=1, max_size=5)), st.binary(min_size=1, max_size=2))
def test_stream_is_searched_the_same_however_it_is_cut(pieces, sought):
    whole = b"".join(pieces)
    inbox = StreamInbox()
    taken = None
    for piece in pieces:
        inbox.put(piece)
        taken = inbox.take_containing(sought)
        if taken is not None:
            break
    if sought in whole:
        assert taken == whole[: whole.index(sought) + len(sought)]
    else:
        assert taken is None
        assert inbox.take_all() == whole


def test_messages_are_compared_whole():
    inbox = MessageInbox()
    inbox.put(b"Welcome!")
    with pytest.raises(MismatchError) as caught:
        inbox.take_equal(b"Welcome")
    assert caught.value.came == b"Welcome!"
    assert inbox.take_equal(b"Welcome!") == b"Welcome!"
    inbox.put(b"a fine day")
    with pytest.raises(MismatchError):
        inbox.take_containing(b"night")
    assert inbox.take_containing(b"fine") == b"a fine day"


def test_messages_are_taken_one_by_one():
    inbox = MessageInbox()
    inbox.put(b"a")
    inbox.put(b"")
    inbox.put(b"b")
    assert [inbox.take_any() for _ in range(4)] == [b"a", b"", b"b", None]


def test_empty_message_is_a_message():
    inbox = MessageInbox()
    inbox.put(b"")
    assert not inbox.is_empty()
    assert inbox.take_equal(b"") == b""
    assert inbox.is_empty()


def test_what_comes_byte_by_byte_is_compared_once():
    expected = bytes(range(256)) * 1024
    inbox = StreamInbox()
    for place in range(len(expected) - 1):
        inbox.put(expected[place : place + 1])
        assert inbox.take_equal(expected) is None
    inbox.put(expected[-1:] + b"more")

    assert inbox.take_equal(expected) == expected
    assert inbox.take_all() == b"more"


def took(inbox, how, expected):
    """Return what was taken, or what came instead."""
    try:
        return getattr(inbox, how)(expected)
    except MismatchError as error:
        return "mismatch", error.came


@given(st.binary(max_size=6), st.binary(max_size=6), st.lists(st.binary(max_size=3), max_size=6))
def test_looking_for_one_thing_after_another_misses_nothing(first, second, pieces):
    inbox = StreamInbox()
    for piece in pieces:
        inbox.put(piece)
        for how, expected in (("take_containing", first), ("take_equal", second)):
            fresh = StreamInbox()
            fresh.put(bytes(inbox._held))
            assert took(inbox, how, expected) == took(fresh, how, expected)
            assert inbox._held == fresh._held
