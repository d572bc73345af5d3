"""Events as lines for people, and as JSON objects for programs."""

import base64
import functools
import json
import time

from socket_workbench.journal.event import Event, Kind, Source
from socket_workbench.language import trn
from socket_workbench.payload.escapes import show_escapes
from socket_workbench.payload.text import printable

SHOWN_BYTES = 256
"""Bytes of a payload that are shown in a line; a longer one says how much was left out."""

_SECOND = 1_000_000_000
_MILLISECOND = 1_000_000


def event_line(source: Source, event: Event) -> str:
    """Write an event as one line.

    `listening` stands without a time, so that a program can wait for exactly
    `listening tcp://127.0.0.1:13145`. Nothing a peer sent reaches the terminal as a control
    character.
    """
    if event.kind is Kind.LISTENING:
        return f"{event.kind.word} {printable(endpoint_text(source, event))}"
    where = source.peer or source.endpoint
    words = [_clock(event.time), f"{event.kind.word:<13}", printable(where)]
    if event.kind in (Kind.RECEIVED, Kind.SENT):
        words.append(trn("{count} byte", "{count} bytes", len(event.payload)))
        if event.payload:
            words.append(payload_text(event.payload))
    if event.text and event.text != where:
        words.append(printable(event.text))
    return "  ".join(words)


def payload_text(payload: bytes) -> str:
    """Show a payload on one line with escapes, cut after `SHOWN_BYTES`."""
    shown = show_escapes(payload[:SHOWN_BYTES])
    left_out = len(payload) - SHOWN_BYTES
    if left_out <= 0:
        return shown
    return shown + trn(" ... and {count} byte more", " ... and {count} bytes more", left_out)


def named_event_object(source: Source, event: Event) -> str:
    """Write an event as `event_object` does, with the `name` of the server or client it is of."""
    return _object(source, event, {"name": source.name})


def event_object(source: Source, event: Event) -> str:
    """Write an event as one line of JSON.

    `payload` is base64; `text` is the payload where that is UTF-8, else what the event says.
    """
    return _object(source, event, {})


def _object(source: Source, event: Event, more: dict[str, object]) -> str:
    members: dict[str, object] = {
        "time": iso_time(event.time),
        "endpoint": endpoint_text(source, event),
        "connection": source.connection,
        "peer": source.peer,
        "kind": event.kind.word,
        "length": len(event.payload),
        "payload": base64.b64encode(event.payload).decode("ascii"),
    }
    text = _decoded(event.payload) if event.payload else event.text or None
    if text is not None:
        members["text"] = text
    members |= more
    # Escaped to ASCII: whatever a peer sent, nothing in it can move a terminal's cursor.
    return json.dumps(members)


def endpoint_text(source: Source, event: Event) -> str:
    """The endpoint's address; of a `listening` event the one with the port really given."""
    if event.kind is Kind.LISTENING and event.text:
        return event.text
    return source.endpoint


def iso_time(nanoseconds: int) -> str:
    """A time in UTC to the microsecond, such as `2026-05-04T12:01:07.031250Z`."""
    seconds, rest = divmod(nanoseconds, _SECOND)
    return f"{_utc_second(seconds)}.{rest // 1000:06d}Z"


@functools.lru_cache(maxsize=16)
def _utc_second(seconds: int) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(seconds))


@functools.lru_cache(maxsize=16)
def _local_second(seconds: int) -> str:
    return time.strftime("%H:%M:%S", time.localtime(seconds))


def _clock(nanoseconds: int) -> str:
    seconds, rest = divmod(nanoseconds, _SECOND)
    return f"{_local_second(seconds)}.{rest // _MILLISECOND:03d}"


def _decoded(payload: bytes) -> str | None:
    try:
        return payload.decode("utf-8")
    except UnicodeDecodeError:
        return None
