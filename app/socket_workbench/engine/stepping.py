"""Step mode: socket calls that are held before they are made, until they are let go."""

import math
import threading
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from socket import socket
from time import monotonic
from typing import NamedTuple, Protocol

from socket_workbench.clock import time_ns
from socket_workbench.engine.view import OnChange, ignore_change
from socket_workbench.journal.call_record import call_name

MOST_LISTED = 1000
"""Held calls that `StepGate.held` returns at most."""


class Caller(Protocol):
    """Whose calls are held: the trace of one socket.

    Attributes:
        is_ending: whether none of its calls but `close` is to be held any longer.
        is_ended: whether `close` is not to be held either. Both are set by the gate alone.
    """

    is_ending: bool
    is_ended: bool


class HeldCall(NamedTuple):
    """A call that waits before it is made.

    Attributes:
        number: of the call, as in the trace.
        call: as Python writes it, with `b''` for the payload.
        payload: the bytes that it would send.
        thread: the name of the thread that makes it.
        source: the number of the source that it is recorded at.
        since: since when it is held, in `time.perf_counter_ns()`.
        sock: returns the socket; None if it has none, or none any longer.
        caller: the trace of that socket.
    """

    number: int
    call: str
    payload: bytes
    thread: str
    source: int
    since: int
    sock: "Callable[[], socket | None] | weakref.ref[socket]"
    caller: Caller

    @property
    def name(self) -> str:
        """Which call it is, such as `recv`."""
        return call_name(self.call)


class _HeldTime:
    """When a call of any endpoint was last held; for any thread."""

    def __init__(self) -> None:
        self._count = 0
        self._last = -math.inf
        self._lock = threading.Lock()

    @contextmanager
    def holding(self) -> Iterator[None]:
        """Note that a call is held in the block."""
        with self._lock:
            self._count += 1
        try:
            yield
        finally:
            with self._lock:
                self._count -= 1
                self._last = monotonic()

    def seconds_since(self) -> float:
        with self._lock:
            return 0.0 if self._count else monotonic() - self._last


_held_time = _HeldTime()


def seconds_since_held() -> float:
    """Return how long ago a call of any endpoint was last held; infinite if none ever was."""
    return _held_time.seconds_since()


class _Hold:
    """A thread that waits in `StepGate.hold`."""

    def __init__(self, call: HeldCall) -> None:
        self.call = call
        self.is_made = True
        self._released = threading.Event()

    def release(self, *, is_made: bool) -> None:
        self.is_made = is_made
        self._released.set()

    def wait(self) -> bool:
        self._released.wait()
        return self.is_made


