"""The option table: what can be set on a server and on a client beside the address.

A pane's form, scenario documents, the command line's flags, `--option` and `docs/options.md` are
made of these rows.
"""

from typing import TYPE_CHECKING

from socket_workbench.language import mark, tr
from socket_workbench.payload.sizes import size_text
from socket_workbench.sockets.call_choice import CallChoice, Calls
from socket_workbench.sockets.option import INTERNET, STREAMS, Options, option
from socket_workbench.sockets.option_kinds import (
    Choice,
    Duration,
    Flag,
    FramingKind,
    Host,
    Number,
    Size,
)

if TYPE_CHECKING:
    from socket_workbench.payload.framing import Framing

_DAY = 86_400.0
_MIB = 1024 * 1024
MOST_WAITING = 8 * _MIB
"""The default of `most_waiting`, in bytes."""

_MOST_OF_ALL = 2**31 - 1

_FRAMING = option(
    FramingKind(),
    default="none",
    title=mark("Framing"),
    help=mark("how messages are cut from the stream; none: what one read returns is a message"),
)
# A quick stream is echoed 1.4 times as quickly with 256 KiB as with 64 KiB; small messages cost the
# same with either.
_RECEIVE_SIZE = option(
    Size(1, _MIB),
    default="256 KiB",
    title=mark("Receive size"),
    help=mark(
        "the most bytes that one recv() asks for; of a stream, more than 64 KiB only after a read"
        " that was filled"
    ),
)
_MOST_WAITING = option(
    Size(1, 1024 * _MIB),
    default=size_text(MOST_WAITING),
    title=mark("Most waiting"),
    help=mark(
        "bytes that may wait for a peer that does not read; beyond, its connection is closed"
    ),
)
_TRACE = option(
    Flag(),
    default="no",
    title=mark("Trace calls"),
    help=mark(
        "record each socket call with its arguments, its result, how long it waited and its thread"
    ),
)

_CALLS = option(
    Calls(),
    default="auto",
    title=mark("Calls"),
    help=mark(
        "the socket calls that receive and send, to be compared in the trace; auto: recv and send"
        " on streams, recvfrom and sendto on a server's datagrams"
    ),
)

THREADS = "thread"
ONE_AT_A_TIME = "one-at-a-time"
SELECTOR = "selector"
SOCKETSERVER = "socketserver"
SOCKETSERVER_THREADING = "socketserver-threading"
_MODELS = {
    THREADS: mark("a thread for each"),
    ONE_AT_A_TIME: mark("one at a time"),
    SELECTOR: mark("one selector for all"),
    SOCKETSERVER: mark("socketserver: one at a time"),
    SOCKETSERVER_THREADING: mark("socketserver with ThreadingMixIn"),
}


_STEP = option(
    Flag(),
    default="no",
    title=mark("Step calls"),
    help=mark(
        "hold each socket call before it is made, its arguments shown, until it is let go; traces"
        " calls too"
    ),
)


class TracedOptions(Options):
    """Options of what makes calls; the rows are declared in the classes that derive from this."""

    if TYPE_CHECKING:
        trace: bool
        step: bool

    @property
    def is_traced(self) -> bool:
        """Whether calls are recorded: step mode implies that."""
        return self.trace or self.step


