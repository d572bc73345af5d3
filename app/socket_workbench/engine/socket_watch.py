"""Watches the sockets of servers and clients in what the system lists, and the ways they took."""

import enum
import threading
import time
from collections import deque
from collections.abc import Iterable, Sequence
from itertools import count
from typing import NamedTuple

from socket_workbench.clock import time_ns
from socket_workbench.engine.running_endpoint import RunningEndpoint
from socket_workbench.engine.server import Server
from socket_workbench.engine.view import HeldSocket
from socket_workbench.sockets.addresses.transport import Transport
from socket_workbench.sockets.kernel.inet_diag import Ports
from socket_workbench.sockets.kernel.reading import Reading, SocketReader, Wanted, Way
from socket_workbench.sockets.kernel.record import KernelSocket, Protocol
from socket_workbench.sockets.kernel.tcp_states import TcpState, can_follow, certain_between

ENDED_KEPT = 50
"""Sockets that the system has forgotten and that are still told of."""

_TURN = 64
"""Sockets after which other threads get a turn."""

_QUIET_LOOKS = 2
"""Looks after the end of an endpoint that find no socket of it, until it is not looked for."""

_EVERY_ADDRESS = ("0.0.0.0", "[::]")
# Where the ways begin, whether it was seen or not: we have made these calls ourselves.
_START_OF_LISTENERS: tuple[TcpState, ...] = (TcpState.CLOSED, TcpState.LISTEN)
_START_OF_ACCEPTED: tuple[TcpState, ...] = (TcpState.LISTEN,)
_START_OF_CLIENTS: tuple[TcpState, ...] = (TcpState.CLOSED, TcpState.SYN_SENT)

_PROTOCOLS = {Transport.TCP: Protocol.TCP, Transport.UDP: Protocol.UDP}


class Part(enum.Enum):
    """What a socket is to its server or client."""

    OWN = "own"
    """It listens, receives datagrams, or is being connected."""
    CONNECTION = "connection"
    """It is, or was, one of the connections."""
    BACKLOG = "backlog"
    """A peer has connected, and `accept` has not returned it yet."""
    LEFT_OVER = "left over"
    """It was closed, and the system still has it: of a connection that is not listed any more."""


class Owner(NamedTuple):
    """Whose socket it is.

    Attributes:
        name: the name of the server or client.
        address: its address.
        is_server: whether it is a server.
        part: what the socket is to it.
        connection: the number of the connection; 0 if it has none.
    """

    name: str
    address: str
    is_server: bool
    part: Part
    connection: int = 0


class Step(NamedTuple):
    """A state on the way of a connection.

    Attributes:
        state: the state.
        at: when it was first seen, in nanoseconds since 1970; None if it was not seen, and must
            have been there between what was.
    """

    state: TcpState
    at: int | None


class SeenSocket(NamedTuple):
    """A socket as it was found last.

    Attributes:
        number: identifies it among all that were seen.
        owner: whose it is.
        now: what the system tells of it.
        way: the states that it had, the present one last; of a TCP socket only.
        looked_at: when that was read, in `time.monotonic()` seconds.
        is_ended: whether the system has it no longer; `now` is what was told last.
    """

    number: int
    owner: Owner
    now: KernelSocket
    way: tuple[Step, ...]
    looked_at: float
    is_ended: bool = False

    @property
    def state(self) -> TcpState:
        """The present state."""
        return TcpState.CLOSED if self.is_ended else self.now.state

    @property
    def is_listener(self) -> bool:
        """Whether it listens, so that its queues are those of the backlog."""
        return self.state is TcpState.LISTEN

    @property
    def rtt(self) -> float | None:
        """The smoothed round-trip time in seconds; None if it is not told or not measured yet."""
        figures = self.now.figures
        is_tcp = self.now.protocol is Protocol.TCP
        info = figures.info() if figures is not None and is_tcp else None
        return info.rtt if info is not None else None

    def expires_in(self, at: float) -> float | None:
        """Return the seconds until its timer expires; None if no timer runs.

        Args:
            at: the time, in `time.monotonic()` seconds.
        """
        if self.now.timer is None or self.is_ended:
            return None
        return max(0.0, self.now.expires - (at - self.looked_at))


class Sighting(NamedTuple):
    """The result of one look.

    Attributes:
        sockets: the sockets, in the order in which they were first seen; ended ones last.
        way: how the system was asked.
        seconds: how much time of the processor it took.
    """

    sockets: Sequence[SeenSocket] = ()
    way: Way = Way.NETLINK
    seconds: float = 0.0


