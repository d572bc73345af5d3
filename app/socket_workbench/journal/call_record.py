r"""The text of the events of a call trace: written by the engine, read by whoever shows a call.

`recv(1024) → b''\t803112\tServer 1\t4711\t17`: the call as Python writes it and its result, or the
name of the error, then nanoseconds until it returned, the thread, the process and the number of the
call; of a watched program also the file and the line of the call. A call that is held before it is
made has `held` in the place of the nanoseconds. `b''` stands for the event's payload. What a filter
looks for as text is in it as it is shown.
"""

from typing import NamedTuple

from socket_workbench.journal.event import CALLS, Kind
from socket_workbench.journal.watch_record import (
    HintRecord,
    line_number,
    output_words,
    place_words,
    without_tabs,
)
from socket_workbench.language import tr

SHOWN_BYTES = 64
"""Bytes of a call's payload that are shown of it; the message beside it has them all."""

_ARROW = " → "
_HELD = "held"
_PAYLOAD = "b''"
_MOST_DIGITS = 18
_SECOND = 1_000_000_000
_MILLISECOND = 1_000_000


class CallRecord(NamedTuple):
    """A socket call.

    Attributes:
        call: the call as Python writes it.
        result: what it returned, as Python writes it, or the name of an error; empty while it has
            not returned.
        waited: nanoseconds until it returned; None while it has not.
        thread: the name of the thread that made it.
        process: the number of the process.
        number: the same for the events of a call, else different for each in a process.
        file: the source file of the call in a watched program; empty for the workbench's own calls.
        line: the line in it, from 1; 0 where none is known.
        is_held: whether it is held before it is made, in step mode.
    """

    call: str
    result: str
    waited: int | None
    thread: str
    process: int
    number: int
    file: str = ""
    line: int = 0
    is_held: bool = False

    @classmethod
    def read(cls, text: str) -> "CallRecord":
        """Read what `call_text` and `begun_text` have written; never raises, whatever it is."""
        said, *fields = text.split("\t")
        call, _, result = said.partition(_ARROW)
        waited, thread, process, number, file, line = (*fields, *[""] * 6)[:6]
        numbers = _number(process) or 0, _number(number) or 0
        place = file, line_number(line)
        return cls(call, result, _number(waited), thread, *numbers, *place, waited == _HELD)

    @property
    def name(self) -> str:
        """Which call it is, such as `recv`."""
        return call_name(self.call)

    @property
    def error(self) -> str:
        """The name of the error that it raised, such as `ECONNRESET`; empty for none."""
        is_error = self.result.isidentifier() and self.result not in ("None", "True", "False")
        return self.result if is_error else ""

    @property
    def has_failed(self) -> bool:
        """Whether it raised an error other than that a call which does not wait cannot go on."""
        return self.error not in ("", "EAGAIN", "EWOULDBLOCK", "EINPROGRESS")

    def code(self, payload: bytes, length: int) -> str:
        """Return the call as a line of code, with its result if it has returned.

        For example `recv(1024) → b'zhangsan'`.

        Args:
            payload: the beginning of the bytes that were sent or received.
            length: how many there were.
        """
        shown = f"{payload[:SHOWN_BYTES]!r}"
        if length > min(len(payload), SHOWN_BYTES):
            shown = f"{shown}…"
        elif not length and self.waited is None and not self.is_held:
            # A call that waits is recorded without the bytes that it sends.
            shown = "b'…'"
        code = f"{self.call}{_ARROW}{self.result}" if self.result else self.call
        return code.replace(_PAYLOAD, shown, 1)

    def words(self, payload: bytes, length: int) -> str:
        """Return the call as a line of code, with how long it waited.

        For example `recv(1024) → b'zhangsan'  waited 0.8 s`. What took less than a millisecond has
        not waited.

        Args:
            payload: the beginning of the bytes that were sent or received.
            length: how many there were.
        """
        code = self.code(payload, length)
        if self.file:
            code = f"{code}  {place_words(self.file, self.line)}"
        if self.is_held:
            return tr("{code}  held", code=code)
        if self.waited is None:
            return tr("{code}  waiting", code=code)
        if self.waited < _MILLISECOND:
            return code
        return tr("{code}  waited {time}", code=code, time=span_text(self.waited))

    def members(self) -> dict[str, object]:
        """Return what a JSON object of the event has beside the members of every event.

        Arguments and result are as JSON has them: names of constants are texts, a pair is a list,
        `{"bytes": true}` stands for the payload and `{"hex": "0100"}` for other bytes, and
        `{"fileno": 7}` for a socket. `held` is there, and true, of a call that is held.
        """
        # Python's parser is not needed to show calls.
        from socket_workbench.journal.call_syntax import arguments, result_value

        error = self.error
        place = {"file": self.file, "line": self.line or None} if self.file else {}
        held = {"held": True} if self.is_held else {}
        return {
            "id": self.number,
            "process": self.process,
            "thread": self.thread,
            "call": self.name,
            "arguments": arguments(self.call),
            "result": None if error or not self.result else result_value(self.result),
            "error": error or None,
            "waited": None if self.waited is None else self.waited / _SECOND,
            **place,
            **held,
        }


def call_name(text: str) -> str:
    """Return the name of the call that the text of an event of `CALLS` is about."""
    return text.partition("(")[0]


def call_text(call: str, result: str, waited: int, thread: str, process: int, number: int) -> str:
    """Write the text of a `CALL` event; see `CallRecord`."""
    return f"{call} → {result}\t{waited}\t{without_tabs(thread)}\t{process}\t{number}"


def with_place(text: str, file: str, line: int) -> str:
    """Add the place in a source file to the text of a call."""
    return f"{text}\t{without_tabs(file)}\t{line}"


def begun_text(call: str, thread: str, process: int, number: int) -> str:
    """Write the text of a `CALL_BEGUN` event; see `CallRecord`."""
    return f"{call}\t\t{without_tabs(thread)}\t{process}\t{number}"


def held_text(call: str, thread: str, process: int, number: int) -> str:
    """Write the text of a `CALL_BEGUN` event of a call that is held; see `CallRecord`."""
    return f"{call}\t{_HELD}\t{without_tabs(thread)}\t{process}\t{number}"


def event_words(kind: Kind, text: str, payload: bytes, length: int) -> str:
    """Return what an event says, for people: of a call the line of code, else its text."""
    if kind in CALLS:
        return CallRecord.read(text).words(payload, length)
    if kind is Kind.OUTPUT:
        return output_words(payload, length)
    return HintRecord.read(text).words() if kind is Kind.HINT else text


def _number(text: str) -> int | None:
    is_number = len(text) <= _MOST_DIGITS and text.isascii() and text.isdigit()
    return int(text) if is_number else None


def span_text(nanoseconds: int) -> str:
    """Write how long a call waited: `3.5 ms`, `0.8 s`."""
    if nanoseconds < 100 * _MILLISECOND:
        return f"{nanoseconds / _MILLISECOND:.1f} ms"
    return f"{nanoseconds / _SECOND:.1f} s"