class StepGate:
    """Holds the calls of one endpoint while it is stepped; for any thread.

    It holds calls (`is_stepping`), or lets them pass: all of them, or until one of a certain name
    is about to be made, which is held, and with it all that follow. A held thread waits for an
    event of its own, without a lock.

    Attributes:
        is_open: whether all calls pass. Looked at before every call, without the lock.
        let_go_at: for each source whose socket is open, when a call of it that was held was let go,
            in nanoseconds since 1970.
    """

    def __init__(self, on_change: OnChange = ignore_change, *, holds: bool = False) -> None:
        """Create it.

        Args:
            on_change: called after calls were held or let go; what has changed is read from here.
            holds: whether calls are held from the beginning.
        """
        self.is_open = not holds
        self.let_go_at: dict[int, int] = {}
        self._on_change = on_change
        self._until = ""
        self._is_over = False
        self._held: dict[int, _Hold] = {}
        # By the number of the thread.
        self._records: dict[int, Callable[[], None]] = {}
        self._lock = threading.Lock()
        self._is_held = threading.Condition(self._lock)

    @property
    def is_stepping(self) -> bool:
        """Whether the next call is held, whichever it is."""
        return not self.is_open and not self._until

    @property
    def until(self) -> str:
        """The name of the call at which calls are held again; empty if there is none."""
        return self._until

    @property
    def count(self) -> int:
        """How many calls are held."""
        return len(self._held)

    def held(self, most: int = MOST_LISTED) -> list[HeldCall]:
        """Return the calls that are held, in the order in which they were begun.

        Args:
            most: return no more than these.
        """
        with self._lock:
            return [hold.call for hold in islice(self._held.values(), most)]

    def wait_until_held(self) -> bool:
        """Wait until a call is held; return False if none will be, because `end` was called."""
        with self._is_held:
            self._is_held.wait_for(lambda: self._held or self._is_over)
            return not self._is_over

    # Recording

    @property
    def has_records(self) -> bool:
        """Whether any thread has something to record before its next call, see `recording`."""
        return bool(self._records)

    @contextmanager
    def recording(self, record: Callable[[], None]) -> Iterator[None]:
        """Record what a call of this thread does once it may be made, not while it is held.

        Args:
            record: called by `record_call`, or after the block if no call was made in it.
        """
        self._records[threading.get_ident()] = record
        try:
            yield
        finally:
            self.record_call()

    def record_call(self) -> None:
        """Do what `recording` was given in this thread, once; for who is about to make the call."""
        record = self._records.pop(threading.get_ident(), None)
        if record is not None:
            record()

    # Holding

    def hold(self, call: HeldCall, on_hold: Callable[[], None]) -> bool:
        """Wait until a call may be made, in the thread that makes it.

        Args:
            call: the call.
            on_hold: called if it is held, before the wait.

        Returns:
            Whether to make it: False if it was held and its socket or endpoint was ended.
        """
        with self._lock:
            if not self._must_hold(call):
                return True
            hold = self._held[call.number] = _Hold(call)
            self._is_held.notify_all()
        with _held_time.holding():
            on_hold()
            self._on_change()
            is_made = hold.wait()
        self.let_go_at[call.source] = time_ns()
        return is_made

    def _must_hold(self, call: HeldCall) -> bool:
        if self.is_open or self._is_over or call.caller.is_ended:
            return False
        if call.caller.is_ending and call.name != "close":
            return False
        if self._until and call.name != self._until:
            return False
        self._until = ""
        return True

    # Letting go

    def step(self, number: int | None = None) -> bool:
        """Let one call go; what its thread calls next is held again.

        Args:
            number: of the call; None for the one that is held for longest.

        Returns:
            Whether there was such a call.
        """
        with self._lock:
            first = next(iter(self._held), None)
            hold = self._held.pop(first if number is None else number, None)  # type: ignore[arg-type]
        if hold is None:
            return False
        hold.release(is_made=True)
        self._on_change()
        return True

    def go_on(self, until: str = "") -> None:
        """Let all calls go, those that follow included.

        Args:
            until: the name of the call at which to hold again; empty for none.
        """
        with self._lock:
            self._until = until
            self.is_open = not until
            released = self._take_all()
        self._release(released, is_made=True)

    def hold_calls(self) -> None:
        """Hold the calls that are begun from now on."""
        with self._lock:
            self._until = ""
            self.is_open = self._is_over
        self._on_change()

    def end_calls_of(self, caller: Caller, *, holds_close: bool = False) -> None:
        """Hold no call of a socket any longer, and make those `hold` return that are held.

        Their threads are to give up: the socket is being ended.

        Args:
            caller: the trace of the socket.
            holds_close: whether a `close` that follows is held like any other call.
        """
        with self._lock:
            caller.is_ending = True
            caller.is_ended |= not holds_close
            numbers = [each for each, hold in self._held.items() if hold.call.caller is caller]
            released = [self._held.pop(number) for number in numbers]
        self._release(released, is_made=False)

    def end(self) -> None:
        """Hold nothing any longer, and make every `hold` return: the endpoint is ended."""
        with self._lock:
            self._is_over = self.is_open = True
            released = self._take_all()
            self._is_held.notify_all()
        self._release(released, is_made=False)

    def _take_all(self) -> list[_Hold]:
        taken = list(self._held.values())
        self._held.clear()
        return taken

    def _release(self, holds: list[_Hold], *, is_made: bool) -> None:
        for hold in holds:
            hold.release(is_made=is_made)
        if holds:
            self._on_change()
