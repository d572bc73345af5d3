r"""The text of the events of a call trace: written by the engine, read by whoever shows a call.

`recv(1024) → b''\t803112\tServer 1\t4711\t17`: the call as Python writes it and its result, or the
name of the error, then nanoseconds until it returned, the thread, the process and the number of the
call; of a watched program also the file and the line of the call. A call that is held before it is
made has `held` in the place of the nanoseconds. `b''` stands for the event's payload. What a filter
looks for as text is in it as it is shown.
"""

import ast
import functools
import math
import re
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

NAMES = (
    "accept",
    "bind",
    "close",
    "close_request",
    "connect",
    "connect_ex",
    "detach",
    "do_handshake",
    "dup",
    "finish",
    "finish_request",
    "get_request",
    "getpeername",
    "getsockname",
    "handle",
    "listen",
    "makefile",
    "poll",
    "process_request",
    "process_request_thread",
    "recv",
    "recv_into",
    "recvfrom",
    "recvfrom_into",
    "recvmsg",
    "recvmsg_into",
    "select",
    "send",
    "sendall",
    "sendfile",
    "sendmsg",
    "sendto",
    "serve_forever",
    "server_activate",
    "server_bind",
    "server_close",
    "setblocking",
    "setsockopt",
    "settimeout",
    "setup",
    "shutdown",
    "shutdown_request",
    "socket",
    "socketpair",
    "unwrap",
    "verify_request",
)
"""The calls that are recorded, of the workbench's sockets or of a watched program's."""

SHOWN_BYTES = 64
"""Bytes of a call's payload that are shown of it; the message beside it has them all."""

_ARROW = " → "
_HELD = "held"
_PAYLOAD = "b''"
_MOST_DIGITS = 18
_MOST_TEXT = 4096
_SECOND = 1_000_000_000
_MILLISECOND = 1_000_000

_ESCAPE = r"\\(?:['\"\\abfnrtv0]|x[0-9a-f]{2}"
_TOKENS = re.compile(
    rf"""(?:b'(?:[^'\\\n]|{_ESCAPE}))*'|b"(?:[^"\\\n]|{_ESCAPE}))*"
    |'(?:[^'\\\n]|{_ESCAPE}|u[0-9a-f]{{4}}|U[0-9a-f]{{8}}))*'
    |"(?:[^"\\\n]|{_ESCAPE}|u[0-9a-f]{{4}}|U[0-9a-f]{{8}}))*"
    |[A-Za-z_][A-Za-z_0-9]*(?![\w'"])|-?[0-9]+(?:\.[0-9]+)?(?!\w)|\.\.\.|[(),|=\[\]]|\ )*""",
    re.VERBOSE,
)
"""What calls are written with. Other texts make Python's parser warn, or take it long."""


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
        error = self.error
        place = {"file": self.file, "line": self.line or None} if self.file else {}
        held = {"held": True} if self.is_held else {}
        return {
            "id": self.number,
            "process": self.process,
            "thread": self.thread,
            "call": self.name,
            "arguments": _arguments(self.call),
            "result": None if error or not self.result else _value_of(self.result),
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


def is_plain_call(call: str) -> bool:
    """Whether a text is one call of `NAMES` with plain values, and would run nothing else."""
    if len(call) > _MOST_TEXT or _TOKENS.fullmatch(call) is None:
        return False
    try:
        parsed = ast.parse(call, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    called = [node.func for node in ast.walk(parsed) if isinstance(node, ast.Call)]
    names = [function.id for function in called if isinstance(function, ast.Name)]
    is_known = len(names) == len(called) and call_name(call) in NAMES
    return isinstance(parsed, ast.Call) and is_known and set(names[1:]) <= {"socket"}


@functools.lru_cache(maxsize=256)
def _arguments(call: str) -> list[object]:
    """Return the arguments of a call as JSON has them, without running anything.

    Returns:
        Nothing if the text is not as `sockets.calls` writes it, which a file may hold.
    """
    if len(call) > _MOST_TEXT or _TOKENS.fullmatch(call) is None:
        return []
    try:
        parsed = ast.parse(call, mode="eval").body
        return [_json(each) for each in parsed.args] if isinstance(parsed, ast.Call) else []
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []


def _value_of(result: str) -> object:
    return next(iter(_arguments(f"result({result})")), None)


def _json(node: ast.expr) -> object:
    match node:
        case ast.Constant(b""):
            return {"bytes": True}
        case ast.Constant(bytes(value)):
            return {"hex": value.hex()}
        case ast.Constant(float(value)) if not math.isfinite(value):
            # Of more digits than a float has; JSON has no infinity.
            return str(value)
        case ast.Constant(None | int() | float() | str() as value):
            return value
        case ast.Name(name):
            return name
        case ast.Tuple(items) | ast.List(items):
            return [_json(item) for item in items]
        case ast.Call(ast.Name("socket"), _, [ast.keyword("fileno", ast.Constant(int(value)))]):
            return {"fileno": value}
    # A union of flags, or a negative number.
    return ast.unparse(node)
