"""Events as lines of plain text, in columns."""

import time
from functools import lru_cache

from socket_workbench.clock import localtime
from socket_workbench.journal.call_record import event_words
from socket_workbench.journal.event import FRAMED, UNKNOWN_TIME, UNTOLD, Event, Kind, Source
from socket_workbench.journal.event_object import endpoint_text
from socket_workbench.journal.export.format import ExportFormat
from socket_workbench.language import mark
from socket_workbench.payload.escapes import show_escapes
from socket_workbench.payload.text import printable

_MILLISECOND = 1_000_000
_SECOND = 1_000_000_000
_TIME_WIDTH = len("2026-05-04 12:01:07.031")
_NOT_WHOLE = "↛"
_ARROWS = {Kind.SENT: "→"} | dict.fromkeys((Kind.RECEIVED, *FRAMED), "←")


class TextLines:
    """Writes a line for each event: local time, time since the one before, who, what.

    The columns are the time as `yyyy-MM-dd hh:mm:ss.zzz`, seconds since the line before, the
    endpoint's name, an arrow (`→` sent, `←` received), the peer, the kind, the bytes of the
    message, and the message with escapes, or what the event says. The bytes of a message that a
    limit cut are those recorded and those it had: `256/1000`. A message that was not sent
    whole has the arrow `↛`, and the bytes sent and those it had: `4/10`.
    """

    def __init__(self) -> None:
        self._before: int | None = None

    def head(self) -> bytes:
        """Nothing: the first line is an event."""
        return b""

    def tail(self) -> bytes:
        """Nothing: the last line is an event."""
        return b""

    def event(self, source: Source, event: Event, length: int) -> bytes:
        """An event's line, in UTF-8."""
        since = time_since(event, self._before)
        self._before = event.time
        line = (
            f"{local_time(event.time):<{_TIME_WIDTH}}"
            f"  {'' if since is None else since_text(since):>13}  {printable(source.name):<9}"
            f"  {_arrow(event)}  {printable(source.peer):<21}"
            f"  {event.kind.word:<13}  {_length(event, length):>8}"
            f"  {_content(source, event, length)}"
        )
        if event.kind not in _ARROWS:
            line = line.rstrip(" ")
        return f"{line}\n".encode("utf-8", "backslashreplace")


def local_time(nanoseconds: int) -> str:
    """A local time with milliseconds: `2026-05-04 12:01:07.031`; empty where it is not known."""
    if nanoseconds == UNKNOWN_TIME:
        return ""
    second, rest = divmod(nanoseconds, _SECOND)
    return f"{_local_second(second)}.{rest // _MILLISECOND:03d}"


def time_since(event: Event, before: int | None) -> int | None:
    """Nanoseconds from another event's time to this one's; None where one of them is not known."""
    if before is None or UNKNOWN_TIME in (before, event.time):
        return None
    return event.time - before


def since_text(nanoseconds: int) -> str:
    """A span in seconds to the microsecond, with its sign: `+1.001032 s`."""
    sign = "-" if nanoseconds < 0 else "+"
    seconds, rest = divmod(abs(nanoseconds), _SECOND)
    return f"{sign}{seconds}.{rest // 1000:06d} s"


@lru_cache(maxsize=16)
def _local_second(second: int) -> str:
    return time.strftime("%Y-%m-%d %H:%M:%S", localtime(second))


def _arrow(event: Event) -> str:
    return _NOT_WHOLE if event.taken is not None else _ARROWS.get(event.kind, " ")


def _length(event: Event, length: int) -> str:
    if event.kind not in _ARROWS:
        return ""
    if event.taken is not None:
        return f"{'?' if event.taken == UNTOLD else event.taken}/{length}"
    kept = len(event.payload)
    return str(length) if kept == length else f"{kept}/{length}"


def _content(source: Source, event: Event, length: int) -> str:
    if event.kind in _ARROWS:
        return show_escapes(event.payload)
    text = event_words(event.kind, event.text, event.payload, length)
    text = text or (endpoint_text(source, event) if not source.connection else "")
    return printable(text)


FORMAT = ExportFormat(
    name="txt",
    order=10,
    title=mark("Text"),
    words=mark("text"),
    hint=mark("Payloads are written whole, in UTF-8."),
    writer=lambda options: TextLines(),
)
