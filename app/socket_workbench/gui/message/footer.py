"""The footer of the selected message."""

from socket_workbench.gui.looks.wording import byte_count
from socket_workbench.gui.rows.line import LogLine
from socket_workbench.gui.rows.time import date_time_text, span_text
from socket_workbench.gui.rows.words import cut_words, kind_word
from socket_workbench.journal.event import Kind, Role, Source
from socket_workbench.journal.row import taken_words
from socket_workbench.language import tr

_DOT = " · "


def footer_text(line: LogLine, encoding_note: str) -> str:
    """Return the footer: `16 bytes · UTF-8 · sent by server to 127.0.0.1:51342 · 0.1 ms after ...`.

    Args:
        line: the selected row.
        encoding_note: a note on its encoding; may be empty.
    """
    parts = [_deed(line), _asked(line.row.source)]
    if line.direction is not None:
        row = line.row
        missing = [taken_words(row.taken, row.length), cut_words(row.cut)]
        parts = [byte_count(row.length), *missing, encoding_note, *parts]
    if line.since is not None:
        parts.append(
            tr("{span} after the previous row", span=span_text(line.since))
            if line.since >= 0
            else tr("{span} before the previous row", span=span_text(-line.since))
        )
    parts.append(date_time_text(line.row.time))
    return _DOT.join(part for part in parts if part)


def _asked(source: Source) -> str:
    """Return which of its addresses a server received from, if it listens on several."""
    if source.role is not Role.SERVER or not source.local:
        return ""
    if source.endpoint.endswith(source.local):
        return ""
    return tr("local address {address}", address=source.local)


def _deed(line: LogLine) -> str:
    if line.row.kind is Kind.SENT:
        return tr("sent by {name} to {peer}", name=line.recorder, peer=line.other)
    if line.row.kind is Kind.RECEIVED:
        return tr("received by {name} from {peer}", name=line.recorder, peer=line.other)
    return tr("{name}: {kind}", name=line.recorder, kind=kind_word(line.row.kind))
