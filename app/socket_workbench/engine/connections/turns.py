"""Lets connections end one after the other where many end at once."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

LONGEST_WAIT = 0.5
"""Seconds for which a connection waits at most for others."""

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
