"""Tests of which comparisons of bytes with text are mistakes."""

import ast

import pytest

from socket_workbench.watch.mistakes.comparing import is_mistaken_at

MISTAKEN = [
    'if data == "exit":  # here',
    'if "exit" != data:  # here',
    'while data not in ("exit", "quit"):  # here\n    pass',
    "if data == name:  # here",
    'def f(data):\n    return data == ""  # here\ndef g(data):\n    return data == b""',
    'if name == b"x": pass\nif data == "x":  # here',
    'if (\n    data\n    == "exit"  # here\n): pass',
]
MEANT = [
    'if not label or label in (b".", "."):  # here',
    'if label == "." or label == b".":  # here',
    'def f(label):\n    if label == ".":  # here\n        return 1\n    return label == b"."',
    'if isinstance(label, str) or label == ".":  # here',
    'if type(label) is str: pass\nif label == ".":  # here',
    "if label in names:  # here",
    "found = names[label]  # here",
    'if data.startswith("x"):  # here',
    'if "a" < data == "b":  # here',
    "names.remove(label)  # here",
]


def line_of(text):
    return next(n for n, each in enumerate(text.splitlines(), 1) if "# here" in each)


def tree_of(text):
    return ast.parse(text + "\n    pass\n" if text.endswith(":  # here") else text)


@pytest.mark.parametrize("text", MISTAKEN)
def test_text_where_bytes_come_is_a_mistake(text):
    assert is_mistaken_at(tree_of(text), line_of(text))


@pytest.mark.parametrize("text", MEANT)
def test_what_takes_bytes_and_text_is_none(text):
    assert not is_mistaken_at(tree_of(text), line_of(text))
