"""Mistakes that calls show, whatever becomes of their errors (class C, some E)."""

import errno
from collections import deque
from collections.abc import Iterator
from typing import NamedTuple

from socket_workbench.language import tr
from socket_workbench.watch.mistakes.finding import (
    CONTRACT,
    ERROR,
    RECEIVING,
    SENDING,
    Finding,
    asked,
    got,
    port_of,
)
from socket_workbench.watch.mistakes.options import of_option
from socket_workbench.watch.mistakes.polling import Tries
from socket_workbench.watch.mistakes.source import Sources
from socket_workbench.watch.model import Call, End, Process, Value

MOST_ENDS = 20
"""How often in a row `recv` may return nothing."""

STILL = 50_000_000
"""Nanoseconds for which an event loop may stand still."""

HUGE = 64 << 20
SMALL = 1 << 20
MOST_REMEMBERED = 8
MOST_SHOWN = 40
MOST_CUT_OFF = 100
_SECOND = 1_000_000_000
_SHUT_WR = 1
_PLAUSIBLE_RECORD = 256
"""Bytes from which a `recv` that is filled is not taken for one of a header."""


class _Datagram(NamedTuple):
    sender: Value
    length: int
    data: bytes


class ReturnedCalls:
    """Looks at each call that has returned, before the state of its socket includes it.

    Args:
        sources: of the programs.
    """

    def __init__(self, sources: Sources) -> None:
        self._sources = sources
        self._received: dict[int, deque[bytes]] = {}
        self._datagrams: dict[int, deque[_Datagram]] = {}
        self._tries = Tries()
        self._filled: dict[End, Call] = {}
        self._answered: set[End] = set()
        self._short: dict[End, Call] = {}
        self._cut_off: dict[End, Call] = {}

    def look(self, call: Call) -> Iterator[Finding]:
        """Yield the mistakes that a call shows."""
        end = call.end
        self._tries.count(call)
        if end is None:
            return
        yield from self._of_previous(end, call)
        if call.failed:
            yield from self._of_failed(end, call)
        elif call.name in RECEIVING and not call.is_peek:
            yield from self._of_received(end, call)
        elif call.name in SENDING:
            yield from self._of_sent(end, call)
        elif call.name == "setsockopt":
            yield from of_option(end, call)
        elif call.name == "close":
            self._take_close(end, call)
        in_loop = isinstance(call.before, tuple) and call.before[1]
        if in_loop and (call.waited or 0) >= STILL and call.timeout != 0:
            yield stopped_loop(call, call.waited or 0)

    def take_datagram(self, call: Call) -> None:
        """Remember a datagram when it begins to be sent: it may be received before that returns."""
        end = call.end
        if end is None or end.is_stream or call.payload is None:
            return
        length, data = call.payload
        address = call.arguments[-1] if call.name == "sendto" and call.arguments else end.peer
        port = port_of(address)
        if port:
            queue = self._datagrams.setdefault(port, deque(maxlen=64))
            queue.append(_Datagram(end.local, length, data[:4096]))

    def forget(self, end: End) -> Iterator[tuple[Call, Finding]]:
        """Forget a socket that is closed; yields what was left of it."""
        self._tries.forget(end)
        self._short.pop(end, None)
        self._answered.discard(end)
        call = self._filled.pop(end, None)
        if call is not None:
            yield call, _filled(call)

    def finish(self, process: Process) -> None:
        """Forget a process that has ended."""
        self._received.pop(process.number, None)

    def _of_previous(self, end: End, call: Call) -> Iterator[Finding]:
        """Look at what a call before this one has left."""
        filled = self._filled.get(end)
        if filled is not None and self._is_decided(end, call):
            del self._filled[end]
            was_answered = end in self._answered
            self._answered.discard(end)
            if call.name not in RECEIVING or (was_answered and self._is_another(filled, call)):
                yield _filled(filled)
        short = self._short.pop(end, None)
        if short is not None:
            rest = (short.payload or (0, b""))[0] - short.result
            if call.payload is None or call.payload[0] != rest:
                yield _partly_sent(short)

    def _is_decided(self, end: End, call: Call) -> bool:
        """Whether a call decides if the rest of what has filled a `recv` is read."""
        if call.name in SENDING:
            # The answer, or the next request: what is received next shows which.
            self._answered.add(end)
        half_closes = call.name == "shutdown" and call.arguments[:1] == (_SHUT_WR,)
        return call.name in RECEIVING or (call.name in ("close", "shutdown") and not half_closes)

    def _is_another(self, filled: Call, call: Call) -> bool:
        """Whether a call receives what comes next, and not the rest of what filled another one.

        It receives the rest if it is the same line, as in a function that is called whenever the
        socket is ready, or a loop.
        """
        if filled.place is None or call.place is None or filled.place[:2] == call.place[:2]:
            return False
        return not self._sources.use(call.place, call.name).is_in_loop

    def _of_failed(self, end: End, call: Call) -> Iterator[Finding]:
        number = call.error.number if call.error is not None else None
        # The module `ssl` receives on a listener that it wraps, to see whether it is connected.
        is_direct = call.place is not None and call.place.is_direct
        is_on_listener = end.is_listening and call.name in RECEIVING | SENDING
        if number == errno.ENOTCONN and is_on_listener and is_direct:
            sentence = tr(
                "{call} on the listening socket: use the connection that accept returned.",
                call=call.name,
            )
            yield Finding("recv-on-listener", ERROR, sentence)
        elif number == errno.EINVAL and _accepts_too_early(end, call) and is_direct:
            sentence = tr("accept needs listen() before it.")
            yield Finding("accept-without-listen", ERROR, sentence)
        elif number in (errno.EAGAIN, errno.EWOULDBLOCK) and call.name in RECEIVING:
            yield from self._tries.look(end, call)
        elif number in (errno.ECONNRESET, errno.EPIPE):
            yield from self._of_reset(end, call)

    def _of_reset(self, end: End, call: Call) -> Iterator[Finding]:
        other = end.other
        closed = self._cut_off.pop(other, None) if other is not None else None
        place = closed.place if closed is not None else None
        is_ours = place is not None and place.is_direct and bool(place.function)
        if closed is not None and is_ours and call.name in RECEIVING:
            sentence = tr(
                "close with {count} received bytes unread: the other side gets a reset"
                " (ConnectionResetError), not an end; read everything first.",
                count=closed.before,
            )
            yield Finding("close-unread-reset", CONTRACT, sentence, place)
        else:
            yield from _of_one_shot(end)

    def _of_received(self, end: End, call: Call) -> Iterator[Finding]:
        self._tries.forget(end)
        if not end.is_stream:
            yield from self._of_datagram(end, call)
            return
        count = got(call)
        if not count and asked(call):
            if end.ends_seen + 1 == MOST_ENDS:
                yield self._endless(call)
            yield from _of_one_shot(end)
            return
        if call.received is not None and count:
            kept = self._received.setdefault(call.process.number, deque(maxlen=MOST_REMEMBERED))
            kept.append(call.received[1][:1000])
        if call.name != "recv" or call.place is None or not call.place.is_direct:
            return
        use = self._sources.use(call.place, "recv")
        if not use.is_known or (use.is_in_loop and use.is_collected):
            return
        is_filled = count == asked(call) >= _PLAUSIBLE_RECORD and bool(call.after)
        # Who does not wait is told again that there is something to read.
        is_once = call.timeout != 0 and not use.is_in_loop
        if is_filled and is_once and _may_be_cut(end, count):
            self._filled[end] = call
        if count < asked(call) and use.is_printed and not use.is_collected:
            yield from _of_joined(end, count)

    def _endless(self, call: Call) -> Finding:
        place = call.place
        use = self._sources.use(place, "recv") if place is not None else None
        name = use.name if use is not None else ""
        if place is not None and self._sources.compares_with_nothing(place, name):
            sentence = tr(
                'recv returned b"" {count} times in a row: the end is b"" and never None or "", so'
                " the check does not match; write: if not data: break.",
                count=MOST_ENDS,
            )
            return Finding("eof-wrong-check", CONTRACT, sentence)
        sentence = tr(
            'recv returned b"" {count} times in a row: the other side has closed, and the loop'
            " never ends; leave it with: if not data: break.",
            count=MOST_ENDS,
        )
        return Finding("eof-not-checked", CONTRACT, sentence)

    def _of_datagram(self, end: End, call: Call) -> Iterator[Finding]:
        """Compare a datagram with those that were sent to this socket."""
        sent = self._datagrams.get(port_of(end.local))
        if call.received is None or not sent:
            return
        count, data = call.received
        for datagram in tuple(sent):
            if datagram.data[: len(data)] == data and datagram.length >= count:
                sent.remove(datagram)
                # `recvmsg` returns the flag MSG_TRUNC, at which the program can look.
                is_told = call.name == "recvmsg"
                if count == asked(call) and datagram.length > count and not is_told:
                    sentence = tr(
                        "The datagram had {length} bytes and {call}({size}) kept {count}: the rest"
                        " of a datagram is thrown away; ask for more (65535 always suffices).",
                        length=datagram.length,
                        call=call.name,
                        size=asked(call),
                        count=count,
                    )
                    yield Finding("udp-truncated", CONTRACT, sentence)
                return

    def _of_sent(self, end: End, call: Call) -> Iterator[Finding]:
        if call.payload is None:
            return
        length, data = call.payload
        if call.name == "send" and isinstance(call.result, int) and call.result < length:
            place = call.place
            if place is not None and self._sources.use(place, "send").is_bare:
                self._short[end] = call
        if b"b'" in data or b'b"' in data:
            yield from self._of_bytes_as_text(call, data)
        if 0 < length == data.count(0) and call.place is not None:
            argument = self._sources.sends_bytes_of_number(call.place, call.name)
            if argument:
                sentence = tr(
                    "bytes({number}) makes {count} zero bytes, not the number: use"
                    " str({number}).encode() or ({number}).to_bytes(...).",
                    number=argument,
                    count=length,
                )
                yield Finding("bytes-of-int", CONTRACT, sentence)

    def _of_bytes_as_text(self, call: Call, data: bytes) -> Iterator[Finding]:
        """Look for bytes that were received, written as Python writes them."""
        for received in self._received.get(call.process.number, ()):
            text = repr(received)
            if received and text.encode() in data:
                sentence = tr(
                    "The text sent contains {text}: bytes were put into text without decode().",
                    text=text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]}…",
                )
                yield Finding("repr-sent", CONTRACT, sentence)
                return

    def _take_close(self, end: End, call: Call) -> None:
        is_last = len(end.holders) == 1 and call.after
        unread = call.before if isinstance(call.before, int) else 0
        if (
            is_last
            and unread
            and not end.is_aborted
            # Who reads without waiting decides how much: to leave the rest is on purpose.
            and not end.is_polled
            and end.is_stream
            and end.peer
            and end.other is not None
        ):
            self._cut_off[end] = call
            if len(self._cut_off) > MOST_CUT_OFF:
                del self._cut_off[next(iter(self._cut_off))]


