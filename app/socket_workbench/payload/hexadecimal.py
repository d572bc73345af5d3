"""Bytes written in hexadecimal, in any common spelling."""

import re

from socket_workbench.language import tr
from socket_workbench.payload.text import printable

_PREFIXES = ("0x", "0X", "\\x")
_DIGITS = frozenset("0123456789abcdefABCDEF")
_GROUP = re.compile(r"[\s,;:-]*((?:0[xX]|\\x)?([0-9A-Fa-f]+))")


class HexError(ValueError):
    """A text that is not hexadecimal.

    Attributes:
        column: where the mistake is, from 1.
        problem: what is wrong there, as a sentence without the column.
    """

    def __init__(self, column: int, problem: str) -> None:
        super().__init__(tr("Column {column}: {problem}", column=column, problem=problem))
        self.column = column
        self.problem = problem


def parse_hex(text: str) -> bytes:
    r"""Read hexadecimal bytes: `48 65`, `0x48,0x65`, `4865`, `48:65`, `48;65`, `\x48\x65`.

    Spellings may be mixed. A group of a single digit is one byte (`0x4` is 04).

    Raises:
        HexError: a character is no digit, or a longer group has an odd number of digits.
    """
    try:
        return bytes.fromhex(text)
    except ValueError:
        pass  # spelled in another way, or with a mistake
    groups: list[str] = []
    position = 0
    while (found := _GROUP.match(text, position)) is not None:
        digits, position = found[2], found.end()
        if len(digits) % 2:
            digits, position = _group(text, found.start(1))
        groups.append(digits)
    position = _skip(text, position)
    if position < len(text):
        _group(text, position)
    return bytes.fromhex("".join(groups))


def format_hex(data: bytes) -> str:
    """Write bytes as `48 65`."""
    return data.hex(" ")


def _skip(text: str, position: int) -> int:
    """Return where the next group begins."""
    while position < len(text) and _is_separator(text[position]):
        position += 1
    return position


def _is_separator(character: str) -> bool:
    return character in ",;:-" or character.isspace()


def _group(text: str, position: int) -> tuple[str, int]:
    """Read one group; returns its digits, an even number of them, and where it ends."""
    if text.startswith(_PREFIXES, position):
        position += 2
    start = position
    while position < len(text) and text[position] in _DIGITS:
        position += 1
    digits = text[start:position]
    if not digits:
        raise _missing_digit(text, position)
    if len(digits) == 1:
        return "0" + digits, position
    if len(digits) % 2:
        problem = tr(
            "the last of {count} digits has no partner; a byte is two digits.", count=len(digits)
        )
        raise HexError(position, problem)
    return digits, position


def _missing_digit(text: str, position: int) -> HexError:
    if position == len(text) or _is_separator(text[position]):
        return HexError(position + 1, tr("the digits are missing after the prefix."))
    character = printable(text[position])
    problem = tr("{character} is not a hexadecimal digit (0-9, a-f).", character=character)
    return HexError(position + 1, problem)
