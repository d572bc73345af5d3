r"""Filters as a person types them, and back.

A filter is parts with spaces between them, which must all be met; `-` before a part hides what it
stands for.

- `word`, `"some words"`: a text in anything that the row shows as text, in any case. `"Text"c`
  minds the case, `"text"w` finds whole words only, in the payload or the event's text; quoted texts
  know `\n \r \t \0 \xNN \uNNNN \" \\`.
- `/expression/`: a regular expression over the payload's bytes; `/expression/i` in any case.
- `hex:48656c`: bytes; `hex:"48 65 6c"` in any spelling.
- `kind:received,sent`, `endpoint:server,"client 2"`, `conn:3,4`, `source:5`.
- `peer:127.0.0.1`, `peer:51342`: in the peer's address; `peer:"Client 1"`: by its name.
- `call:recv,send`: rows of these socket calls, see `CallNames`.
- `dir:>server`, `dir:>client`: which way bytes travelled.
- `is:lost`: rows that tell of a loss, see `LostRows`.
- `as:reads`, `as:messages`: which rows stand for bytes received with a framing, see `Pieces`.
- `time:12:01..12:05`, `time:2026-01-31T12:01..`, `time:12:01Z`: see `filter_time`.
"""

import re
from typing import NamedTuple, TypeVar

from socket_workbench.journal.event import Kind
from socket_workbench.journal.row import Direction
from socket_workbench.journal.search.filter import Filter, Pieces
from socket_workbench.journal.search.filter_found import EVERY_KIND, FoundParts
from socket_workbench.journal.search.filter_mistake import FilterError
from socket_workbench.journal.search.filter_spelling import (
    list_parts,
    pattern_text,
    read_expression,
    read_number,
    read_quoted,
    value_text,
)
from socket_workbench.journal.search.filter_time import format_period, parse_period
from socket_workbench.journal.search.pattern import (
    Pattern,
    PatternError,
    PatternSyntax,
    compile_expression,
)
from socket_workbench.language import tr
from socket_workbench.payload.hexadecimal import HexError

MOST_PATTERNS = 200
"""Texts, expressions and bytes that a filter may have: each is looked for in every row."""

KEYS = (
    "kind",
    "conn",
    "endpoint",
    "peer",
    "dir",
    "call",
    "time",
    "hex",
    "source",
    "is",
    "as",
)
"""What may stand before a colon, the most used first."""

_EXPRESSION = re.compile(r"/(?:\\.|[^/\\])*(?:/\S*)?", re.DOTALL)
_ROUGH_PART = re.compile(r'(?:"(?:\\.|[^"\\])*"?|[^\s"])+', re.DOTALL)
_KEY = re.compile(r"([A-Za-z]+):")
_VALUE = re.compile(r'[^\s",]+')
_WORD = re.compile(r"\S+")
_TEXT_FLAGS = re.compile(r"[A-Za-z]*")
_KINDS = {kind.word: kind for kind in Kind}
_PIECES = {pieces.value: pieces for pieces in Pieces}
_DIRECTIONS = {">server": Direction.TO_SERVER, ">client": Direction.TO_CLIENT}
_Value = TypeVar("_Value")


class FilterPiece(NamedTuple):
    """A part of a filter that is being typed, right or not.

    Attributes:
        start: where it begins, from 0.
        begin: where it goes on behind `-` and its key.
        end: where it ends.
        key: its key in lower case, such as `kind`; empty for a text or an expression.
        is_expression: whether it is a regular expression.
    """

    start: int
    begin: int
    end: int
    key: str
    is_expression: bool


def filter_pieces(text: str) -> list[FilterPiece]:
    """Return the parts of a filter from left to right; never raises."""
    pieces = []
    place = 0
    while place < len(text):
        if text[place].isspace():
            place += 1
            continue
        start = place
        place += text[place] == "-"
        key = _KEY.match(text, place)
        name = key[1].lower() if key else ""
        if key is None or name not in KEYS:
            name = ""
        else:
            place = key.end()
        is_expression = not name and text[place : place + 1] == "/"
        rest = (_EXPRESSION if is_expression else _ROUGH_PART).match(text, place)
        end = rest.end() if rest else place
        pieces.append(FilterPiece(start, place, end, name, is_expression))
        place = end
    return pieces


def parse_filter(text: str, session_begin: int = 0) -> Filter:
    """Read a filter.

    Args:
        text: as the module says.
        session_begin: when the session began, nanoseconds since 1970, for times without a date.

    Raises:
        FilterError: a part cannot be understood.
    """
    return _Parser(text, session_begin).parse()


