"""Finds the lines of a program on which it calls sockets."""

import ast
import enum
from collections.abc import Iterator, Mapping


class Purpose(enum.Enum):
    """What a socket call is for; each style has other names for the calls of a purpose."""

    CONNECT = "connect"
    LISTEN = "listen"
    ACCEPT = "accept"
    RECEIVE = "receive"
    SEND = "send"
    END = "end"
    CLOSE = "close"


_NAMES = {
    Purpose.CONNECT: "connect create_connection open_connection open_unix_connection",
    Purpose.LISTEN: "bind listen start_server start_unix_server create_datagram_endpoint Server",
    Purpose.ACCEPT: "accept serve_forever",
    Purpose.RECEIVE: "recv recvfrom recvmsg recv_into recvfrom_into recvmsg_into read sock_recv",
    Purpose.SEND: "send sendall sendto sendmsg write sock_sendall",
    Purpose.END: "shutdown write_eof",
    Purpose.CLOSE: "close",
}
_PURPOSES = {name: purpose for purpose, names in _NAMES.items() for name in names.split()}

_CALLBACKS = ("datagram_received", "handle")
"""Methods that are given a datagram that the module has received."""

_OTHERS = frozenset({"peer", "buffer", "stdout"})
"""Objects in programs whose methods of these names call no socket."""


def purpose_of(call: str) -> Purpose | None:
    """Return what a call of a socket is for; None for one that no program is marked for.

    Args:
        call: its name, or how it is written, such as `recv(1024)`.
    """
    return _PURPOSES.get(call.partition("(")[0])


def call_lines(program: str) -> Mapping[Purpose, frozenset[int]]:
    """Return the lines on which a program makes its calls, counted from 1.

    Args:
        program: one that this package has written.
    """
    tree = ast.parse(program)
    lines: dict[Purpose, set[int]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (purpose := _purpose(node.func)) is not None:
            lines.setdefault(purpose, set()).add(_line(node.func))
    if Purpose.RECEIVE not in lines:
        lines[Purpose.RECEIVE] = set(_callbacks(tree))
    return {purpose: frozenset(found) for purpose, found in lines.items() if found}


def _purpose(called: ast.expr) -> Purpose | None:
    if isinstance(called, ast.Name):
        return Purpose.LISTEN if called.id == "Server" else None
    if not isinstance(called, ast.Attribute):
        return None
    owner = called.value
    name = owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", "")
    return None if name in _OTHERS else _PURPOSES.get(called.attr)


def _line(called: ast.expr) -> int:
    # A call that is divided among lines is marked where its name stands.
    return called.end_lineno or called.lineno


def _callbacks(tree: ast.AST) -> Iterator[int]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name in _CALLBACKS:
            yield node.lineno
