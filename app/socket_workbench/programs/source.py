"""Puts a program together from its parts, and writes what it imports above them."""

import ast
import re
from collections.abc import Iterable
from typing import NamedTuple

from socket_workbench.programs.literals import WIDTH

_MODULES = frozenset(
    {
        "asyncio",
        "contextlib",
        "os",
        "pathlib",
        "re",
        "select",
        "socket",
        "socketserver",
        "struct",
        "sys",
        "tempfile",
        "threading",
        "time",
    }
)
_NAMES = {
    "Any": "typing",
    "AsyncIterator": "collections.abc",
    "Callable": "collections.abc",
    "Context": "decimal",
    "Decimal": "decimal",
    "HTTPStatus": "http",
    "Inexact": "decimal",
    "Iterator": "collections.abc",
    "partial": "functools",
}
"""Names of the standard library that programs use, each with the module that has it."""

_CALL = re.compile(r"( *)([^(\"']*)\((.*)\)")
_DIRECTIVE = re.compile(r"( *)@(\w+)(?: (.*))?")


class Speech(NamedTuple):
    """How one style says, in Python, what a dialogue does within a conversation.

    Each may have several lines.

    Attributes:
        send: sends one message; `{}` stands for the expression.
        each: the head of the loop over the messages that come.
        sender: an expression: a function that sends one message to this peer.
        half_close: ends the own side.
        linger: waits until the peer ends its side, for `{}` seconds at most.
        typed: an expression: the next line that is typed, with its end; empty at the end.
        lock: the head of a block in which no other conversation runs; empty where none is needed.
        drain: waits until what was sent may be followed by more; empty where sending itself waits.
    """

    send: str
    each: str = ""
    sender: str = ""
    half_close: str = ""
    linger: str = ""
    typed: str = "sys.stdin.readline()"
    lock: str = ""
    drain: str = ""


def render(lines: str, speech: Speech) -> str:
    """Turn a dialogue's lines into a style's Python.

    A line that begins with `@` is one of the attributes of `Speech`: `@send b"ACK"`, `@each`,
    `@half_close`, `@linger 2`, `@lock`, `@drain`. `SENDER` and `TYPED` stand for the expressions.
    What stands in a block of `@lock` moves to the left where a style needs no lock.
    """
    written: list[str] = []
    unlocked: int | None = None
    for line in lines.strip("\n").split("\n"):
        depth = len(line) - len(line.lstrip(" "))
        if unlocked is not None and line.strip() and depth <= unlocked:
            unlocked = None
        if line.strip() == "@lock" and not speech.lock:
            unlocked = depth
            continue
        shown = line if unlocked is None else line.removeprefix("    ")
        written += _rendered(shown, speech)
    return "\n".join(written)


def _rendered(line: str, speech: Speech) -> list[str]:
    found = _DIRECTIVE.fullmatch(line)
    if found is None:
        return [line.replace("SENDER", speech.sender).replace("TYPED", speech.typed)]
    indent, name, argument = found.groups(default="")
    says = str(getattr(speech, name)).replace("{}", argument)
    return [indent + part for part in says.split("\n")] if says else []


def indented(code: str, depth: int = 1) -> str:
    """Move lines to the right by so many levels."""
    return "\n".join("    " * depth + line if line else line for line in code.split("\n"))


def assembled(head: str, constants: Iterable[str], definitions: Iterable[str], start: str) -> str:
    """Return a whole program.

    Args:
        head: its docstring, and comments behind it.
        constants: assignments.
        definitions: functions and classes, in the order in which they are needed.
        start: the statement that starts it.
    """
    values = "\n".join(filter(None, constants))
    parts = [part.strip("\n") for part in definitions if part]
    parts.append(f'if __name__ == "__main__":\n{indented(start)}')
    body = "\n\n\n".join([values, *parts] if values else parts)
    imports = _imports(body)
    gap = "\n\n" if values else "\n\n\n"
    return f"{head}\n\n{imports}{gap}{wrapped(body)}\n"


def wrapped(code: str) -> str:
    """Write the arguments of a call that makes its line too long in a line of their own."""
    return "\n".join(map(_wrapped, code.split("\n")))


def _wrapped(line: str) -> str:
    if len(line) <= WIDTH or not (found := _CALL.fullmatch(line)):
        return line
    indent, called, arguments = found.groups()
    return f"{indent}{called}(\n{indent}    {arguments}\n{indent})"


def _imports(body: str) -> str:
    used = {node.id for node in ast.walk(ast.parse(body)) if isinstance(node, ast.Name)}
    whole = [f"import {name}" for name in sorted(used & _MODULES)]
    taken: dict[str, list[str]] = {}
    for name in sorted(used & _NAMES.keys()):
        taken.setdefault(_NAMES[name], []).append(name)
    single = [f"from {module} import {', '.join(taken[module])}" for module in sorted(taken)]
    return "\n".join(whole + single)
