"""The marks on the lines of a watched program."""

from collections.abc import Iterable

from socket_workbench.gui.rows.time import wait_text
from socket_workbench.gui.widgets.source_view import LineMark, MarkKind
from socket_workbench.language import tr
from socket_workbench.payload.harmless import harmless
from socket_workbench.watch.following import CallPlace, CallState, Hint

_LONG_WAIT = 100_000_000
"""Nanoseconds from which on it is said how long a call has waited."""

_KINDS = {
    CallState.HELD: MarkKind.HELD,
    CallState.WAITING: MarkKind.WAITING,
    CallState.RETURNED: MarkKind.RETURNED,
}


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
    if place.state is CallState.RETURNED:
        return f"= {harmless(place.result)}"
    waited = now - place.begun
    if waited < _LONG_WAIT:
        return tr("waiting")
    return tr("waiting {time}", time=wait_text(waited))
