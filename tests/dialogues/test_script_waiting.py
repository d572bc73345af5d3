import pytest

from socket_workbench.dialogues.script_expectations import Expect, ExpectClose, Match
from socket_workbench.dialogues.script_matchers import matcher
from socket_workbench.dialogues.script_unread import UnreadStream
from socket_workbench.dialogues.script_waiting import (
    ExpectationError,
    PendingClose,
    PendingMessage,
)


def unread(data=b""):
    held = UnreadStream()
    if data:
        held.put(data)
    return held


def pending(match, expected=b""):
    compared = matcher(Expect(match, "5"), expected)
    return PendingMessage([(compared, "")], 2.0, "reply")


def content(taken):
    return None if taken is None else taken.content


def test_carries_what_the_script_needs():
    for waiting in (pending(Match.ANY), PendingClose(ExpectClose(within=2.0, into="reply"))):
        assert (waiting.within, waiting.into) == (2.0, "reply")


@pytest.mark.parametrize(
    ("match", "expected", "taken", "left"),
    [
        (Match.EQUALS, b"Hello", b"Hello", b", ann"),
        (Match.CONTAINS, b"lo", b"Hello", b", ann"),
        (Match.ANY, b"", b"Hello, ann", b""),
    ],
)
def test_takes_what_matches(match, expected, taken, left):
    held = unread(b"Hello, ann")
    assert content(pending(match, expected).take(held, ended=False)) == taken
    assert held.take_all() == left


@pytest.mark.parametrize("match", Match)
def test_waits_while_it_may_still_come(match):
    assert pending(match, b"Hello").take(unread(), ended=False) is None


def test_what_came_before_the_end_still_counts():
    assert content(pending(Match.EQUALS, b"bye").take(unread(b"bye"), ended=True)) == b"bye"


@pytest.mark.parametrize(
    ("match", "came", "sentence"),
    [
        (
            Match.EQUALS,
            b"",
            'Expected "a\\n", but nothing came: the peer ended the stream.',
        ),
        (
            Match.EQUALS,
            b"a",
            'Expected "a\\n", but only "a" came: the peer ended the stream.',
        ),
        (
            Match.CONTAINS,
            b"b\r",
            'Expected something with "a\\n" in it, but only "b\\r" came: '
            "the peer ended the stream.",
        ),
        (
            Match.ANY,
            b"",
            "Expected a message, but nothing came: the peer ended the stream.",
        ),
    ],
)
def test_end_of_stream_is_told_with_what_came(match, came, sentence):
    with pytest.raises(ExpectationError) as caught:
        pending(match, b"a\n").take(unread(came), ended=True)
    assert str(caught.value) == sentence


def test_mismatch_is_told_with_both_sides_escaped_and_cut():
    with pytest.raises(ExpectationError) as caught:
        pending(Match.EQUALS, b"a\n" + b"x" * 100).take(unread(b"\xff" * 100), ended=False)
    assert str(caught.value) == (
        'Expected "a\\n' + "x" * 57 + '...", but "' + "\\xff" * 15 + '..." came.'
    )


def test_failure_names_its_cause():
    failure = pending(Match.EQUALS, b"Hi").failure(unread(b"H"), "5 s have passed")
    assert str(failure) == 'Expected "Hi", but only "H" came: 5 s have passed.'


def test_close_comes_with_the_end_of_the_stream():
    waiting = PendingClose(ExpectClose())
    assert waiting.take(unread(), ended=False) is None
    assert content(waiting.take(unread(), ended=True)) == b""


def test_bytes_instead_of_a_close():
    with pytest.raises(ExpectationError, match='the peer to end the stream, but "more" came'):
        PendingClose(ExpectClose()).take(unread(b"more"), ended=False)


def test_close_that_collects_takes_all_at_the_end():
    waiting = PendingClose(ExpectClose(into="all"))
    held = unread(b"more")
    assert waiting.take(held, ended=False) is None
    held.put(b" and more")
    assert content(waiting.take(held, ended=True)) == b"more and more"


def test_close_that_never_comes():
    failure = PendingClose(ExpectClose()).failure(unread(), "the connection was closed")
    assert str(failure).endswith("but it did not: the connection was closed.")
