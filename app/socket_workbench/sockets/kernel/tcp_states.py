"""The states of a TCP connection and the transitions between them (RFC 9293, section 3.3.2)."""

import enum
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple


class TcpState(enum.Enum):
    """A state of RFC 9293; the value is its name with underscores, as programs write it."""

    CLOSED = "CLOSED"
    LISTEN = "LISTEN"
    SYN_SENT = "SYN_SENT"
    SYN_RECEIVED = "SYN_RECEIVED"
    ESTABLISHED = "ESTABLISHED"
    FIN_WAIT1 = "FIN_WAIT1"
    FIN_WAIT2 = "FIN_WAIT2"
    CLOSING = "CLOSING"
    TIME_WAIT = "TIME_WAIT"
    CLOSE_WAIT = "CLOSE_WAIT"
    LAST_ACK = "LAST_ACK"


class Transition(NamedTuple):
    """An arrow of figure 5 of RFC 9293.

    Attributes:
        before: the state that is left.
        after: the state that follows.
        event: what causes it: a call, or a segment that arrives (`rcv`).
        action: the segment that is sent then; empty for none.
    """

    before: TcpState
    after: TcpState
    event: str
    action: str = ""


_S = TcpState

TRANSITIONS = (
    Transition(_S.CLOSED, _S.LISTEN, "listen()"),
    Transition(_S.CLOSED, _S.SYN_SENT, "connect()", "SYN"),
    Transition(_S.LISTEN, _S.SYN_RECEIVED, "rcv SYN", "SYN,ACK"),
    Transition(_S.SYN_SENT, _S.SYN_RECEIVED, "rcv SYN", "SYN,ACK"),
    Transition(_S.SYN_SENT, _S.ESTABLISHED, "rcv SYN,ACK", "ACK"),
    Transition(_S.SYN_RECEIVED, _S.ESTABLISHED, "rcv ACK of SYN"),
    Transition(_S.SYN_RECEIVED, _S.FIN_WAIT1, "close()", "FIN"),
    Transition(_S.ESTABLISHED, _S.FIN_WAIT1, "close()", "FIN"),
    Transition(_S.ESTABLISHED, _S.CLOSE_WAIT, "rcv FIN", "ACK"),
    Transition(_S.FIN_WAIT1, _S.FIN_WAIT2, "rcv ACK of FIN"),
    Transition(_S.FIN_WAIT1, _S.CLOSING, "rcv FIN", "ACK"),
    Transition(_S.FIN_WAIT2, _S.TIME_WAIT, "rcv FIN", "ACK"),
    Transition(_S.CLOSING, _S.TIME_WAIT, "rcv ACK of FIN"),
    Transition(_S.CLOSE_WAIT, _S.LAST_ACK, "close()", "FIN"),
    Transition(_S.LAST_ACK, _S.CLOSED, "rcv ACK of FIN"),
    Transition(_S.TIME_WAIT, _S.CLOSED, "timeout 2 MSL"),
)
"""The arrows of the figure that sockets have: those of the user's calls SEND on a listener and
CLOSE before anything was received are left out, since there is no such call or nothing to see."""

_NOT_DRAWN = ((_S.FIN_WAIT1, _S.TIME_WAIT),)
"""What the figure omits (its note 2): one segment with the peer's FIN and the ACK of ours."""

_NEXT = {
    state: frozenset(
        after
        for before, after in (*((each.before, each.after) for each in TRANSITIONS), *_NOT_DRAWN)
        if before is state
    )
    for state in TcpState
}


@lru_cache(maxsize=256)
def certain_between(before: TcpState, after: TcpState) -> Sequence[TcpState]:
    """Return the states that a connection must have had between two that were seen, in order.

    These are the states on every way from one to the other. A connection can be closed from any
    state by RST, or by a time limit, so nothing is certain about the way to `CLOSED`.

    Args:
        before: the earlier state.
        after: the later one.
    """
    if after in (TcpState.CLOSED, before) or not can_follow(before, after):
        return ()
    between = [
        state
        for state in TcpState
        if state not in (before, after) and after not in _reached(before, without=state)
    ]
    # The earlier a state is on the way, the more of the others follow it.
    return tuple(sorted(between, key=lambda state: -len(_reached(state, None) & {*between})))


def can_follow(before: TcpState, after: TcpState) -> bool:
    """Return whether one connection can be in one state and later in the other."""
    return before is after or after in _reached(before, without=None)


def _reached(start: TcpState, without: TcpState | None) -> frozenset[TcpState]:
    """Return the states after `start`, not by way of `without`, nor by way of CLOSED."""
    found: set[TcpState] = set()
    waiting = [start]
    while waiting:
        for state in _NEXT[waiting.pop()]:
            if state is not without and state not in found:
                found.add(state)
                if state is not TcpState.CLOSED:
                    waiting.append(state)
    return frozenset(found)
