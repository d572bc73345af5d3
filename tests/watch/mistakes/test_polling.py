"""Tests of recognizing loops that poll."""

import pytest

from socket_workbench.watch.mistakes.polling import MOST_TRIES, Tries
from socket_workbench.watch.model import DATAGRAM, Call, CallError, End, Place, Process


def tried(process, end, number, moment, name="recv"):
    """Return a call on a non-blocking socket that has nothing."""
    place = Place("/a.py", 1, "main", True, ())
    process.count(number)
    made = Call(process, number, "t", 1, end, name, (9,), (), place, None, (0.0, False), moment)
    made.waited, made.error = 0, CallError("BlockingIOError", "", 11)
    return made


@pytest.mark.parametrize(
    ("pause", "step", "is_found"),
    [
        (1_000_000, 1, True),
        (3_000_000, 1, False),  # slower than a loop that does nothing else
        (1_000_000, 3, False),  # calls in between were not told
    ],
)
def test_only_a_loop_that_does_nothing_else_polls(pause, step, is_found):
    tries, process, end = Tries(), Process(1), End(2, DATAGRAM, 3, 1, 0)
    found = []
    for number in range(MOST_TRIES + 1):
        call = tried(process, end, number * step, number * pause)
        tries.count(call)
        found += [each.topic for each in tries.look(end, call)]
    assert found == (["busy-poll"] if is_found else [])


@pytest.mark.parametrize("between", ["select", "poll", "received"])
def test_whoever_waits_or_receives_in_between_does_not_poll(between):
    tries, process, end = Tries(), Process(1), End(2, DATAGRAM, 3, 1, 0)
    for number in range(0, 2 * MOST_TRIES + 2, 2):
        tries.count(tried(process, end, number, number * 1000, between))
        if between == "received":
            tries.forget(end)
        call = tried(process, end, number + 1, number * 1000)
        tries.count(call)
        assert not list(tries.look(end, call))
