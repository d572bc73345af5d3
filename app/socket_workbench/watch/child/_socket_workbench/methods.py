"""Which methods of sockets are told to the workbench, and how."""

from __future__ import annotations

WAITING = frozenset(
    {
        "accept",
        "connect",
        "connect_ex",
        "do_handshake",
        "recv",
        "recv_into",
        "recvfrom",
        "recvfrom_into",
        "recvmsg",
        "recvmsg_into",
        "send",
        "sendall",
        "sendfile",
        "sendmsg",
        "sendto",
        "unwrap",
    }
)
"""Calls that wait for the peer."""

TOLD_FIRST = WAITING | {"shutdown"}
"""Calls that are told before they are made: the peer may notice them before they return."""

ASKING = frozenset({"getpeername", "getsockname"})
"""Calls that change nothing: told only where the program itself makes them."""

_LEFT = WAITING - {"accept", "connect", "connect_ex"} | ASKING | {"setblocking", "settimeout"}

LEAVABLE = _LEFT | {"poll", "select"}
"""Calls that are left out where there are too many; by all others, sockets become known."""

METHODS = (
    _LEFT | TOLD_FIRST | {"bind", "close", "detach", "dup", "listen", "makefile", "setsockopt"}
)
