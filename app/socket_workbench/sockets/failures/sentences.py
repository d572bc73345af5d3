"""What each failure of a socket means, in plain words, with the next step.

One function for each reason the system gives. Reasons that are not here keep the system's own
words and name.
"""

import errno
import socket
from collections.abc import Callable
from pathlib import Path

from socket_workbench.language import tr
from socket_workbench.sockets.failures.address_sentences import (
    no_such_address,
    no_such_family,
    no_such_port,
    not_allowed,
    several_computers,
)
from socket_workbench.sockets.failures.failure import Action, Failure, in_the_systems_words
from socket_workbench.sockets.failures.in_use_sentences import in_use
from socket_workbench.sockets.failures.ipv6_sentences import interface_not_found, special_address
from socket_workbench.sockets.failures.path_sentences import (
    disk_full,
    no_such_path,
    not_a_folder,
    not_a_socket,
    other_type,
    read_only,
    too_long,
    too_many_links,
)


def sentence(failure: Failure) -> str:
    """Say what went wrong and what to do next."""
    if isinstance(failure.error, socket.gaierror):
        return lookup_sentence(failure)
    number = failure.error.errno
    if number is None and isinstance(failure.error, TimeoutError):
        number = errno.ETIMEDOUT
    if number in _OF_THE_ADDRESS:
        # Which of these it is differs from system to system, and the address tells more.
        told = several_computers(failure) or special_address(failure)
        if told:
            return told
    return _SENTENCES.get(number or 0, in_the_systems_words)(failure)


def _refused(failure: Failure) -> str:
    if failure.action is Action.CONNECT and not failure.path and failure.port == 0:
        return no_such_port(failure)
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
    if failure.action in (Action.SEND, Action.RECEIVE):
        return tr(
            "{where} answers no more, and the connection was given up (timed out). Check the "
            "network and whether that computer is on, then connect again.",
            where=failure.where,
        )
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
    if not failure.size:
        return tr(
            "A datagram sent before was larger than the way to {where} allows. Send less at a "
            "time.",
            where=failure.where,
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


def _too_many_files_of_all(failure: Failure) -> str:
    return tr(
        "All programs on this computer together have too many files and connections open. Close "
        "some programs, then try again.",
    )


def _no_memory(failure: Failure) -> str:
    return tr(
        "The system has no memory left for this. Close some connections or programs, then try "
        "again.",
    )


_BY_NAME: dict[str, Callable[[Failure], str]] = {
    "EADDRINUSE": in_use,
    "EACCES": not_allowed,
    "EPERM": not_allowed,
    "EADDRNOTAVAIL": no_such_address,
    "EAFNOSUPPORT": no_such_family,
    "EPFNOSUPPORT": no_such_family,
    "EPROTONOSUPPORT": no_such_family,
    "ESOCKTNOSUPPORT": no_such_family,
    "ECONNREFUSED": _refused,
    "EHOSTUNREACH": _unreachable,
    "EHOSTDOWN": _unreachable,
    "ENETUNREACH": _unreachable,
    "ENETDOWN": _unreachable,
    "ENONET": _unreachable,
    "ETIMEDOUT": _timed_out,
    "ECONNRESET": _reset,
    "ECONNABORTED": _reset,
    "ENETRESET": _reset,
    "EPIPE": _broken_pipe,
    "ESHUTDOWN": _broken_pipe,
    "ENOTCONN": _not_connected,
    "EDESTADDRREQ": _no_destination,
    "EMSGSIZE": _too_large,
    "ENAMETOOLONG": too_long,
    "ENOENT": no_such_path,
    "ENOTDIR": not_a_folder,
    "ENOTSOCK": not_a_socket,
    "EPROTOTYPE": other_type,
    "EROFS": read_only,
    "ELOOP": too_many_links,
    "ENOSPC": disk_full,
    "EDQUOT": disk_full,
    "EMFILE": _too_many_files,
    "ENFILE": _too_many_files_of_all,
    "ENOBUFS": _no_memory,
    "ENOMEM": _no_memory,
}
# Not every system knows every name.
_SENTENCES = {
    getattr(errno, name): words for name, words in _BY_NAME.items() if hasattr(errno, name)
}
_OF_THE_ADDRESS = frozenset(
    getattr(errno, name)
    for name in (
        "EINVAL",
        "EADDRNOTAVAIL",
        "EAFNOSUPPORT",
        "ENETUNREACH",
        "EHOSTUNREACH",
        "ENODEV",
        "EACCES",
    )
    if hasattr(errno, name)
)


def lookup_sentence(failure: Failure) -> str:
    """Say why a host name was not found (`socket.gaierror`) and what to do next."""
    error, host = failure.error, failure.host
    if "%" in host:
        # No name holds a percent sign, so the address is right and its interface is not.
        return interface_not_found(failure)
    if error.errno == socket.EAI_AGAIN:
        return tr(
            "The name {host} could not be looked up, because no name server answers. Check the "
            "network connection, or use an IP address.",
            host=host,
        )
    # Names that exist without an address (EAI_NODATA) are as unknown to a person as others.
    if error.errno in (socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)):
        return tr(
            "No computer is known by the name '{host}'. Check its spelling, or use an IP address "
            "such as 127.0.0.1.",
            host=host,
        )
    return tr(
        "The name {host} could not be looked up ({reason}). Check its spelling, or use an IP "
        "address such as 127.0.0.1.",
        host=host,
        reason=error.strerror or error,
    )
