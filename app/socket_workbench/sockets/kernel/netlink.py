"""Requests for lists over netlink (netlink(7), sock_diag(7))."""

import errno
import socket
import struct
from collections.abc import Iterator

from socket_workbench.sockets.system import system_error

_SOCK_DIAG = 4
"""NETLINK_SOCK_DIAG, linux/netlink.h."""

_HEADER = struct.Struct("=IHHII")
"""struct nlmsghdr: length with the header, type, flags, sequence number, port."""

_ATTRIBUTE = struct.Struct("=HH")
"""struct rtattr: length with the header, type."""

_ERROR, _DONE = 2, 3
_REQUEST, _DUMP, _INTERRUPTED = 0x1, 0x300, 0x10
_CODE = struct.Struct("=i")

_PATIENCE = struct.pack("@ll", 2, 0)
"""SO_RCVTIMEO: the kernel answers at once; a sandbox that swallows requests must not hang us."""

_ROOM = 1 << 16
"""Bytes of one read; the kernel fills at most 32 KiB of it."""


class ListChangedError(Exception):
    """The list changed while the kernel wrote it, so that a part may be missing."""


class SockDiag:
    """A netlink socket that is asked for lists of sockets; close it after use.

    Raises:
        OSError: the system has none, or does not allow it.
    """

    def __init__(self) -> None:
        family = getattr(socket, "AF_NETLINK", None)
        if family is None:
            raise system_error(errno.EAFNOSUPPORT)
        self._socket = socket.socket(family, socket.SOCK_RAW, _SOCK_DIAG)
        try:
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, _PATIENCE)
        except OSError:
            self._socket.close()
            raise

    def close(self) -> None:
        """Close the socket."""
        self._socket.close()

    def messages(self, kind: int, request: bytes) -> Iterator[bytes]:
        """Ask for a list, and yield the content of each message of the answer.

        Args:
            kind: the type of the message, such as SOCK_DIAG_BY_FAMILY.
            request: its content.

        Raises:
            OSError: the kernel refuses the request, or does not know it.
            ListChangedError: raised at the end, if the list was changed meanwhile.
        """
        head = _HEADER.pack(_HEADER.size + len(request), kind, _REQUEST | _DUMP, 1, 0)
        self._socket.send(head + request)
        changed = False
        while True:
            data = self._socket.recv(_ROOM)
            for answer, flags, content in split_messages(data):
                changed |= bool(flags & _INTERRUPTED)
                if answer in (_ERROR, _DONE):
                    _check(content)
                    if changed:
                        raise ListChangedError
                    return
                yield content


def split_messages(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Yield the type, flags and content of each message; what is malformed ends it."""
    start = 0
    while start + _HEADER.size <= len(data):
        length, kind, flags, _, _ = _HEADER.unpack_from(data, start)
        if not _HEADER.size <= length <= len(data) - start:
            return
        yield kind, flags, data[start + _HEADER.size : start + length]
        start += (length + 3) & ~3


def attributes(content: bytes, start: int) -> dict[int, bytes]:
    """Return the attributes behind a struct, by type; what is malformed ends them.

    Args:
        content: the content of a message.
        start: the size of the struct.
    """
    found = {}
    end = len(content)
    while start + 4 <= end:
        length, kind = _ATTRIBUTE.unpack_from(content, start)
        if not 4 <= length <= end - start:
            break
        found[kind] = content[start + 4 : start + length]
        start += (length + 3) & ~3
    return found


def attribute(kind: int, content: bytes) -> bytes:
    """Return an attribute for a request; the length of the content is a multiple of 4."""
    return _ATTRIBUTE.pack(_ATTRIBUTE.size + len(content), kind) + content


def _check(content: bytes) -> None:
    """Raise the error that the last message carries, if it does."""
    if len(content) >= _CODE.size:
        (code,) = _CODE.unpack_from(content)
        if code < 0:
            raise system_error(-code)
