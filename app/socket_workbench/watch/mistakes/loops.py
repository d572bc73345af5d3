"""Reads loops that receive: when they are left, and what they keep."""

import ast

_KEEPING = frozenset({"append", "extend", "write"})
_SHOWING = frozenset({"stdout", "stderr"})
_SENDING = frozenset({"send", "sendall", "sendmsg", "sendto"})

Loop = ast.While | ast.For | ast.AsyncFor


def sends(loop: Loop) -> bool:
    """Whether a loop sends something, as one does that answers."""
    return any(
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in _SENDING
        for node in ast.walk(loop)
    )


def reads_to_end(loop: Loop, call: ast.AST, name: str) -> bool:
    """Whether a loop keeps all that a call receives, and is left at the end of the stream only.

    A loop that looks at what comes, such as for whole lines, may well wait for more.

    Args:
        loop: the innermost loop around the call.
        call: the call.
        name: the variable that its result is assigned to; empty if there is none.
    """
    if sends(loop) or not isinstance(loop, ast.While) or not _is_endless(loop.test, call, name):
        return False
    places = [place for node in ast.walk(loop) if (place := _place_to_keep(node, call, name))]
    if not places or _looks_at(loop, {name, *map(ast.unparse, places)}, call, name):
        return False
    return all(_is_emptiness(test, name) for test in _tests_of_exits(loop.body))


def _is_endless(test: ast.expr, call: ast.AST, name: str) -> bool:
    """Whether the condition of a loop is always true until the end of the stream."""
    if isinstance(test, ast.Constant):
        return bool(test.value)
    return any(node is call for node in ast.walk(test)) or _is_emptiness(test, name)


def _tests_of_exits(body: list[ast.stmt]) -> list[ast.expr]:
    """Return the conditions under which a loop is left, by `break` or by `return`."""
    found = []
    for node in body:
        if isinstance(node, ast.If):
            if any(isinstance(each, ast.Break | ast.Return) for each in ast.walk(node)):
                found.append(node.test)
        elif isinstance(node, ast.With | ast.Try):
            found += _tests_of_exits(node.body)
    return found


def _is_emptiness(test: ast.expr, name: str) -> bool:
    """Whether a condition asks no more of a variable than whether it is empty."""
    match test:
        case ast.UnaryOp(ast.Not(), operand):
            return _is_emptiness(operand, name)
        case ast.Compare(left, [_], [ast.Constant(b"" | "" | 0 | 1 | None)]):
            return _is_emptiness(left, name)
        case ast.Call(ast.Name("len"), [operand], []):
            return _is_emptiness(operand, name)
        case ast.NamedExpr(ast.Name(own)) | ast.Name(own):
            return own == name
    return False


def _place_to_keep(node: ast.AST, call: ast.AST, name: str) -> ast.expr | None:
    """Return what a node adds to, if that is what was received."""
    match node:
        case ast.AugAssign(to, ast.Add(), value) | ast.Assign(
            [ast.Name() as to], ast.BinOp(_, ast.Add(), value)
        ) if _is_received(value, call, name):
            return to
        case ast.Call(ast.Attribute(to, method), [value], []) if method in _KEEPING:
            return to if _is_received(value, call, name) and not _is_shown(to) else None
    return None


def _looks_at(node: ast.AST, kept: set[str], call: ast.AST, name: str) -> bool:
    """Whether a node does more with what was received than to keep it, or to ask how much it is."""
    if _place_to_keep(node, call, name) is not None:
        return False
    match node:
        case ast.Call(ast.Name("len"), [_], []):
            return False
        case ast.Name(ctx=ast.Load()) | ast.Attribute(ctx=ast.Load()) if ast.unparse(node) in kept:
            return True
        case ast.expr() if _is_emptiness(node, name):
            return False
    asked = node.test if isinstance(node, ast.If | ast.While) else None
    return any(
        _looks_at(each, kept, call, name)
        for each in ast.iter_child_nodes(node)
        if each is not asked or not _is_emptiness(asked, name)
    )


def _is_received(value: ast.expr, call: ast.AST, name: str) -> bool:
    return any(
        node is call or (isinstance(node, ast.Name) and node.id == name) for node in ast.walk(value)
    )


def _is_shown(target: ast.expr) -> bool:
    """Whether what is written to is the terminal."""
    return any(
        isinstance(node, ast.Attribute | ast.Name)
        and (node.attr if isinstance(node, ast.Attribute) else node.id) in _SHOWING
        for node in ast.walk(target)
    )
