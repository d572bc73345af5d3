import pytest

from socket_workbench.journal.event import FRAMED, SESSION, UNTOLD, Kind, Role, Source
from socket_workbench.journal.row import (
    Direction,
    Row,
    direction_of,
    framed_words,
    reads_of,
    taken_words,
)


@pytest.mark.parametrize(
    ("role", "kind", "direction"),
    [
        (Role.CLIENT, Kind.SENT, Direction.TO_SERVER),
        (Role.SERVER, Kind.RECEIVED, Direction.TO_SERVER),
        (Role.SERVER, Kind.SENT, Direction.TO_CLIENT),
        (Role.CLIENT, Kind.RECEIVED, Direction.TO_CLIENT),
        (Role.SERVER, Kind.ACCEPTED, None),
        (Role.CLIENT, Kind.ERROR, None),
        (Role.SESSION, Kind.NOTE, None),
    ],
)
def test_direction(role, kind, direction):
    assert direction_of(role, kind) is direction


def test_row_has_the_direction_of_its_source():
    client = Source(1, Role.CLIENT, "client", "tcp://localhost:1")
    assert Row(0, 1, client, Kind.SENT, 2, b"hi", "").direction is Direction.TO_SERVER
    assert Row(0, 1, SESSION, Kind.NOTE, 0, b"", "note").direction is None


def test_a_cut_row_has_both_lengths():
    row = Row(0, 0, SESSION, Kind.SENT, 10, b"abc", "", 7)
    assert (row.length, row.kept, row.cut) == (10, 3, 7)


@pytest.mark.parametrize(
    ("taken", "length", "words"),
    [
        (None, 5, ""),
        (0, 5, "not sent"),
        (0, 0, "not sent"),
        (4, 10, "4 of 10 bytes sent"),
        (UNTOLD, 10, "not known how much was sent"),
    ],
)
def test_what_was_taken_is_said_in_words(taken, length, words):
    assert taken_words(taken, length) == words


@pytest.mark.parametrize(
    ("text", "count", "words"),
    [
        ("", 1, ""),
        ("1", 1, ""),
        ("3", 3, "from 3 reads"),
        # What a file may say.
        ("-3", 1, ""),
        ("\u0663", 1, ""),
        ("9" * 5000, 1, ""),
    ],
)
def test_from_how_many_reads_a_framed_message_is(text, count, words):
    for kind in Kind:
        is_framed = kind in FRAMED
        assert reads_of(kind, text) == (count if is_framed else 0)
        assert framed_words(kind, text) == (words if is_framed else "")


def test_a_framed_message_travels_as_what_was_received():
    for role in Role:
        for kind in FRAMED:
            assert direction_of(role, kind) is direction_of(role, Kind.RECEIVED)