def format_filter(wanted: Filter, session_begin: int = 0) -> str:
    """Write a filter so that `parse_filter` reads the same; an empty one is the empty text."""
    parts = [
        *list_parts("endpoint", wanted.endpoints),
        *list_parts("-endpoint", wanted.hidden_endpoints),
        *list_parts("conn", wanted.connections),
        *list_parts("-conn", wanted.hidden_connections),
        *list_parts("source", wanted.sources),
        *list_parts("-source", wanted.hidden_sources),
        *([f"peer:{value_text(wanted.peer)}"] if wanted.peer else ()),
        *(f"-peer:{value_text(peer)}" for peer in sorted(wanted.hidden_peers)),
        *(f"dir:{word}" for word, way in _DIRECTIONS.items() if way is wanted.direction),
        *(f"-dir:{word}" for word, way in _DIRECTIONS.items() if way in wanted.hidden_directions),
        *_kinds(wanted.kinds),
        *list_parts("call", wanted.calls),
        *list_parts("-call", wanted.hidden_calls),
        *([] if wanted.lost is None else ["is:lost" if wanted.lost else "-is:lost"]),
        *([] if wanted.pieces is None else [f"as:{wanted.pieces.value}"]),
    ]
    if wanted.begin is not None or wanted.end is not None:
        parts.append(f"time:{format_period(wanted.begin, wanted.end, session_begin)}")
    hidden = (format_period(begin, end, session_begin) for begin, end in wanted.hidden_periods)
    parts += (f"-time:{period}" for period in sorted(hidden))
    parts += map(pattern_text, wanted.all_patterns())
    return " ".join(parts)


def _kinds(kinds: frozenset[Kind] | None) -> list[str]:
    if kinds is None:
        return []
    hidden = EVERY_KIND - kinds
    key, named = ("-kind", hidden) if len(hidden) < len(kinds) or not kinds else ("kind", kinds)
    return [f"{key}:" + ",".join(kind.word for kind in sorted(named))] if named else []


