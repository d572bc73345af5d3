"""The errors of sockets: what was tried, where, and a sentence that says what to do next."""

import errno
import socket
from collections.abc import Sequence

from socket_workbench.language import tr
from socket_workbench.sockets.addresses.endpoint import Endpoint
from socket_workbench.sockets.failures.failure import Action, Failure
from socket_workbench.sockets.failures.sentences import sentence
from socket_workbench.sockets.system import error_name

__all__ = [
    "Action",
    "Interrupted",
    "SocketError",
    "TooManyFilesError",
    "connect_failure",
    "explain",
]

# What `accept` meets when the machine is short of something; waiting a little and going on is
# right for all four (the set is trio's, _highlevel_serve_listeners.py).
_SHORTAGES = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM})
_LOOKUP_NAMES = {
    value: name for name, value in vars(socket).items() if name.startswith("EAI_") and value
}

# The most informative first: Refused means the host is up; a timeout means it may be.
_RANKS = ("ECONNREFUSED", "ECONNRESET", "ETIMEDOUT", "EHOSTUNREACH", "ENETUNREACH")
# Expected where an address is of another IP version than this computer or the local address has.
_WRONG_VERSION = ("EADDRNOTAVAIL", "EAFNOSUPPORT")


class SocketError(Exception):
    """A socket operation failed; `str()` is the sentence for people.

    Attributes:
        action: what was tried.
        endpoint: where, as text: an endpoint (`tcp://localhost:80`) or a peer (`127.0.0.1:80`).
        errno_name: the system's name for the reason, such as `ECONNREFUSED`; empty without one.
        sentence: what was wrong and what to do next.
        sent: bytes that the system had taken before the failure, by `send`; None where the call
            does not tell.
        is_transient: whether the socket works on, as after an ICMP error on a datagram socket.
    """

    def __init__(self, action: Action, endpoint: str, errno_name: str, sentence: str) -> None:
        super().__init__(sentence)
        self.action = action
        self.endpoint = endpoint
        self.errno_name = errno_name
        self.sentence = sentence
        self.sent: int | None = 0
        self.is_transient = False


class TooManyFilesError(SocketError):
    """There is no descriptor (or memory) left for another socket, or no room in a `select`.

    A listener can still be used: wait a little, then accept again.
    """


class Interrupted(Exception):  # noqa: N818 - it is no error: somebody asked for it
    """A call ended because its socket was interrupted or closed on purpose.

    Attributes:
        sent: bytes that the system had taken before that, by `send`; None where the call does not
            tell.
    """

    def __init__(self, sent: int | None = 0) -> None:
        super().__init__(tr("Stopped on purpose."))
        self.sent = sent


def explain(
    error: OSError, action: Action, endpoint: Endpoint | str, *, size: int = 0, limit: int = 0
) -> SocketError:
    """Turn what the system raised into an error that people understand.

    A port or path in use makes this look for the process that has it, which takes tens of
    milliseconds.

    Args:
        error: what the system raised.
        action: what was tried.
        endpoint: the endpoint, or the text of a peer's address.
        size: bytes in the datagram that was sent, or in the path.
        limit: the most bytes that the datagram or path may have.
    """
    failure = Failure(error, action, endpoint, size, limit)
    lacks = error.errno in _SHORTAGES and not isinstance(error, socket.gaierror)
    is_shortage = lacks and (action is Action.ACCEPT or error.errno in (errno.EMFILE, errno.ENFILE))
    kind = TooManyFilesError if is_shortage else SocketError
    return kind(action, str(endpoint), errno_name(error), sentence(failure))


def errno_name(error: OSError) -> str:
    """Return the system's name for an error's reason: `ECONNREFUSED`, `EAI_NONAME`, or empty."""
    if error.errno is None:
        return "ETIMEDOUT" if isinstance(error, TimeoutError) else ""
    if isinstance(error, socket.gaierror):
        return _LOOKUP_NAMES.get(error.errno, str(error.errno))
    return error_name(error.errno)


def connect_failure(failures: Sequence[SocketError], tried: Sequence[str]) -> SocketError:
    """Return the most informative of the errors with which the addresses of a host failed.

    Args:
        failures: at least one.
        tried: the addresses as text, in the order in which they were tried; if there is more than
            one, the sentence names them all.
    """
    shown = min(failures, key=_rank)
    if len(tried) == 1:
        return shown
    text = tr("{sentence} Tried: {addresses}.", sentence=shown.sentence, addresses=", ".join(tried))
    return SocketError(shown.action, shown.endpoint, shown.errno_name, text)


def _rank(failure: SocketError) -> int:
    if failure.errno_name in _RANKS:
        return _RANKS.index(failure.errno_name)
    return len(_RANKS) + (failure.errno_name in _WRONG_VERSION)
