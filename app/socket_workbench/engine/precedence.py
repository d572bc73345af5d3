"""Lets one thread, the window's, have its turn among the loops that serve peers.

The interpreter runs one thread at a time, and whoever is running when it is let go takes it again
first: among thirty busy loops the window would wait for hundreds of milliseconds. So it gives a
sign of life all the time, and loops that have seen none for `PATIENCE` wait for the next. It cannot
hold them up for long: after `LONGEST` they go on for as long before they wait again.
"""

import math
import threading
from time import monotonic

PATIENCE = 0.010
"""Seconds without a sign of life, after which loops wait."""

LONGEST = 0.02
"""Seconds that they wait at most."""


class Precedence:
    """Who goes first, for one process; without any sign of life nobody waits.

    Attributes:
        due: when loops are to call `let_pass` before they go on, in `time.monotonic()` seconds.
    """

    def __init__(self) -> None:
        self.due = math.inf
        self._seen = threading.Event()

    def give_sign(self) -> None:
        """Show that the thread that goes first is running."""
        self.due = monotonic() + PATIENCE
        self._seen.set()

    def renounce(self) -> None:
        """Give no more signs: nobody is to wait for the next."""
        self.due = math.inf
        self._seen.set()

    def let_pass(self) -> None:
        """Wait for the next sign of life, at most for `LONGEST`."""
        self._seen.clear()
        if not self._seen.wait(LONGEST):
            self.due = monotonic() + LONGEST
