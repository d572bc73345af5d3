"""How the engine gets its threads, and how they share the interpreter.

The window runs every blocking loop in a QThread, the command line in a plain thread. The engine
knows neither; it is given a `Threads`, which starts a worker. Only one thread at a time runs Python
code, so three rules keep many of them from starving each other or the window: `share_turns`,
`Precedence` and `one_at_a_time`.
"""

import math
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

from socket_workbench.clock import time_ns

TURN = 0.0005
"""Seconds a thread may keep the interpreter while others wait. With Python's 5 ms, a busy window or
the journal's writer makes every answer of a server 5 ms later, and a busy server the window."""

TURN_PER_THREAD = 0.00001
"""Seconds of a turn for each thread, where that is more than `TURN`. A thread that waits for the
interpreter looks at the clock once a turn; thousands whose peers go at once would do nothing else.
"""

PATIENCE = 10_000_000
"""Nanoseconds without a sign of life from the window, after which loops wait for the next."""

LONGEST = 60_000_000
"""Nanoseconds that loops wait for the window at most."""

LONGEST_WAIT = 10.0
"""Seconds for which a connection that finishes waits for others to finish.

The ends of 5,000 connections take about one second. Let go before that, thousands of threads fight
for the interpreter, and the window was seen to stand still for 37 s.
"""


def share_turns(threads: int) -> None:
    """Set the interpreter's switch interval for this many threads."""
    sys.setswitchinterval(max(TURN, threads * TURN_PER_THREAD))


class Precedence:
    """Lets one thread, the window's, run among the loops that serve peers.

    A thread that gives the interpreter up for a system call is often the next to take it again:
    among thirty busy loops the window would wait for hundreds of milliseconds. So the window's
    thread calls `give_sign` all the time, and loops that have seen no sign for `PATIENCE` wait for
    the next one, at most for `LONGEST`. Without any sign nobody waits.

    Attributes:
        due: when loops are to call `let_pass` before they go on, in nanoseconds since 1970: they
            compare it with the time of the event they have just recorded, so as not to ask a clock.
            If the system's clock is set, one wait may be added or skipped.
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


_finishing = threading.Lock()


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Run the block while no other thread is in one, or after waiting `LONGEST_WAIT`.

    Where hundreds of peers leave at once, their threads, and the window's, would compete for the
    interpreter at every step of every end. Connections finish one at a time; never block on a
    socket in such a block.
    """
    acquired = _finishing.acquire(timeout=LONGEST_WAIT)
    try:
        yield
    finally:
        if acquired:
            _finishing.release()


_names = threading.local()


def name_thread(name: str) -> None:
    """Give the thread that calls a name; for threads that Python has not started."""
    _names.name = name


def thread_name() -> str:
    """Return the name of the thread that calls."""
    try:
        return _names.name  # type: ignore[no-any-return]
    except AttributeError:
        # A thread of Python's. Of another one, `current_thread` would make an object and keep it.
        name_thread(threading.current_thread().name)
    return thread_name()


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
        precedence: the thread that the others let go first.
    """

    precedence: Precedence

    def start(self, name: str, run: Callable[[], object]) -> Worker:
        """Run a function in a new thread of that name."""


class PlainThreads:
    """Starts `threading.Thread`s, for programs without a window."""

    def __init__(self) -> None:
        self.precedence = Precedence()

    def start(self, name: str, run: Callable[[], object]) -> Worker:
        """Run a function in a new thread of that name."""
        worker = _PlainWorker(name, run)
        share_turns(threading.active_count())
        return worker


class _PlainWorker:
    def __init__(self, name: str, run: Callable[[], object]) -> None:
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
