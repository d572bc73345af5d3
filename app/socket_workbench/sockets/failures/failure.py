"""One failed socket operation, with all that a sentence about it may need."""

import enum
from dataclasses import dataclass

from socket_workbench.language import tr
from socket_workbench.sockets.addresses.endpoint import Endpoint
from socket_workbench.sockets.system import error_name


class Action(enum.Enum):
    """What a socket was asked to do when it failed; the value is the word for it in logs."""

    LOOK_UP = "look up"
    BIND = "bind"
    BIND_LOCAL = "bind the local address"
    LISTEN = "listen"
    ACCEPT = "accept"
    CONNECT = "connect"
    RECEIVE = "receive"
    SEND = "send"
    SEND_EOF = "half-close"


@dataclass(frozen=True, slots=True)
class Failure:
    """What was tried and what the system raised.

    Attributes:
        error: what the system raised.
        action: what was tried.
        where: the endpoint, or the text of a peer's address.
        size: bytes in the datagram or path; 0 where that does not matter.
        limit: the most bytes that were allowed; 0 where that does not matter.
    """

    error: OSError
    action: Action
    where: Endpoint | str
    size: int = 0
    limit: int = 0

    @property
    def host(self) -> str:
        """The host that was wanted; empty for Unix sockets."""
        return self.where.host if isinstance(self.where, Endpoint) else str(self.where)

    @property
    def port(self) -> int:
        """The port that was wanted; 0 where only an address text is known."""
        return self.where.port if isinstance(self.where, Endpoint) else 0

    @property
    def path(self) -> str:
        """The path that was wanted; empty for TCP and UDP."""
        if isinstance(self.where, Endpoint):
            return self.where.path
        return self.where if self.where.startswith("/") else ""

    @property
    def is_opening_here(self) -> bool:
        """Whether an address of this computer was being taken."""
        return self.action in (Action.BIND, Action.BIND_LOCAL, Action.LISTEN)


def in_the_systems_words(failure: Failure) -> str:
    """Return the system's own text for a reason that has no sentence here, and its name."""
    return tr(
        "The system refused an operation on {where}: {reason} ({name}).",
        where=failure.where,
        reason=failure.error.strerror or str(failure.error),
        name=error_name(failure.error.errno or 0),
    )
