"""Bounds the nesting of a TOML document, and how much is in it, before it is parsed.

`tomllib` calls itself for every array and inline table, copies a dotted key for each of its parts
(quadratic), and takes a few microseconds for each value of two bytes, so what it is given has to be
bounded. The scan is linear and recognises only
what is needed: strings, comments, brackets, and the dots of keys. It stops at the first thing that
is no TOML; the parser reads no further than that either, and says what it is.
"""

import re

from socket_workbench.language import tr

DEEPEST = 32
"""The deepest nesting of tables and arrays; each part of a dotted key is a table."""

MOST = 60_000
"""The most tables and arrays of a document, since one takes 1 KiB and 20 us until it is told."""

MOST_VALUES = 200_000
"""The most commas and equals signs of a document, which stand between and before its values."""


def up_to_one_of(signs: str) -> re.Pattern[str]:
    """Return a pattern of what stands before the next of these signs, and of the sign (group 1).

    Strings of one line and comments are passed over. A quotation mark of any other string, which
    has several lines or no end, is found like a sign.
    """
    signs = re.escape(signs)
    plain = rf"[^\"'#{signs}]++"
    basic = r"\"(?!\"\")[^\"\\\n]*+(?:\\.[^\"\\\n]*+)*+\""
    literal = r"'(?!'')[^'\n]*+'"
    return re.compile(rf"(?:{plain}|{basic}|{literal}|#[^\n]*+)*+([\"'{signs}])")


_TOKEN = up_to_one_of("[]{}=.,\n")
_BRACKET = up_to_one_of("[]{}")
_SEPARATOR = up_to_one_of(",=")
_CLOSES = {"]": "[", "}": "{"}


class NestingError(ValueError):
    """A document is nested too deeply, or has too much in it; its message is a sentence.

    Attributes:
        place: where in its text that is first so, in characters from 0.
    """

    def __init__(self, place: int, problem: str) -> None:
        super().__init__(problem)
        self.place = place


def check_nesting(text: str) -> None:
    """Check that a document is not nested too deeply, and does not have too much in it.

    Raises:
        NestingError: it is, or has; says where.
    """
    _check_values(text)
    scan = _Scan(text)
    place = 0
    while (found := (_BRACKET if scan.is_in_array else _TOKEN).match(text, place)) is not None:
        token, place = found[1], found.end()
        if token in "\"'":
            place = end_of_string(text, place - 1)
        elif not scan.take(token, place - 1):
            return
        if place < 0:
            return


def _check_values(text: str) -> None:
    """Check that a document does not have too many values; raises `NestingError`."""
    if text.count(",") + text.count("=") <= MOST_VALUES:
        return
    count, place = 0, 0
    while place >= 0 and (found := _SEPARATOR.match(text, place)) is not None:
        place = found.end()
        if found[1] in "\"'":
            place = end_of_string(text, place - 1)
            continue
        count += 1
        if count > MOST_VALUES:
            problem = tr(
                "it has too many values: more than {most:,} commas and equals signs.",
                most=MOST_VALUES,
            )
            raise NestingError(place - 1, problem)


class _Scan:
    """The state of the scan.

    Attributes:
        depth: how deep the innermost bracket lies; without one, the table of the last header.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._open: list[tuple[str, int]] = []
        self._in_header = False
        self._in_value = False
        self._dots = 0
        self._count = 0
        self.depth = 0

    @property
    def is_in_array(self) -> bool:
        """Whether the innermost bracket is that of an array, in which brackets alone matter."""
        return self._in_value and bool(self._open) and self._open[-1][0] == "["

    def take(self, token: str, place: int) -> bool:
        """Take one token; returns False where the document is no TOML."""
        match token:
            case ".":
                if not self._in_value:
                    self._dots += 1
                    self._check(place)
            case "=":
                self._in_value = True
            case "[" | "{":
                self._begin(token, place)
            case "]" | "}":
                return self._end(token)
            case ",":
                self._dots = 0
                self._in_value = bool(self._open) and self._open[-1][0] == "["
            case "\n":
                if not self._open:
                    self._dots = 0
                    self._in_value = False
        return True

    def _begin(self, bracket: str, place: int) -> None:
        if not self._open and not self._in_value:
            self._in_header = True
            self.depth = 0
        self._open.append((bracket, self.depth))
        if not self._in_header:
            self.depth += self._dots + 1
            self._dots = 0
            self._in_value = bracket == "["
        self._check(place)

    def _end(self, bracket: str) -> bool:
        if not self._open or self._open[-1][0] != _CLOSES[bracket]:
            return False
        _, self.depth = self._open.pop()
        if self._in_header:
            self.depth = self._dots + 1
            self._in_header = bool(self._open)
        self._in_value = not self._in_header
        return True

    def _check(self, place: int) -> None:
        self._count += 1
        if self.depth + self._dots > DEEPEST or len(self._open) > DEEPEST:
            raise NestingError(
                place,
                tr(
                    "in line {line} tables, lists and dotted keys are nested more than {most}"
                    " deep.",
                    line=self._text.count("\n", 0, place) + 1,
                    most=DEEPEST,
                ),
            )
        if self._count > MOST:
            raise NestingError(
                place,
                tr("it has more than {most:,} tables, lists and parts of dotted keys.", most=MOST),
            )


def end_of_string(text: str, start: int) -> int:
    """Return the place behind a string; -1 where it does not end: the parser will say so."""
    quote = text[start]
    if text.startswith(quote * 3, start):
        return _end_of_lines(text, start + 3, quote)
    place = start + 1
    ends = _ENDS_BASIC if quote == '"' else _ENDS_LITERAL
    while (found := ends.search(text, place)) is not None:
        if found[0] == quote:
            return found.end()
        if found[0] == "\n":
            return -1
        place = found.end()
    return -1


def _end_of_lines(text: str, place: int, quote: str) -> int:
    """Return the place behind a string of several lines."""
    ends = _ENDS_BASIC_LINES if quote == '"' else _ENDS_LITERAL_LINES
    while (found := ends.search(text, place)) is not None:
        if found[0][0] == quote:
            return found.end()
        place = found.end()
    return -1


_ENDS_BASIC = re.compile(r"\\.|[\"\n]", re.DOTALL)
_ENDS_LITERAL = re.compile(r"['\n]")
# Up to two quotes may stand directly before those that end it.
_ENDS_BASIC_LINES = re.compile(r"\\.|\"{3,5}", re.DOTALL)
_ENDS_LITERAL_LINES = re.compile(r"'{3,5}")
