"""What systems do differently about sockets: the one module of `sockets` that asks which it is.

Sources: the Linux manual pages named below; Apple's manual pages and xnu; Microsoft's reference
of Winsock. Linux is tested; Windows is tested under Wine; macOS is not tested.
"""

import errno
import math
import os
import socket
import struct
import sys

_IS_LINUX = sys.platform.startswith("linux")
_IS_WINDOWS = sys.platform == "win32"
_IS_MACOS = sys.platform == "darwin"

SHUTDOWN_WAKES_ALL = _IS_LINUX
"""Whether shutdown(2) wakes every call that is blocked in a socket, and stays in force: see
`waiting.interrupt`."""

NOT_WAITING: int = getattr(socket, "MSG_DONTWAIT", 1 << 30)
"""The flag of a call that is not to wait. Windows has none; there every socket is a
`WakeableSocket`, which obeys this one itself."""

PORTS_ARE_RESERVED = _IS_WINDOWS
"""Whether EACCES from bind(2) means that the port is in use exclusively or reserved, rather than
kept for the administrator, who has no ports of his own on Windows."""

LISTENS_WHEN_FULL = not _IS_MACOS
"""Whether a Unix socket with a full backlog tells a client to wait (EAGAIN on Linux). macOS refuses
the connection, as if nobody listened."""

MOST_SELECTED: float = 512 if _IS_WINDOWS else math.inf
"""Sockets that one call of `select` takes: FD_SETSIZE in CPython's selectmodule.c for Windows.
Other systems have calls without such a limit, which `selectors.DefaultSelector` prefers."""

LINGER_ZERO = struct.pack("HH" if _IS_WINDOWS else "ii", 1, 0)
"""SO_LINGER's struct linger: on, for 0 seconds; close(2) then resets the connection."""

MAX_UNIX_PATH = 107 if _IS_LINUX else 103
"""sizeof(sun_path) less the final zero byte: unix(7); 104 on the BSDs and macOS."""

UNIX_OVERHEAD = 32 if _IS_LINUX else 0
"""Bytes of SO_SNDBUF that no Unix datagram can use: the kernel's own, net/unix/af_unix.c."""

# Not in the socket module before Python 3.12; linux/in.h.
IP_PKTINFO: int = getattr(socket, "IP_PKTINFO", 8 if _IS_LINUX else 0)

HAS_RECVMSG = hasattr(socket.socket, "recvmsg")
"""Whether Python has recvmsg(2): not on Windows."""

TELLS_ASKED_ADDRESSES = bool(HAS_RECVMSG and IP_PKTINFO)
"""Whether Python can learn which of our addresses a datagram was sent to: not on Windows."""

SO_PASSCRED: int = getattr(socket, "SO_PASSCRED", 0) if _IS_LINUX else 0
"""unix(7): receive with each message who has sent it. Linux only; 0 elsewhere."""

MSG_TRUNC: int = socket.MSG_TRUNC if _IS_LINUX else 0
"""recv(2): return the length of the whole datagram, even where less of it fits. Linux only."""

# struct sk_meminfo, linux/sock_diag.h: nine counters, the last is the datagrams dropped.
_SO_MEMINFO, _MEMINFO, _MEMINFO_DROPS = 55, struct.Struct("9I"), 8
_TIMEVAL = struct.Struct("ll")


def system_error(number: int) -> OSError:
    """Return the exception that the system's call would raise for an error number.

    `os.strerror` knows the numbers of the C library; Windows' sockets have others (WSA...).
    """
    if sys.platform == "win32":
        return OSError(number, _words_on_windows(number))
    return OSError(number, os.strerror(number))


def error_name(number: int) -> str:
    """Return an error number's name, everywhere as POSIX has it; the number where it has none.

    Windows' `WSAECONNRESET` is `ECONNRESET`: of two names of one number, Python keeps that one. To
    send after a half-close is `WSAESHUTDOWN` there and `EPIPE` in POSIX.
    """
    name = errno.errorcode.get(number, str(number))
    return "EPIPE" if name == "WSAESHUTDOWN" else name.removeprefix("WSA")


def _words_on_windows(number: int) -> str:
    import ctypes

    format_error = getattr(ctypes, "FormatError", os.strerror)
    words: str = format_error(number)
    return words.strip().removesuffix(".")


def take_address(sock: socket.socket, *, reuses: bool) -> None:
    """Set what decides with whom a socket may share its address; call it before `bind`.

    On Windows, SO_REUSEADDR lets any program take the traffic of a port that another one has, and
    connections in TIME_WAIT never hinder; so there the socket is exclusive, whatever is wanted
    ("Using SO_REUSEADDR and SO_EXCLUSIVEADDRUSE", Microsoft).

    Args:
        sock: a TCP or UDP socket.
        reuses: whether it may have the address of connections in TIME_WAIT (SO_REUSEADDR).
    """
    if sys.platform == "win32":
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
    elif reuses:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)


def file_number(sock: socket.socket) -> int:
    """Return the number of a socket's file (its inode), by which Linux lists it; 0 elsewhere."""
    if not _IS_LINUX:
        return 0
    try:
        return os.fstat(sock.fileno()).st_ino
    except OSError:
        return 0


def make_room_for_datagrams(sock: socket.socket, size: int) -> None:
    """Let a socket send datagrams of a size, where its send buffer limits them.

    macOS: 9,216 bytes over UDP (net.inet.udp.maxdgram) and 2,048 over Unix sockets
    (net.local.dgram.maxdgram), unless SO_SNDBUF says more.
    """
    if sock.getsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF) < size:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, size)


def set_timeout(sock: socket.socket, option: int, seconds: float) -> None:
    """Limit how long calls of a blocking socket wait, in a system where they are woken by shutdown.

    Args:
        sock: the socket.
        option: SO_RCVTIMEO or SO_SNDTIMEO.
        seconds: the limit; 0 for none.
    """
    whole, part = divmod(seconds, 1)
    sock.setsockopt(socket.SOL_SOCKET, option, _TIMEVAL.pack(int(whole), int(part * 1e6)))


def dropped_datagrams(sock: socket.socket) -> int | None:
    """Return how many datagrams the system has thrown away for want of room in a socket's buffer.

    Returns:
        None where it does not tell: it does on Linux from 4.12 on (SO_MEMINFO).
    """
    if not _IS_LINUX:
        return None
    try:
        counters = sock.getsockopt(socket.SOL_SOCKET, _SO_MEMINFO, _MEMINFO.size)
        return int(_MEMINFO.unpack(counters)[_MEMINFO_DROPS])
    except (OSError, struct.error):
        return None
