"""The state of watched programs: processes, their sockets and the calls that they make."""

from collections import deque
from dataclasses import dataclass, field
from typing import Any, ClassVar, NamedTuple

from socket_workbench.journal.event import Source

Value = Any
"""What another process has told: any type that `marshal` has."""

MOST_SENDS = 256
"""Sends of one end that are remembered."""

MOST_UNTOLD = 8
"""Calls with lower numbers that other threads may be in; of more, some were left out."""

STREAM, DATAGRAM = 1, 2
UNIX = 1
"""The family of Unix sockets, in Linux."""

_MSG_PEEK = 2
_FLAGS = {
    "recv": 1,
    "recvfrom": 1,
    "recv_into": 2,
    "recvfrom_into": 2,
    "recvmsg": 2,
    "recvmsg_into": 2,
}
"""Where the flags of calls that receive stand among their arguments."""


class Place(NamedTuple):
    """Where a call stands in a program.

    Attributes:
        file: the source file.
        line: the line, from 1.
        function: the function's name; empty where the code is not the user's.
        is_direct: whether the user's code itself makes the call, and not a library that it uses.
        outer: file and line of its callers in the user's code, the nearest first.
    """

    file: str
    line: int
    function: str
    is_direct: bool
    outer: tuple[tuple[str, int], ...]

    @classmethod
    def read(cls, told: Value) -> "Place | None":
        """Read what a process has told."""
        return None if told is None else cls(*told)


@dataclass(eq=False)
class Process:
    """A watched process.

    Attributes:
        number: of its connection to this one.
        pid: the system's number.
        name: the file name of its program.
        sockets: the ends it has open, by its own numbers for them.
        closed: those that it has closed, as long as the Python object is there.
        forks: the sockets that its forked processes have which have not told anything yet.
        calls: the calls that have begun and not returned.
        left_out: how many calls were not told.
        first, latest: the lowest and the highest number of the calls that were told.
        told: how many calls were told.
        untold: how many of the numbers between were not told when its sockets were marked last.
        source: where its output is recorded; None as long as there was none.
    """

    number: int
    pid: int = 0
    name: str = ""
    sockets: dict[int, "End"] = field(default_factory=dict)
    closed: dict[int, "End"] = field(default_factory=dict)
    forks: deque[dict[int, "End"]] = field(default_factory=deque)
    calls: dict[int, "Call"] = field(default_factory=dict)
    left_out: int = 0
    first: int = 0
    latest: int = 0
    told: int = 0
    untold: int = 0
    source: Source | None = None

    def count(self, number: int) -> bool:
        """Count a call that is told; returns whether more are missing than threads may be in."""
        self.first = min(self.first or number, number)
        self.latest = max(self.latest, number)
        self.told += 1
        missing = self.latest - self.first + 1 - self.told
        if missing - self.untold <= MOST_UNTOLD:
            return False
        self.untold = missing
        return True


@dataclass(eq=False)
class End:
    """A socket of the system's, which several processes or Python objects may have.

    Attributes:
        family: AF_INET and such.
        kind: `STREAM` or `DATAGRAM`.
        fileno: the descriptor in the process that made it.
        inode: the same in all processes that have it open, and different for each socket.
        local, peer: addresses as Python has them; None where there is none.
        holders: who has it open: number of the process, and the process's number for it.
        is_listening: whether `listen` was called.
        is_bound: whether `bind` was called.
        bound_at: where that was.
        accepted: the call that returned it; None for others.
        other: the other end of the connection, if it is watched too.
        sent, received: bytes.
        sends: how many bytes had been sent after each of the latest sends.
        ends_seen: how many times in a row `recv` returned nothing.
        has_ended: whether this end told the peer that it sends no more.
        is_deaf: whether `shutdown` has ended receiving, after which nothing is returned at once.
        closed: where it was closed; None while it is open, or if it was not closed by a call.
        closed_at: when that was, nanoseconds since 1970 in UTC.
        last: the latest call.
        owner: where its events are recorded.
        peers: of a datagram socket, where the events of each peer are recorded.
        early: its calls that are not recorded yet.
        born: when it was first told of.
        head: the first bytes that were sent.
        connector: the process and the thread that connected it; None for others.
        sender: the process and the thread that sent last; None if none has.
        is_aborted: whether SO_LINGER was set, by which `close` may reset the connection on purpose.
        is_polled: whether something was received without waiting for it.
        reuses_address: whether SO_REUSEADDR was set before `bind`.
        has_gaps: whether calls may have been left out, so that the bytes do not add up.
        file_line: the line that made a file of it to be written to; 0 where none did.
        asked_ports: of a datagram socket, the ports that it has sent to.
    """

    MOST_HEAD: ClassVar = 4096

    family: int
    kind: int
    fileno: int
    inode: int
    born: int
    local: Value = None
    peer: Value = None
    holders: set[tuple[int, int]] = field(default_factory=set)
    is_listening: bool = False
    is_bound: bool = False
    bound_at: Place | None = None
    accepted: "Call | None" = None
    other: "End | None" = None
    sent: int = 0
    received: int = 0
    sends: deque[int] = field(default_factory=lambda: deque(maxlen=MOST_SENDS))
    ends_seen: int = 0
    has_ended: bool = False
    is_deaf: bool = False
    closed: Place | None = None
    closed_at: int = 0
    last: "Call | None" = None
    owner: Source | None = None
    peers: dict[Any, Source] = field(default_factory=dict)
    early: list["Call"] = field(default_factory=list)
    head: bytes = b""
    connector: tuple[int, str] | None = None
    sender: tuple[int, str] | None = None
    is_aborted: bool = False
    is_polled: bool = False
    reuses_address: bool = False
    has_gaps: bool = False
    file_line: int = 0
    asked_ports: set[int] = field(default_factory=set)

    @property
    def is_stream(self) -> bool:
        """Whether its bytes are a stream."""
        return self.kind == STREAM

    @property
    def is_unix(self) -> bool:
        """Whether its addresses are paths."""
        return self.family == UNIX

    @property
    def is_open(self) -> bool:
        """Whether somebody has it open."""
        return bool(self.holders)


