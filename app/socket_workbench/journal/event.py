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
    MESSAGE = 15
    """A framing has found a message in what was received; its bytes are also in `RECEIVED`."""
    INCOMPLETE = 16
    """The same of a message that was not complete when the stream, or the datagram, ended."""
    CALL = 17
    """A traced socket call has returned; `call_record` says what stands in its text."""
    CALL_BEGUN = 18
    """A traced socket call has not returned for a moment; its `CALL` follows."""
    OUTPUT = 19
    """A watched program has written the payload on one of its standard streams."""
    HINT = 20
    """A likely mistake in a watched program; `watch_record` says what stands in its text."""

    @property
    def word(self) -> str:
        """The kind in exports and on the command line, such as `end_of_stream`."""
        return self.name.lower()


FRAMED = frozenset({Kind.MESSAGE, Kind.INCOMPLETE})
"""What a framing has found in the bytes received."""

CALLS = frozenset({Kind.CALL, Kind.CALL_BEGUN})
"""What a trace of socket calls records."""

REPEATED = FRAMED | CALLS
"""The kinds of event whose bytes are also in `RECEIVED` or `SENT`."""

WITH_PAYLOAD = FRAMED | {Kind.RECEIVED, Kind.SENT}
"""The kinds of event that are about bytes, which went one way or the other."""


class Role(enum.Enum):
    """Which side of the conversation an endpoint is."""

    SERVER = "server"
    CLIENT = "client"
    PROGRAM = "program"
    """A process of a watched program: no endpoint, but what has them."""
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
        framing: how a connection's messages are cut, such as `line`; empty without a framing.
    """

    number: int
    role: Role
    name: str
    endpoint: str
    connection: int = 0
    local: str = ""
    peer: str = ""
    framing: str = ""


SESSION = Source(0, Role.SESSION, "session", "")
"""The source of the journal's own notes, such as how many events a full disk left out."""


UNKNOWN_TIME = 0
"""The `time` of an event for which none is known."""


UNTOLD = -1
"""The `taken` of a message of which the call does not tell how much was sent: `sendall` fails so.
"""


class Event(NamedTuple):
    """One thing that happened.

    Attributes:
        time: nanoseconds since 1970 in UTC, or `UNKNOWN_TIME`.
        source: the number of its `Source`.
        kind: what happened.
        payload: the bytes received or sent, or of a message with what marks it, or of a call; else
            empty.
        text: a sentence for errors and notes, detail such as an address for the others; of one of
            `FRAMED`, from how many reads it is, in digits; empty for one; of one of `CALLS`, what
            `CallRecord` writes; of `OUTPUT`, the name of the stream; of `HINT`, what `HintRecord`
            writes.
        taken: bytes of a message that the system took to send; None where it took all, `UNTOLD`
            where the call does not tell.
    """

    time: int
    source: int
    kind: Kind
    payload: bytes = b""
    text: str = ""
    taken: int | None = None
