"""Events as JSON objects, one to a line: what programs read on the command line and in exports."""

import base64
import functools
import json
import time

from socket_workbench.clock import gmtime
from socket_workbench.journal.call_record import CallRecord
from socket_workbench.journal.event import CALLS, UNKNOWN_TIME, UNTOLD, Event, Kind, Source
from socket_workbench.journal.row import reads_of
from socket_workbench.journal.watch_record import HintRecord

_SECOND = 1_000_000_000


def named_event_object(source: Source, event: Event, length: int | None = None) -> str:
    """Write an event as `event_object` does, with the `name` of the server or client it is of."""
    return _object(source, event, length, {"name": source.name})


def event_object(source: Source, event: Event, length: int | None = None) -> str:
    """Write an event as one line of JSON.

    `payload` is base64; `text` is the payload where that is UTF-8, else what the event says.
    `time` is null where it is not known. `cut` is there where bytes of the message were not
    recorded, and says how many; `reads` is there of a message that a framing found, and says from
    how many reads it is; `taken` where the message was not sent whole, and says how many
    bytes of it were. What a call has beside these, `CallRecord.members` says, and what a
    hint has, `HintRecord.members`; what a watched program has written has its `stream`.

    Args:
        source: where it comes from.
        event: what happened.
        length: bytes that the message had, more than the payload where a limit cut it.
    """
    return _object(source, event, length, {})


def endpoint_text(source: Source, event: Event) -> str:
    """Return the endpoint's address; of a `listening` event, with the port that was assigned."""
    if event.kind is Kind.LISTENING and event.text:
        return event.text
    return source.endpoint


def iso_time(nanoseconds: int) -> str:
    """Return a time in UTC to the microsecond, such as `2026-05-04T12:01:07.031250Z`."""
    seconds, rest = divmod(nanoseconds, _SECOND)
    return f"{_utc_second(seconds)}.{rest // 1000:06d}Z"


def json_line(members: dict[str, object]) -> str:
    """Write an object as one line.

    Everything but printable ASCII is escaped: whatever a peer sent, nothing in it can move a
    terminal's cursor.
    """
    return json.dumps(members).replace("\x7f", "\\u007f")


def _object(source: Source, event: Event, length: int | None, more: dict[str, object]) -> str:
    if length is None:
        length = len(event.payload)
    members: dict[str, object] = {
        "time": None if event.time == UNKNOWN_TIME else iso_time(event.time),
        "endpoint": endpoint_text(source, event),
        "connection": source.connection,
        "local": source.local,
        "peer": source.peer,
        "kind": event.kind.word,
        "length": length,
        "payload": base64.b64encode(event.payload).decode("ascii"),
    }
    if length > len(event.payload):
        members["cut"] = length - len(event.payload)
    said = event.text
    if event.kind in CALLS:
        members |= CallRecord.read(event.text).members()
        said = ""
    elif event.kind is Kind.OUTPUT:
        members["stream"] = said
        said = ""
    elif event.kind is Kind.HINT:
        hint = HintRecord.read(said)
        members |= hint.members()
        said = hint.sentence
    if reads := reads_of(event.kind, event.text):
        members["reads"] = reads
        said = ""
    if event.taken is not None:
        members["taken"] = None if event.taken == UNTOLD else event.taken
    text = _decoded(event.payload) if event.payload else said or None
    if text is not None:
        members["text"] = text
    members |= more
    return json_line(members)


@functools.lru_cache(maxsize=16)
def _utc_second(seconds: int) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S", gmtime(seconds))


def _decoded(payload: bytes) -> str | None:
    try:
        return payload.decode("utf-8")
    except UnicodeDecodeError:
        return None
