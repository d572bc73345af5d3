"""The words for kinds of event and sides of a conversation, as a person reads them."""

from socket_workbench.journal.event import Kind, Role
from socket_workbench.journal.row import Direction
from socket_workbench.language import tr


def kind_word(kind: Kind) -> str:
    """Return what happened in a word or two."""
    words = {
        Kind.LISTENING: tr("listening"),
        Kind.CONNECTING: tr("connecting"),
        Kind.CONNECTED: tr("connected"),
        Kind.ACCEPTED: tr("accepted"),
        Kind.RECEIVED: tr("received"),
        Kind.SENT: tr("sent"),
        Kind.END_OF_STREAM: tr("end of stream"),
        Kind.HALF_CLOSED: tr("half-closed"),
        Kind.RESET: tr("reset"),
        Kind.CLOSED: tr("closed"),
        Kind.STOPPED: tr("stopped"),
        Kind.DROPPED: tr("dropped"),
        Kind.ERROR: tr("error"),
        Kind.NOTE: tr("note"),
    }
    return words.get(kind) or kind.word


def role_word(role: Role) -> str:
    """Return the word for a side of a conversation."""
    if role is Role.SESSION:
        return tr("session")
    return tr("server") if role is Role.SERVER else tr("client")


def other_role_word(role: Role) -> str:
    """Return the word for the side opposite to a role."""
    return tr("client") if role is Role.SERVER else tr("server")


def direction_words(direction: Direction) -> str:
    """Return a direction in words."""
    if direction is Direction.TO_SERVER:
        return tr("client to server")
    return tr("server to client")
