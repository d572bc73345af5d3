"""The calls of a socket that the option `calls` has chosen."""

import socket
import struct
from collections.abc import Callable
from typing import Any, NamedTuple

from socket_workbench.sockets import system
from socket_workbench.sockets.addresses.address import Address
from socket_workbench.sockets.call_choice import CallChoice
from socket_workbench.sockets.datagram_reading import (
    AskedAddresses,
    Route,
    WholeLengths,
    asked_addresses,
    told_addresses,
)

Buffer = bytes | bytearray | memoryview
Origin = Address | Route

LONGEST_UDP = 65_535
"""Bytes that no UDP datagram exceeds, RFC 768."""

_MOST_OF_UNIX = 1024 * 1024 + 1
"""Bytes that a Unix datagram is asked for. How long one is that has more, only the call of
`WholeLengths` tells."""

# struct ucred, unix(7): process, user and group of the sender.
_UCRED = struct.Struct("3i")


def receiver(sock: socket.socket, choice: CallChoice) -> Callable[..., bytes]:
    """Return what receives like `socket.recv`, for a socket with one peer."""
    if choice.receive == "recvfrom":
        recvfrom = sock.recvfrom
        return lambda size, flags=0: recvfrom(size, flags)[0]
    if choice.receive == "recvmsg":
        recvmsg, room = sock.recvmsg, ask_for_credentials(sock)
        return lambda size, flags=0: recvmsg(size, room, flags)[0]
    return sock.recv


def sender(sock: socket.socket, choice: CallChoice) -> Callable[[Buffer], int]:
    """Return what sends like `socket.send`, for a connected socket."""
    if choice.send == "sendall":
        sendall = sock.sendall

        def send_whole(data: Buffer) -> int:
            sendall(data)
            return len(data)

        return send_whole
    if choice.send == "sendto":
        sendto, peer = sock.sendto, sock.getpeername()
        return lambda data: sendto(data, peer)
    return sock.send


def ask_for_credentials(sock: socket.socket) -> int:
    """Let a Unix socket receive with each message who has sent it (SCM_CREDENTIALS, Linux).

    Returns:
        The room for ancillary data; 0 where the system tells none. There is no more of it, so that
        nobody can leave descriptors here (SCM_RIGHTS): the system closes those that do not fit.
    """
    if sock.family != getattr(socket, "AF_UNIX", None) or not system.SO_PASSCRED:
        return 0
    sock.setsockopt(socket.SOL_SOCKET, system.SO_PASSCRED, 1)
    return socket.CMSG_LEN(_UCRED.size)


class DatagramCalls(NamedTuple):
    """The calls of a datagram socket.

    Attributes:
        receive: receives like `socket.recvfrom`.
        send_to: sends like `socket.sendto` to what `receive` has returned.
        send: sends to a client's server.
        asked: tells which address was asked; None where nobody does.
        lengths: tells how long a datagram was that did not fit; None where nobody does.
        room: bytes that are asked for; 0 for one more than the receive size.
        name: the name of the call that `receive` makes.
    """

    receive: Callable[..., tuple[bytes, Origin]]
    send_to: Callable[[bytes, Any], int]
    send: Callable[[bytes], int]
    asked: AskedAddresses | None = None
    lengths: WholeLengths | None = None
    room: int = LONGEST_UDP
    name: str = "recvfrom"


def datagram_calls(sock: socket.socket, choice: CallChoice, *, is_client: bool) -> DatagramCalls:
    """Return the calls of a datagram socket.

    Args:
        sock: a bound socket, or a client's connected one.
        choice: the calls that were chosen.
        is_client: whether it is a client's.

    Raises:
        OSError: the system does not tell what was asked for.
    """
    send = sender(sock, choice) if is_client else sock.send
    name = choice.receiving(is_stream=False)
    if sock.family == getattr(socket, "AF_UNIX", None):
        if choice.receive:
            receive = _receiver_from(sock, choice)
            return DatagramCalls(receive, sock.sendto, send, room=_MOST_OF_UNIX, name=name)
        lengths = WholeLengths(sock)
        return DatagramCalls(
            lengths.recvfrom, sock.sendto, send, lengths=lengths, room=0, name="recvfrom_into"
        )
    asked = _asked(sock, choice, is_client=is_client)
    if asked is not None:
        sendto = asked.sendto_by_routes if choice.send == "sendto" else asked.sendto
        return DatagramCalls(asked.recvfrom, sendto, send, asked, name="recvmsg")
    return DatagramCalls(_receiver_from(sock, choice), sock.sendto, send, name=name)


def _asked(sock: socket.socket, choice: CallChoice, *, is_client: bool) -> AskedAddresses | None:
    if choice.receive == "recvmsg":
        return told_addresses(sock)
    return None if is_client or choice.receive else asked_addresses(sock)


def _receiver_from(sock: socket.socket, choice: CallChoice) -> Callable[..., tuple[bytes, Origin]]:
    """Return what receives like `socket.recvfrom`, with the call that was chosen."""
    if choice.receive == "recv":
        recv = sock.recv
        return lambda size, flags=0: (recv(size, flags), None)
    if choice.receive == "recvmsg":
        recvmsg, room = sock.recvmsg, ask_for_credentials(sock)

        def receive(size: int, flags: int = 0) -> tuple[bytes, Origin]:
            data, _, _, peer = recvmsg(size, room, flags)
            return data, peer

        return receive
    return sock.recvfrom
