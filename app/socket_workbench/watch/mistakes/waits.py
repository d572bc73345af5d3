"""Mistakes that show as calls which do not return (class W): said as facts."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from socket_workbench.language import tr
from socket_workbench.watch.mistakes.finding import (
    RECEIVING,
    SENDING,
    WAIT,
    Finding,
    is_quiet,
    is_users,
    port_of,
)
from socket_workbench.watch.mistakes.returned import stopped_loop
from socket_workbench.watch.mistakes.source import Sources
from socket_workbench.watch.model import Call, End

LONG = 800_000_000
"""Nanoseconds after which a call is one that waits."""

_METHODS = (b"GET ", b"POST ", b"HEAD ", b"PUT ", b"DELETE ")


class Waiting(NamedTuple):
    """The calls that have waited for long, and what rules look up of them.

    Attributes:
        calls: by their sockets.
        ends: all sockets that are open.
        sources: of the programs.
        now: nanoseconds since 1970 in UTC.
    """

    calls: dict[End, Call]
    ends: Sequence[End]
    sources: Sources
    now: int

    def receives(self, end: End | None) -> bool:
        """Whether somebody waits for ever in a receiving call of an end."""
        call = self.calls.get(end) if end is not None else None
        return call is not None and call.name in RECEIVING and call.timeout is None


def look(waiting: Waiting) -> Iterator[tuple[Call, Finding]]:
    """Yield the mistakes that waiting calls show."""
    for end, call in waiting.calls.items():
        found: Iterator[Finding] = iter(())
        if isinstance(call.before, tuple) and call.before[1]:
            found = iter([stopped_loop(call, waiting.now - call.begun)])
        elif call.name == "accept":
            found = _accepting(waiting, end, call)
        elif call.name in SENDING:
            found = _both_sending(waiting, end)
        elif call.name in RECEIVING and end.is_stream:
            found = _receiving(waiting, end, call)
        elif call.name in RECEIVING:
            found = _without_answer(waiting, end, call)
        for finding in found:
            yield call, finding


def _receiving(waiting: Waiting, end: End, call: Call) -> Iterator[Finding]:
    if call.timeout is not None:
        return
    yield from _one_at_a_time(waiting, end, call)
    if _is_open_request(end):
        sentence = tr(
            "This HTTP request has no empty line at its end ({end}): the server waits for more.",
            end="\\r\\n\\r\\n",
        )
        yield Finding("http-no-blank-line", WAIT, sentence)
    elif _is_unflushed(waiting, end, call):
        sentence = tr(
            "Text was written to the socket's file, but nothing was sent: call flush() after write."
        )
        yield Finding("makefile-not-flushed", WAIT, sentence)
    elif waiting.receives(end.other) and is_quiet(end) and not end.has_ended:
        yield from _both_receiving(waiting, end, call)


def _is_open_request(end: End) -> bool:
    """Whether what was sent is a request of HTTP/1 whose end is missing."""
    if not end.head.startswith(_METHODS) or b" HTTP/1." not in end.head:
        return False
    return end.sent <= len(end.head) and not any(
        ending in end.head for ending in (b"\r\n\r\n", b"\n\n")
    )


def _is_unflushed(waiting: Waiting, end: End, call: Call) -> bool:
    """Whether lines between the one that made a file and this one write, and nothing was sent."""
    if not end.file_line or end.sent or call.place is None:
        return False
    return waiting.sources.writes_between(call.place.file, end.file_line, call.place.line)


def _both_receiving(waiting: Waiting, end: End, call: Call) -> Iterator[Finding]:
    """Look at a connection whose both ends wait for the other."""
    other = end.other
    other_call = waiting.calls.get(other) if other is not None else None
    if other is None or other_call is None:
        return
    caller = call.process.number, call.thread
    if not end.sent and not end.received:
        if end.connector == caller and not _only_listens(waiting, call):
            sentence = tr(
                "Both ends wait in {call} and neither has sent anything: one side must speak first"
                " (other end: line {line}).",
                call=call.name,
                line=other_call.place.line if other_call.place is not None else "?",
            )
            yield Finding("both-wait-recv", WAIT, sentence)
    elif end.sender != caller:
        # Another thread sends: this one listens for whatever may come.
        return
    elif end.received and _reads_to_end(waiting, call):
        sentence = tr(
            "This loop waits for the other end to close, and it keeps the connection open: stop at"
            " the length or mark the message gives."
        )
        yield Finding("wait-for-eof", WAIT, sentence)
    elif not end.received and _reads_to_end(waiting, other_call):
        sentence = tr(
            "The other end reads until the end of the stream, and this end has not ended it:"
            " shutdown(SHUT_WR) after the last send."
        )
        yield Finding("no-half-close", WAIT, sentence)


def _reads_to_end(waiting: Waiting, call: Call) -> bool:
    """Whether a call stands in a loop that collects all until the end of the stream."""
    if call.place is None or not call.place.is_direct:
        return False
    return waiting.sources.use(call.place, call.name).is_read_to_end


def _only_listens(waiting: Waiting, call: Call) -> bool:
    """Whether a call stands in a loop that answers nothing."""
    if call.place is None:
        return False
    use = waiting.sources.use(call.place, call.name)
    return use.is_in_loop and not use.has_answer


def _both_sending(waiting: Waiting, end: End) -> Iterator[Finding]:
    other = waiting.calls.get(end.other) if end.other is not None else None
    # Said once for the two of them: at the client.
    if other is not None and other.name in SENDING and end.accepted is None:
        sentence = tr(
            "Both ends are in {call} and neither reads: the buffers are full; read in between, or"
            " in a second thread.",
            call=other.name,
        )
        yield Finding("both-sendall-full", WAIT, sentence)


def _accepting(waiting: Waiting, listener: End, call: Call) -> Iterator[Finding]:
    """Look for an earlier client whose data nobody reads."""
    for end in waiting.ends:
        accepted, other = end.accepted, end.other
        if accepted is None or accepted.end is not listener or accepted.place != call.place:
            continue
        if accepted.thread != call.thread or end in waiting.calls or other is None:
            continue
        last = other.last
        is_old = last is not None and waiting.now - last.ended > LONG
        is_by_this_thread = end.last is not None and end.last.thread == call.thread
        if is_old and is_by_this_thread and other.sent > end.received and end.received:
            sentence = tr(
                "accept waits for a NEW client, while an earlier client has sent data: accept once"
                " per client, then loop over recv."
            )
            yield Finding("accept-inside-message-loop", WAIT, sentence)
            return


def _one_at_a_time(waiting: Waiting, end: End, call: Call) -> Iterator[Finding]:
    """Look for a client that waits while the thread that accepts serves another one."""
    accepted = end.accepted
    if accepted is None or accepted.thread != call.thread or accepted.process is not call.process:
        return
    listener = accepted.end
    if listener is None or not listener.is_listening or listener in waiting.calls:
        return
    if _serves_several(waiting, listener, call):
        return
    clients = [
        each
        for each in waiting.ends
        if each.peer
        and each.peer == _reached(each, listener)
        and each.other is None
        and each.connector is not None
    ]
    if listener.is_unix and len(clients) <= _served(waiting, listener):
        # Addresses do not tell which of them is the other end of what was accepted.
        return
    if not any(
        each.last is not None
        and waiting.now - each.last.ended > LONG
        and (each.sent or waiting.receives(each))
        for each in clients
    ):
        return
    for file, line in call.place.outer if call.place is not None else ():
        if waiting.sources.calls_target(file, line):
            sentence = tr(
                "The function was called here instead of being given to the thread:"
                " Thread(target=handle, args=(conn,))."
            )
            place = call.place._replace(file=file, line=line) if call.place is not None else None
            yield Finding("thread-target-called", WAIT, sentence, place)
            return
    sentence = tr(
        "Another client has connected and waits, while this thread waits for the first one: give"
        " each client a thread, or use select."
    )
    yield Finding("one-client-at-a-time", WAIT, sentence)


def _serves_several(waiting: Waiting, listener: End, call: Call) -> bool:
    """Whether other threads or processes, too, accept clients of a listener, as a pool does."""
    accepting = (each.accepted for each in waiting.ends if each.accepted is not None)
    return any(
        each.end is listener and (each.process, each.thread) != (call.process, call.thread)
        for each in accepting
    )


def _served(waiting: Waiting, listener: End) -> int:
    """Return how many connections of a listener are open."""
    return sum(each.accepted is not None and each.accepted.end is listener for each in waiting.ends)


def _reached(client: End, listener: End) -> object:
    """Return the address of a listener as a client would reach it."""
    if client.family != listener.family or not client.is_stream:
        return None
    if port_of(listener.local) and port_of(client.peer) == port_of(listener.local):
        return client.peer
    return listener.local


def _without_answer(waiting: Waiting, end: End, call: Call) -> Iterator[Finding]:
    if call.timeout is not None or end.is_bound or not end.sent or end.received:
        return
    # A watched server that has the question may still be at work.
    ports = {port_of(end.peer), *end.asked_ports}
    if any(each is not end and port_of(each.local) in ports for each in waiting.ends):
        return
    if is_users(call.place):
        sentence = tr(
            "No answer has come, and none is sure to come with UDP: settimeout() before it, and"
            " send again."
        )
        yield Finding("udp-no-timeout", WAIT, sentence)
