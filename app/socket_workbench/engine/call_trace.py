"""The trace of an endpoint's socket calls: an event each in the journal."""

import errno
import os
import threading
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import count
from socket import socket
from time import perf_counter_ns

from socket_workbench.clock import time_ns
from socket_workbench.engine.settings import ClientSettings, ServerSettings
from socket_workbench.engine.stepping import HeldCall, StepGate
from socket_workbench.engine.threads import Threads, thread_name
from socket_workbench.journal.call_record import begun_text, call_name, call_text, held_text
from socket_workbench.journal.event import Kind
from socket_workbench.journal.journal import Journal
from socket_workbench.sockets import system
from socket_workbench.sockets.calls import error_word
from socket_workbench.sockets.waiting.traced import TracedSocket

MOMENT = 0.1
"""Seconds after which a call that has not returned is recorded as begun."""

_numbers = count(1)


# Looked up once: an enumeration's members are slow to get at.
_CALL = Kind.CALL

_LIMITS = ("setsockopt(SOL_SOCKET, SO_RCVTIMEO", "setsockopt(SOL_SOCKET, SO_SNDTIMEO")
_NEVER_HELD = ("getsockname(", *_LIMITS)
_RECORDED_BEFORE = ("send", "shutdown(SHUT_WR")
"""How the calls begin before which it is recorded what they do; see `StepGate.recording`."""

_TIMED_OUT = ("EAGAIN", "EWOULDBLOCK")

Begun = tuple[str, str, int | None, int]
"""A call that has not returned: as Python writes it, its thread, the number of the source that it
is recorded at (None if that is not known yet), and when it began, in `time.perf_counter_ns()`."""


class CallTrace:
    """Records the calls of one endpoint's sockets, until it is closed.

    One thread for all of them records which calls have not returned after `MOMENT`; it sleeps while
    there are none that it has not recorded.

    Attributes:
        owner: the number of the source that the calls of new sockets are recorded at.
        record: `Journal.append_repeated`.
        process: the number of this process.
        gate: holds calls before they are made, where they are stepped.
        fresh: the calls that have not returned and are not recorded as begun, by their numbers.
        is_asleep: whether the thread is to be woken when there is a call.
    """

    def __init__(self, journal: Journal, threads: Threads, name: str, gate: StepGate) -> None:
        """Begin.

        Args:
            journal: where calls are recorded.
            threads: starts the thread.
            name: of the endpoint.
            gate: see the attribute.
        """
        self.gate = gate
        self.owner = 0
        self.record = journal.append_repeated
        self.process = os.getpid()
        self.fresh: dict[int, Begun] = {}
        self.is_asleep = False
        self._recorded: dict[int, Begun] = {}
        # Held while a call is recorded as begun, so that its end is recorded after that.
        self._recording = threading.Lock()
        self._wake = threading.Event()
        self._closed = threading.Event()
        self._worker = threads.start(f"{name} calls", self._watch)

    def new_socket(self, family: int, kind: int) -> socket:
        """Open a socket whose calls are recorded; a `NewSocket`."""
        return TracedSocket.open(family, kind, SocketTrace(self, self.owner))

    def wake(self) -> None:
        """Wake the thread: there is a call in `fresh`."""
        self._wake.set()

    def take_recorded(self, number: int) -> Begun:
        """Return a call that has returned and is not in `fresh`: it is recorded as begun."""
        with self._recording:
            return self._recorded.pop(number)

    def close(self) -> None:
        """End the thread, and wait for it; calls that follow are recorded still."""
        self._closed.set()
        self._wake.set()
        self._worker.join()

    def _watch(self) -> None:
        while not self._closed.is_set():
            # In this order: either who adds a call sees that this sleeps, or this sees the call.
            self.is_asleep = True
            if not self.fresh:
                self._wake.wait()
            self.is_asleep = False
            self._wake.clear()
            self._closed.wait(MOMENT / 2)
            self._record_waiting()

    def _record_waiting(self) -> None:
        now = perf_counter_ns()
        for number, (call, thread, owner, started) in self.fresh.copy().items():
            if now - started < MOMENT * 1e9:
                return  # They are in the order in which they began.
            if owner is None:
                continue
            with self._recording:
                # Whoever takes it away, this or its end, is the first.
                claimed = self.fresh.pop(number, None)
                if claimed is not None:
                    self._recorded[number] = claimed
                    moment = time_ns() - (perf_counter_ns() - started)
                    text = begun_text(call, thread, self.process, number)
                    self.record(moment, owner, Kind.CALL_BEGUN, b"", text)


