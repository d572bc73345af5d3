"""What each failure of a socket means, in plain words, with the next step.

One function for each reason the system gives. Reasons that are not here keep the system's own
words and name.
"""

import errno
import socket
from collections.abc import Callable
from pathlib import Path

from socket_workbench.language import tr
from socket_workbench.sockets.endpoint import unix_supported
from socket_workbench.sockets.failure import Action, Failure
from socket_workbench.sockets.in_use_sentences import in_use
from socket_workbench.sockets.lookup_sentences import lookup_sentence
from socket_workbench.sockets.path_sentences import (
    no_such_path,
    not_a_folder,
    not_a_socket,
    other_type,
    read_only,
    too_long,
)

_FIRST_FREE_FOR_ALL = 1024


def sentence(failure: Failure) -> str:
    """Say what went wrong and what to do next."""
    if isinstance(failure.error, socket.gaierror):
        return lookup_sentence(failure.error, failure.host)
    number = failure.error.errno
    if number is None and isinstance(failure.error, TimeoutError):
        number = errno.ETIMEDOUT
    return _SENTENCES.get(number or 0, _in_the_systems_words)(failure)


def _not_allowed(failure: Failure) -> str:
    if failure.path:
        return tr(
            "You have no permission to use {path}. Choose a path in a folder of your own, or ask "
            "its owner to let you.",
            path=failure.path,
        )
    if failure.is_opening_here and 0 < failure.port < _FIRST_FREE_FOR_ALL:
        return tr(
            "Port {port} is kept for the administrator, as all ports below 1024 are. Choose a "
            "port from 1024 to 65535, such as {other}.",
            port=failure.port,
            other=failure.port + 8000,
        )
    return tr(
        "The system does not allow this with {where}. A firewall rule may forbid it, or the "
        "address may stand for several computers (broadcast): check both.",
        where=failure.where,
    )


def _no_such_address(failure: Failure) -> str:
    if not failure.is_opening_here:
        return tr(
            "This computer has no address, or no free port, from which {where} can be reached. "
            "IPv6 may be switched off here; after very many connections, wait a minute.",
            where=failure.where,
        )
    is_ipv6 = ":" in failure.host
    return tr(
        "{host} is not an address of this computer. Use {loopback} for this computer only, or "
        "{every} for every address it has.",
        host=failure.host,
        loopback="[::1]" if is_ipv6 else "127.0.0.1",
        every="[::]" if is_ipv6 else "0.0.0.0",
    )


def _no_such_family(failure: Failure) -> str:
    if failure.path:
        return unix_supported() or _in_the_systems_words(failure)
    return tr(
        "This computer cannot use addresses such as {where}: that kind (IPv6, for example) is "
        "switched off here. Use 127.0.0.1.",
        where=failure.where,
    )


def _refused(failure: Failure) -> str:
    if failure.path:
        path = Path(failure.path)
        if not path.exists():
            return no_such_path(failure)
        if not path.is_socket():
            return not_a_socket(failure)
        return tr(
            "Nothing listens on {path} any more: the program that made it has ended. Start the "
            "server again.",
            path=failure.path,
        )
    if failure.action in (Action.SEND, Action.RECEIVE):
        return tr(
            "Nothing receives UDP datagrams at {where}: it answered that the port is unreachable. "
            "Start the server there, or check the port.",
            where=failure.where,
        )
    return tr(
        "Nothing listens at {where}: the connection was refused. Start the server first, or check "
        "the host and port.",
        where=failure.where,
    )


def _unreachable(failure: Failure) -> str:
    return tr(
        "There is no way from here to {where}. Check the address, the cable or Wi-Fi, and "
        "whether that computer is on.",
        where=failure.where,
    )


def _timed_out(failure: Failure) -> str:
    return tr(
        "{where} did not answer in time. Check the address and port; a firewall on the way may "
        "swallow the connection, or the server is too busy to accept it.",
        where=failure.where,
    )


def _reset(failure: Failure) -> str:
    return tr(
        "{where} reset the connection (RST): it ended without a proper close, and bytes on the way "
        "may be lost. Connect again; if it happens again, look at the other program's log.",
        where=failure.where,
    )


def _broken_pipe(failure: Failure) -> str:
    return tr(
        "{where} takes no more bytes: the connection is closed in that direction (broken pipe). "
        "Connect again to send more.",
        where=failure.where,
    )


def _not_connected(failure: Failure) -> str:
    return tr(
        "There is no connection with {where}, or it is over. Connect, then try again.",
        where=failure.where,
    )


def _no_destination(failure: Failure) -> str:
    return tr(
        "There is nowhere to send this: the sender has no address of its own. A Unix datagram "
        "client has to bind a path to be answered.",
    )


def _too_large(failure: Failure) -> str:
    if 0 < failure.limit < failure.size:
        return tr(
            "The datagram has {size} bytes, and at most {limit} fit. Send less at a time.",
            size=failure.size,
            limit=failure.limit,
        )
    return tr(
        "The datagram of {size} bytes is larger than the way to {where} allows. Send less at a "
        "time.",
        size=failure.size,
        where=failure.where,
    )


def _too_many_files(failure: Failure) -> str:
    return tr(
        "Too many files and connections are open for another one. Close some, or raise the limit "
        "(ulimit -n) and start the program again.",
    )


def _no_memory(failure: Failure) -> str:
    return tr(
        "The system has no memory left for this. Close some connections or programs, then try "
        "again.",
    )


def _in_the_systems_words(failure: Failure) -> str:
    number = failure.error.errno
    return tr(
        "The system refused an operation on {where}: {reason} ({name}).",
        where=failure.where,
        reason=failure.error.strerror or str(failure.error),
        name=errno.errorcode.get(number or 0, number),
    )


_BY_NAME: dict[str, Callable[[Failure], str]] = {
    "EADDRINUSE": in_use,
    "EACCES": _not_allowed,
    "EPERM": _not_allowed,
    "EADDRNOTAVAIL": _no_such_address,
    "EAFNOSUPPORT": _no_such_family,
    "ECONNREFUSED": _refused,
    "EHOSTUNREACH": _unreachable,
    "EHOSTDOWN": _unreachable,
    "ENETUNREACH": _unreachable,
    "ENETDOWN": _unreachable,
    "ETIMEDOUT": _timed_out,
    "ECONNRESET": _reset,
    "ECONNABORTED": _reset,
    "EPIPE": _broken_pipe,
    "ENOTCONN": _not_connected,
    "EDESTADDRREQ": _no_destination,
    "EMSGSIZE": _too_large,
    "ENAMETOOLONG": too_long,
    "ENOENT": no_such_path,
    "ENOTDIR": not_a_folder,
    "ENOTSOCK": not_a_socket,
    "EPROTOTYPE": other_type,
    "EROFS": read_only,
    "EMFILE": _too_many_files,
    "ENFILE": _too_many_files,
    "ENOBUFS": _no_memory,
    "ENOMEM": _no_memory,
}
# Not every system knows every name.
_SENTENCES = {
    getattr(errno, name): words for name, words in _BY_NAME.items() if hasattr(errno, name)
}