def _accepts_too_early(end: End, call: Call) -> bool:
    return call.name == "accept" and not end.is_listening


def begun(call: Call) -> Iterator[Finding]:
    """Yield the mistakes that a call shows before it has returned."""
    end = call.end
    if end is None or call.name not in RECEIVING:
        return
    size = asked(call)
    if size >= HUGE:
        swapped = int.from_bytes(size.to_bytes(8, "big")[-4:], "little")
        if size < 1 << 32 and 0 < swapped < SMALL:
            sentence = tr(
                "recv({size}): with the other byte order that number is {number}; both sides must"
                " use the same ('>' or '<').",
                size=size,
                number=swapped,
            )
            yield Finding("byte-order", CONTRACT, sentence)
    has_no_address = not end.local or (isinstance(end.local, tuple) and not port_of(end.local))
    if not end.is_stream and has_no_address and not end.peer and end.other is None:
        sentence = tr(
            "This UDP socket has no port yet (no bind, nothing sent): nothing can ever reach it."
        )
        yield Finding("udp-not-bound", CONTRACT, sentence)


def stopped_loop(call: Call, waited: int) -> Finding:
    """Return the mistake of a call that waits in the thread of an event loop."""
    sentence = tr(
        "{call} waited {seconds} s inside the event loop: all tasks stood still; use asyncio's"
        " streams or loop.sock_recv.",
        call=call.name,
        seconds=f"{waited / _SECOND:.1f}",
    )
    return Finding("blocking-in-asyncio", CONTRACT, sentence)