class ServerOptions(TracedOptions):
    """What is set on a server; each value that is out of range raises `ValueError`."""

    framing: "Framing" = _FRAMING
    # None is as many as the system allows (Linux: net.core.somaxconn).
    backlog: int | None = option(
        Number(0, 65_535, word=mark("system")),
        default="system",
        title=mark("Backlog"),
        help=mark(
            "connections that the system queues before they are accepted; system: as many as it"
            " allows"
        ),
        transports=STREAMS,
    )
    receive_size: int = _RECEIVE_SIZE
    model: str = option(
        Choice(_MODELS),
        default=THREADS,
        title=mark("Model"),
        help=mark(
            "how connections are served: each in a thread of its own, one to its end before the"
            " next is accepted, all in one thread by a selector, or as Python's socketserver does"
        ),
        transports=STREAMS,
    )
    most_waiting: int = _MOST_WAITING
    # None leaves it to the dialogue.
    close_on_peer_end: bool | None = option(
        Flag(word=mark("auto"), word_title=mark("as the dialogue does")),
        default="auto",
        title=mark("Close when the peer ends"),
        help=mark(
            "close a connection whose peer has ended its side and may still receive; auto: as the"
            " dialogue does, and every dialogue but manual does"
        ),
        transports=STREAMS,
    )
    # Over UDP it would let two servers share a port, and one of them hear nothing.
    reuse_address: bool = option(
        Flag(),
        default="yes",
        title=mark("Reuse address"),
        help=mark("SO_REUSEADDR: listen again while old connections are in TIME_WAIT"),
        transports=("tcp",),
    )
    trace: bool = _TRACE
    step: bool = _STEP
    calls: CallChoice = _CALLS

    def misfit(self, scheme: str) -> tuple[str, str]:
        """See `Options.misfit`."""
        if self.model != THREADS and scheme not in STREAMS:
            return "model", tr(
                "Datagrams come without connections, to one socket: the model {model} is for tcp"
                " and unix.",
                model=self.model,
            )
        if self.model == SELECTOR and self.calls.send == "sendall":
            return "calls", tr(
                "sendall() waits until everything is sent, and the one thread of the model selector"
                " must not wait. Use send."
            )
        return "calls", self.calls.misfit(scheme, is_server=True)

    @property
    def listen_backlog(self) -> int:
        """What `listen` is called with; every system cuts a number that is too large for it."""
        return _MOST_OF_ALL if self.backlog is None else self.backlog


class ClientOptions(TracedOptions):
    """What is set on a client; each value that is out of range raises `ValueError`."""

    framing: "Framing" = _FRAMING
    local_host: str = option(
        Host(),
        default="",
        title=mark("Local address"),
        help=mark("the address of this computer to connect from"),
        transports=INTERNET,
    )
    local_port: int = option(
        Number(0, 65_535, word=mark("any"), meaning=0),
        default="any",
        title=mark("Local port"),
        help=mark("the port to connect from"),
        transports=INTERNET,
    )
    connect_timeout: float = option(
        Duration(0.001, _DAY),
        default="10 s",
        title=mark("Connect timeout"),
        help=mark("how long each address of the host is tried"),
        transports=STREAMS,
    )
    # With no pause, a peer that refuses would be tried without end, and each try recorded.
    reconnect_interval: float | None = option(
        Duration(0.01, _DAY, word=mark("never")),
        default="never",
        title=mark("Reconnect every"),
        help=mark("connect again this long after the connection has ended or failed"),
        flag="--reconnect",
    )
    receive_size: int = _RECEIVE_SIZE
    most_waiting: int = _MOST_WAITING
    # None leaves it to the script; without one it is closed.
    close_on_peer_end: bool | None = option(
        Flag(word=mark("auto"), word_title=mark("as the steps say")),
        default="auto",
        title=mark("Close when the peer ends"),
        help=mark(
            "close when the peer has ended its side and may still receive; auto: as the steps say,"
            " and without steps it is closed"
        ),
        transports=STREAMS,
    )
    reuse_address: bool = option(
        Flag(),
        default="no",
        title=mark("Reuse address"),
        help=mark(
            "SO_REUSEADDR: connect from a port that an earlier connection with the same setting has"
            " left in TIME_WAIT"
        ),
        transports=("tcp",),
    )
    trace: bool = _TRACE
    step: bool = _STEP
    calls: CallChoice = _CALLS

    def misfit(self, scheme: str) -> tuple[str, str]:
        """See `Options.misfit`."""
        return "calls", self.calls.misfit(scheme, is_server=False)
