"""Lets connections end one after the other where many end at once."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

LONGEST_WAIT = 10.0
"""Seconds for which a connection waits at most for others.

The ends of 5,000 connections take about one second. Let go before that, thousands of threads fight
for the interpreter, and the window was seen to stand still for 37 s.
"""

_turn = threading.Lock()


@contextmanager
def taking_turns() -> Iterator[None]:
    """Do the block after those of other threads, but go ahead when one of them takes long.

    Where hundreds of peers go at once, their threads all fight for the interpreter at each step
    that each of them takes, and so does the window's.
    """
    has_turn = _turn.acquire(timeout=LONGEST_WAIT)
    try:
        yield
    finally:
        if has_turn:
            _turn.release()
