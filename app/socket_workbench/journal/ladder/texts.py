"""The texts of a ladder: plain, on one line, and bounded."""

from socket_workbench.journal.call_record import CallRecord, event_words, span_text
from socket_workbench.journal.event import FRAMED, Kind
from socket_workbench.journal.row import Row, framed_words, taken_words
from socket_workbench.language import mark, tr, trn
from socket_workbench.payload.escapes import show_escapes
from socket_workbench.payload.text import printable

_FIRST_BYTES = 48
"""Bytes of a message that are shown."""

_LONGEST = 200
"""Characters of a text."""

WAITED = 1_000_000
"""Nanoseconds from which a call counts as one that has waited."""

_SECOND = 1_000_000_000

_WORDS = {
    Kind.LISTENING: mark("listening"),
    Kind.CONNECTING: mark("connecting"),
    Kind.ACCEPTED: mark("accepted"),
    Kind.CONNECTED: mark("connected"),
    Kind.HALF_CLOSED: mark("half-closed"),
    Kind.END_OF_STREAM: mark("end of stream"),
    Kind.STOPPED: mark("stopped"),
}


def plain(text: str) -> str:
    """Return a text as it can be drawn: control characters made visible, and not too long."""
    if len(text) > _LONGEST:
        text = f"{text[:_LONGEST]}…"
    return printable(text)


def message_words(row: Row) -> str:
    """Return the first characters of a message, and how long it is."""
    return "".join(message_parts(row))


def message_parts(row: Row) -> tuple[str, str]:
    """Return the first characters of a message, and how long it is, set off from them."""
    first = row.preview[:_FIRST_BYTES]
    shown = show_escapes(first)
    if row.length > len(first):
        shown = f"{shown}…"
    words = taken_words(row.taken, row.length) or f"{row.length:,}"
    return (plain(shown), plain(f"  {words}")) if shown else ("", plain(words))


def call_words(row: Row, call: CallRecord, now: int | None) -> str:
    """Return a call as code, with its result; of one that waits how long it has waited.

    Args:
        row: the row of the call.
        call: what its text says.
        now: nanoseconds since 1970 while it may still wait; otherwise None.
    """
    if row.kind is Kind.CALL_BEGUN:
        code = plain(call.code(row.preview, row.length))
        if now is None:
            return code
        if call.is_held:
            return tr("{code}  held", code=code)
        seconds = max(now - row.time, 0) / _SECOND
        return tr("{code}  {seconds} s", code=code, seconds=f"{seconds:.1f}")
    code = call.code(row.preview, row.length)
    begun = call._replace(result="").code(row.preview, row.length)
    if call.waited is None or call.waited < WAITED:
        return plain(code)
    # How long it waited is seen also where there is little room.
    return plain(f"{begun} {span_text(call.waited)}{code[len(begun) :]}")


def event_label(row: Row) -> str:
    """Return what an event that is neither call nor message says."""
    kind, text, source = row.kind, plain(row.text), row.source
    if kind in FRAMED:
        word = tr("message") if kind is Kind.MESSAGE else tr("incomplete")
        size = trn("{count:,} byte", "{count:,} bytes", row.length)
        return " ".join(filter(None, (word, size, framed_words(kind, row.text))))
    if kind in _WORDS:
        return tr(_WORDS[kind])
    if kind in (Kind.OUTPUT, Kind.HINT):
        return plain(event_words(kind, row.text, row.preview, row.length))
    if kind is Kind.RESET:
        return text or tr("reset")
    if kind is Kind.CLOSED:
        return text or tr("closed")
    return plain(event_words(kind, row.text, row.preview, row.length)) or source.name
