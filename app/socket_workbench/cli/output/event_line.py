"""Events as lines for people."""

import functools
import time

from socket_workbench.clock import localtime
from socket_workbench.journal.call_record import event_words
from socket_workbench.journal.event import FRAMED, UNKNOWN_TIME, WITH_PAYLOAD, Event, Kind, Source
from socket_workbench.journal.event_object import endpoint_text
from socket_workbench.journal.row import framed_words, taken_words
from socket_workbench.language import trn
from socket_workbench.payload.escapes import show_escapes

SHOWN_BYTES = 256
"""Bytes of a payload that are shown in a line; a longer one says how much was left out."""

_SECOND = 1_000_000_000
_MILLISECOND = 1_000_000


def event_line(source: Source, event: Event, length: int | None = None) -> str:
    """Write an event as one line.

    `listening` stands without a time, so that a program can wait for exactly
    `listening tcp://127.0.0.1:13145`.

    Args:
        source: where it comes from.
        event: what happened.
        length: bytes that the message had, more than the payload where a limit cut it.
    """
    if event.kind is Kind.LISTENING:
        return f"{event.kind.word} {endpoint_text(source, event)}"
    where = source.peer or source.endpoint
    words = [_clock(event.time), f"{event.kind.word:<13}", where]
    length = len(event.payload) if length is None else length
    said = event_words(event.kind, event.text, event.payload, length)
    if event.kind in FRAMED:
        said = ""
    if event.kind in WITH_PAYLOAD:
        words.append(trn("{count} byte", "{count} bytes", length))
        if cut := length - len(event.payload):
            words.append(trn("({count} byte not recorded)", "({count} bytes not recorded)", cut))
        if taken := taken_words(event.taken, length):
            words.append(f"[{taken}]")
        if framed := framed_words(event.kind, event.text):
            words.append(f"[{framed}]")
        if event.payload:
            words.append(payload_text(event.payload))
    if said and said != where:
        words.append(said)
    return "  ".join(words)


def payload_text(payload: bytes) -> str:
    """Show a payload on one line with escapes, cut after `SHOWN_BYTES`."""
    shown = show_escapes(payload[:SHOWN_BYTES])
    left_out = len(payload) - SHOWN_BYTES
    if left_out <= 0:
        return shown
    return shown + trn(" ... and {count} byte more", " ... and {count} bytes more", left_out)


@functools.lru_cache(maxsize=16)
def _local_second(seconds: int) -> str:
    return time.strftime("%H:%M:%S", localtime(seconds))


def _clock(nanoseconds: int) -> str:
    if nanoseconds == UNKNOWN_TIME:
        return " " * len("12:01:07.031")
    seconds, rest = divmod(nanoseconds, _SECOND)
    return f"{_local_second(seconds)}.{rest // _MILLISECOND:03d}"
