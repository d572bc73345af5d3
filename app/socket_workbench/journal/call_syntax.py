"""Reads calls as Python writes them, without running anything."""

import ast
import functools
import math
import re

NAMES = (
    "accept",
    "bind",
    "close",
    "close_request",
    "connect",
    "connect_ex",
    "detach",
    "do_handshake",
    "dup",
    "finish",
    "finish_request",
    "get_request",
    "getpeername",
    "getsockname",
    "handle",
    "listen",
    "makefile",
    "poll",
    "process_request",
    "process_request_thread",
    "recv",
    "recv_into",
    "recvfrom",
    "recvfrom_into",
    "recvmsg",
    "recvmsg_into",
    "select",
    "send",
    "sendall",
    "sendfile",
    "sendmsg",
    "sendto",
    "serve_forever",
    "server_activate",
    "server_bind",
    "server_close",
    "setblocking",
    "setsockopt",
    "settimeout",
    "setup",
    "shutdown",
    "shutdown_request",
    "socket",
    "socketpair",
    "unwrap",
    "verify_request",
)
"""The calls that are recorded, of the workbench's sockets or of a watched program's."""

_MOST_TEXT = 4096

_ESCAPE = r"\\(?:['\"\\abfnrtv0]|x[0-9a-f]{2}"
_TOKENS = re.compile(
    rf"""(?:b'(?:[^'\\\n]|{_ESCAPE}))*'|b"(?:[^"\\\n]|{_ESCAPE}))*"
    |'(?:[^'\\\n]|{_ESCAPE}|u[0-9a-f]{{4}}|U[0-9a-f]{{8}}))*'
    |"(?:[^"\\\n]|{_ESCAPE}|u[0-9a-f]{{4}}|U[0-9a-f]{{8}}))*"
    |[A-Za-z_][A-Za-z_0-9]*(?![\w'"])|-?[0-9]+(?:\.[0-9]+)?(?!\w)|\.\.\.|[(),|=\[\]]|\ )*""",
    re.VERBOSE,
)
"""What calls are written with. Other texts make Python's parser warn, or take it long."""


def is_plain_call(call: str) -> bool:
    """Whether a text is one call of `NAMES` with plain values, and would run nothing else."""
    parsed = _parsed(call)
    if not isinstance(parsed, ast.Call):
        return False
    called = [node.func for node in ast.walk(parsed) if isinstance(node, ast.Call)]
    names = [function.id for function in called if isinstance(function, ast.Name)]
    is_known = len(names) == len(called) and names[0] in NAMES
    return is_known and set(names[1:]) <= {"socket"}


@functools.lru_cache(maxsize=256)
def arguments(call: str) -> list[object]:
    """Return the arguments of a call as JSON has them.

    Returns:
        Nothing if the text is not as `sockets.calls` writes it, which a file may hold.
    """
    parsed = _parsed(call)
    try:
        return [_json(each) for each in parsed.args] if isinstance(parsed, ast.Call) else []
    except RecursionError:
        # Writing takes a deeper stack than parsing.
        return []


def result_value(result: str) -> object:
    """Return what a call has returned as JSON has it; None where the text is no value."""
    return next(iter(arguments(f"result({result})")), None)


def _parsed(call: str) -> ast.expr | None:
    """Return the expression that a text is, or None if it is no call."""
    if len(call) > _MOST_TEXT or _TOKENS.fullmatch(call) is None:
        return None
    try:
        return ast.parse(call, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _json(node: ast.expr) -> object:
    match node:
        case ast.Constant(b""):
            return {"bytes": True}
        case ast.Constant(bytes(value)):
            return {"hex": value.hex()}
        case ast.Constant(float(value)) if not math.isfinite(value):
            # Of more digits than a float has; JSON has no infinity.
            return str(value)
        case ast.Constant(None | int() | float() | str() as value):
            return value
        case ast.UnaryOp(ast.USub(), ast.Constant(int(value))):
            return -value
        case ast.Name(name):
            return name
        case ast.Tuple(items) | ast.List(items):
            return [_json(item) for item in items]
        case ast.Call(ast.Name("socket"), _, [ast.keyword("fileno", ast.Constant(int(value)))]):
            return {"fileno": value}
    # A union of flags.
    return ast.unparse(node)
