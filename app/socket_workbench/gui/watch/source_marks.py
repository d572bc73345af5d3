"""The marks on the lines of a watched program."""

from collections.abc import Iterable
from typing import NamedTuple

from socket_workbench.gui.rows.time import wait_text
from socket_workbench.gui.widgets.source_view import LineMark, MarkKind
from socket_workbench.journal.call_record import CallRecord
from socket_workbench.journal.event import CALLS, Kind
from socket_workbench.journal.row import Row
from socket_workbench.journal.watch_record import HintRecord
from socket_workbench.language import tr
from socket_workbench.payload.harmless import harmless
from socket_workbench.watch.following import CallPlace, CallState, Hint

_LONG_WAIT = 100_000_000
"""Nanoseconds from which on it is said how long a call has waited."""

_PAYLOAD = "b''"
"""Stands for what was received; see `call_record`."""

_KINDS = {
    CallState.HELD: MarkKind.HELD,
    CallState.WAITING: MarkKind.WAITING,
    CallState.RETURNED: MarkKind.RETURNED,
    CallState.FAILED: MarkKind.FAILED,
}


class ChosenLine(NamedTuple):
    """The line that a row of the log is about.

    Attributes:
        file: the source file.
        mark: the mark of the line.
        process: the system's number of the process that made a call; 0 for other rows.
    """

    file: str
    mark: LineMark
    process: int = 0


def chosen_line(row: Row) -> ChosenLine | None:
    """Return the line of a watched program that a row is about; None for other rows."""
    words, process = "", 0
    if row.kind in CALLS:
        call = CallRecord.read(row.text)
        file, line, process = call.file, call.line, call.process
        # Of what was received how much it is, as of calls that have just returned.
        words = str(row.length) if _PAYLOAD in call.result else harmless(call.result)
        words = f"= {words}" if words and not call.error else words
    elif row.kind is Kind.HINT:
        hint = HintRecord.read(row.text)
        file, line = hint.file, hint.line
    else:
        return None
    mark = LineMark(line, MarkKind.CHOSEN, words)
    return ChosenLine(file, mark, process) if file and line else None


def source_marks(
    places: Iterable[CallPlace], hints: Iterable[Hint], file: str, now: int
) -> list[LineMark]:
    """Return the marks of the lines of one file.

    Args:
        places: where the threads are.
        hints: what is said of lines.
        file: the file.
        now: nanoseconds since 1970 in UTC.
    """
    marks = [
        LineMark(hint.record.line, MarkKind.HINT)
        for hint in hints
        if hint.record.file == file and hint.record.line
    ]
    marks += [
        LineMark(place.line, _KINDS[place.state], _words(place, now))
        for place in places
        if place.file == file
    ]
    return marks


def _words(place: CallPlace, now: int) -> str:
    """Return what is said behind a line."""
    if place.state is CallState.HELD:
        return tr("held before the call")
    if place.state is CallState.FAILED:
        return harmless(place.result)
    if place.state is CallState.RETURNED:
        return f"= {harmless(place.result)}"
    waited = now - place.begun
    if waited < _LONG_WAIT:
        return tr("waiting")
    return tr("waiting {time}", time=wait_text(waited))
