"""Writes and reads the single values in a filter's text, quoted where that is needed."""

import re

from socket_workbench.journal.search.filter_mistake import FilterError
from socket_workbench.journal.search.pattern import Pattern, PatternSyntax
from socket_workbench.language import tr

_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "0": "\0", '"': '"', "\\": "\\"}
_WRITTEN = {ord(meant): f"\\{letter}" for letter, meant in _ESCAPES.items()}
_CODES = {"x": 2, "u": 4, "U": 8}
_BARE_VALUE = re.compile(r'[^\s",\\/-][^\s",]*')
_BARE_TEXT = re.compile(r'[^\s":/\\-][^\s":]*')
_NUMBER_LIMIT = 1 << 63
_MOST_DIGITS = len(str(_NUMBER_LIMIT))
_DIGITS = re.compile(r"[0-9A-Fa-f]+")


def quoted(text: str) -> str:
    r"""Write a text in quotes; what would not be seen is written `\n`, `\u202e`."""
    escaped = text.translate(_WRITTEN)
    return '"' + "".join(map(_visible, escaped)) + '"'


def value_text(value: str) -> str:
    """Write a value behind a colon, in quotes only where it needs them."""
    return value if _BARE_VALUE.fullmatch(value) and value.isprintable() else quoted(value)


def list_parts(key: str, values: frozenset[str] | frozenset[int] | None) -> list[str]:
    """Write values behind a key, such as `conn:3,4`, as the only part; no part where none are."""
    if not values:
        return []
    return [f"{key}:" + ",".join(value_text(str(value)) for value in sorted(values))]


def pattern_text(pattern: Pattern) -> str:
    """Write a pattern: `"text"cw`, `word`, `/expression/i`, `hex:4865`, each with `-` to hide."""
    minus = "-" if pattern.hidden else ""
    if pattern.syntax is PatternSyntax.HEX:
        return f"{minus}hex:{pattern.text}"
    if pattern.syntax is PatternSyntax.REGEX:
        written = re.sub(r"\\.|/", _with_slash_escaped, pattern.text, flags=re.DOTALL)
        return f"{minus}/{written}/{'' if pattern.cased else 'i'}"
    if not (pattern.cased or pattern.whole_words) and is_bare_text(pattern.text):
        return minus + pattern.text
    flags = "c" * pattern.cased + "w" * pattern.whole_words
    return f"{minus}{quoted(pattern.text)}{flags}"


def is_bare_text(text: str) -> bool:
    """Whether a text needs no quotes."""
    return _BARE_TEXT.fullmatch(text) is not None and text.isprintable()


def read_quoted(text: str, start: int) -> tuple[str, int]:
    """Read a quoted text.

    Args:
        text: the whole filter.
        start: where the opening quote is, from 0.

    Returns:
        What it says, and where the filter goes on.

    Raises:
        FilterError: the closing quote is missing, or an escape is unknown.
    """
    said: list[str] = []
    place = start + 1
    while place < len(text):
        character = text[place]
        if character == '"':
            return "".join(said), place + 1
        if character == "\\":
            character, place = _read_escape(text, place)
        else:
            place += 1
        said.append(character)
    raise FilterError(start + 1, tr("the closing quote is missing."))


def read_expression(text: str, start: int) -> tuple[str, int]:
    """Read what stands between slashes; see `read_quoted`."""
    place = start + 1
    while place < len(text):
        if text[place] == "/":
            return text[start + 1 : place], place + 1
        place += 2 if text[place] == "\\" else 1
    raise FilterError(start + 1, tr("the closing slash of the expression is missing."))


def read_number(word: str, column: int) -> int:
    """Read a number of 63 bits.

    Args:
        word: what is to be one.
        column: where it stands, for mistakes.

    Raises:
        FilterError: it is none, or larger.
    """
    if not (word.isascii() and word.isdigit()):
        raise FilterError(column, tr("{word} is no number.", word=quoted(word)))
    digits = word.lstrip("0") or "0"
    # Python itself refuses to read some thousand digits.
    if len(digits) > _MOST_DIGITS or int(digits) >= _NUMBER_LIMIT:
        raise FilterError(column, tr("there is no number as large as this."))
    return int(digits)


def _read_escape(text: str, start: int) -> tuple[str, int]:
    letter = text[start + 1 : start + 2]
    if letter in _ESCAPES and letter:
        return _ESCAPES[letter], start + 2
    if letter in _CODES and letter:
        end = start + 2 + _CODES[letter]
        digits = text[start + 2 : end]
        if len(digits) == _CODES[letter] and _DIGITS.fullmatch(digits):
            code = int(digits, 16)
            if code <= 0x10FFFF:
                return chr(code), end
    raise FilterError(
        start + 1, tr(r"this is no escape; there are \n \r \t \0 \xNN \uNNNN and \\.")
    )


def _with_slash_escaped(match: "re.Match[str]") -> str:
    return r"\/" if match[0] == "/" else match[0]


def _visible(character: str) -> str:
    if character.isprintable():
        return character
    code = ord(character)
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
