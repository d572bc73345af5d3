"""TCP and UDP sockets as psutil reads them: on Windows and macOS, their states alone."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from socket_workbench.sockets.addresses.address import address_text
from socket_workbench.sockets.kernel.record import KernelSocket, Protocol
from socket_workbench.sockets.kernel.tcp_states import TcpState

if TYPE_CHECKING:
    from psutil._ntuples import pconn, sconn

_OTHER_WORDS = {"SYN_RECV": TcpState.SYN_RECEIVED}
"""psutil's words that are not those of RFC 9293. A word that is not known means CLOSED."""


def psutil_sockets(protocol: Protocol) -> Iterator[KernelSocket]:
    """Yield the sockets of a protocol; on macOS those of this process only.

    Raises:
        OSError: the system tells nothing.
    """
    import psutil  # which raises RuntimeError where a call of Windows fails

    try:
        rows: list[sconn] | list[pconn] = psutil.net_connections(protocol.value)
    except psutil.AccessDenied:
        rows = _own(protocol)
    except (psutil.Error, RuntimeError) as error:
        raise OSError(str(error)) from error
    for row in rows:
        yield read_row(protocol, row)


def _own(protocol: Protocol) -> "list[pconn]":
    import psutil

    try:
        return psutil.Process().net_connections(protocol.value)
    except (psutil.Error, RuntimeError) as error:
        raise OSError(str(error)) from error


def read_row(protocol: Protocol, row: "sconn | pconn") -> KernelSocket:
    """Read a row of psutil's."""
    words = {state.value: state for state in TcpState} | _OTHER_WORDS
    peer = address_text((row.raddr.ip, row.raddr.port)) if row.raddr else ""
    local = address_text((row.laddr.ip, row.laddr.port)) if row.laddr else ""
    return KernelSocket(protocol, words.get(row.status, TcpState.CLOSED), local, peer)
