"""TCP and UDP sockets from /proc/net (proc(5)), where netlink is not allowed."""

import contextlib
import os
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

from socket_workbench.sockets.addresses.address import address_text
from socket_workbench.sockets.kernel.inet_diag import state_of
from socket_workbench.sockets.kernel.record import KernelSocket, Protocol, timer_of
from socket_workbench.sockets.kernel.tcp_states import TcpState

_FOLDER = Path("/proc/net")


def proc_sockets(protocol: Protocol, folder: Path = _FOLDER) -> Iterator[KernelSocket]:
    """Yield the sockets of a protocol.

    Args:
        protocol: TCP or UDP.
        folder: where the tables are.

    Raises:
        OSError: the table of IPv4 cannot be read; one of IPv6 may be missing.
    """
    yield from read_table(protocol, (folder / protocol.value).read_text(encoding="ascii"))
    with contextlib.suppress(OSError):
        text = (folder / f"{protocol.value}6").read_text(encoding="ascii")
        yield from read_table(protocol, text)


def read_table(protocol: Protocol, text: str) -> Iterator[KernelSocket]:
    """Yield the sockets of a table's lines; lines that are malformed are passed over."""
    for line in text.splitlines()[1:]:
        with contextlib.suppress(ValueError, IndexError, OverflowError):
            yield _read_line(protocol, line.split())


def _read_line(protocol: Protocol, words: list[str]) -> KernelSocket:
    state = state_of(int(words[3], 16))
    unsent, waiting = (int(word, 16) for word in words[4].split(":"))
    timer, ticks = (int(word, 16) for word in words[5].split(":"))
    return KernelSocket(
        protocol,
        state,
        _address(words[1]),
        _address(words[2]) if not words[2].endswith(":0000") else "",
        int(words[9]),
        waiting,
        # A listener's limit is not told here.
        None if state is TcpState.LISTEN else unsent,
        timer_of(timer),
        ticks / os.sysconf("SC_CLK_TCK"),
        int(words[6], 16),
    )


def _address(word: str) -> str:
    """Read an address such as `0100007F:1F90`: 32-bit words in the machine's byte order."""
    host, port = word.split(":")
    raw = b"".join(
        int(host[place : place + 8], 16).to_bytes(4, sys.byteorder)
        for place in range(0, len(host), 8)
    )
    family = socket.AF_INET if len(raw) == 4 else socket.AF_INET6
    return address_text((socket.inet_ntop(family, raw), int(port, 16)))
