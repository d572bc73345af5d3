"""This computer's own addresses, for people who want to connect from elsewhere."""

import ipaddress
import socket
from dataclasses import replace

from socket_workbench.sockets.addresses.endpoint import Endpoint


def is_open_to_network(endpoint: Endpoint) -> bool:
    """Whether other computers may reach a server that listens there."""
    if endpoint.transport.is_unix or endpoint.host == "localhost":
        return False
    try:
        return not ipaddress.ip_address(endpoint.host.partition("%")[0]).is_loopback
    except ValueError:
        # A name: it may stand for any address.
        return True


def reachable_endpoints(endpoint: Endpoint) -> list[Endpoint]:
    """Return the addresses that other computers can use for a server that listens there.

    Reading the interfaces can take some milliseconds: not for a window's thread.

    Args:
        endpoint: where it listens, with its real port.

    Returns:
        One endpoint for each address of this computer that is not a loopback or link-local one,
        when it listens on all (`0.0.0.0`, `::`); its own when it listens on one; none when it is
        not open to the network, or when the system does not let the interfaces be read.
    """
    if not is_open_to_network(endpoint):
        return []
    if endpoint.host not in ("0.0.0.0", "::"):
        return [endpoint]
    import psutil  # costs 20 ms, and most servers are not open to the network

    family = socket.AF_INET6 if endpoint.host == "::" else socket.AF_INET
    try:
        interfaces = psutil.net_if_addrs()
    except (OSError, RuntimeError):
        # getifaddrs(3) needs a netlink socket, which a sandbox may forbid. Where a call of Windows
        # fails, psutil raises RuntimeError.
        return []
    found = [
        address.address
        for addresses in interfaces.values()
        for address in addresses
        if address.family == family
    ]
    return [replace(endpoint, host=host) for host in found if _is_for_others(host)]


def _is_for_others(host: str) -> bool:
    address = ipaddress.ip_address(host.partition("%")[0])
    return not (address.is_loopback or address.is_link_local)
