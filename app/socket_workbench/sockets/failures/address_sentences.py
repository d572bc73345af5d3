"""What it means that an address cannot be had or used here, in plain words, with the next step."""

import errno
import ipaddress
from dataclasses import replace
from pathlib import Path

from socket_workbench.language import tr
from socket_workbench.sockets import system
from socket_workbench.sockets.addresses.endpoint import Endpoint, Transport, unix_supported
from socket_workbench.sockets.failures.failure import Action, Failure, in_the_systems_words
from socket_workbench.sockets.failures.path_sentences import path_not_allowed

_FIRST_PORT_FOR_ALL = Path("/proc/sys/net/ipv4/ip_unprivileged_port_start")  # ip(7)
_USUAL_FIRST_PORT = 1024
_BROADCAST = "255.255.255.255"


def not_allowed(failure: Failure) -> str:
    """The system forbids it (EACCES, EPERM)."""
    if failure.path:
        return path_not_allowed(failure)
    is_of_the_port = failure.is_opening_here and failure.error.errno == errno.EACCES
    if is_of_the_port and system.PORTS_ARE_RESERVED:
        return tr(
            "Port {port} is in use by a program that shares it with nobody, or is reserved by the "
            "system (netsh int ipv4 show excludedportrange {protocol}). Choose another port, or "
            "port 0 for any free port.",
            port=failure.port,
            protocol=_protocol(failure),
        )
    first = _first_port_for_all()
    if is_of_the_port and 0 < failure.port < first:
        return tr(
            "Port {port} is kept for the administrator, as all ports below {first} are. Choose a "
            "port from {first} to 65535, such as {other}.",
            port=failure.port,
            first=first,
            other=port_for_all(failure.port),
        )
    return tr(
        "The system does not allow this with {where}. A firewall rule may forbid it, or the "
        "address may stand for several computers (broadcast): check both.",
        where=failure.where,
    )


def _protocol(failure: Failure) -> str:
    is_udp = isinstance(failure.where, Endpoint) and failure.where.transport is Transport.UDP
    return "udp" if is_udp else "tcp"


def port_for_all(port: int) -> int:
    """Return a port that needs no rights, instead of one that does."""
    return max(port + 8000, _first_port_for_all())


def _first_port_for_all() -> int:
    try:
        return int(_FIRST_PORT_FOR_ALL.read_text("utf-8"))
    except (OSError, ValueError):
        return _USUAL_FIRST_PORT


def no_such_address(failure: Failure) -> str:
    """This computer does not have the address (EADDRNOTAVAIL)."""
    if failure.action is Action.BIND_LOCAL:
        return tr(
            "{host} is not an address of this computer, so no connection can begin there. Leave "
            "the local address empty, or use one that this computer has.",
            host=failure.host,
        )
    if failure.is_opening_here and isinstance(failure.where, Endpoint):
        is_ipv6 = ":" in failure.host
        return tr(
            "{host} is not an address of this computer. Use {loopback} for this computer only, or "
            "{every} for every address it has.",
            host=failure.host,
            loopback=replace(failure.where, host="::1" if is_ipv6 else "127.0.0.1"),
            every=replace(failure.where, host="::" if is_ipv6 else "0.0.0.0"),
        )
    if not failure.port and isinstance(failure.where, Endpoint):
        return no_such_port(failure)
    return tr(
        "This computer has no address, or no free port, from which {where} can be reached. "
        "IPv6 may be switched off here; after very many connections, wait a minute.",
        where=failure.where,
    )


def no_such_port(failure: Failure) -> str:
    """A client was to connect to port 0."""
    return tr(
        "Nobody can be reached at port 0, which is a server's wish for any free port. Write the "
        "port that the server was given.",
    )


def no_such_family(failure: Failure) -> str:
    """This computer has no sockets for such addresses (EAFNOSUPPORT and its like)."""
    if failure.path:
        return unix_supported() or in_the_systems_words(failure)
    if failure.is_opening_here and isinstance(failure.where, Endpoint):
        return tr(
            "This computer cannot use addresses such as {where}: that kind (IPv6, for example) is "
            "switched off here. Use {other}.",
            where=failure.where,
            other=replace(failure.where, host="127.0.0.1"),
        )
    return tr(
        "This computer cannot use addresses such as {where}: that kind (IPv6, for example) is "
        "switched off here. Use an IPv4 address of that computer.",
        where=failure.where,
    )


def several_computers(failure: Failure) -> str:
    """Say that TCP is between two; empty where the address does not stand for several."""
    where = failure.where
    if not isinstance(where, Endpoint) or where.transport is not Transport.TCP:
        return ""
    if not is_for_several(where):
        return ""
    return tr(
        "{host} stands for several computers, and a TCP connection is between two. Send "
        "datagrams there: {address}.",
        host=where.host,
        address=replace(where, transport=Transport.UDP),
    )


def is_for_several(endpoint: Endpoint) -> bool:
    """Whether an address stands for several computers: a multicast group, or broadcast."""
    try:
        is_multicast = ipaddress.ip_address(endpoint.host).is_multicast
    except ValueError:
        return False  # a name, or a path
    return is_multicast or endpoint.host == _BROADCAST