class CallError(NamedTuple):
    """What a call has raised.

    Attributes:
        kind: the name of the exception's class.
        text: what it says.
        number: its `errno`; None where it has none.
    """

    kind: str
    text: str
    number: int | None


@dataclass(eq=False)
class Call:
    """A call of a socket's method.

    Attributes:
        process: where it was made.
        number: different for each call of a process.
        thread: the name of the thread.
        known: the number of the socket in its process.
        end: the socket; None if none was made.
        name: which method.
        arguments: by position, without what is sent.
        options: by name.
        place: where in the program.
        payload: how many bytes are to be sent, and the first of them; None for other calls.
        before: what was looked up before it.
        begun: when, nanoseconds since 1970 in UTC.
        waited: nanoseconds until it returned; None while it has not.
        returned: when it returned, if that was told apart from its begin; else 0.
        result: what it returned, without what was received.
        received: how many bytes were received, and the first of them.
        error: what it raised.
        after: what was looked up after it.
        was_begun: whether it was told when it began, and not only when it had returned.
        is_recorded: whether it is recorded that it has begun.
    """

    process: Process
    number: int
    thread: str
    known: int
    end: End | None
    name: str
    arguments: tuple[Any, ...]
    options: tuple[tuple[str, Any], ...]
    place: Place | None
    payload: tuple[int, bytes] | None
    before: Value
    begun: int
    waited: int | None = None
    returned: int = 0
    result: Value = None
    received: tuple[int, bytes] | None = None
    error: CallError | None = None
    after: Value = None
    was_begun: bool = False
    is_recorded: bool = False

    @property
    def ended(self) -> int:
        """When it returned, or has not yet: when it began."""
        return self.returned or self.begun + (self.waited or 0)

    @property
    def is_peek(self) -> bool:
        """Whether it returns what a later call will return again (MSG_PEEK)."""
        place = _FLAGS.get(self.name)
        found = dict(self.options).get("flags", 0)
        if place is not None and len(self.arguments) > place:
            found = self.arguments[place]
        return place is not None and isinstance(found, int) and bool(found & _MSG_PEEK)

    @property
    def is_of_loop(self) -> bool:
        """Whether a server's loop in Python's library waits in it, again and again."""
        return self.name == "select" and self.place is not None and not self.place.is_direct

    @property
    def failed(self) -> bool:
        """Whether it raised."""
        return self.error is not None

    @property
    def timeout(self) -> float | None:
        """The socket's timeout, of calls that wait; None where it waits for ever."""
        found = self.before[0] if isinstance(self.before, tuple) else None
        return found if isinstance(found, int | float) else None


class Uncaught(NamedTuple):
    """An exception that nothing has caught.

    Attributes:
        process: where.
        time: when, nanoseconds since 1970 in UTC.
        thread: the name of the thread.
        kinds: the names of its class and of its nearest base classes.
        text: what it says.
        number: its `errno`.
        place: the last line of the user's that it passed.
        detail: of a `UnicodeDecodeError` the encoding, the last bytes, and how many bytes there
            are from the first that cannot be decoded.
    """

    process: Process
    time: int
    thread: str
    kinds: tuple[str, ...]
    text: str
    number: int | None
    place: Place | None
    detail: Value
