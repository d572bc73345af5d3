"""Records what watched programs do in the journal, as the engine records the workbench's own."""

import errno
import os
from collections import Counter
from collections.abc import Callable

from socket_workbench.journal.call_record import begun_text, call_text, held_text, with_place
from socket_workbench.journal.event import UNTOLD, Kind, Role, Source
from socket_workbench.journal.journal import Journal
from socket_workbench.journal.storage.unsent import Unsent
from socket_workbench.journal.watch_record import HintRecord
from socket_workbench.language import tr, trn
from socket_workbench.sockets.addresses.address import address_text
from socket_workbench.sockets.failures.errors import Action, explain
from socket_workbench.watch.addresses import endpoint_of, endpoint_text, peer_of, reached_from
from socket_workbench.watch.call_words import call_words, result_words
from socket_workbench.watch.model import Call, End, Process, Uncaught, Value
from socket_workbench.watch.programs import Listener

MOMENT = 100_000_000
"""Nanoseconds after which a call that has not returned is recorded as begun."""

PREPARATION = 200_000_000
"""Nanoseconds after which the calls of a socket are recorded although nobody knows its use."""

_OPENING = frozenset({"socket", "setsockopt", "settimeout", "setblocking", "bind", "getsockname"})
"""Calls before a socket is used: they are recorded when it is known as what."""

_CONNECTS = frozenset({"connect", "connect_ex"})
_UNDER_WAY = frozenset({"BlockingIOError"})
_RESETS = frozenset({"ConnectionResetError", "BrokenPipeError"})


