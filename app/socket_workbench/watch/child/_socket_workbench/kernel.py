"""Asks the kernel and the interpreter at the moment of a call: later the answer would be gone."""

from __future__ import annotations

import _socket
import errno
import fcntl
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_fileno = _socket.socket.fileno
_FIONREAD = 0x541B
_TABLES = {1: ("tcp", "tcp6"), 2: ("udp", "udp6")}
_ANY_TYPE = 0xF
"""The bits of a socket's type that say which it is, without SOCK_NONBLOCK and SOCK_CLOEXEC."""


def unread(sock: Any) -> int | None:
    """Return how many bytes wait to be received; of a datagram socket, those of the next one.

    Over TLS they are those that are decrypted: what the kernel has may be no message, but the
    peer's notice that it closes.
    """
    tls = getattr(sys.modules.get("ssl"), "SSLSocket", None)
    try:
        if tls is not None and isinstance(sock, tls):
            return int(tls.pending(sock))
        answer = fcntl.ioctl(sock.fileno(), _FIONREAD, b"\0\0\0\0")
    except (OSError, ValueError):
        return None
    return int.from_bytes(answer, sys.byteorder)


def descriptor(sock: Any) -> tuple[int, int]:
    """Return a socket's descriptor, and its inode, which is the same in all that have it open."""
    number = _fileno(sock)
    try:
        return number, os.fstat(number).st_ino
    except OSError:
        return number, 0


def is_in_event_loop() -> bool:
    """Whether this thread runs an event loop of asyncio's, which a call would stop."""
    events = sys.modules.get("_asyncio") or sys.modules.get("asyncio.events")
    running = getattr(events, "_get_running_loop", None)
    return running is not None and running() is not None


def holders(sock: Any, name: str, args: Any, number: int | None) -> Any:
    """Return who has the port that a failed call is about.

    Args:
        sock: the socket.
        name: the method that was called.
        args: its arguments.
        number: the `errno` of its error; None where it has none.

    Returns:
        For each socket with that port: its table in /proc/net, its local address there, and its
        state; None for other errors.
    """
    is_taken = name == "bind" and number == errno.EADDRINUSE
    is_refused = name in ("connect", "connect_ex") and number == errno.ECONNREFUSED
    address = args[0] if args else None
    if not (is_taken or is_refused) or type(address) is not tuple or len(address) < 2:
        return None
    tables = _TABLES[1] + _TABLES[2] if is_refused else _TABLES.get(sock.type & _ANY_TYPE, ())
    return tuple([each for table in tables for each in _at_port(table, address[1])][:16])


def _at_port(table: str, port: Any) -> list[tuple[str, str, str]]:
    """Return the sockets of a table at a port; see proc(5), /proc/net/tcp."""
    found = []
    try:
        with open("/proc/net/" + table) as file:
            next(file)
            for line in file:
                _, local, _, state = line.split(None, 4)[:4]
                host, _, number = local.rpartition(":")
                if int(number, 16) == port:
                    found.append((table, host, state))
    except (OSError, ValueError, StopIteration):
        pass
    return found