class SocketWatch:
    """Looks for the sockets of all servers and clients at once.

    `look` is for one thread at a time; the other methods may be called by any. The ways are made of
    what `look` happened to find: a state that did not last until the next look is missing, unless
    every way of RFC 9293 leads through it.
    """

    def __init__(self, reader: SocketReader | None = None) -> None:
        """Prepare to look.

        Args:
            reader: asks the system.
        """
        self._reader = reader or SocketReader()
        self._lock = threading.Lock()
        self._quiet: dict[RunningEndpoint, int] = {}
        self._tracked: dict[object, SeenSocket] = {}
        self._ended: deque[SeenSocket] = deque(maxlen=ENDED_KEPT)
        self._numbers = count(1)

    def add(self, endpoint: RunningEndpoint) -> None:
        """Look for the sockets of an endpoint from now on, until it has none after its end."""
        with self._lock:
            self._quiet[endpoint] = 0

    def is_wanted(self) -> bool:
        """Return whether there may be anything to see."""
        return bool(self._quiet)

    def look(self) -> Sighting:
        """Ask the system once; takes milliseconds, so not for a window's thread."""
        began = time.thread_time()
        with self._lock:
            endpoints = list(self._quiet)
        owners = _Owners(endpoints)
        reading = self._reader.read(owners.wanted())
        self._follow_all(reading, owners)
        self._forget_quiet(endpoints)
        sockets = (*self._tracked.values(), *reversed(self._ended))
        return Sighting(sockets, reading.way, time.thread_time() - began)

    def _follow_all(self, reading: Reading, owners: "_Owners") -> None:
        now, looked_at = time_ns(), time.monotonic()
        tracked = self._tracked
        missing = dict(tracked)
        for place, sock in enumerate(reading.sockets):
            _let_others_run(place)
            key = _key(sock)
            before = tracked.get(key)
            owner = owners.owner_of(sock) or (before.owner if before is not None else None)
            if owner is None or (sock.protocol is Protocol.TCP and sock.state is TcpState.CLOSED):
                continue
            missing.pop(key, None)
            if before is not None and not _is_same(before.now, sock):
                self._end(before, now)
                # At the end of the dictionary: it is a new one.
                del tracked[key]
                before = None
            if before is None:
                way = _first_way(owner, sock, now)
                tracked[key] = SeenSocket(next(self._numbers), owner, sock, way, looked_at)
                continue
            way = before.way
            if sock.state is not before.now.state and way:
                way = (*way, *_steps(before.now.state, sock.state, now))
            tracked[key] = SeenSocket(before.number, owner, sock, way, looked_at)
        if reading.is_complete:
            for key, before in missing.items():
                self._end(before, now)
                del tracked[key]

    def _end(self, seen: SeenSocket, now: int) -> None:
        way = (*seen.way, Step(TcpState.CLOSED, now)) if seen.way else ()
        self._ended.append(seen._replace(way=way, is_ended=True))

    def _forget_quiet(self, endpoints: Iterable[RunningEndpoint]) -> None:
        """Let go of the endpoints that have ended and of which the system has nothing left."""
        found = {(seen.owner.name, seen.owner.address) for seen in self._tracked.values()}
        with self._lock:
            for endpoint in endpoints:
                name = (endpoint.settings.name, str(endpoint.address))
                is_busy = endpoint.state.is_live or name in found
                self._quiet[endpoint] = 0 if is_busy else self._quiet[endpoint] + 1
                if self._quiet[endpoint] >= _QUIET_LOOKS:
                    del self._quiet[endpoint]