class _Parser:
    def __init__(self, text: str, session_begin: int) -> None:
        self._text = text
        self._session_begin = session_begin
        self._place = 0
        self._found = FoundParts()
        self._readers = {
            "kind": self._read_kinds,
            "call": self._read_calls,
            "conn": self._read_connections,
            "connection": self._read_connections,
            "source": self._read_sources,
            "endpoint": self._read_endpoints,
            "peer": self._read_peer,
            "dir": self._read_direction,
            "time": self._read_period,
            "hex": self._read_hex,
            "is": self._read_state,
            "as": self._read_pieces,
        }

    def parse(self) -> Filter:
        text = self._text
        while True:
            while self._place < len(text) and text[self._place].isspace():
                self._place += 1
            if self._place == len(text):
                return self._found.filter()
            self._read_part()

    def _read_part(self) -> None:
        start = self._place
        hidden = self._next() == "-" and _WORD.match(self._text, start + 1) is not None
        self._place += hidden
        if self._next() == '"':
            self._read_text(hidden)
        elif self._next() == "/":
            self._read_expression(hidden)
        elif key := _KEY.match(self._text, self._place):
            reader = self._readers.get(key[1].lower())
            if reader is None:
                raise FilterError(self._place + 1, _unknown_key(key[1]))
            self._place = key.end()
            reader(hidden)
        elif word := _WORD.match(self._text, self._place):
            self._place = word.end()
            self._add(Pattern(PatternSyntax.TEXT, word[0], hidden=hidden))

    # Payloads and texts

    def _read_text(self, hidden: bool) -> None:
        start = self._place
        said, self._place = read_quoted(self._text, start)
        if not said:
            raise FilterError(start + 1, tr("there is nothing between the quotes."))
        flags = self._read_flags(
            "cw", tr("behind a text there may be c (case) and w (whole word).")
        )
        self._add(Pattern(PatternSyntax.TEXT, said, "c" in flags, "w" in flags, hidden))

    def _read_expression(self, hidden: bool) -> None:
        start = self._place
        said, self._place = read_expression(self._text, start)
        if not said:
            raise FilterError(start + 1, tr("there is nothing between the slashes."))
        flags = self._read_flags("i", tr("behind an expression there may be i (any case)."))
        pattern = Pattern(PatternSyntax.REGEX, said, "i" not in flags, hidden=hidden)
        try:
            compile_expression(pattern)
        except PatternError as error:
            raise FilterError(start + 1 + error.column, error.problem) from None
        self._add(pattern)

    def _read_hex(self, hidden: bool) -> None:
        begin = self._place
        if self._next() == '"':
            said, self._place = read_quoted(self._text, begin)
            begin += 1
        else:
            word = _WORD.match(self._text, begin)
            said, self._place = (word[0], word.end()) if word else ("", begin)
        try:
            pattern = Pattern(PatternSyntax.HEX, said, hidden=hidden)
        except HexError as error:
            problem = str(error).partition(": ")[2]
            raise FilterError(begin + error.column, problem) from None
        if not pattern.text:
            raise FilterError(begin + 1, tr("the bytes are missing, such as hex:48656c."))
        self._add(pattern)

    def _add(self, pattern: Pattern) -> None:
        if len(self._found.patterns) == MOST_PATTERNS:
            problem = tr("a filter looks for {count} texts at most.", count=MOST_PATTERNS)
            raise FilterError(self._place, problem)
        self._found.patterns.append(pattern)

    def _read_flags(self, known: str, problem: str) -> str:
        flags = _TEXT_FLAGS.match(self._text, self._place)
        said = flags[0] if flags else ""
        for offset, flag in enumerate(said):
            if flag not in known:
                raise FilterError(self._place + offset + 1, problem)
        self._place += len(said)
        if self._next() and not self._next().isspace():
            raise FilterError(self._place + 1, tr("a space is missing before the next part."))
        return said

    # Columns

    def _read_kinds(self, hidden: bool) -> None:
        for word, column in self._values():
            kind = _KINDS.get(word.lower())
            if kind is None:
                raise FilterError(
                    column,
                    tr(
                        "there is no kind {word}; kinds are {kinds}.", word=word, kinds=_kind_list()
                    ),
                )
            (self._found.hidden_kinds if hidden else self._found.kinds).add(kind)

    def _read_calls(self, hidden: bool) -> None:
        chosen = self._found.hidden_calls if hidden else self._found.calls
        chosen.update(word.lower() for word, _ in self._values())

    def _read_connections(self, hidden: bool) -> None:
        chosen = self._found.hidden_connections if hidden else self._found.connections
        chosen.update(read_number(word, column) for word, column in self._values())

    def _read_sources(self, hidden: bool) -> None:
        chosen = self._found.hidden_sources if hidden else self._found.sources
        chosen.update(read_number(word, column) for word, column in self._values())

    def _read_endpoints(self, hidden: bool) -> None:
        chosen = self._found.hidden_endpoints if hidden else self._found.endpoints
        chosen.update(word for word, _ in self._values())

    def _read_peer(self, hidden: bool) -> None:
        for word, column in self._values():
            if hidden:
                self._found.hidden_peers.add(word)
            else:
                self._add_once(self._found.peers, word, column, "peer")

    def _read_direction(self, hidden: bool) -> None:
        for word, column in self._values():
            direction = _DIRECTIONS.get(word.lower())
            if direction is None:
                raise FilterError(column, tr("a direction is >server or >client."))
            if hidden:
                self._found.hidden_directions.add(direction)
            else:
                self._add_once(self._found.directions, direction, column, "dir")

    def _read_state(self, hidden: bool) -> None:
        for word, column in self._values():
            if word.lower() != "lost":
                raise FilterError(column, tr("a row is lost, and nothing else: is:lost."))
            self._add_once(self._found.lost, not hidden, column, "is")

    def _read_pieces(self, hidden: bool) -> None:
        for word, column in self._values():
            pieces = _PIECES.get(word.lower())
            if pieces is None or hidden:
                problem = tr("it is as:reads or as:messages, without a - before it.")
                raise FilterError(column, problem)
            self._add_once(self._found.pieces, pieces, column, "as")

    def _read_period(self, hidden: bool) -> None:
        for word, column in self._values():
            period = parse_period(word, self._session_begin, column)
            if hidden:
                self._found.hidden_periods.add(period)
            else:
                self._add_once(self._found.periods, period, column, "time")

    def _values(self) -> list[tuple[str, int]]:
        """Read values with commas between them, and the column of each."""
        values = []
        while True:
            start = self._place
            if self._next() == '"':
                value, self._place = read_quoted(self._text, start)
            else:
                word = _VALUE.match(self._text, start)
                value, self._place = (word[0], word.end()) if word else ("", start)
            if not value:
                raise FilterError(start + 1, tr("a value is missing here."))
            values.append((value, start + 1))
            if self._next() != ",":
                break
            self._place += 1
        if self._next() and not self._next().isspace():
            raise FilterError(self._place + 1, tr("a comma or a space is missing here."))
        return values

    def _next(self) -> str:
        return self._text[self._place : self._place + 1]

    @staticmethod
    def _add_once(there: list[_Value], value: _Value, column: int, key: str) -> None:
        if there and there[0] != value:
            raise FilterError(
                column, tr("there is a “{key}:” already; it can stand once.", key=key)
            )
        there[:] = [value]


def _unknown_key(key: str) -> str:
    return tr(
        "there is no “{key}:”; there are kind, conn, endpoint, peer, source, dir, call, time, hex, "
        "is, as. To find it as text, put it in quotes.",
        key=key,
    )


def _kind_list() -> str:
    return ", ".join(_KINDS)