def _may_be_cut(end: End, count: int) -> bool:
    """Whether so many bytes that were received may end within a send of the other end's.

    Of a connection over a Unix socket the other end is not known, although it is mostly watched.
    """
    if end.other is None:
        return not end.is_unix
    return end.received + count not in end.other.sends


def _of_joined(end: End, count: int) -> Iterator[Finding]:
    """Compare what was received at once with what the other end has sent."""
    other = end.other
    if other is None:
        return
    first, last = end.received, end.received + count
    borders = [each for each in other.sends if first < each <= last]
    is_whole = (first == 0 or first in other.sends) and bool(borders) and borders[-1] == last
    if is_whole and len(borders) >= 2:
        sizes = [after - before for before, after in zip([first, *borders], borders, strict=False)]
        sentence = tr(
            "This recv returned {count} sends of the other side in one piece ({sizes} bytes): TCP"
            " keeps the order of the bytes, not the borders of the sends.",
            count=len(borders),
            sizes="+".join(map(str, sizes[:8])),
        )
        yield Finding("two-sends-one-recv", CONTRACT, sentence)


def _of_one_shot(end: End) -> Iterator[Finding]:
    """Look whether the other end was closed by a library's server, with a message unread."""
    other = end.other
    if other is None or other.is_open or other.closed is None:
        return
    if other.closed.is_direct or other.ends_seen or other.is_polled:
        return
    waits = other.accepted is not None and other.accepted.timeout != 0
    if waits and end.sent > other.received and end.received:
        sentence = tr(
            "The server's handler had returned, which closes the connection, and the last message"
            " was not read: loop in handle() to serve more than one message."
        )
        yield Finding("handler-one-shot", CONTRACT, sentence)


def _filled(call: Call) -> Finding:
    sentence = tr(
        "recv({size}) filled its {size} bytes and {count} more were waiting, but the program went"
        " on without reading them: read in a loop until the message is complete.",
        size=asked(call),
        count=call.after,
    )
    return Finding("recv-smaller-than-message", CONTRACT, sentence, call.place)


def _partly_sent(call: Call) -> Finding:
    sentence = tr(
        "send took only {taken} of {length} bytes and its result is not looked at: the rest was"
        " never sent; use sendall.",
        taken=call.result,
        length=(call.payload or (0, b""))[0],
    )
    return Finding("send-partial", CONTRACT, sentence, call.place)
