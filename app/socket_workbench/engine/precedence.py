"""Lets one thread, the window's, have its turn among the loops that serve peers.

The interpreter runs one thread at a time, and whoever is running when it is let go takes it again
first: among thirty busy loops the window would wait for hundreds of milliseconds. So it gives a
sign of life all the time, and loops that have seen none for `PATIENCE` wait for the next. It cannot
hold them up for long: after `LONGEST` they go on for as long before they wait again.
"""

import math
import threading
from time import time_ns

PATIENCE = 10_000_000
"""Nanoseconds without a sign of life, after which loops wait."""

LONGEST = 60_000_000
"""Nanoseconds that they wait at most."""


class Precedence:
    """Who goes first, for one process; without any sign of life nobody waits.

    Attributes:
        due: when loops are to call `let_pass` before they go on, in nanoseconds since 1970: they
            compare it with the time of the event they have just recorded, so as not to ask a clock.
            Where the system's clock is set, that is a wait too many, or one too few.
    """

    def __init__(self) -> None:
        self.due: float = math.inf
        self._seen = threading.Event()

    def give_sign(self) -> None:
        """Show that the thread that goes first is running."""
        self.due = time_ns() + PATIENCE
        # Given two hundred times a second, and mostly nobody waits for it.
        if not self._seen.is_set():
            self._seen.set()

    def renounce(self) -> None:
        """Give no more signs: nobody is to wait for the next."""
        self.due = math.inf
        self._seen.set()

    def let_pass(self) -> None:
        """Wait for the next sign of life, at most for `LONGEST`."""
        self._seen.clear()
        if not self._seen.wait(LONGEST / 1e9):
            self.due = time_ns() + LONGEST
