"""Reads comparisons: whether bytes are compared with text by mistake, or whether both are meant."""

import ast

_EQUALITY = ast.Eq | ast.NotEq
_MEMBERSHIP = ast.In | ast.NotIn
_SEQUENCES = ast.Tuple | ast.List | ast.Set


def is_mistaken_at(tree: ast.Module, line: int) -> bool:
    """Whether a comparison at a line, which Python has warned of, is made by mistake.

    It is not where the same function compares the same thing with bytes and with text, or looks
    which of them it is; nor where it is looked for in what may hold both.
    """
    compared = [node for node in _at(tree, line) if isinstance(node, ast.Compare)]
    functions = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
    around = [tree, *(node for node in _at(tree, line) if isinstance(node, functions))][-1]
    return any(_is_mistaken(node, around) for node in compared)


def _at(tree: ast.Module, line: int) -> list[ast.AST]:
    """Return the nodes that a line is a part of, the outer ones first."""
    return [
        node
        for node in ast.walk(tree)
        if getattr(node, "lineno", line + 1) <= line <= (getattr(node, "end_lineno", 0) or 0)
    ]


def _is_mistaken(node: ast.Compare, around: ast.AST) -> bool:
    if len(node.ops) != 1 or not isinstance(node.ops[0], _EQUALITY | _MEMBERSHIP):
        return False
    if isinstance(node.ops[0], _MEMBERSHIP) and not isinstance(node.comparators[0], _SEQUENCES):
        return False
    subjects = {ast.dump(each) for each in _operands(node) if not _kinds(each)}
    kinds: set[type] = set()
    for each in ast.walk(around):
        if isinstance(each, ast.Compare) and subjects & set(map(ast.dump, _operands(each))):
            kinds.update(*map(_kinds, _operands(each)))
        elif _asks_type(each, subjects):
            return False
    return not {str, bytes} <= kinds


def _operands(node: ast.Compare) -> list[ast.expr]:
    return [node.left, *node.comparators]


def _kinds(node: ast.expr) -> set[type]:
    """Return the types of the literals that an operand is or has."""
    parts = node.elts if isinstance(node, _SEQUENCES) else [node]
    return {type(each.value) for each in parts if isinstance(each, ast.Constant)} & {str, bytes}


def _asks_type(node: ast.AST, subjects: set[str]) -> bool:
    """Whether it is `isinstance(subject, ...)` or `type(subject)`."""
    match node:
        case ast.Call(ast.Name("isinstance" | "type"), [subject, *_]):
            return ast.dump(subject) in subjects
    return False
