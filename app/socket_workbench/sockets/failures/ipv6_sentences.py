"""What failures with IPv6's special addresses mean, in plain words, with the next step.

A link-local address stands for another computer in each network, so it needs its interface, and
only such an address takes one (RFC 4007, sections 4 and 11). An IPv4-mapped one is IPv4 (RFC 4291,
section 2.5.5.2), which a socket of IPv6 alone does not take.
"""

import errno
import ipaddress
import socket
from dataclasses import replace

from socket_workbench.language import tr
from socket_workbench.sockets.addresses.endpoint import Endpoint
from socket_workbench.sockets.failures.failure import Failure

_MOST_OFFERED = 4
_NO_WAY = (errno.ENETUNREACH, errno.EHOSTUNREACH)
_LINK_LOCAL_SCOPES = (1, 2)  # interface-local and link-local multicast, RFC 4291, section 2.7


def special_address(failure: Failure) -> str:
    """Say what is wrong with a mapped or link-local address; empty where the host is another."""
    address = _address(failure.host)
    if address is None or not isinstance(failure.where, Endpoint):
        return ""
    if address.scope_id is not None:
        return "" if _is_interface(address.scope_id) else interface_not_found(failure)
    if address.ipv4_mapped is not None and failure.error.errno not in _NO_WAY:
        return tr(
            "{host} is an IPv4 address in the form of IPv6, which cannot be used here: write "
            "{address}.",
            host=failure.host,
            address=replace(failure.where, host=str(address.ipv4_mapped)),
        )
    if _needs_interface(address):
        return _interface_missing(failure, failure.where)
    return ""


def interface_not_found(failure: Failure) -> str:
    """The interface behind the percent sign cannot be used (EAI_NONAME, ENODEV)."""
    address = _address(failure.host)
    if address is None or not isinstance(failure.where, Endpoint):
        return tr(
            "{host} names a network interface that this computer does not have. Check what stands "
            "behind the percent sign.",
            host=failure.host,
        )
    if not _needs_interface(address):
        plain = failure.host.partition("%")[0]
        return tr(
            "{host} names an interface, which only link-local addresses (fe80::…) may: write "
            "{address}.",
            host=failure.host,
            address=replace(failure.where, host=plain),
        )
    return tr(
        "{host} names a network interface that this computer does not have. {offer}",
        host=failure.host,
        offer=_offer(failure.where, _interfaces()),
    )


def _interface_missing(failure: Failure, where: Endpoint) -> str:
    found = _interfaces()
    own = {name: address for name, address in found.items() if address}
    wanted = ipaddress.IPv6Address(where.host)
    is_own = str(wanted) in own.values() or wanted.is_multicast
    if failure.is_opening_here and own and not is_own:
        return tr(
            "{host} is not an address of this computer. Its link-local addresses are {addresses}.",
            host=where.host,
            addresses=_listed([f"{address}%{name}" for name, address in own.items()], where),
        )
    return tr(
        "{host} is a link-local address, which stands for another computer in each network, so "
        "its interface has to stand behind it. {offer}",
        host=where.host,
        offer=_offer(where, found),
    )


def _offer(where: Endpoint, found: dict[str, str]) -> str:
    """Say what to write, given this computer's interfaces and their link-local addresses."""
    plain = str(ipaddress.IPv6Address(where.host.partition("%")[0]))
    having = [name for name, own in found.items() if own == plain]
    names = having or [name for name, own in found.items() if own] or list(found)
    if not names:
        return tr("The system tells of no network interface to name.")
    return tr("Write {addresses}.", addresses=_listed([f"{plain}%{name}" for name in names], where))


def _listed(hosts: list[str], where: Endpoint) -> str:
    return ", ".join(str(replace(where, host=host)) for host in hosts[:_MOST_OFFERED])


def _interfaces() -> dict[str, str]:
    """Return the names of interfaces that the system tells, each with its link-local address.

    The address is empty where an interface has none.
    """
    import psutil  # costs 20 ms, and nothing of it is needed before something has gone wrong

    found = {}
    try:
        interfaces = psutil.net_if_addrs()
    except (OSError, RuntimeError):
        return {}
    for name, addresses in interfaces.items():
        own = [row.address.partition("%")[0] for row in addresses if row.family == socket.AF_INET6]
        local = [address for address in map(ipaddress.IPv6Address, own) if address.is_link_local]
        found[name] = str(local[0]) if local else ""
    return found


def _is_interface(name: str) -> bool:
    """Whether this computer has an interface of this name or number."""
    try:
        if name.isascii() and name.isdigit():
            socket.if_indextoname(int(name))
        else:
            socket.if_nametoindex(name)
    except (OSError, OverflowError):
        return False
    return True


def _address(host: str) -> ipaddress.IPv6Address | None:
    try:
        return ipaddress.IPv6Address(host)
    except ValueError:
        return None


def _needs_interface(address: ipaddress.IPv6Address) -> bool:
    if address.is_multicast:
        return address.packed[1] & 0x0F in _LINK_LOCAL_SCOPES
    return address.is_link_local
