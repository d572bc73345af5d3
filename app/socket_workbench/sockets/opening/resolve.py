"""Turns hosts into addresses, cancellably.

The system's lookup (`getaddrinfo`) blocks for as long as a name server stays silent, half a minute
and more, and nothing can interrupt it. So it runs in a daemon thread, the only one this package
starts, and whoever waits for it can be told to give up at once. The thread is then left to itself:
it touches nothing but its own answer, ends when the system gives up, and does not keep the process
alive. IP addresses need no lookup and no thread.
"""

import queue
import socket
import threading
from collections.abc import Callable
from typing import Any, NamedTuple

from socket_workbench.sockets.addresses.address import IpAddress
from socket_workbench.sockets.addresses.endpoint import Endpoint
from socket_workbench.sockets.failures.errors import Action, Interrupted, explain

LookUp = Callable[..., list[tuple[Any, ...]]]
"""A function with the signature of `socket.getaddrinfo`."""


class ResolvedAddress(NamedTuple):
    """One address of a host.

    Attributes:
        family: AF_INET or AF_INET6; AF_UNIX for a path, which is its own address.
        address: what `bind` and `connect` take.
    """

    family: socket.AddressFamily
    address: IpAddress | str


class NameLookup:
    """Looks hosts up until it is cancelled."""

    def __init__(self, look_up: LookUp = socket.getaddrinfo) -> None:
        self._look_up = look_up
        self._answers: queue.SimpleQueue[list[ResolvedAddress] | Exception] = queue.SimpleQueue()
        self._cancelled = False

    def cancel(self) -> None:
        """Make the lookup under way, and all later ones, raise `Interrupted`; for any thread."""
        self._cancelled = True
        self._answers.put(Interrupted())

    def to_connect(self, endpoint: Endpoint) -> list[ResolvedAddress]:
        """Return the addresses to connect to, in the order in which the system recommends them.

        Those of this computer (`localhost`) come with IPv4 first, where our servers listen too:
        Windows recommends `::1` first, and takes two seconds to say that nobody listens there.

        Raises:
            SocketError: the host is unknown.
            Interrupted: somebody called `cancel`.
        """
        found = self._addresses(endpoint, socket.AddressInfo(0))
        return ipv4_first(found) if all(map(_is_loopback, found)) else found

    def to_bind(self, endpoint: Endpoint) -> list[ResolvedAddress]:
        """Return the addresses to bind, IPv4 first.

        A name such as `localhost` may have addresses of both families, and a socket is bound to
        one: most programs that people try expect it at 127.0.0.1. An empty host is every address.

        Raises:
            SocketError: the host is unknown.
            Interrupted: somebody called `cancel`.
        """
        return ipv4_first(self._addresses(endpoint, socket.AI_PASSIVE))

    def _addresses(self, endpoint: Endpoint, flags: int) -> list[ResolvedAddress]:
        if self._cancelled:
            raise Interrupted
        try:
            return self._ask(endpoint, flags | socket.AI_NUMERICHOST)
        except socket.gaierror:
            pass  # A name, not an IP address.
        threading.Thread(
            target=self._answer, args=(endpoint, flags), name="name lookup", daemon=True
        ).start()
        answer = self._answers.get()
        if isinstance(answer, OSError):
            raise explain(answer, Action.LOOK_UP, endpoint) from answer
        if isinstance(answer, Exception):
            raise answer
        return answer

    def _answer(self, endpoint: Endpoint, flags: int) -> None:
        try:
            self._answers.put(self._ask(endpoint, flags))
        except Exception as error:  # noqa: BLE001 - a thread's top; raised where it is waited for
            self._answers.put(error)

    def _ask(self, endpoint: Endpoint, flags: int) -> list[ResolvedAddress]:
        rows = self._look_up(
            _encoded(endpoint.host),
            endpoint.port,
            type=endpoint.transport.socket_type,
            flags=flags,
        )
        # Names that stand twice in the hosts file come twice.
        return list(dict.fromkeys(ResolvedAddress(row[0], row[4]) for row in rows))


def ipv4_first(addresses: list[ResolvedAddress]) -> list[ResolvedAddress]:
    """Return the addresses with those of IPv4 in front, else in their order."""
    return sorted(addresses, key=lambda found: found.family != socket.AF_INET)


def _is_loopback(found: ResolvedAddress) -> bool:
    host = str(found.address[0])
    return host == "::1" or (found.family == socket.AF_INET and host.startswith("127."))


def _encoded(host: str) -> bytes | None:
    # Given a str, Python loads its codec for international names even for plain ones.
    try:
        return host.encode("ascii" if host.isascii() else "idna") or None
    except UnicodeError:
        raise socket.gaierror(socket.EAI_NONAME, "not a host name") from None
