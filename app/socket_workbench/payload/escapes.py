r"""Bytes written as text with escapes: `\r \n \t \0 \xNN \uNNNN \\`.

`\xNN` is one byte, `\uNNNN` is one character in UTF-8; everything else is UTF-8 as typed. There are
no octal escapes: `\01` is a NUL byte and the digit 1.
"""

import re

from socket_workbench.language import tr
from socket_workbench.payload.text import printable

_NAMED = {"r": b"\r", "n": b"\n", "t": b"\t", "0": b"\0", "\\": b"\\"}
_SHOWN = {"\r": "\\r", "\n": "\\n", "\t": "\\t", "\0": "\\0", "\\": "\\\\"}
_KNOWN = r"\r \n \t \0 \xNN \uNNNN \\"
_DIGITS = {"x": 2, "u": 4}
_HEX = re.compile(r"[0-9A-Fa-f]*")


class EscapeError(ValueError):
    """A text that cannot be turned into bytes.

    Attributes:
        column: where the mistake is, from 1.
        problem: what is wrong there, as a sentence without the column.
    """

    def __init__(self, column: int, problem: str) -> None:
        super().__init__(tr("Column {column}: {problem}", column=column, problem=problem))
        self.column = column
        self.problem = problem


def parse_escapes(text: str) -> bytes:
    """Turn what a person typed into bytes.

    Raises:
        EscapeError: an escape is unknown or unfinished, or a character has no UTF-8 form.
    """
    if "\\" not in text:
        return _encode(text, 1)
    pieces: list[bytes] = []
    position = 0
    while (slash := text.find("\\", position)) >= 0:
        pieces.append(_encode(text[position:slash], position + 1))
        piece, position = _parse_escape(text, slash)
        pieces.append(piece)
    pieces.append(_encode(text[position:], position + 1))
    return b"".join(pieces)


def show_escapes(data: bytes) -> str:
    """Show bytes as text that `parse_escapes` turns back into exactly them.

    What is printable UTF-8 is shown as it is, everything else as an escape.
    """
    text = data.decode("utf-8", "surrogateescape")
    if text.isprintable() and "\\" not in text:
        return text
    return text.translate(_TABLE)


def _encode(text: str, column: int) -> bytes:
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise EscapeError(
            column + error.start,
            tr("this character is half of a surrogate pair and cannot be sent as UTF-8."),
        ) from None


def _parse_escape(text: str, slash: int) -> tuple[bytes, int]:
    """Read the escape at this place; returns its bytes and where it ends."""
    letter = text[slash + 1 : slash + 2]
    if letter in _NAMED:
        return _NAMED[letter], slash + 2
    if letter not in _DIGITS:
        problem = (
            tr("\\{letter} is not an escape; use {known}.", letter=printable(letter), known=_KNOWN)
            if letter
            else tr("the text ends in a single \\; write \\\\ for a backslash.")
        )
        raise EscapeError(slash + 1, problem)
    end = slash + 2 + _DIGITS[letter]
    digits = text[slash + 2 : end]
    if len(digits) < _DIGITS[letter] or not _HEX.fullmatch(digits):
        problem = (
            tr("\\x needs two hexadecimal digits, such as \\x0A.")
            if letter == "x"
            else tr("\\u needs four hexadecimal digits, such as \\u00E9.")
        )
        raise EscapeError(slash + 1, problem)
    number = int(digits, 16)
    if letter == "x":
        return bytes((number,)), end
    if 0xD800 <= number <= 0xDFFF:
        problem = tr("\\u{digits} is half of a surrogate pair; type the character.", digits=digits)
        raise EscapeError(slash + 1, problem)
    return chr(number).encode(), end


def _show_character(character: str) -> str:
    if character in _SHOWN:
        return _SHOWN[character]
    if character.isprintable():
        return character
    code = ord(character)
    if code < 0x80:
        return f"\\x{code:02x}"
    if 0xDC80 <= code <= 0xDCFF:  # a byte that is not UTF-8, kept by surrogateescape
        return f"\\x{code - 0xDC00:02x}"
    if code <= 0xFFFF:
        return f"\\u{code:04x}"
    return "".join([f"\\x{byte:02x}" for byte in character.encode()])


class _Table(dict[int, str]):
    """How each character is shown, worked out when it first comes: a table is what is quick."""

    def __missing__(self, code: int) -> str:
        self[code] = shown = _show_character(chr(code))
        return shown


_TABLE = _Table()
