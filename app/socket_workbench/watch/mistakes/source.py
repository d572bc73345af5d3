"""Reads the source of watched programs: what is done with the result of a call."""

import ast
import warnings
from pathlib import Path
from typing import NamedTuple

from socket_workbench.regular_file import read_regular
from socket_workbench.watch.mistakes.comparing import is_mistaken_at
from socket_workbench.watch.mistakes.loops import reads_to_end, sends
from socket_workbench.watch.model import Place

MOST_FILES = 500
"""Files that are read; code that a program makes may name any number."""

LARGEST = 1_000_000
"""Bytes of a source file that is read."""

_COLLECTING = frozenset(
    {
        "append",
        "appendleft",
        "extend",
        "feed",
        "insert",
        "put",
        "put_nowait",
        "send",
        "sendall",
        "sendto",
        "update",
        "write",
    }
)
"""Methods that take a piece of a stream and keep it or pass it on."""


class Use(NamedTuple):
    """What a program does with the result of a call.

    Attributes:
        is_known: whether the call was found in the source.
        is_bare: whether the call is a statement of its own, so that its result is lost.
        is_in_loop: whether it stands in a loop of its function.
        is_collected: whether its result is kept with others, passed on or returned.
        is_printed: whether it is printed, a line for each.
        is_read_to_end: whether its loop keeps every result until the end of the stream.
        has_answer: whether its loop sends something.
        name: the variable it is assigned to; empty if it is not.
    """

    is_known: bool = False
    is_bare: bool = False
    is_in_loop: bool = False
    is_collected: bool = False
    is_printed: bool = False
    is_read_to_end: bool = False
    has_answer: bool = False
    name: str = ""


class Sources:
    """The source files of watched programs, each read once."""

    def __init__(self) -> None:
        self._trees: dict[str, ast.Module | None] = {}
        self._uses: dict[tuple[str, int, str], Use] = {}

    def use(self, place: Place, method: str) -> Use:
        """Return what is done with the result of a method that is called at a place."""
        key = place.file, place.line, method
        if key not in self._uses:
            self._uses[key] = self._use(place, method)
        return self._uses[key]

    def chain(self, place: Place, method: str) -> list[ast.AST]:
        """Return the nodes from the module down to a call of a method at a place; else nothing."""
        tree = self._tree(place.file)
        if tree is None:
            return []
        found: list[list[ast.AST]] = []
        waiting: list[list[ast.AST]] = [[tree]]
        while waiting:
            chain = waiting.pop()
            node = chain[-1]
            if _is_call_of(node, method) and node.lineno <= place.line <= (node.end_lineno or 0):  # type: ignore[attr-defined]
                found.append(chain)
            waiting += [[*chain, child] for child in ast.iter_child_nodes(node)]
        return max(found, key=len, default=[])

    def compares_with_nothing(self, place: Place, name: str) -> bool:
        """Whether the function compares a variable with `""` or `None`."""
        chain = self.chain(place, "recv")
        if not chain or not name:
            return False
        for node in ast.walk(_function_of(chain)):
            if isinstance(node, ast.Compare) and _mentions(node, name):
                others = [node.left, *node.comparators]
                if any(isinstance(e, ast.Constant) and e.value in ("", None) for e in others):
                    return True
        return False

    def writes_between(self, file: str, first: int, last: int) -> bool:
        """Whether lines between two write text into a file."""
        tree = self._tree(file)
        return tree is not None and any(
            isinstance(node, ast.Call)
            and first <= node.lineno <= last
            and (_method(node) in ("write", "writelines") or _has_keyword(node, "file"))
            for node in ast.walk(tree)
        )

    def calls_target(self, file: str, line: int) -> bool:
        """Whether a line gives a thread the result of a call instead of a function."""
        tree = self._tree(file)
        return tree is not None and any(
            isinstance(node, ast.Call)
            and node.lineno <= line <= (node.end_lineno or 0)
            and _method(node) in ("Thread", "Process")
            and any(
                key.arg == "target" and isinstance(key.value, ast.Call) for key in node.keywords
            )
            for node in ast.walk(tree)
        )

    def compares_by_mistake(self, file: str, line: int) -> bool:
        """Whether a line compares bytes with text, and text cannot be meant as well."""
        tree = self._tree(file)
        try:
            return tree is not None and is_mistaken_at(tree, line)
        except RecursionError:
            # An expression is nested too deeply to be compared with others.
            return False

    def reuses_after(self, place: Place) -> bool:
        """Whether SO_REUSEADDR is set behind a place, in the same function."""
        chain = self.chain(place, "bind")
        return bool(chain) and any(
            _is_call_of(node, "setsockopt")
            and node.lineno > place.line  # type: ignore[attr-defined]
            and "SO_REUSEADDR" in ast.unparse(node)
            for node in ast.walk(_function_of(chain))
        )

    def sends_bytes_of_number(self, place: Place, method: str) -> str:
        """Return the argument of `bytes` where that is what is sent; else nothing."""
        chain = self.chain(place, method)
        match chain[-1].args[:1] if chain and isinstance(chain[-1], ast.Call) else []:
            case [ast.Call(ast.Name("bytes"), [argument], [])] if not isinstance(
                argument, ast.List | ast.Tuple | ast.ListComp | ast.GeneratorExp
            ):
                return ast.unparse(argument)
        return ""

    def _use(self, place: Place, method: str) -> Use:
        chain = self.chain(place, method)
        if not chain:
            return Use()
        function = _function_of(chain)
        name = _assigned_name(chain)
        parent = chain[-2]
        is_collected = any(_collects(node, chain[-1]) for node in chain[:-1])
        is_printed = any(_prints(node) for node in chain[:-1])
        if name:
            for node in ast.walk(function):
                is_used = any(_is_name(each, name) for each in ast.iter_child_nodes(node))
                is_collected = is_collected or (is_used and _keeps(node, name))
                is_printed = is_printed or (_prints(node) and _mentions(node, name))
        loops = [node for node in chain if isinstance(node, ast.While | ast.For | ast.AsyncFor)]
        loop = loops[-1] if loops else None
        return Use(
            True,
            isinstance(parent, ast.Expr),
            loop is not None,
            is_collected,
            is_printed,
            loop is not None and reads_to_end(loop, chain[-1], name),
            loop is not None and sends(loop),
            name,
        )

    def _tree(self, path: str) -> ast.Module | None:
        if path not in self._trees and len(self._trees) < MOST_FILES:
            self._trees[path] = _parsed(path)
        return self._trees.get(path)


