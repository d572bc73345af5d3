"""What can be seen of servers, clients and connections while they run.

The loops write these fields, anyone reads them: a number read a moment early does no harm, and the
path of a byte takes no lock for it.
"""

import enum
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from operator import add, sub
from typing import NamedTuple

from socket_workbench.clock import time_ns
from socket_workbench.engine.round_trips import ReplyTimer


class EndpointState(enum.Enum):
    """What a server or client is doing; the value is the word shown beside its colour."""

    STOPPED = "STOPPED"
    STARTING = "STARTING"
    LISTENING = "LISTEN"
    CONNECTING = "CONNECTING"
    CONNECTED = "ESTABLISHED"
    WAITING_TO_RECONNECT = "WAITING"
    STOPPING = "STOPPING"
    CLOSED = "CLOSED"
    FAILED = "FAILED"

    @property
    def is_beginning(self) -> bool:
        """Whether it is about to listen or connect, or to fail to."""
        return self in (EndpointState.STARTING, EndpointState.CONNECTING)

    @property
    def is_over(self) -> bool:
        """Whether it was started and has ended, by itself or because it failed."""
        return self in (EndpointState.CLOSED, EndpointState.FAILED)

    @property
    def is_live(self) -> bool:
        """Whether threads run for it."""
        return self is not EndpointState.STOPPED and not self.is_over


class ConnectionState(enum.Enum):
    """How much of a connection is open, in the words of RFC 9293 where it has one."""

    ESTABLISHED = "ESTABLISHED"
    FIN_WAIT = "FIN_WAIT"
    """We have ended our side and still receive."""
    CLOSE_WAIT = "CLOSE_WAIT"
    """The peer has ended its side; we may still send."""
    CLOSED = "CLOSED"
    ACTIVE = "ACTIVE"
    """A datagram peer: there is no connection, only an address that has been heard from."""


@dataclass(slots=True, eq=False)
class ConnectionView:
    """One connection, or one peer of a datagram socket, as it stands now.

    Attributes:
        number: the connection's number in this session.
        source: the number of its source in the journal.
        local: our address.
        peer: the other side's address.
        state: how much of it is open.
        dialogue_state: the state in which its dialogue is; empty where that has none.
        bytes_in: bytes received.
        bytes_out: bytes handed to the system for sending.
        messages_in: reads that returned bytes.
        messages_out: messages sent.
        activity: the socket call it is in, such as `recv(1024)`; empty when it is over.
        sending: its activity while it hands bytes to the system.
        heard_at: when it last received something, or began, in nanoseconds since 1970.
        sent_at: when it last began to send something, in nanoseconds since 1970; 0 before.
        opened_at: when it began, in `time.monotonic()` seconds.
        closed_at: when it ended; None while it is open.
        reason: why it ended, for people.
        inode: the number of the file of its socket, by which the system lists it; 0 for a datagram
            peer, and where the system does not list files.
        reply_timer: times the replies on it.
    """

    number: int
    source: int
    local: str
    peer: str
    state: ConnectionState = ConnectionState.ESTABLISHED
    dialogue_state: str = ""
    bytes_in: int = 0
    bytes_out: int = 0
    messages_in: int = 0
    messages_out: int = 0
    activity: str = ""
    sending: str = "send()"
    heard_at: int = field(default_factory=time_ns)
    sent_at: int = 0
    opened_at: float = field(default_factory=time.monotonic)
    closed_at: float | None = None
    reason: str = ""
    inode: int = 0
    reply_timer: ReplyTimer = field(default_factory=ReplyTimer)

    @property
    def is_open(self) -> bool:
        """Whether it has not ended."""
        return self.closed_at is None

    @property
    def can_send(self) -> bool:
        """Whether something can still be sent: neither it nor our side of it has ended.

        A peer that has ended its side only may still receive.
        """
        return self.closed_at is None and self.state is not ConnectionState.FIN_WAIT

    @property
    def traffic(self) -> "Traffic":
        """How much went over it."""
        return Traffic(
            self.bytes_in,
            self.bytes_out,
            messages_in=self.messages_in,
            messages_out=self.messages_out,
            connections=1,
        )

    def close(self, reason: str) -> None:
        """Record that it has ended; the first reason stays."""
        self.state = ConnectionState.CLOSED
        self.activity = ""
        if self.closed_at is None:
            self.reason = self.reason or reason
            # Last: whoever sees that it has ended reads why.
            self.closed_at = time.monotonic()


class HeldSocket(NamedTuple):
    """A socket that an endpoint has, or has had, to be found in what the system lists.

    Attributes:
        inode: the number of its file; 0 if it is not known.
        local: our address as text; empty while it is not known.
        peer: the other side's; empty if it has none.
        connection: the number of its connection; 0 for a socket of the endpoint's own: one that
            listens, has no connection, or is being connected.
    """

    inode: int
    local: str = ""
    peer: str = ""
    connection: int = 0


class Traffic(NamedTuple):
    """How much an endpoint has moved since it was started.

    Attributes:
        bytes_in: bytes received.
        bytes_out: bytes handed to the system for sending.
        dropped: datagrams that the kernel dropped, or that were unread when receiving was stopped.
        cut: datagrams that were longer than the receive size.
        cut_bytes: bytes of them that are lost.
        messages_in: reads that returned bytes.
        messages_out: messages sent.
        connections: how many there have been, ended ones included.
    """

    bytes_in: int = 0
    bytes_out: int = 0
    dropped: int = 0
    messages_in: int = 0
    messages_out: int = 0
    connections: int = 0
    cut: int = 0
    cut_bytes: int = 0

    def __add__(self, other: "Traffic") -> "Traffic":  # type: ignore[override]
        return Traffic(*map(add, self, other))

    def __sub__(self, earlier: "Traffic") -> "Traffic":
        return Traffic(*map(sub, self, earlier))


OnChange = Callable[[], None]
"""Called from worker threads when a state has changed; what changed is read from the object."""


def ignore_change() -> None:
    """Do nothing; the default `OnChange`."""
