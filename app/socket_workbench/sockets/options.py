"""What can be set on an endpoint beside its address."""

import math
from dataclasses import dataclass

from socket_workbench.language import tr
from socket_workbench.sockets.addresses.address_syntax import MAX_PORT
from socket_workbench.sockets.addresses.host_syntax import check_host

RECEIVE_SIZE = 256 * 1024
"""Bytes asked for where nobody says how many. A quick stream is echoed 1.4 times as quickly as with
64 KiB; small messages cost the same with either."""
MAX_RECEIVE_SIZE = 1024 * 1024
MAX_BACKLOG = 65535
SYSTEM_BACKLOG = "system"
"""What is written for the largest backlog that the system allows (Linux: net.core.somaxconn)."""
MAX_SECONDS = 86_400.0

_MOST_OF_ALL = 2**31 - 1
MOST_WAITING = 8 * 1024 * 1024
"""Bytes that may wait for a peer where nobody says how many."""
MAX_WAITING = 1024 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class ServerOptions:
    """Settings of a listening socket.

    Raises `ValueError` with a sentence when a value is out of range.

    Attributes:
        backlog: connections the system queues before `accept`, 0 to 65535; it may queue fewer. None
            for as many as it allows.
        receive_size: the most bytes that one `recv` asks for, 1 to 1 MiB.
        reuse_address: SO_REUSEADDR: listen again while old connections are in TIME_WAIT. TCP only:
            over UDP it would let two servers share a port and one of them hear nothing.
        one_at_a_time: serve one connection to its end before the next is accepted.
        most_waiting: bytes that may wait for a peer that does not read, 1 to 1 GiB; beyond, its
            connection is closed.
        close_on_peer_end: close a connection whose peer has ended its side; None leaves that to the
            dialogue, and all but `manual` do.
    """

    backlog: int | None = None
    receive_size: int = RECEIVE_SIZE
    reuse_address: bool = True
    one_at_a_time: bool = False
    most_waiting: int = MOST_WAITING
    close_on_peer_end: bool | None = None

    def __post_init__(self) -> None:
        _check_receive_size(self.receive_size)
        _check_most_waiting(self.most_waiting)
        if self.backlog is not None and not 0 <= self.backlog <= MAX_BACKLOG:
            raise ValueError(
                tr(
                    "The backlog must be from 0 to {most} connections, not {value}.",
                    most=MAX_BACKLOG,
                    value=self.backlog,
                )
            )

    @property
    def listen_backlog(self) -> int:
        """What `listen` is called with; every system cuts a number that is too large for it."""
        return _MOST_OF_ALL if self.backlog is None else self.backlog


@dataclass(frozen=True, slots=True)
class ClientOptions:
    """Settings of a connecting socket.

    Raises `ValueError` with a sentence when a value is out of range.

    Attributes:
        receive_size: the most bytes that one `recv` asks for, 1 to 1 MiB.
        local_host: the address to connect from; empty lets the system choose.
        local_port: the port to connect from; 0 lets the system choose.
        connect_timeout: seconds to wait for each address of the host, up to a day.
        reuse_address: SO_REUSEADDR, for a fixed local port that a connection with the same setting
            has left in TIME_WAIT.
        reconnect_interval: seconds between automatic attempts to connect again, up to a day; None
            for never.
        most_waiting: as in `ServerOptions`.
        close_on_peer_end: close when the peer has ended its side; None leaves that to the script,
            and closes without one.
    """

    receive_size: int = RECEIVE_SIZE
    local_host: str = ""
    local_port: int = 0
    connect_timeout: float = 10.0
    reuse_address: bool = False
    reconnect_interval: float | None = None
    most_waiting: int = MOST_WAITING
    close_on_peer_end: bool | None = None

    def __post_init__(self) -> None:
        _check_receive_size(self.receive_size)
        if self.local_host:
            check_host(self.local_host)
        _check_most_waiting(self.most_waiting)
        if not 0 <= self.local_port <= MAX_PORT:
            raise ValueError(
                tr(
                    "Port {port} is out of range: ports go from 0 to 65535.",
                    port=self.local_port,
                )
            )
        if self.connect_timeout == 0 or not _is_duration(self.connect_timeout):
            raise ValueError(
                tr(
                    "The connect timeout must be more than 0 and at most {most} seconds, "
                    "not {value}.",
                    most=f"{MAX_SECONDS:g}",
                    value=f"{self.connect_timeout:g}",
                )
            )
        if self.reconnect_interval is not None and not _is_duration(self.reconnect_interval):
            raise ValueError(
                tr(
                    "The reconnect interval must be from 0 to {most} seconds, not {value}.",
                    most=f"{MAX_SECONDS:g}",
                    value=f"{self.reconnect_interval:g}",
                )
            )


def parse_backlog(value: int | str) -> int | None:
    """Read a backlog as it is written in a document: a number, or `SYSTEM_BACKLOG`.

    Raises:
        ValueError: it is another word; a sentence says what to write.
    """
    if isinstance(value, int):
        return value
    if value.strip() == SYSTEM_BACKLOG:
        return None
    raise ValueError(
        tr(
            "{value!r} is not a backlog: write a number from 0 to {most}, or {word}.",
            value=value,
            most=MAX_BACKLOG,
            word=SYSTEM_BACKLOG,
        )
    )


def _check_receive_size(size: int) -> None:
    if not 1 <= size <= MAX_RECEIVE_SIZE:
        raise ValueError(
            tr(
                "The receive size must be from 1 to {most} bytes, not {value}.",
                most=MAX_RECEIVE_SIZE,
                value=size,
            )
        )


def _check_most_waiting(size: int) -> None:
    if not 1 <= size <= MAX_WAITING:
        raise ValueError(
            tr(
                "From 1 to {most} bytes may wait for a peer, not {value}.",
                most=MAX_WAITING,
                value=size,
            )
        )


def _is_duration(seconds: float) -> bool:
    return math.isfinite(seconds) and 0 <= seconds <= MAX_SECONDS
