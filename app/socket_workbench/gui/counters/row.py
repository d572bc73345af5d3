"""The rows of the counter tables."""

from dataclasses import dataclass

from socket_workbench.gui.looks.state_mark import Tone


@dataclass(frozen=True, slots=True)
class Counts:
    """The traffic of an endpoint or a connection.

    Attributes:
        bytes_in: bytes received.
        bytes_out: bytes sent.
        reads: reads that returned bytes, or datagrams received.
        sends: what was handed to the system to be sent.
        byte_rate_in: bytes received per second; None while unknown.
        byte_rate_out: bytes sent per second.
        read_rate: reads per second.
        send_rate: sends per second.
        median: the median reply time in seconds; None without replies.
        slow: the 95th percentile of reply times in seconds.
        longest: the longest reply time in seconds.
    """

    bytes_in: int = 0
    bytes_out: int = 0
    reads: int = 0
    sends: int = 0
    byte_rate_in: float | None = None
    byte_rate_out: float | None = None
    read_rate: float | None = None
    send_rate: float | None = None
    median: float | None = None
    slow: float | None = None
    longest: float | None = None


@dataclass(frozen=True, slots=True)
class CounterRow:
    """A row of either table.

    Attributes:
        key: identifies the row in its table; a connection's number in the session.
        name: the endpoint's name, or the connection's number.
        address: the endpoint's address, or the peer's.
        state: the name of the state, such as `LISTEN`.
        tone: the tone of the state.
        counts: the traffic.
        opened: the number of open connections.
        connections: the number of connections so far.
        dropped: datagrams dropped by the system.
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
