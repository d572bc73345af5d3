"""The words for kinds of event and sides of a conversation, as a person reads them."""

from socket_workbench.journal.event import Kind, Role
from socket_workbench.journal.row import Direction
from socket_workbench.language import mark, tr

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
}


def kind_word(kind: Kind) -> str:
    """Return what happened in a word or two."""
    return tr(_WORDS[kind]) if kind in _WORDS else kind.word


def role_word(role: Role) -> str:
    """Return the word for a side of a conversation."""
    if role is Role.SESSION:
        return tr("session")
    return tr("server") if role is Role.SERVER else tr("client")


def direction_words(direction: Direction) -> str:
    """Return a direction in words."""
    if direction is Direction.TO_SERVER:
        return tr("client to server")
    return tr("server to client")
