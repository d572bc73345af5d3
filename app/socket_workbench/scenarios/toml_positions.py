"""Finds the lines and the columns of fields in a TOML document.

No TOML library for Python tells where a value stands. This is a scan of the keys of a document that
`tomllib` has read, so that it need not judge anything. Its time is linear in the document's length;
its memory is linear in the number of fields that are looked for, whatever else is in the document.
"""

import json
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field

from socket_workbench.scenarios.toml_nesting import end_of_string, up_to_one_of

# Possessive: what may be gone back to is kept, which would take a hundred bytes for each line.
_SPACE = re.compile(r"(?:[ \t\r\n]++|#[^\n]*+)*+")
_BLANK = re.compile(r"[ \t]*")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_SCALAR = re.compile(r"[^,\]}\n#]+")
_BRACKET = up_to_one_of("[]{}")
_STEP = re.compile(r"\[(?P<index>\d+)\]|\.?(?P<quoted>\"(?:[^\"\\]|\\.)*\")|\.?(?P<bare>[^.\[]+)")


@dataclass(slots=True)
class _Node:
    """A table, an array or a value that is looked for, or leads to one.

    Attributes:
        place: where it begins; -1 until it is found.
        inner: what is looked for in it, by key or by index.
        count: the elements that it has so far, where it is an array.
    """

    place: int = -1
    inner: "dict[str | int, _Node]" = field(default_factory=dict)
    count: int = 0

    def begin(self, name: "str | int", place: int) -> "_Node | None":
        """Take note of what begins there; returns its node, None if it is not looked for."""
        node = self.inner.get(name)
        if node is not None and node.place < 0:
            node.place = place
        return node


def find_positions(text: str, paths: Iterable[str]) -> list[tuple[int, int]]:
    """Return the line and the column, both from 1, at which each field's key stands.

    Args:
        text: TOML that `tomllib` has read and `check_nesting` has let pass.
        paths: such as `clients[0].steps[3].wait`. For a field that is missing, it is the table in
            which it is missing; for an element of a list, where the element begins.
    """
    root = _Node(0)
    ways = [_way(root, path) for path in paths]
    _Scan(text, root)
    places = [max(node.place for node in way) for way in ways]
    positions = _positions(text, places)
    return [positions[place] for place in places]


def _positions(text: str, places: Iterable[int]) -> dict[int, tuple[int, int]]:
    """Return the line and the column of places in a text, which is gone through once."""
    found = {}
    line, begin, behind = 1, 0, 0
    for place in sorted(set(places)):
        line += text.count("\n", behind, place)
        begin = max(begin, text.rfind("\n", behind, place) + 1)
        behind = place
        found[place] = (line, place - begin + 1)
    return found


def _way(root: _Node, path: str) -> list[_Node]:
    """Return the nodes that lead to a field, making those that are not there."""
    way = [root]
    for step in _STEP.finditer(path):
        name: str | int
        if step["index"] is not None:
            name = int(step["index"])
        else:
            name = step["bare"] or json.loads(step["quoted"])
        way.append(way[-1].inner.setdefault(name, _Node()))
    return way


class _Scan:
    """Reads keys and skips values. It calls itself for what is nested, which has a bound."""

    def __init__(self, text: str, root: _Node) -> None:
        """Find the places of all nodes below `root`."""
        self._text = text
        self._root = root
        table: _Node | None = root
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

    def _header(self, place: int) -> tuple[_Node | None, int]:
        """Read `[a.b]` or `[[a.b]]`; returns its table, and the place behind it."""
        is_array = self._text.startswith("[[", place)
        names, end = self._key(place + 1 + is_array)
        node = _inner(self._root, names, place)
        if not is_array:
            return node, end + 1
        if node is not None:
            node.count += 1
            node = node.begin(node.count - 1, place)
        return node, end + 2

    def _pair(self, place: int, table: _Node | None) -> int:
        """Read a key and its value; returns the place behind them."""
        names, end = self._key(place)
        return self._value(self._skip(end + 1), _inner(table, names, place))

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

    def _value(self, place: int, node: _Node | None) -> int:
        """Read a value into its node; returns the place behind it."""
        begin = self._text[place]
        if begin in "\"'":
            return end_of_string(self._text, place)
        if begin not in "[{":
            found = _SCALAR.match(self._text, place)
            return found.end() if found else place
        if node is None or not node.inner:
            return self._end(place + 1)
        return self._array(place, node) if begin == "[" else self._inline_table(place, node)

    def _array(self, place: int, node: _Node) -> int:
        last = max((index for index in node.inner if isinstance(index, int)), default=-1)
        place = self._skip(place + 1)
        while self._text[place] != "]":
            if node.count > last:
                return self._end(place)
            element = node.begin(node.count, place)
            node.count += 1
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

    def _end(self, place: int) -> int:
        """Return the place behind an array or inline table, of which `place` is the inside."""
        depth = 1
        while depth and (found := _BRACKET.match(self._text, place)) is not None:
            sign, place = found[1], found.end()
            if sign in "[{":
                depth += 1
            elif sign in "]}":
                depth -= 1
            else:
                place = end_of_string(self._text, place - 1)
        return place


def _inner(node: _Node | None, names: list[str], place: int) -> _Node | None:
    """Return the node that a dotted key leads to; None if it is not looked for."""
    for name in names:
        if node is not None and node.count:
            # A header continues the last table of an array of tables.
            node = node.inner.get(node.count - 1)
        if node is None:
            return None
        node = node.begin(name, place)
    return node


def _unquoted(key: str) -> str:
    """Return the name that a quoted key stands for."""
    if "\\" not in key:
        return key[1:-1]
    name: str = tomllib.loads(f"key = {key}")["key"]
    return name
