"""Socket calls as Python writes them, for a trace."""

import socket
from collections.abc import Callable
from typing import Any, Protocol

from socket_workbench.sockets import system

NewSocket = Callable[[int, int], socket.socket]
"""Opens a socket of a family and a type: `socket.socket`, or one whose calls are recorded."""

PAYLOAD = "b''"
"""Stands in a call or its result for the bytes that were sent or received, which are given apart.
No other bytes of a call are empty."""

_OPTIONS = {
    "SOL_SOCKET": (
        "SO_BROADCAST",
        "SO_EXCLUSIVEADDRUSE",
        "SO_KEEPALIVE",
        "SO_LINGER",
        "SO_PASSCRED",
        "SO_RCVBUF",
        "SO_RCVTIMEO",
        "SO_REUSEADDR",
        "SO_REUSEPORT",
        "SO_SNDBUF",
        "SO_SNDTIMEO",
    ),
    "IPPROTO_IP": ("IP_PKTINFO", "IP_TTL"),
    "IPPROTO_IPV6": ("IPV6_PKTINFO", "IPV6_RECVPKTINFO", "IPV6_V6ONLY"),
    "IPPROTO_TCP": ("TCP_NODELAY",),
}
"""By level: names are not sought in the module, which has several for one number."""

_CONTROL = {
    "SOL_SOCKET": ("SCM_CREDENTIALS", "SCM_RIGHTS"),
    "IPPROTO_IP": ("IP_PKTINFO",),
    "IPPROTO_IPV6": ("IPV6_PKTINFO",),
}
"""Ancillary data: some have the numbers of options."""

_FLAGS = ("MSG_PEEK", "MSG_TRUNC", "MSG_CTRUNC", "MSG_OOB", "MSG_WAITALL")
_ENDS = {getattr(socket, name): name for name in ("SHUT_RD", "SHUT_WR", "SHUT_RDWR")}


class SocketCalls(Protocol):
    """Takes the calls that are made with one socket, by any thread."""

    def begin(self, call: str, payload: bytes = b"") -> Any:  # noqa: ANN401 - for `end` only
        """Record that a call is about to be made; may wait until that is allowed.

        Args:
            call: how it is written.
            payload: the bytes to be sent that `PAYLOAD` stands for.

        Returns:
            What `end` is given.

        Raises:
            OSError: ECANCELED; it was not allowed, because the socket or its endpoint was ended.
        """

    def end(self, begun: Any, result: str, payload: bytes = b"") -> None:  # noqa: ANN401
        """Record that it has returned.

        Args:
            begun: what `begin` has returned.
            result: what it returned, or the name of the error.
            payload: the bytes that `PAYLOAD` stands for.
        """

    def of_accepted(self) -> "SocketCalls":
        """Return what takes the calls of a connection that this socket has accepted."""

    def belong_to(self, owner: int) -> None:
        """Count the calls from now on as those of an endpoint or a connection, by its number."""

    def follow(self, sock: socket.socket) -> None:
        """Take note which socket makes the calls."""

    def end_waits(self, *, holds_close: bool) -> None:
        """Let no call wait in `begin` from now on: the socket is being ended.

        Args:
            holds_close: whether `close` may wait all the same.
        """

    def finish(self) -> None:
        """Take note that the socket is closed."""


def written(value: object) -> str:
    """Write a value of a call as Python does; `→`, which stands before a result, as an escape."""
    return repr(value).replace("→", "\\u2192")


def opened(family: int, kind: int) -> str:
    """Write the call that opens a socket."""
    names = [getattr(value, "name", str(value)) for value in (family, kind)]
    return f"socket({', '.join(names)})"


def descriptor(sock: socket.socket) -> str:
    """Write a socket as the call that would make it of its descriptor."""
    return f"socket(fileno={sock.fileno()})"


def option_set(level: int, option: int, value: object) -> str:
    """Write `setsockopt` with the names of its constants."""
    return f"setsockopt({_level_name(level)}, {_option_name(level, option)}, {written(value)})"


def ended(how: int) -> str:
    """Write `shutdown`."""
    return f"shutdown({_ENDS.get(how, how)})"


def flags_text(flags: int) -> str:
    """Write flags behind other arguments: `, MSG_PEEK | MSG_DONTWAIT`; empty where none is set."""
    if not flags:
        return ""
    names = ["MSG_DONTWAIT"] if flags & system.NOT_WAITING else []
    rest = flags & ~system.NOT_WAITING
    for name in _FLAGS:
        flag = getattr(socket, name, 0)
        if flag and rest & flag:
            names.append(name)
            rest &= ~flag
    if rest:
        names.append(str(rest))
    return f", {' | '.join(names)}"


def control_text(control: list[tuple[int, int, bytes]]) -> str:
    """Write the ancillary data of `recvmsg` and `sendmsg` with the names of its constants."""
    parts = [
        f"({_level_name(level)}, {_control_name(level, kind)}, {written(bytes(data))})"
        for level, kind, data in control
    ]
    return f"[{', '.join(parts)}]"


def error_word(error: BaseException) -> str:
    """Return the name of an error that a call has raised, such as `ECONNRESET`."""
    if isinstance(error, OSError) and error.errno is not None:
        name = system.error_name(error.errno)
        return name if name.isidentifier() else f"errno_{name}"
    return type(error).__name__


def _level_name(level: int) -> str:
    return _name_of(level, tuple(_OPTIONS))


def _option_name(level: int, option: int) -> str:
    return _name_of(option, _OPTIONS.get(_level_name(level), ()))


def _control_name(level: int, kind: int) -> str:
    return _name_of(kind, _CONTROL.get(_level_name(level), ()))


def _name_of(number: int, names: tuple[str, ...]) -> str:
    found = (name for name in names if _number_of(name) == number)
    return next(found, str(number))


def _number_of(name: str) -> int | None:
    return system.IP_PKTINFO if name == "IP_PKTINFO" else getattr(socket, name, None)