class _Owners:
    """Finds whose socket one is that the system lists."""

    def __init__(self, endpoints: Iterable[RunningEndpoint]) -> None:
        self._by_inode: dict[int, Owner] = {}
        self._by_address: dict[tuple[str, str], Owner] = {}
        self._listeners: dict[str, list[tuple[str, Owner]]] = {}
        self._local: dict[Protocol, set[int]] = {Protocol.TCP: set(), Protocol.UDP: set()}
        self._peer: dict[Protocol, set[int]] = {Protocol.TCP: set(), Protocol.UDP: set()}
        self._unix: set[int] = set()
        self._hosts: set[str] = set()
        for endpoint in endpoints:
            self._add(endpoint)

    def wanted(self) -> Wanted:
        """Return which sockets to ask for."""
        return Wanted(
            self._ports(Protocol.TCP),
            self._ports(Protocol.UDP),
            frozenset(self._unix),
            # A name may be of either family.
            has_ipv4=any(":" not in host for host in self._hosts),
            has_ipv6=any(":" in host or not host[-1:].isdigit() for host in self._hosts),
        )

    def _ports(self, protocol: Protocol) -> Ports:
        return Ports(frozenset(self._local[protocol]), frozenset(self._peer[protocol]))

    def owner_of(self, sock: KernelSocket) -> Owner | None:
        """Return whose socket it is; None if it is not one of ours, as far as is known."""
        owner = self._by_inode.get(sock.inode) if sock.inode else None
        if owner is None and sock.protocol is not Protocol.UNIX:
            owner = self._by_address.get((sock.local, sock.peer))
        if owner is None and sock.protocol is Protocol.TCP and not sock.inode:
            return self._without_file(sock)
        return owner

    def _without_file(self, sock: KernelSocket) -> Owner | None:
        """Return the listener at whose address a connection is that belongs to no program.

        It waits in the backlog, or it was closed. Of one that was closed, `ESTABLISHED`,
        `SYN_RECEIVED` and `CLOSE_WAIT` are not possible.
        """
        waits = sock.state in (TcpState.SYN_RECEIVED, TcpState.ESTABLISHED, TcpState.CLOSE_WAIT)
        host, _, port = sock.local.rpartition(":")
        for listening, owner in reversed(self._listeners.get(port, ())):
            if listening in (host, *_EVERY_ADDRESS):
                return owner._replace(part=Part.BACKLOG if waits else Part.LEFT_OVER)
        return None

    def _add(self, endpoint: RunningEndpoint) -> None:
        address = endpoint.address
        owner = Owner(endpoint.settings.name, str(address), isinstance(endpoint, Server), Part.OWN)
        held = endpoint.held_sockets()
        protocol = _PROTOCOLS.get(address.transport)
        if protocol is None:
            self._unix.update(each.inode for each in held)
        elif address.port:
            (self._local if owner.is_server else self._peer)[protocol].add(address.port)
            locals_ = [each.local.rpartition(":")[0] for each in held if each.local]
            self._hosts.update(locals_ or [address.host])
        for place, each in enumerate(held):
            _let_others_run(place)
            self._add_socket(owner, each)
        if owner.is_server and protocol is Protocol.TCP and held:
            host, _, port = held[0].local.rpartition(":")
            self._listeners.setdefault(port, []).append((host, owner))

    def _add_socket(self, endpoint: Owner, held: HeldSocket) -> None:
        owner = endpoint
        if held.connection:
            owner = owner._replace(part=Part.CONNECTION, connection=held.connection)
        if held.inode:
            self._by_inode[held.inode] = owner
        if held.local:
            # The newest connection of two with the same addresses is listed first.
            self._by_address.setdefault((held.local, held.peer), owner)


def _let_others_run(place: int) -> None:
    """Release the interpreter's lock now and then; sleeping for 0 s waits for nothing."""
    if place % _TURN == _TURN - 1:
        time.sleep(0)


def _key(sock: KernelSocket) -> object:
    """Return what identifies a socket from one look to the next."""
    is_connection = sock.protocol is Protocol.TCP and sock.state is not TcpState.LISTEN
    return sock.inode if sock.inode and not is_connection else sock[:1] + sock[2:4]


def _is_same(before: KernelSocket, after: KernelSocket) -> bool:
    """Return whether two sockets with the same addresses can be one, seen at two times."""
    if before.inode and after.inode and before.inode != after.inode:
        return False
    return after.protocol is not Protocol.TCP or can_follow(before.state, after.state)


def _first_way(owner: Owner, sock: KernelSocket, now: int) -> tuple[Step, ...]:
    """Return the way to the state in which a socket is first seen."""
    if sock.protocol is not Protocol.TCP:
        return ()
    if owner.part is Part.LEFT_OVER:
        return (Step(sock.state, now),)
    start = _START_OF_CLIENTS
    if owner.is_server:
        start = _START_OF_LISTENERS if owner.part is Part.OWN else _START_OF_ACCEPTED
    states = [state for state in start if state is not sock.state]
    return (*(Step(state, None) for state in states), *_steps(start[-1], sock.state, now))


def _steps(before: TcpState, after: TcpState, now: int) -> tuple[Step, ...]:
    """Return the steps from one state to another that was seen now."""
    between = certain_between(before, after)
    return (*(Step(state, None) for state in between), Step(after, now))
