"""Finds what is no mistake in a document, but hardly what was meant."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from socket_workbench.language import tr
from socket_workbench.scenarios.fields import join, key
from socket_workbench.scenarios.load import Mistake, document_text
from socket_workbench.scenarios.toml_positions import find_positions

_PATH = re.compile(r"(?<![A-Za-z])[A-Za-z]:\\[rnt0]")
"""A drive of Windows with a folder whose first letter makes an escape."""

_MAY_HAVE_PATHS = re.compile(r":\\|\\[uUx]")
"""What TOML has where a value has a path: a colon and a backslash, or an escape for either."""

_WITHOUT_ESCAPES = {"note", "mark", "ask"} | frozenset(
    ("title", "summary", "name", "endpoint", "texts", "file", "include", "regex")
)
"""Fields that are no templates with escapes, and all that is in them."""


def doubts(path: Path) -> list[Mistake]:
    """Return what is doubtful in a document that has no mistake, in its order."""
    text = document_text(path)
    if not _MAY_HAVE_PATHS.search(text):
        return []
    found: list[tuple[str, str]] = []
    for field, value in _texts(tomllib.loads(text), ""):
        place = _PATH.search(value)
        if place is not None:
            problem = tr(
                "warning: {text} is an escape here, not a part of a path; write '{doubled}' in"
                " single quotes, or four backslashes in double ones.",
                text=place[0][-2:],
                doubled=place[0][:2] + "\\\\" + place[0][-1],
            )
            found.append((field, problem))
    positions = find_positions(text, [field for field, _ in found])
    mistakes = [
        Mistake(field, problem, line, column)
        for (field, problem), (line, column) in zip(found, positions, strict=True)
    ]
    return sorted(mistakes, key=lambda one: (one.line, one.column))


def _texts(value: object, path: str) -> Iterator[tuple[str, str]]:
    """Yield the texts in a value with their fields."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, list):
        for index, each in enumerate(value):
            yield from _texts(each, f"{path}[{index}]")
    elif isinstance(value, dict):
        for name, each in value.items():
            if name not in _WITHOUT_ESCAPES:
                yield from _texts(each, join(path, key(name)))
