"""Finds the line and the column of a field in a TOML document.

No TOML library for Python tells where a value stands. This is a scan of the keys of a document that
`tomllib` has read, so that it need not judge anything. Time and memory are linear in its length:
keys are kept as a tree, because full paths would be quadratic in the length of a dotted header.
"""

import json
import re
import tomllib
from bisect import bisect_right
from dataclasses import dataclass, field

from socket_workbench.scenarios.toml_nesting import end_of_string

_SPACE = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_BLANK = re.compile(r"[ \t]*")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_SCALAR = re.compile(r"[^,\]}\n#]+")
_STEP = re.compile(r"\[(?P<index>\d+)\]|\.?(?P<quoted>\"(?:[^\"\\]|\\.)*\")|\.?(?P<bare>[^.\[]+)")


@dataclass(slots=True)
class _Node:
    """A table, an array or a value: where it begins, and what is in it, by key or by index."""

    place: int
    inner: "dict[str | int, _Node]" = field(default_factory=dict)


class Positions:
    """Where the fields of one document stand."""

    def __init__(self, text: str) -> None:
        """Scan a document.

        Args:
            text: TOML that `tomllib` has read and `check_nesting` has let pass.
        """
        self._lines = [0, *(found.end() for found in re.finditer("\n", text))]
        self._root = _Scan(text).root

    def of(self, path: str) -> tuple[int, int]:
        """Return the line and the column, both from 1, at which a field's key stands.

        Args:
            path: such as `clients[0].steps[3].wait`. For a field that is missing, it is the table
                in which it is missing; for an element of a list, where the element begins.
        """
        node = self._root
        for step in _STEP.finditer(path):
            name: str | int
            if step["index"] is not None:
                name = int(step["index"])
            else:
                name = step["bare"] or json.loads(step["quoted"])
            if name not in node.inner:
                break
            node = node.inner[name]
        return self.at(node.place)

    def at(self, place: int) -> tuple[int, int]:
        """Return the line and the column, both from 1, of a place in the text."""
        line = bisect_right(self._lines, place)
        return line, place - self._lines[line - 1] + 1


class _Scan:
    """Reads keys and skips values. It calls itself for what is nested, which has a bound."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.root = table = _Node(0)
        place = self._skip(0)
        while place < len(text):
            if text[place] == "[":
                table, place = self._header(place)
            else:
                place = self._pair(place, table)
            place = self._skip(place)

    def _skip(self, place: int) -> int:
        """Return the place behind white space, line ends and comments."""
        found = _SPACE.match(self._text, place)
        return found.end() if found else place

    def _header(self, place: int) -> tuple[_Node, int]:
        """Read `[a.b]` or `[[a.b]]`; returns its table, and the place behind it."""
        is_array = self._text.startswith("[[", place)
        names, end = self._key(place + 1 + is_array)
        node = self._inner(self.root, names, place)
        if is_array:
            element = _Node(place)
            node.inner[len(node.inner)] = element
            return element, end + 2
        return node, end + 1

    def _pair(self, place: int, table: _Node) -> int:
        """Read a key and its value; returns the place behind them."""
        names, end = self._key(place)
        return self._value(self._skip(end + 1), self._inner(table, names, place))

    def _inner(self, node: _Node, names: list[str], place: int) -> _Node:
        """Return the node that a dotted key leads to, making those that are not there."""
        for name in names:
            if 0 in node.inner:
                # A header continues the last table of an array of tables.
                node = node.inner[len(node.inner) - 1]
            if name not in node.inner:
                node.inner[name] = _Node(place)
            node = node.inner[name]
        return node

    def _key(self, place: int) -> tuple[list[str], int]:
        """Read a dotted key; returns its parts, and the place of `=` or `]` behind it."""
        names = []
        while True:
            place = self._blank(place)
            if self._text[place] in "\"'":
                end = end_of_string(self._text, place)
                names.append(_unquoted(self._text[place:end]))
            else:
                found = _BARE.match(self._text, place)
                end = found.end() if found else place
                names.append(self._text[place:end])
            place = self._blank(end)
            if self._text[place] != ".":
                return names, place
            place += 1

    def _blank(self, place: int) -> int:
        found = _BLANK.match(self._text, place)
        return found.end() if found else place

    def _value(self, place: int, node: _Node) -> int:
        """Read a value into its node; returns the place behind it."""
        begin = self._text[place]
        if begin in "\"'":
            return end_of_string(self._text, place)
        if begin == "[":
            return self._array(place, node)
        if begin == "{":
            return self._inline_table(place, node)
        found = _SCALAR.match(self._text, place)
        return found.end() if found else place

    def _array(self, place: int, node: _Node) -> int:
        place = self._skip(place + 1)
        while self._text[place] != "]":
            element = node.inner[len(node.inner)] = _Node(place)
            place = self._behind(self._value(place, element))
        return place + 1

    def _inline_table(self, place: int, node: _Node) -> int:
        place = self._skip(place + 1)
        while self._text[place] != "}":
            place = self._behind(self._pair(place, node))
        return place + 1

    def _behind(self, place: int) -> int:
        """Return the place of what follows an element, behind its comma if there is one."""
        place = self._skip(place)
        return self._skip(place + 1) if self._text[place] == "," else place


def _unquoted(key: str) -> str:
    """Return the name that a quoted key stands for."""
    name: str = tomllib.loads(f"key = {key}")["key"]
    return name
