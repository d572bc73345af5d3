"""Where the threads of a watched program are in its source, and the hints on it."""

import enum
from collections.abc import Callable
from typing import NamedTuple

from socket_workbench.journal.watch_record import HintRecord
from socket_workbench.watch.call_words import result_words
from socket_workbench.watch.model import Call, Process
from socket_workbench.watch.programs import Listener

MOST_HINTS = 500
"""Hints that are kept; all of them are in the journal."""

MOST_THREADS = 200
"""Threads whose places are kept; a program may start any number."""


class CallState(enum.Enum):
    """How far a call is."""

    HELD = enum.auto()
    WAITING = enum.auto()
    RETURNED = enum.auto()
    FAILED = enum.auto()
    """It has raised an error other than that it would have had to wait."""


_OVER = frozenset({CallState.RETURNED, CallState.FAILED})


class CallPlace(NamedTuple):
    """Where the last call of a thread stands.

    Attributes:
        file: the source file.
        line: the line, from 1.
        state: how far the call is.
        thread: the name of the thread.
        result: what it returned, as Python writes it, or the name of the error that it raised;
            empty while it has done neither.
        begun: when it began, nanoseconds since 1970 in UTC.
    """

    file: str
    line: int
    state: CallState
    thread: str
    result: str
    begun: int


class Hint(NamedTuple):
    """A hint, and when it was given.

    Attributes:
        moment: nanoseconds since 1970 in UTC, as the row in the journal has it.
        record: the hint.
    """

    moment: int
    record: HintRecord


class Following(Listener):
    """A listener of `Programs` that keeps the last call of each thread.

    When all processes have ended, it keeps the call that has returned or failed last. The recording
    thread writes, any thread reads. There is no lock: on a busy machine the window would wait for
    it until the thread that holds it gets a processor. Readers copy whole, which is one step of the
    interpreter's.

    Args:
        on_change: called when something is different than before, in the recording thread.
    """

    def __init__(self, on_change: Callable[[], None]) -> None:
        self._on_change = on_change
        self._calls: dict[tuple[int, str], tuple[Call, CallState]] = {}
        self._last: tuple[Call, CallState] | None = None
        self._hints: list[Hint] = []

    def places(self) -> list[CallPlace]:
        """Return where the threads are that have called something, the latest call at the end."""
        last = self._last
        found = list(self._calls.values())
        if not found and last is not None:
            found = [last]
        return [_place(call, state) for call, state in found if call.place is not None]

    def hints(self) -> list[Hint]:
        """Return the hints so far, at most `MOST_HINTS`."""
        return list(self._hints)

    def held_before(self, call: Call) -> None:
        """Take note of a call that is held before it is made."""
        self._note(call, CallState.HELD)

    def begun(self, call: Call) -> None:
        """Take note of a call that may wait."""
        self._note(call, CallState.WAITING)

    def returned(self, call: Call) -> None:
        """Take note of a call that has returned, or has raised an error."""
        is_error = call.error is not None and call.error.kind != "BlockingIOError"
        self._note(call, CallState.FAILED if is_error else CallState.RETURNED)

    def finished(self, process: Process, moment: int) -> None:
        """Forget the threads of a process that has ended."""
        for key in [key for key in self._calls if key[0] == process.number]:
            del self._calls[key]
        self._on_change()

    def hinted(self, moment: int, record: HintRecord) -> None:
        """Take note of a hint."""
        if len(self._hints) < MOST_HINTS:
            self._hints.append(Hint(moment, record))
        self._on_change()

    def _note(self, call: Call, state: CallState) -> None:
        if call.place is None:
            return
        key = call.process.number, call.thread
        if state in _OVER:
            self._last = call, state
        # Put at the end, so that the oldest is the first.
        self._calls.pop(key, None)
        self._calls[key] = call, state
        if len(self._calls) > MOST_THREADS:
            del self._calls[next(iter(self._calls))]
        self._on_change()


def _place(call: Call, state: CallState) -> CallPlace:
    file, line = (call.place.file, call.place.line) if call.place is not None else ("", 0)
    result = _result(call) if state in _OVER else ""
    return CallPlace(file, line, state, call.thread, result, call.begun)


def _result(call: Call) -> str:
    """Write what a call returned; of what was received how much it is."""
    if call.error is None and call.received is not None:
        return str(call.received[0])
    try:
        return result_words(call)
    except (TypeError, ValueError, LookupError, AttributeError):
        return ""  # What a program tells may be anything.