def _parsed(path: str) -> ast.Module | None:
    """Parse a source file without running anything; None if that cannot be done."""
    try:
        # Code may name any file as its source, such as a pipe that nobody writes to.
        text = read_regular(Path(path), LARGEST)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _is_call_of(node: ast.AST, method: str) -> bool:
    return isinstance(node, ast.Call) and _method(node) == method


def _method(node: ast.Call) -> str:
    function = node.func
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _has_keyword(node: ast.Call, name: str) -> bool:
    return any(keyword.arg == name for keyword in node.keywords)


def _function_of(chain: list[ast.AST]) -> ast.AST:
    functions = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
    found = [node for node in chain if isinstance(node, functions)]
    return found[-1] if found else chain[0]


def _assigned_name(chain: list[ast.AST]) -> str:
    """Return the variable that the call's result goes to, also after `.decode()` and such."""
    for node in reversed(chain[:-1]):
        match node:
            case ast.Assign(targets=[ast.Name(name)]) | ast.NamedExpr(target=ast.Name(name)):
                return name
            case ast.Assign(targets=[ast.Tuple([ast.Name(name), *_])]):
                return name
            case ast.Attribute() | ast.Call() | ast.Subscript() | ast.Await():
                continue
        return ""
    return ""


def _collects(node: ast.AST, call: ast.AST) -> bool:
    """Whether a node around the call keeps its result or passes it on."""
    if node is call:
        return False
    if isinstance(node, ast.Call) and _method(node) in _COLLECTING:
        return True
    return isinstance(node, ast.AugAssign | ast.Return | ast.Yield | ast.YieldFrom | ast.BinOp)


def _keeps(node: ast.AST, name: str) -> bool:
    """Whether a node keeps what a variable has, or passes it on."""
    if isinstance(node, ast.Call):
        is_argument = any(_is_name(each, name) for each in node.args)
        method = _method(node)
        # What an unknown function does with a piece nobody can say.
        return is_argument and method not in ("print", "len", "repr", "str", "loads")
    if isinstance(node, ast.AugAssign):
        return _is_name(node.value, name)
    return isinstance(
        node,
        ast.Return | ast.Yield | ast.YieldFrom | ast.BinOp | ast.List | ast.Tuple | ast.Starred,
    )


def _prints(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and _method(node) == "print" and not _has_keyword(node, "end")


def _mentions(node: ast.AST, name: str) -> bool:
    return any(_is_name(each, name) for each in ast.walk(node))


def _is_name(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name
