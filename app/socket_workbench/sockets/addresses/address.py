"""The addresses that the system reports, as text."""

import socket

IpAddress = tuple[str, int] | tuple[str, int, int, int]
"""Host and port; of IPv6 flow and scope too."""

Address = IpAddress | str | bytes | None
"""What `recvfrom` and `getsockname` report: an IP address, a Unix path, bytes for a Linux abstract
name, None or an empty path for a socket that has no name."""

UNNAMED = "(unnamed socket)"
"""The text of a Unix socket that has no path, such as most clients'."""


def address_text(address: Address) -> str:
    """Return an address as text: `127.0.0.1:80`, `[::1]:80`, a path, or `UNNAMED`."""
    if isinstance(address, tuple):
        host = host_text(address)
        return f"[{host}]:{address[1]}" if ":" in host else f"{host}:{address[1]}"
    if isinstance(address, bytes):
        # Linux abstract names begin with a zero byte; `ss` and `netstat` show it as @ as well.
        return address.replace(b"\0", b"@").decode("utf-8", "surrogateescape")
    return address or UNNAMED


def host_text(address: IpAddress) -> str:
    """Return the host of an address, with its interface where IPv6 needs one: `fe80::1%eth0`."""
    host = address[0]
    if len(address) == 2 or not address[3] or "%" in host:
        return host
    try:
        return f"{host}%{socket.if_indextoname(address[3])}"
    except OSError:
        return f"{host}%{address[3]}"
