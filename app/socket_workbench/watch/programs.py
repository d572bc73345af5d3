"""Turns what processes tell into the state of `model`, and passes on what happens."""

import contextlib
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path
from socket import SHUT_RD, SHUT_RDWR
from typing import Any

from socket_workbench.watch.channel import ENDED, Told, WatchEvent
from socket_workbench.watch.event_form import has_form
from socket_workbench.watch.model import (
    STREAM,
    Call,
    CallError,
    End,
    Place,
    Process,
    Uncaught,
)

MOST_CLOSED = 1000
"""Closed connections that are remembered, whose other ends may still be accepted."""

_SENSELESS = ArithmeticError, AttributeError, LookupError, TypeError, ValueError

_TYPE_BITS = 0xF
"""The bits of a socket's type without SOCK_NONBLOCK and SOCK_CLOEXEC."""


class Listener:
    """Is told what happens, in order; what it does not define, it does not look at."""

    def held_before(self, call: Call) -> None:
        """A call is held before it is made, in step mode."""

    def begun(self, call: Call) -> None:
        """A call that may wait has begun."""

    def returned(self, call: Call) -> None:
        """A call has returned, whether it was told that it began or not."""

    def named(self, end: End, moment: int) -> None:
        """A socket has other addresses than before."""

    def gone(self, end: End, moment: int) -> None:
        """A socket is closed, by the last who had it."""

    def uncaught(self, error: Uncaught) -> None:
        """Nothing has caught an exception."""

    def compared(self, process: Process, moment: int, text: str, file: str, line: int) -> None:
        """Python warns that bytes and text were compared."""

    def shadowed(self, process: Process, moment: int, file: str) -> None:
        """A file of the user's was imported in the place of the module `socket`."""

    def left_out(self, process: Process, moment: int, count: int) -> None:
        """Calls were not told, so many more than before."""

    def ending(self, process: Process, moment: int) -> None:
        """A process has come to the end of its program; what it has open is still open."""

    def finished(self, process: Process, moment: int) -> None:
        """A process has ended."""


