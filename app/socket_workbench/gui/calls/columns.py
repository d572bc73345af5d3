"""The columns of the table of calls."""

from dataclasses import replace
from math import log10

from PySide6.QtGui import QColor

from socket_workbench.gui.log.columns import PEER, SINCE, TIME, ColumnSet, LogColumn
from socket_workbench.gui.rows.colors import LogColors
from socket_workbench.gui.rows.line import LogLine
from socket_workbench.gui.rows.text import event_line
from socket_workbench.gui.rows.time import wait_text
from socket_workbench.gui.widgets.columns import Look
from socket_workbench.journal.watch_record import place_words
from socket_workbench.language import mark

LONGEST_WAIT = 60_000_000_000
"""Nanoseconds of a wait whose bar fills its cell."""

_MILLISECOND = 1_000_000


def waited(line: LogLine) -> int | None:
    """Return for how many nanoseconds a call waited, or has waited so far; None if unknown."""
    if line.wait is not None:
        # How long a call was held is not known once it has returned.
        return None if line.wait.is_held and line.wait.is_over else line.wait.nanoseconds
    return None if line.call is None else line.call.waited


def share_of(nanoseconds: int | None) -> float:
    """Return which part of its cell the bar of a wait fills; each tenfold wait adds the same."""
    if nanoseconds is None or nanoseconds <= _MILLISECOND:
        return 0.0
    return min(log10(nanoseconds / _MILLISECOND) / log10(LONGEST_WAIT / _MILLISECOND), 1.0)


def code_of(line: LogLine) -> str:
    """Return the call as a line of code, with what is known of it.

    That is what became of it if it is recorded as begun, and where it stands in a watched program.
    """
    record = line.call
    if record is None:
        return line.text
    code = record.code(line.row.preview, line.row.length)
    code = event_line(f"{code}  {place_words(record.file, record.line)}" if record.file else code)
    return code if line.wait is None else f"{code}  {line.wait.state}"


def _waited_text(line: LogLine) -> str:
    nanoseconds = waited(line)
    return "" if nanoseconds is None else wait_text(nanoseconds)


def _thread(line: LogLine) -> str:
    """Return the thread's name, which begins with that of the endpoint, without that."""
    return "" if line.call is None else line.call.thread.removeprefix(f"{line.recorder} ")


def _ink(line: LogLine, colors: LogColors) -> QColor:
    if line.is_waiting:
        return colors.waiting
    call = line.call
    if call is not None and call.has_failed:
        return colors.error
    return colors.dim if (call is not None and call.error) or line.wait is not None else colors.text


def _waited_ink(line: LogLine, colors: LogColors) -> QColor:
    return colors.waiting if line.is_waiting else colors.text


ENDPOINT = LogColumn(
    "endpoint",
    mark("Endpoint"),
    mark("The server or client whose socket it is."),
    lambda line: line.recorder,
    "Server 888",
    ink=lambda line, colors: colors.text,
)
THREAD = LogColumn(
    "thread",
    mark("Thread"),
    mark("The thread that made the call."),
    _thread,
    "127.0.0.1:65535",
    Look.ADDRESS,
)
WAITED = LogColumn(
    "waited",
    mark("Waited"),
    mark("How long it took until the call returned; the bar grows by the same for each tenfold."),
    _waited_text,
    "59 min 59 s",
    Look.NUMBER,
    ink=_waited_ink,
    share=lambda line: share_of(waited(line)),
)
CALL = LogColumn(
    "call",
    mark("Call"),
    mark("The call as Python writes it, and what it returned or the name of the error."),
    code_of,
    "recv(262144, MSG_DONTWAIT) → b'GET /index.html HTTP/1.1'",
    Look.MONO,
    ink=_ink,
)

CALLS_TABLE = ColumnSet(
    (TIME, replace(SINCE, is_optional=True), ENDPOINT, PEER, THREAD, WAITED, CALL),
    CALL,
    (PEER, THREAD, ENDPOINT, TIME),
    mark("Columns of the calls"),
)