class Recorder(Listener):
    """A listener of `Programs` that writes to a journal.

    A listener and a bound datagram socket are servers, what connects or sends first is a client;
    accepted connections, connections and the peers of datagram sockets are sources of their own.

    Args:
        journal: where to write.
    """

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._names: Counter[str] = Counter()
        self._early: dict[int, End] = {}
        self._held: set[tuple[int, int]] = set()
        self._last_held = 0
        self.left_out_calls = 0

    def held_before(self, call: Call) -> None:
        """Record a call that is held; at its program as long as nobody knows what its socket is."""
        self._held.add((call.process.number, call.number))
        is_known = call.end is not None and call.end.owner is not None
        source = self._source_of(call) if is_known else self.program_source(call.process)
        self._record_begun(source, call, held_text)

    def begun(self, call: Call) -> None:
        """Record what a call begins to send, and what it connects to."""
        self._held.discard((call.process.number, call.number))
        end = call.end
        if end is None:
            return
        if call.name in _CONNECTS and end.owner is None and call.arguments:
            self._become_client(end, call, call.arguments[0])
        if call.payload is not None and not call.failed:
            self._own(end, call)
            self._record_sent(end, call)
        elif call.name == "shutdown" and call.arguments[:1] != (0,) and end.owner is not None:
            # When it has returned, the peer may have seen the end already.
            self._journal.append_seen(call.begun, end.owner.number, Kind.HALF_CLOSED)

    def returned(self, call: Call) -> None:
        """Record a call that has returned, and what came of it."""
        end = call.end
        if end is None:
            if not call.is_of_loop:
                self._record_call(self.program_source(call.process), call)
            return
        if end.owner is None and call.name in _OPENING and not call.failed:
            end.early.append(call)
            self._early[id(end)] = end
            if call.name == "bind" and not end.is_stream:
                self._become_server(end, call)
            return
        self._own(end, call)
        self._record_returned(end, call)

    def named(self, end: End, moment: int) -> None:
        """Record that a connection is there that was under way."""
        owner = end.owner
        if owner is not None and owner.role is Role.CLIENT and not owner.connection and end.peer:
            self._become_connected(end, moment)

    def gone(self, end: End, moment: int) -> None:
        """Record the end of a socket."""
        if end.owner is None and end.early:
            self._use_early(end)
        if end.owner is not None:
            kind = Kind.CLOSED if end.owner.connection else Kind.STOPPED
            if kind is Kind.CLOSED or end.owner.role is Role.SERVER:
                self._journal.append_seen(moment, end.owner.number, kind)
        self._early.pop(id(end), None)

    def uncaught(self, error: Uncaught) -> None:
        """Record an exception that nothing has caught."""
        where = error.place
        text = ": ".join(filter(None, [*error.kinds[:1], error.text]))
        if where is not None:
            text = f"{text}  {where.file.rpartition('/')[2]}:{where.line}"
        source = self.program_source(error.process)
        self._journal.append_seen(error.time, source.number, Kind.ERROR, b"", text)

    def shadowed(self, process: Process, moment: int, file: str) -> None:
        """Record why nothing of a process can be seen."""
        text = tr(
            "The calls of this process cannot be seen: {file} is imported in the place of Python's"
            " own module socket.",
            file=file,
        )
        number = self.program_source(process).number
        self._journal.append_seen(moment, number, Kind.NOTE, b"", text)

    def left_out(self, process: Process, moment: int, count: int) -> None:
        """Record that calls were left out."""
        self.left_out_calls += count
        text = trn(
            "{count} call was left out: the program makes them faster than they can be recorded.",
            "{count} calls were left out: the program makes them faster than they can be recorded.",
            count,
        )
        number = self.program_source(process).number
        self._journal.append_seen(moment, number, Kind.DROPPED, b"", text)

    def finished(self, process: Process, moment: int) -> None:
        """Record what the process has begun and did not end."""
        self._held = {each for each in self._held if each[0] != process.number}
        self.tick(list(process.calls.values()), moment + MOMENT + PREPARATION)

    def tick(self, waiting: list[Call], now: int) -> None:
        """Record the calls that have not returned for a moment.

        Args:
            waiting: those that have not returned.
            now: nanoseconds since 1970 in UTC.
        """
        if self._held:
            self._last_held = now
        for end in tuple(self._early.values()):
            if now - max(end.born, self._last_held) > PREPARATION:
                self._use_early(end)
        for call in waiting:
            if not call.is_recorded and now - call.begun > MOMENT and not call.is_of_loop:
                call.is_recorded = True
                self._record_begun(self._source_of(call), call, begun_text)

    def hint(self, process: Process, end: End | None, moment: int, hint: HintRecord) -> None:
        """Record a hint, at the socket that it is about if there is one."""
        owner = end.owner if end is not None else None
        number = (owner or self.program_source(process)).number
        self._journal.append_seen(moment, number, Kind.HINT, b"", hint.text())

    def program_source(self, process: Process) -> Source:
        """Return the source of a process, for what is no socket's."""
        if process.source is None:
            endpoint = f"pid:{process.pid}" if process.pid else ""
            process.source = self._journal.add_source(Role.PROGRAM, process.name, endpoint)
        return process.source

    def _own(self, end: End, call: Call) -> None:
        """See to it that an end has a source."""
        if call.name == "listen" and not call.failed and not _is_listener(end):
            self._become_server(end, call)
        elif call.name == "accept" and not call.failed and call.result[0] is not None:
            self._become_accepted(call.result[0], end, call)
        elif call.name == "socketpair" and not call.failed:
            self._become_pair(call)
        elif end.owner is None and call.name == "sendto" and not call.failed and call.arguments:
            self._become_client(end, call, call.arguments[-1])
            if not end.is_stream:
                self._become_connected(end, call.begun, call.arguments[-1])
        elif end.owner is None:
            self._use_early(end)
        if call.name in _CONNECTS and end.peer and not _has_failed(call):
            self._become_connected(end, call.ended)

    def _become_server(self, end: End, call: Call) -> None:
        endpoint = endpoint_text(end, end.local)
        end.owner = self._add(Role.SERVER, call.process, endpoint)
        self._flush_early(end)
        self._journal.append_seen(call.ended, end.owner.number, Kind.LISTENING, b"", endpoint)

    def _become_client(self, end: End, call: Call, address: Value) -> None:
        endpoint = endpoint_text(end, address)
        end.owner = self._add(Role.CLIENT, call.process, endpoint)
        self._flush_early(end)
        self._journal.append_seen(call.begun, end.owner.number, Kind.CONNECTING, b"", endpoint)

    def _become_connected(self, end: End, moment: int, peer: Value = None) -> None:
        """Let a client's end be a connection, once."""
        owner = end.owner
        if owner is None or owner.connection or owner.role is not Role.CLIENT:
            return
        peer = peer or end.peer
        local, peer = address_text(reached_from(end.local, peer)), address_text(peer)
        end.owner = self._add_connection(owner, local, peer)
        text = f"{local} → {peer}"
        self._journal.append_seen(moment, end.owner.number, Kind.CONNECTED, b"", text)

    def _become_accepted(self, end: End, listener: End, call: Call) -> None:
        if end.owner is None and listener.owner is not None:
            peer = address_text(call.result[1])
            end.owner = self._add_connection(listener.owner, address_text(end.local), peer)
            self._journal.append_seen(call.ended, end.owner.number, Kind.ACCEPTED, b"", peer)

    def _become_pair(self, call: Call) -> None:
        for end, role in zip(call.result, (Role.CLIENT, Role.SERVER), strict=True):
            if end is not None:
                owner = self._add(role, call.process, endpoint_text(end, None))
                end.owner = self._add_connection(owner, address_text(None), address_text(None))

    def _use_early(self, end: End) -> None:
        """Record the calls of a socket of which nobody knows what it will be."""
        if end.owner is None:
            process = end.early[0].process if end.early else None
            role = Role.SERVER if end.is_bound else Role.CLIENT
            owner_of = process or Process(0)
            end.owner = self._add(role, owner_of, endpoint_text(end, end.local))
        self._flush_early(end)

    def _flush_early(self, end: End) -> None:
        if end.owner is not None and end.early:
            early, end.early = end.early, []
            self._early.pop(id(end), None)
            for call in early:
                self._record_call(end.owner, call)

    def _record_sent(self, end: End, call: Call) -> None:
        if call.payload is None:
            return
        length, data = call.payload
        if call.waited is not None and isinstance(call.result, int):
            length, data = call.result, data[: call.result]
        number = self._source_of(call).number
        self._journal.append_seen(call.begun, number, Kind.SENT, data, "", length)

    def _record_returned(self, end: End, call: Call) -> None:
        source = self._source_of(call)
        if call.payload is not None and call.waited is not None:
            self._note_unsent(source, call)
        self._record_call(source, call)
        if call.received is not None and not call.is_peek:
            self._record_received(source, end, call)
        self._record_outcome(source, end, call)

    def _note_unsent(self, source: Source, call: Call) -> None:
        """Record how much was sent of what was recorded when the call began."""
        length = call.payload[0] if call.payload is not None else 0
        # `sendall` does not tell what it has sent before it failed.
        taken = (UNTOLD if call.name == "sendall" else 0) if call.failed else call.result
        if call.was_begun and isinstance(taken, int) and taken < length:
            self._journal.note_unsent(Unsent(call.begun, source.number, taken))

    def _record_received(self, source: Source, end: End, call: Call) -> None:
        length, data = call.received or (0, b"")
        if length or not end.is_stream:
            self._journal.append_seen(call.ended, source.number, Kind.RECEIVED, data, "", length)
        elif not end.ends_seen and not end.is_deaf and call.arguments[:1] != (0,):
            self._journal.append_seen(call.ended, source.number, Kind.END_OF_STREAM)

    def _record_outcome(self, source: Source, end: End, call: Call) -> None:
        error = call.error
        if error is None or error.kind in _UNDER_WAY or not error.number:
            return
        failure = OSError(error.number, os.strerror(error.number))
        if call.name in ("bind", "connect"):
            where = endpoint_of(end, call.arguments[0] if call.arguments else None)
            action = Action.BIND if call.name == "bind" else Action.CONNECT
            text = str(explain(failure, action, where)) if where is not None else error.text
            self._journal.append_seen(call.ended, source.number, Kind.ERROR, b"", text)
        elif error.kind in _RESETS and source.connection:
            action = Action.RECEIVE if call.payload is None else Action.SEND
            text = str(explain(failure, action, source.peer))
            # Who has ended the own side cannot send, whatever the peer does.
            kind = Kind.ERROR if end.has_ended and error.number == errno.EPIPE else Kind.RESET
            self._journal.append_seen(call.ended, source.number, kind, b"", text)

    def _record_begun(
        self, source: Source, call: Call, write: Callable[[str, str, int, int], str]
    ) -> None:
        text = _placed(write(call_words(call), call.thread, call.process.pid, call.number), call)
        number, payload = source.number, _bytes_of(call)
        self._journal.append_repeated(call.begun, number, Kind.CALL_BEGUN, payload, text)

    def _record_call(self, source: Source, call: Call) -> None:
        text = call_text(
            call_words(call),
            result_words(call),
            call.waited or 0,
            call.thread,
            call.process.pid,
            call.number,
        )
        self._journal.append_repeated(
            call.ended, source.number, Kind.CALL, _bytes_of(call), _placed(text, call)
        )

    def _source_of(self, call: Call) -> Source:
        """Return where a call is recorded: of a datagram socket that serves, at the peer."""
        end = call.end
        if end is None:
            return self.program_source(call.process)
        if end.owner is None:
            self._use_early(end)
        owner = end.owner or self.program_source(call.process)
        peer = peer_of(call)
        if end.is_stream or owner.connection or peer is None or owner.role is not Role.SERVER:
            return owner
        if peer not in end.peers:
            names = address_text(end.local), address_text(peer)
            end.peers[peer] = self._add_connection(owner, *names)
        return end.peers[peer]

    def _add(self, role: Role, process: Process, endpoint: str) -> Source:
        self._names[process.name] += 1
        count = self._names[process.name]
        name = f"{process.name} {count}" if count > 1 else process.name
        return self._journal.add_source(role, name, endpoint)

    def _add_connection(self, owner: Source, local: str, peer: str) -> Source:
        number = self._journal.next_connection()
        return self._journal.add_source(owner.role, owner.name, owner.endpoint, number, local, peer)


def _has_failed(call: Call) -> bool:
    """Whether a call has raised, but for one that goes on without waiting."""
    return call.error is not None and call.error.kind not in _UNDER_WAY


def _is_listener(end: End) -> bool:
    return end.owner is not None and end.owner.role is Role.SERVER and not end.owner.connection


def _bytes_of(call: Call) -> bytes:
    found = call.payload if call.payload is not None else call.received
    return found[1] if found is not None else b""


def _placed(text: str, call: Call) -> str:
    return text if call.place is None else with_place(text, call.place.file, call.place.line)
