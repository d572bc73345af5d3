"""The words of the log: kinds of event, directions, names of connections, missing bytes."""

from socket_workbench.journal.errors import JournalError
from socket_workbench.journal.event import Kind, Source
from socket_workbench.journal.other_ends import client_address
from socket_workbench.journal.reader import Reader
from socket_workbench.journal.row import Direction, Row, framed_words, taken_words
from socket_workbench.language import mark, tr, trn

_WORDS = {
    Kind.LISTENING: mark("listening"),
    Kind.CONNECTING: mark("connecting"),
    Kind.CONNECTED: mark("connected"),
    Kind.ACCEPTED: mark("accepted"),
    Kind.RECEIVED: mark("received"),
    Kind.SENT: mark("sent"),
    Kind.END_OF_STREAM: mark("end of stream"),
    Kind.HALF_CLOSED: mark("half-closed"),
    Kind.RESET: mark("reset"),
    Kind.CLOSED: mark("closed"),
    Kind.STOPPED: mark("stopped"),
    Kind.DROPPED: mark("dropped"),
    Kind.ERROR: mark("error"),
    Kind.NOTE: mark("note"),
    Kind.MESSAGE: mark("message"),
    Kind.INCOMPLETE: mark("incomplete"),
    Kind.CALL: mark("call"),
    Kind.CALL_BEGUN: mark("call begun"),
    Kind.OUTPUT: mark("output"),
    Kind.HINT: mark("hint"),
}


def kind_word(kind: Kind) -> str:
    """Return the name of a kind of event."""
    return tr(_WORDS[kind]) if kind in _WORDS else kind.word


def direction_words(direction: Direction) -> str:
    """Return a description of a direction."""
    if direction is Direction.TO_SERVER:
        return tr("client to server")
    return tr("server to client")


def cut_words(cut: int) -> str:
    """Return, for example, `744 bytes not recorded`; empty if nothing is missing."""
    if not cut:
        return ""
    return trn("{count:,} byte not recorded", "{count:,} bytes not recorded", cut)


def with_missing(text: str, row: Row) -> str:
    """Return a payload's text with notes.

    Before it stands how much of it was sent, or from how many reads it is, and behind it what is
    missing. A note before the text is visible however long the text is.
    """
    before = taken_words(row.taken, row.length) or framed_words(row.kind, row.text)
    behind = f" [{cut_words(row.cut)}]" if row.cut else ""
    return f"[{before}] {text}{behind}" if before else f"{text}{behind}"


def other_name(reader: Reader, source: Source) -> str:
    """Return the name of a connection's other end; empty if it is unknown."""
    try:
        found = reader.other_ends.of(source)
    except JournalError:
        return ""
    return "" if found is None else found.name


def connection_name(source: Source) -> str:
    """Return the name of a connection, as a filter has it, with its client's address.

    For example `conn:3 127.0.0.1:51342`.
    """
    return f"{connection_word(source.connection)} {client_address(source)}".rstrip()


def connection_word(number: int) -> str:
    """Return a connection's number as a filter has it, such as `conn:3`; never translated."""
    return f"conn:{number}"
