"""The footer of the selected message."""

from socket_workbench.gui.looks.wording import byte_count
from socket_workbench.gui.rows.line import LogLine
from socket_workbench.gui.rows.time import date_time_text, span_text
from socket_workbench.gui.rows.words import cut_words, kind_word
from socket_workbench.journal.call_record import CallRecord
from socket_workbench.journal.event import CALLS, FRAMED, Kind, Role, Source
from socket_workbench.journal.row import framed_words, taken_words
from socket_workbench.language import tr

_DOT = " · "


def footer_text(line: LogLine, encoding_note: str) -> str:
    """Return the footer: `16 bytes · Server 1 → Client 1 · 0.1 ms after the previous row · UTF-8`.

    What matters most comes first, since the end is cut where there is not enough room.

    Args:
        line: the selected row.
        encoding_note: a note on its encoding; may be empty.
    """
    row = line.row
    if line.direction is None:
        parts = [tr("{name}: {kind}", name=line.recorder, kind=kind_word(row.kind))]
        if row.kind in CALLS:
            parts.append(tr("in thread {name}", name=CallRecord.read(row.text).thread))
    else:
        framed = kind_word(row.kind) if row.kind in FRAMED else ""
        reads = framed_words(row.kind, row.text)
        missing = (taken_words(row.taken, row.length), cut_words(row.cut))
        parts = [byte_count(row.length), framed, reads, *missing, _ends(line)]
    if line.since is not None:
        parts.append(
            tr("{span} after the previous row", span=span_text(line.since))
            if line.since >= 0
            else tr("{span} before the previous row", span=span_text(-line.since))
        )
    parts.append(_asked(row.source))
    if line.direction is not None:
        parts.append(encoding_note)
    parts.append(date_time_text(row.time))
    return _DOT.join(part for part in parts if part)


def _asked(source: Source) -> str:
    """Return which of its addresses a server received from, if it listens on several."""
    if source.role is not Role.SERVER or not source.local:
        return ""
    if source.endpoint.endswith(source.local):
        return ""
    return tr("local address {address}", address=source.local)


def _ends(line: LogLine) -> str:
    """Return who sent the message to whom."""
    ends = (line.recorder, line.other)
    return " → ".join(ends if line.row.kind is Kind.SENT else reversed(ends))
