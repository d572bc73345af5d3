"""What a rule has found, and how addresses stand in sentences."""

from typing import NamedTuple

from socket_workbench.sockets.addresses.address import address_text
from socket_workbench.watch.model import Call, End, Place, Value

ERROR, CONTRACT, WAIT, TIP = "ECWT"
"""The classes of hints: an error names it; a contract of the interface is broken; something waits,
which is stated as a fact; a tip."""

RECEIVING = frozenset({"recv", "recv_into", "recvfrom", "recvfrom_into", "recvmsg", "recvmsg_into"})
SENDING = frozenset({"send", "sendall", "sendfile", "sendmsg", "sendto"})
COUNTING = frozenset(
    {
        "accept-inside-message-loop",
        "both-wait-recv",
        "handler-one-shot",
        "http-no-blank-line",
        "makefile-not-flushed",
        "no-half-close",
        "recv-smaller-than-message",
        "send-partial",
        "two-sends-one-recv",
        "udp-no-timeout",
        "udp-truncated",
        "wait-for-eof",
    }
)
"""Topics whose rules compare what was sent with what was received, or a call with the next one."""

WAITING_FOR_SEVERAL = frozenset({"poll", "select"})


class Finding(NamedTuple):
    """A likely mistake.

    Attributes:
        topic: its name.
        kind: its class.
        sentence: what is wrong, and what to do.
        place: where; None for the place of the call or error that it is about.
    """

    topic: str
    kind: str
    sentence: str
    place: Place | None = None


def where(address: Value) -> str:
    """Write an address; what is none as Python does."""
    try:
        return str(address_text(address))
    except (TypeError, IndexError, AttributeError):
        return repr(address)


def port_of(address: Value) -> int:
    """Return the port of an address; 0 where it has none."""
    is_ip = isinstance(address, tuple) and len(address) > 1 and isinstance(address[1], int)
    return address[1] if is_ip else 0


def asked(call: Call) -> int:
    """Return how many bytes a receiving call has asked for; 0 where that is not known."""
    size = call.arguments[0] if call.arguments else 0
    return size if isinstance(size, int) and len(call.arguments) == 1 else 0


def got(call: Call) -> int:
    """Return how many bytes a call has received."""
    return call.received[0] if call.received is not None else 0


def is_users(place: Place | None) -> bool:
    """Whether a place is in the user's own code."""
    return place is not None and bool(place.function)


def is_quiet(end: End) -> bool:
    """Whether nothing is under way between two watched ends."""
    other = end.other
    return other is not None and end.sent == other.received and other.sent == end.received


def has_gaps(end: End | None) -> bool:
    """Whether calls may have been left out at one of the two ends of a connection."""
    if end is None:
        return False
    return end.has_gaps or (end.other is not None and end.other.has_gaps)
