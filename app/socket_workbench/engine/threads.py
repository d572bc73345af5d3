"""How the engine gets its threads: it is given the way to start one.

The window runs every blocking loop in a QThread, the command line in a plain thread. The engine
knows neither; it asks a `Threads` for a worker.
"""

import sys
import threading
from collections.abc import Callable
from typing import Protocol

from socket_workbench.engine.precedence import Precedence

TURN = 0.0005
"""Seconds a thread may keep the interpreter while others wait. With Python's 5 ms, a busy window or
the journal's writer makes every answer of a server 5 ms later, and a busy server the window."""


TURN_PER_THREAD = 0.00001
"""Seconds of a turn for each thread, where that is more than `TURN`. Who waits for the interpreter
looks at the clock once a turn; thousands whose peers go at once would do nothing else."""


def share_turns(threads: int) -> None:
    """Let each of so many threads wait for the others only as long as it is good for all."""
    sys.setswitchinterval(max(TURN, threads * TURN_PER_THREAD))


class Worker(Protocol):
    """A thread that has been started."""

    def join(self, timeout: float | None = None) -> bool:
        """Wait until it has ended.

        Args:
            timeout: seconds to wait at most; None waits for ever.

        Returns:
            Whether it has ended.
        """


class Threads(Protocol):
    """Starts threads; may be asked from any thread.

    Attributes:
        precedence: whom the threads let go first.
    """

    precedence: Precedence

    def start(self, name: str, run: Callable[[], None]) -> Worker:
        """Run a function in a new thread of that name."""


class PlainThreads:
    """Starts `threading.Thread`s, for programs without a window."""

    def __init__(self) -> None:
        self.precedence = Precedence()

    def start(self, name: str, run: Callable[[], None]) -> Worker:
        """Run a function in a new thread of that name."""
        worker = _PlainWorker(name, run)
        share_turns(threading.active_count())
        return worker


class _PlainWorker:
    def __init__(self, name: str, run: Callable[[], None]) -> None:
        self._run = run
        self._thread = threading.Thread(target=self._do, name=name)
        self._thread.start()

    def _do(self) -> None:
        try:
            self._run()
        finally:
            share_turns(threading.active_count() - 1)

    def join(self, timeout: float | None = None) -> bool:
        self._thread.join(timeout)
        return not self._thread.is_alive()
