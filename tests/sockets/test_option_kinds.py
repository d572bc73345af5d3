import contextlib
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.payload.framing import Framing
from socket_workbench.sockets.option_kinds import (
    Choice,
    Duration,
    Flag,
    FramingKind,
    Host,
    Kind,
    Number,
    Size,
    parse_truth,
)

BACKLOG = Number(0, 65_535, word="system")
PORT = Number(0, 65_535, word="any", meaning=0)
SIZE = Size(1, 1 << 20)
PAUSE = Duration(0.01, 86_400, word="never")
CHOICE = Flag(word="auto", word_title="as it is")
MODEL = Choice({"thread": "a thread each", "one-at-a-time": "one at a time"})
KINDS = [
    MODEL,
    BACKLOG,
    PORT,
    SIZE,
    PAUSE,
    Duration(0.001, 86_400),
    Flag(),
    CHOICE,
    Host(),
    FramingKind(),
]


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (BACKLOG, "5", 5),
        (BACKLOG, " 0 ", 0),
        (BACKLOG, "System", None),
        (BACKLOG, "0" * 5000 + "7", 7),
        (PORT, "any", 0),
        (SIZE, "64KiB", 65_536),
        (SIZE, "1000", 1000),
        (PAUSE, "20ms", 0.02),
        (PAUSE, "3", 3.0),
        (PAUSE, "90 min", 5400.0),
        (PAUSE, "1h", 3600.0),
        (PAUSE, "never", None),
        (Flag(), "YES", True),
        (Flag(), "off", False),
        (CHOICE, "auto", None),
        (MODEL, " One at_a time ", "one-at-a-time"),
        (Host(), " ::1 ", "::1"),
        (Host(), "", ""),
        (FramingKind(), "line", Framing.parse("line")),
    ],
)
def test_what_people_write_is_read(kind, text, value):
    assert kind.read(text) == value
    assert kind.take(text) == value
    assert kind.read(kind.write(value)) == value


@pytest.mark.parametrize(
    ("kind", "value", "sentence"),
    [
        (BACKLOG, 65_536, "'65536' is neither a whole number from 0 to 65535 nor system."),
        (BACKLOG, -1, "'-1' is neither a whole number from 0 to 65535 nor system."),
        (BACKLOG, True, "'true' is neither a whole number from 0 to 65535 nor system."),
        (BACKLOG, "", "'' is neither a whole number from 0 to 65535 nor system."),
        (Number(1, 9), "10", "'10' is not a whole number from 1 to 9."),
        (Number(1, 9), 0, "'0' is not a whole number from 1 to 9."),
        (Number(1, 9), "٣", "'٣' is not a whole number from 1 to 9."),
        (PORT, None, "'None' is neither a whole number from 0 to 65535 nor any."),
        (SIZE, 0, "'0' is too small; 1 B is the least."),
        (SIZE, "2MiB", "'2MiB' is too large; 1 MiB is the most."),
        (SIZE, "0.5B", "'0.5B' is not a size; write a number and a unit, such as 8MiB or 64kB."),
        (PAUSE, "0ms", "'0ms' is too short; 10 ms is the least."),
        (PAUSE, 0, "'0' is too short; 10 ms is the least."),
        (PAUSE, "90h", "'90h' is too long; 24 h is the most."),
        (PAUSE, math.inf, "'inf' is too long; 24 h is the most."),
        (PAUSE, math.nan, "'nan' is too long; 24 h is the most."),
        (Duration(1, 2), 3, "'3' is too long; 2 s is the most."),
        (MODEL, "fork", "'fork' is none of thread, one-at-a-time."),
        (MODEL, True, "'true' is none of thread, one-at-a-time."),
        (Flag(), "maybe", "'maybe' is neither yes nor no."),
        (Flag(), None, "'None' is neither yes nor no."),
        (Host(), 5, "'5' is not a host name."),
        (Host(), "a b", "A host name cannot hold ' ': 'a b'."),
    ],
)
def test_what_is_no_value_is_refused_in_a_sentence(kind, value, sentence):
    with pytest.raises(ValueError) as caught:
        kind.take(value)
    assert str(caught.value) == sentence


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: type(kind).__name__)
@given(value=st.text() | st.none() | st.booleans() | st.integers() | st.floats() | st.just([]))
def test_whatever_is_taken_is_written_and_read_as_the_very_same_value(kind, value):
    with contextlib.suppress(ValueError):
        taken = kind.take(value)
        written = kind.write(taken)
        assert (kind.read(written), kind.check(taken)) == (taken, taken)
        assert type(kind.read(written)) is type(taken)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: type(kind).__name__)
def test_values_and_usage_are_words(kind):
    assert kind.values()
    assert kind.usage().endswith(kind.word)


def test_a_word_may_be_written_in_the_readers_language(pseudo_language):
    assert BACKLOG.read("⟦SYSTEM⟧") is None
    assert BACKLOG.read("system") is None


@pytest.mark.parametrize(
    ("kind", "value", "steps", "stepped"),
    [
        (BACKLOG, None, 1, 0),
        (BACKLOG, None, -1, None),
        (BACKLOG, 0, -1, None),
        (BACKLOG, 65_535, 10, 65_535),
        (PORT, 0, 1, 1),
        (PORT, 5, -10, 0),
        (SIZE, 262_144, 1, 263_168),
        (SIZE, 1024, -1, 1024),
        (PAUSE, 0.02, 1, 0.021),
        (PAUSE, 5400.0, 1, 5460.0),
        (PAUSE, 1.0, -1, None),
        (PAUSE, None, 1, 1.0),
        (PAUSE, 86_400.0, 1, 86_400.0),
        (Duration(0.001, 9), 1.0, -1, 1.0),
    ],
)
def test_steps_count_in_the_unit_that_is_written(kind, value, steps, stepped):
    assert kind.step(value, steps) == stepped


def test_truths_have_synonyms():
    assert [parse_truth(text) for text in ("yes", "True", " on ", "no", "FALSE", "off")] == [
        *([True] * 3),
        *([False] * 3),
    ]


def test_values_that_are_few_can_be_chosen():
    assert MODEL.choices() == [("a thread each", "thread"), ("one at a time", "one-at-a-time")]
    assert CHOICE.choices() == [("as it is", None), ("yes", True), ("no", False)]
    assert SIZE.choices() == Flag().choices() == []


def test_a_kind_by_itself_says_nothing():
    for use in (Kind().values, lambda: Kind().check(1), lambda: Kind().read("x")):
        with pytest.raises(NotImplementedError):
            use()
