"""Chooses the one error to show when every address of a host has failed."""

from collections.abc import Sequence

from socket_workbench.language import tr
from socket_workbench.sockets.addresses.address import address_text
from socket_workbench.sockets.failures.errors import SocketError
from socket_workbench.sockets.opening.resolve import ResolvedAddress

# From the most telling: who refuses is there; who is silent may be; what comes last was expected to
# fail, because it is of the wrong IP version for this computer or for the local address asked for.
_RANKS = ("ECONNREFUSED", "ECONNRESET", "ETIMEDOUT", "EHOSTUNREACH", "ENETUNREACH")
_EXPECTED = ("EADDRNOTAVAIL", "EAFNOSUPPORT")


def most_telling(failures: Sequence[SocketError], tried: Sequence[ResolvedAddress]) -> SocketError:
    """Return the error that helps most, naming all addresses if there was more than one.

    Args:
        failures: at least one.
        tried: the addresses, in the order in which they were tried.
    """
    told = min(failures, key=_rank)
    if len(tried) == 1:
        return told
    sentence = tr(
        "{sentence} Tried: {addresses}.",
        sentence=told.sentence,
        addresses=", ".join(address_text(target.address) for target in tried),
    )
    return SocketError(told.action, told.endpoint, told.errno_name, sentence)


def _rank(failure: SocketError) -> int:
    if failure.errno_name in _RANKS:
        return _RANKS.index(failure.errno_name)
    return len(_RANKS) + (failure.errno_name in _EXPECTED)