class Programs:
    """The processes that are watched.

    Args:
        name: the file name of the program that was started.
        listeners: are told what happens, each in turn.

    Attributes:
        processes: those that have not ended, by the numbers of their connections.
    """

    def __init__(self, name: str, listeners: Sequence[Listener]) -> None:
        self.processes: dict[int, Process] = {}
        self._name = name
        self._listeners = listeners
        self._by_inode: dict[int, End] = {}
        self._closed: deque[End] = deque()
        self._by_addresses: dict[tuple[Any, ...], End] = {}
        self._takers: dict[str, Callable[[Process, WatchEvent], None]] = {
            "process": self._take_process,
            "forking": self._take_forking,
            "names": self._take_names,
            "held": self._take_held,
            "begin": self._take_begin,
            "end": self._take_end,
            "call": self._take_call,
            "gone": self._take_gone,
            "uncaught": self._take_uncaught,
            "bytes warning": self._take_warning,
            "shadow": self._take_shadow,
            "lost": self._take_lost,
            "exit": self._take_exit,
        }

    def take(self, told: Told) -> None:
        """Take an event; one that has not the form of its kind, or makes no sense, is left out."""
        process = self.processes.get(told.process)
        if process is None:
            process = self.processes[told.process] = Process(told.process, name=self._name)
        if told.event[0] == ENDED:
            self._finish(process, told.time)
            return
        if has_form(told.event):
            # Not every field is right for every call: what `accept` returned may be anything.
            with contextlib.suppress(*_SENSELESS):
                self._takers[told.event[0]](process, told.event)

    def waiting(self) -> list[Call]:
        """Return the calls that have not returned."""
        return [call for process in self.processes.values() for call in process.calls.values()]

    def _take_process(self, process: Process, event: WatchEvent) -> None:
        _, _, pid, parent, is_forked, _ = event
        process.pid = pid
        if is_forked:
            origins = [each for each in self.processes.values() if each.pid == parent]
            for origin in origins[:1]:
                process.name = origin.name
                self._inherit(process, origin)
        else:
            process.name = _program_name(pid) or self._name

    def _inherit(self, process: Process, origin: Process) -> None:
        """Give a forked process what its origin had open when it forked."""
        sockets = origin.forks.popleft() if origin.forks else origin.sockets
        for number, end in sockets.items():
            self._hold(process, number, end)
            end.holders.discard((-origin.number, number))

    def _take_forking(self, process: Process, event: WatchEvent) -> None:
        """Hold what is open for the process to come, which the origin may close before it."""
        process.forks.append(dict(process.sockets))
        for number, end in process.sockets.items():
            end.holders.add((-process.number, number))

    def _take_names(self, process: Process, event: WatchEvent) -> None:
        _, moment, number, family, kind, fileno, inode, local, peer = event
        if number in process.closed:
            return
        end = process.sockets.get(number)
        if end is None:
            end = self._by_inode.get(inode)
            if end is None:
                kind = int(kind) & _TYPE_BITS
                end = self._by_inode[inode] = End(int(family), kind, fileno, inode, moment)
            self._hold(process, number, end)
        if (end.local, end.peer) != (local, peer):
            # A closed connection has no peer any more; what it had is still of use.
            end.local, end.peer = local or end.local, peer or end.peer
            self._pair(end)
            for listener in self._listeners:
                listener.named(end, moment)

    def _pair(self, end: End) -> None:
        """Find the other end of a connection."""
        if not end.local or not end.peer or end.is_unix or end.kind != STREAM:
            return
        self._by_addresses[end.family, end.local, end.peer] = end
        other = self._by_addresses.get((end.family, end.peer, end.local))
        # A closed one may have waited for its other end to be accepted; else it is an old one.
        if other is not None and other is not end and (other.is_open or other.other is None):
            end.other, other.other = other, end

    def _hold(self, process: Process, number: int, end: End) -> None:
        process.sockets[number] = end
        end.holders.add((process.number, number))

    def _take_held(self, process: Process, event: WatchEvent) -> None:
        call = self._call(process, event)
        for listener in self._listeners:
            listener.held_before(call)

    def _take_begin(self, process: Process, event: WatchEvent) -> None:
        call = self._counted(process, event)
        call.was_begun = True
        process.calls[call.number] = call
        self._begin(call)

    def _begin(self, call: Call) -> None:
        if call.name == "shutdown" and call.end is not None:
            # A thread that waits to receive gets nothing as soon as this is made.
            call.end.is_deaf = call.end.is_deaf or call.arguments[:1] in ((SHUT_RD,), (SHUT_RDWR,))
        for listener in self._listeners:
            listener.begun(call)

    def _take_end(self, process: Process, event: WatchEvent) -> None:
        _, moment, number, waited, result, received, error, after = event
        call = process.calls.pop(number, None)
        if call is not None:
            call.returned = int(moment)
            _complete(call, waited, (result, received, error, after))
            self._return(call)

    def _take_call(self, process: Process, event: WatchEvent) -> None:
        *head, waited, result, received, error, after = event
        call = process.calls.pop(event[2], None)
        if call is not None:
            _complete(call, waited, (result, received, error, after))
        else:
            call = self._counted(process, tuple(head))
            _complete(call, waited, (result, received, error, after))
            self._begin(call)
        self._return(call)

    def _counted(self, process: Process, event: WatchEvent) -> Call:
        """Return a call that is told for the first time, and look whether others were left out."""
        call = self._call(process, event)
        if process.count(call.number):
            _mark(process)
        return call

    def _call(self, process: Process, event: WatchEvent) -> Call:
        _, moment, number, thread, known, name, told, place, payload, before = event
        arguments, options = told
        return Call(
            process,
            int(number),
            str(thread),
            int(known),
            process.sockets.get(known) or process.closed.get(known),
            str(name),
            tuple(arguments),
            tuple(options),
            Place.read(place),
            payload,
            before,
            int(moment),
        )

    def _return(self, call: Call) -> None:
        process, end = call.process, call.end
        if call.name == "accept" and not call.failed:
            call.result = (process.sockets.get(call.result[1]), call.result[2])
            if call.result[0] is not None:
                call.result[0].accepted = call
        elif call.name == "socketpair" and not call.failed:
            call.result = tuple(process.sockets.get(number) for number in call.result[1:])
            first, second = call.result
            if first is not None and second is not None:
                first.other, second.other = second, first
        elif call.name == "detach" and end is not None and not call.failed:
            process.sockets.pop(call.known, None)
            end.holders.discard((process.number, call.known))
        for listener in self._listeners:
            listener.returned(call)
        if end is not None:
            self._update(end, call)

    def _update(self, end: End, call: Call) -> None:
        """Bring an end up to date with a call that has returned."""
        end.last = call
        if call.failed:
            return
        if call.name == "listen":
            end.is_listening = True
        elif call.name == "bind":
            end.is_bound, end.bound_at = True, call.place
        elif call.name == "shutdown" and call.arguments[:1] != (0,):
            end.has_ended = True
        elif call.name == "close" and call.after:
            end.closed, end.closed_at = call.place, call.ended
            if call.process.sockets.pop(call.known, None) is not None:
                call.process.closed[call.known] = end
            self._release(end, (call.process.number, call.known), call.ended)
        if call.payload is not None:
            taken = call.result if isinstance(call.result, int) else call.payload[0]
            end.sent += taken
            end.sends.append(end.sent)
        if call.received is not None and not call.is_peek:
            end.is_polled = end.is_polled or call.timeout == 0
            _count_received(end, call.received[0], asks=call.arguments[:1] != (0,))

    def _take_gone(self, process: Process, event: WatchEvent) -> None:
        _, moment, number = event
        process.closed.pop(number, None)
        end = process.sockets.pop(number, None)
        if end is not None:
            self._release(end, (process.number, number), moment)

    def _release(self, end: End, holder: tuple[int, int], moment: int) -> None:
        if holder not in end.holders:
            return
        end.holders.discard(holder)
        if not end.holders:
            for listener in self._listeners:
                listener.gone(end, moment)
            end.last, end.head = None, b""  # what they hold is large
            self._closed.append(end)
            if len(self._closed) == MOST_CLOSED:
                self._forget(self._closed.popleft())
            self._by_inode.pop(end.inode, None)

    def _forget(self, end: End) -> None:
        key = end.family, end.local, end.peer
        if self._by_addresses.get(key) is end:
            del self._by_addresses[key]

    def _take_uncaught(self, process: Process, event: WatchEvent) -> None:
        _, moment, thread, kinds, text, number, place, detail = event
        read = Place.read(place)
        error = Uncaught(process, moment, thread, tuple(kinds), str(text), number, read, detail)
        for listener in self._listeners:
            listener.uncaught(error)

    def _take_warning(self, process: Process, event: WatchEvent) -> None:
        _, moment, text, file, line = event
        for listener in self._listeners:
            listener.compared(process, moment, str(text), str(file), int(line))

    def _take_shadow(self, process: Process, event: WatchEvent) -> None:
        _, moment, file = event
        for listener in self._listeners:
            listener.shadowed(process, moment, str(file))

    def _take_lost(self, process: Process, event: WatchEvent) -> None:
        _, moment, count = event
        more, process.left_out = count - process.left_out, max(count, process.left_out)
        if more <= 0:
            return
        _mark(process)
        for listener in self._listeners:
            listener.left_out(process, moment, more)

    def _take_exit(self, process: Process, event: WatchEvent) -> None:
        _, moment = event
        for listener in self._listeners:
            listener.ending(process, moment)

    def _finish(self, process: Process, moment: int) -> None:
        """Take note that a process has ended, with all that it had open."""
        for listener in self._listeners:
            listener.finished(process, moment)
        for sockets in process.forks:
            for number, end in sockets.items():
                self._release(end, (-process.number, number), moment)
        for number, end in tuple(process.sockets.items()):
            self._release(end, (process.number, number), moment)
        self.processes.pop(process.number, None)


def _mark(process: Process) -> None:
    """Take note that calls of a process were left out, of whichever socket it has open."""
    for end in process.sockets.values():
        end.has_gaps = True


def _count_received(end: End, count: int, *, asks: bool) -> None:
    """Take note of how many bytes were received; of none, `asks` says whether any were wanted."""
    end.received += count
    if count:
        end.ends_seen = 0
    elif asks:
        end.ends_seen += 1


def _complete(call: Call, waited: int, outcome: tuple[Any, Any, Any, Any]) -> None:
    """Take note of what came of a call."""
    call.waited = int(waited)
    call.result, call.received, error, call.after = outcome
    call.error = None if error is None else CallError(*error)


def _program_name(pid: int) -> str:
    """Return the file name of a Python process's program; empty if that cannot be told."""
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().decode("utf-8", "replace").split("\0")
    except OSError:
        return ""
    for place, word in enumerate(words[1:], 1):
        if word == "-m" and place + 1 < len(words):
            return words[place + 1]
        if word.endswith(".py"):
            return Path(word).name
    return ""