class SocketTrace:
    """Takes the calls of one socket; see `SocketCalls`.

    What a connection does before it has a number is kept until `belong_to` or `finish`.

    Attributes:
        owner: the number of the source that calls are recorded at; None if that is not known yet.
        is_ending: whether no call but `close` is to be held, because the socket is being ended.
        is_ended: whether `close` is not to be held either.
    """

    def __init__(
        self, trace: CallTrace, owner: int | None, listener: "SocketTrace | None" = None
    ) -> None:
        """Prepare it.

        Args:
            trace: the endpoint's.
            owner: see the attribute.
            listener: the socket that has accepted the connection.
        """
        self.owner = owner
        self.is_ending = self.is_ended = False
        self._trace = trace
        self._gate = trace.gate
        self._socket: Callable[[], socket | None] = _no_socket
        self._repeating: set[int] = set()
        self._fresh = trace.fresh
        self._process = trace.process
        self._listener = listener
        self._early: list[tuple[int, bytes, str]] = []

    def begin(self, call: str, payload: bytes = b"") -> int:
        """See `SocketCalls`; a call that is stepped is held here."""
        number = next(_numbers)
        if not self._gate.is_open:
            self._hold(number, call, payload)
        if self._gate.has_records and call.startswith(_RECORDED_BEFORE):
            self._gate.record_call()
        self._fresh[number] = call, thread_name(), self.owner, perf_counter_ns()
        if self._trace.is_asleep:
            self._trace.wake()
        return number

    def end(self, begun: int, result: str, payload: bytes = b"") -> None:
        """See `SocketCalls`."""
        now, moment = perf_counter_ns(), time_ns()
        made = self._fresh.pop(begun, None)
        call, thread, owner, started = made or self._trace.take_recorded(begun)
        # One that is recorded as begun ends where it began, so that it is found there.
        owner = self.owner if made else owner
        if result in _TIMED_OUT and not self._gate.is_open:
            self._repeating.add(threading.get_ident())
        text = call_text(call, result, now - started, thread, self._process, begun)
        if owner is None:
            self._early.append((moment, payload, text))
        else:
            self._trace.record(moment, owner, _CALL, payload, text)

    def _hold(self, number: int, call: str, payload: bytes) -> None:
        """Wait until a call may be made, unless it is of those that are never held.

        Raises:
            OSError: see `SocketCalls.begin`.
        """
        owner = self.owner
        if owner is None or self._passes(call):
            return
        thread, started = thread_name(), perf_counter_ns()
        text = held_text(call, thread, self._process, number)
        held = HeldCall(number, call, payload, thread, owner, started, self._socket, self)
        is_made = self._gate.hold(
            held, partial(self._trace.record, time_ns(), owner, Kind.CALL_BEGUN, payload, text)
        )
        # What has been opened is closed, whoever ends it.
        if not is_made and call_name(call) != "close":
            canceled = system.system_error(errno.ECANCELED)
            text = call_text(call, error_word(canceled), 0, thread, self._process, number)
            self._trace.record(time_ns(), owner, _CALL, payload, text)
            raise canceled

    def _passes(self, call: str) -> bool:
        """Return whether a call is never held.

        These are calls that neither wait nor change anything for the peer, and those that go on
        with a wait which the program has limited for reasons of its own.
        """
        repeating = threading.get_ident()
        if repeating in self._repeating:
            # The receive timeout may be set in between.
            if not call.startswith(_LIMITS):
                self._repeating.discard(repeating)
            return True
        return call.startswith(_NEVER_HELD) or "MSG_DONTWAIT" in call

    def follow(self, sock: socket) -> None:
        """See `SocketCalls`."""
        self._socket = weakref.ref(sock)

    def end_waits(self, *, holds_close: bool) -> None:
        """See `SocketCalls`."""
        self._gate.end_calls_of(self, holds_close=holds_close)

    def of_accepted(self) -> "SocketTrace":
        """See `SocketCalls`."""
        return SocketTrace(self._trace, None, self)

    def belong_to(self, owner: int) -> None:
        """See `SocketCalls`."""
        early, self._early = self._early, []
        for moment, payload, text in early:
            self._trace.record(moment, owner, _CALL, payload, text)
        self.owner = owner

    def finish(self) -> None:
        """See `SocketCalls`."""
        if self.owner is not None:
            self._gate.let_go_at.pop(self.owner, None)
        elif self._listener is not None and self._listener.owner is not None:
            self.belong_to(self._listener.owner)


@contextmanager
def call_trace(
    settings: ServerSettings | ClientSettings, journal: Journal, threads: Threads, gate: StepGate
) -> Iterator[CallTrace | None]:
    """Trace the calls of an endpoint in the block, if its options say so; else yield None."""
    if not settings.options.is_traced:
        yield None
        return
    trace = CallTrace(journal, threads, settings.name, gate)
    try:
        yield trace
    finally:
        trace.close()


def _no_socket() -> None:
    """Return none: the call opens it."""
