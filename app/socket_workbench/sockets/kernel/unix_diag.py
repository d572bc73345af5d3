"""Unix sockets over netlink: struct unix_diag_msg of linux/unix_diag.h."""

import socket
import struct
from collections.abc import Container, Iterator

from socket_workbench.sockets.addresses.address import address_text
from socket_workbench.sockets.kernel.inet_diag import BY_FAMILY, state_of
from socket_workbench.sockets.kernel.netlink import SockDiag, attributes
from socket_workbench.sockets.kernel.record import KernelSocket, Protocol

_REQUEST = struct.Struct("=BBHIII8x")
"""struct unix_diag_req: family, protocol, padding, states, inode, what to show, cookie."""

_MESSAGE = struct.Struct("=BBBBI8x")
"""struct unix_diag_msg: family, type, state, padding, inode, cookie."""

_SHOW_NAME, _SHOW_QUEUES = 0x01, 0x10
_NAME, _QUEUES = 0, 4
_LENGTHS = struct.Struct("=II")


def unix_sockets(diag: SockDiag, inodes: Container[int]) -> Iterator[KernelSocket]:
    """Yield the Unix sockets that have one of some inodes.

    Args:
        diag: where to ask.
        inodes: the numbers of their files.

    Raises:
        OSError: the kernel refuses, or does not know these requests.
        ListChangedError: at the end, when some may be missing.
    """
    request = _REQUEST.pack(socket.AF_UNIX, 0, 0, 0xFFFFFFFF, 0, _SHOW_NAME | _SHOW_QUEUES)
    for message in diag.messages(BY_FAMILY, request):
        found = read_unix_socket(message)
        if found is not None and found.inode in inodes:
            yield found


def read_unix_socket(message: bytes) -> KernelSocket | None:
    """Read one message; None if it is too short for one."""
    if len(message) < _MESSAGE.size:
        return None
    _, _, state, _, inode = _MESSAGE.unpack_from(message)
    found = attributes(message, _MESSAGE.size)
    queues = found.get(_QUEUES, b"")
    lengths = _LENGTHS.unpack_from(queues) if len(queues) >= _LENGTHS.size else (None, None)
    name = found.get(_NAME, b"")
    # The name of a path ends with a zero byte, that of an abstract name begins with one.
    path = name.rstrip(b"\0") if not name.startswith(b"\0") else name
    return KernelSocket(Protocol.UNIX, state_of(state), address_text(path), "", inode, *lengths)
