"""Applies the rules to what happens, and tells each mistake once for each place."""

from collections import Counter
from collections.abc import Callable, Iterable

from socket_workbench.journal.watch_record import HintRecord
from socket_workbench.language import tr
from socket_workbench.watch.mistakes import waits
from socket_workbench.watch.mistakes.finding import (
    CONTRACT,
    COUNTING,
    TIP,
    WAITING_FOR_SEVERAL,
    Finding,
    has_gaps,
    is_users,
)
from socket_workbench.watch.mistakes.returned import ReturnedCalls, begun
from socket_workbench.watch.mistakes.source import Sources
from socket_workbench.watch.mistakes.uncaught import explain, shadowed, used_after_close
from socket_workbench.watch.model import Call, End, Place, Process, Uncaught
from socket_workbench.watch.programs import Listener

Tell = Callable[[Process, End | None, int, HintRecord], None]
"""Takes a hint: of which process and socket, and when."""

MANY = 5
"""Accepted connections that were never closed, from which that is a tip."""

MOST_THREADS = 500
"""Threads whose latest calls are remembered."""

LOOK = 200_000_000
"""Nanoseconds between two looks at calls that wait."""

Thread = tuple[int, str]
"""The number of a process and the name of a thread."""


class Mistakes(Listener):
    """A listener of `Programs` that names mistakes.

    Args:
        tell: takes them.
    """

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._sources = Sources()
        self._returned = ReturnedCalls(self._sources)
        self._told: set[tuple[str, str, int]] = set()
        self._last: dict[Thread, Call] = {}
        self._failed: dict[Thread, Call] = {}
        self._shadows: dict[int, str] = {}
        self._ends: dict[End, None] = {}
        self._looked = 0

    def begun(self, call: Call) -> None:
        """Look at a call that may wait."""
        if call.end is not None:
            self._take_end(call.end, call)
        self._returned.take_datagram(call)
        self._report(call, begun(call))

    def returned(self, call: Call) -> None:
        """Look at a call that has returned."""
        if call.failed:
            _remember(self._failed, call)
        elif call.name not in ("close", "shutdown") and call.name not in WAITING_FOR_SEVERAL:
            _remember(self._last, call)
        self._report(call, self._returned.look(call))

    def named(self, end: End, moment: int) -> None:
        """Remember a socket."""
        self._ends[end] = None

    def gone(self, end: End, moment: int) -> None:
        """Look at what was left of a socket, and forget it."""
        self._ends.pop(end, None)
        for call, finding in self._returned.forget(end):
            self._report(call, (finding,))

    def uncaught(self, error: Uncaught) -> None:
        """Look at an exception that nothing has caught."""
        thread = error.process.number, error.thread
        failed, last = self._failed.get(thread), self._last.get(thread)
        if failed is not None and not _is_of(error, failed):
            failed = None
        found = None
        if error.process.number in self._shadows:
            found = shadowed(error, self._shadows[error.process.number])
        if failed is not None and failed.end is not None and failed.end.closed is not None:
            found = found or used_after_close(error, failed, failed.end)
        found = found or explain(error, failed, last, self._sources)
        if found is not None:
            place = found.place or error.place
            end = failed.end if failed is not None else None
            self._tell_once(error.process, end, error.time, found, place)

    def compared(self, process: Process, moment: int, text: str, file: str, line: int) -> None:
        """Look at a warning that bytes were compared with text."""
        is_comparison = text.startswith("Comparison between bytes and string")
        if is_comparison and self._sources.compares_by_mistake(file, line):
            sentence = tr(
                "Bytes were compared with text; that is never equal: decode the bytes first, or"
                ' compare with b"...".'
            )
            place = Place(file, line, "?", True, ())
            finding = Finding("str-bytes-compare", CONTRACT, sentence)
            self._tell_once(process, None, moment, finding, place)

    def shadowed(self, process: Process, moment: int, file: str) -> None:
        """Remember that a file hides the module `socket`; an error will show whether that harms."""
        self._shadows[process.number] = file

    def ending(self, process: Process, moment: int) -> None:
        """Look at the connections that a process has never closed."""
        left = Counter(
            end.accepted.place
            for end in process.sockets.values()
            if end.accepted is not None
            and end.accepted.process is process
            and end.other is not None
            and not end.other.is_open
        )
        for place, count in left.items():
            if count >= MANY:
                sentence = tr(
                    "{count} accepted connections were never closed though their clients have"
                    " left: close each one (with conn:).",
                    count=count,
                )
                finding = Finding("never-closed", TIP, sentence)
                self._tell_once(process, None, moment, finding, place)

    def finished(self, process: Process, moment: int) -> None:
        """Forget the threads of a process."""
        for calls in (self._last, self._failed):
            for thread in [each for each in calls if each[0] == process.number]:
                del calls[thread]
        self._shadows.pop(process.number, None)
        self._returned.finish(process)

    def tick(self, waiting: Iterable[Call], now: int) -> None:
        """Look at the calls that have waited for long, not too often."""
        if now - self._looked < LOOK:
            return
        self._looked = now
        calls = {
            call.end: call
            for call in waiting
            if call.end is not None and now - call.begun >= waits.LONG
        }
        if calls:
            found = waits.look(waits.Waiting(calls, tuple(self._ends), self._sources, now))
            for call, finding in found:
                self._report(call, (finding,), now)

    def _take_end(self, end: End, call: Call) -> None:
        """Remember of a socket what rules need, and the state of `model` does not."""
        self._ends[end] = None
        if call.name in ("connect", "connect_ex"):
            end.connector = call.process.number, call.thread
        elif call.name == "makefile" and call.place is not None:
            modes = [
                *call.arguments[:1],
                *(value for name, value in call.options if name == "mode"),
            ]
            if any(isinstance(mode, str) and "w" in mode for mode in modes):
                end.file_line = call.place.line
        if call.payload is not None and not call.failed:
            end.sender = call.process.number, call.thread
            end.head = (end.head + call.payload[1])[: End.MOST_HEAD]
            if call.name == "sendto" and call.arguments:
                address = call.arguments[-1]
                if isinstance(address, tuple) and len(address) > 1:
                    end.asked_ports.add(address[1])

    def _report(self, call: Call, found: Iterable[Finding], moment: int | None = None) -> None:
        for finding in found:
            if finding.topic in COUNTING and has_gaps(call.end):
                continue
            at = call.ended if moment is None else moment
            self._tell_once(call.process, call.end, at, finding, finding.place or call.place)

    def _tell_once(
        self, process: Process, end: End | None, moment: int, finding: Finding, place: Place | None
    ) -> None:
        if place is None or not is_users(place):
            return
        key = finding.topic, place.file, place.line
        if key not in self._told:
            self._told.add(key)
            hint = HintRecord(finding.sentence, finding.topic, finding.kind, place.file, place.line)
            self._tell(process, end, moment, hint)


def _remember(calls: dict[Thread, Call], call: Call) -> None:
    """Keep the latest call of each thread, of `MOST_THREADS` at most."""
    thread = call.process.number, call.thread
    calls.pop(thread, None)
    calls[thread] = call
    if len(calls) > MOST_THREADS:
        del calls[next(iter(calls))]


def _is_of(error: Uncaught, call: Call) -> bool:
    """Whether an exception is the one that a call has raised."""
    return call.error is not None and (call.error.kind, call.error.text[:100]) == (
        error.kinds[0] if error.kinds else "",
        error.text[:100],
    )
