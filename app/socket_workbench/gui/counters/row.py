"""What the tables of counters show of one endpoint or one connection."""

from dataclasses import dataclass

from socket_workbench.gui.looks.state_mark import Tone


@dataclass(frozen=True, slots=True)
class Counts:
    """What was moved, and how quickly.

    Attributes:
        bytes_in: bytes received.
        bytes_out: bytes sent.
        messages_in: messages received.
        messages_out: messages sent.
        byte_rate_in: bytes received in a second; None while it is not known.
        byte_rate_out: bytes sent in a second.
        message_rate_in: messages received in a second.
        message_rate_out: messages sent in a second.
        median: seconds that the median reply took; None when there was none.
        slow: seconds that 95 of 100 replies did not exceed.
        longest: seconds of the slowest reply.
    """

    bytes_in: int = 0
    bytes_out: int = 0
    messages_in: int = 0
    messages_out: int = 0
    byte_rate_in: float | None = None
    byte_rate_out: float | None = None
    message_rate_in: float | None = None
    message_rate_out: float | None = None
    median: float | None = None
    slow: float | None = None
    longest: float | None = None


@dataclass(frozen=True, slots=True)
class CounterRow:
    """A row of either table.

    Attributes:
        key: its identity in the table: a connection's number in the session.
        name: what the endpoint is called; the connection's number.
        address: the endpoint's address; the peer's.
        state: the state's word, such as `LISTEN`.
        tone: what the state means.
        counts: what was moved.
        opened: connections that are open now.
        connections: connections there have been.
        dropped: datagrams that the system dropped.
    """

    key: int
    name: str
    address: str
    state: str
    tone: Tone
    counts: Counts
    opened: int = 0
    connections: int = 0
    dropped: int = 0
