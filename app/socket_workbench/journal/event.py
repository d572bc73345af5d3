"""What is recorded: events, and the sources they come from."""

import enum
from typing import NamedTuple

LONGEST_NAME = 1000
"""Characters that are kept of a source's name and of each of its addresses."""


class Kind(enum.IntEnum):
    """What happened. The names, in lower case, are those in exports and on the command line."""

    LISTENING = 1
    CONNECTING = 2
    CONNECTED = 3
    ACCEPTED = 4
    RECEIVED = 5
    SENT = 6
    END_OF_STREAM = 7
    HALF_CLOSED = 8
    RESET = 9
    CLOSED = 10
    STOPPED = 11
    DROPPED = 12
    ERROR = 13
    NOTE = 14

    @property
    def word(self) -> str:
        """The kind in exports and on the command line, such as `end_of_stream`."""
        return self.name.lower()


class Role(enum.Enum):
    """Which side of the conversation an endpoint is."""

    SERVER = "server"
    CLIENT = "client"
    SESSION = "session"
    """No endpoint: the journal's notes on the recording itself."""


class Source(NamedTuple):
    """Where events come from: an endpoint itself, or one of its connections or datagram peers.

    Attributes:
        number: its key in the journal, from 1; 0 is `SESSION`.
        role: server or client, or the session itself.
        name: what the person calls the endpoint, such as `server` or `client 2`.
        endpoint: the endpoint's address as text, such as `tcp://127.0.0.1:13145`.
        connection: the connection's number in this session, from 1; 0 for the endpoint itself.
        local: our address, such as `127.0.0.1:13145`; empty where there is none.
        peer: the other side's address, such as `127.0.0.1:51342`; empty for the endpoint itself.
    """

    number: int
    role: Role
    name: str
    endpoint: str
    connection: int = 0
    local: str = ""
    peer: str = ""


SESSION = Source(0, Role.SESSION, "session", "")
"""The source of the journal's own notes, such as how many events a full disk left out."""


UNKNOWN_TIME = 0
"""The `time` of an event for which none is known."""


class Event(NamedTuple):
    """One thing that happened.

    Attributes:
        time: nanoseconds since 1970 in UTC, or `UNKNOWN_TIME`.
        source: the number of its `Source`.
        kind: what happened.
        payload: the bytes received or sent, else empty.
        text: a sentence for errors and notes, detail such as an address for the others.
        taken: bytes of a message that the system took to send; None where it took all.
    """

    time: int
    source: int
    kind: Kind
    payload: bytes = b""
    text: str = ""
    taken: int | None = None
