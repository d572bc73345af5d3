r"""Bytes written as text with escapes: `\r \n \t \0 \xNN \uNNNN \\`.

`\xNN` is one byte; everything else, `\uNNNN` included, is a character in the encoding, as if typed.
There are no octal escapes: `\01` is a NUL and the digit 1.
"""

import codecs
import re
import unicodedata
from collections.abc import Callable
from functools import cache

from socket_workbench.language import tr
from socket_workbench.payload.text import INVISIBLE, JOINERS, printable

_NAMED = {"r": "\r", "n": "\n", "t": "\t", "0": "\0", "\\": "\\"}
_SHOWN = {character: f"\\{letter}" for letter, character in _NAMED.items()}
_KNOWN = r"\r \n \t \0 \xNN \uNNNN \\"
_DIGITS = {"x": 2, "u": 4}
_HEX = re.compile(r"[0-9A-Fa-f]*")
# A byte order mark is for the person to write; without one UTF-16 is big-endian (RFC 2781, 4.3).
_WITHOUT_MARK = {"utf-8-sig": "utf-8", "utf-16": "utf-16-be", "utf-32": "utf-32-be"}
# A QTextDocument takes these for its own.
_NONCHARACTERS = "\ufdd0\ufdd1"


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


def parse_escapes(text: str, encoding: str = "utf-8") -> bytes:
    """Turn what a person typed into bytes.

    Args:
        text: the text.
        encoding: of its characters, as Python knows it. No byte order mark is added; a stateful
            encoding begins and ends each run of characters in its initial state.

    Raises:
        EscapeError: an escape is unknown or unfinished, or the encoding lacks a character.
    """
    codec = _codec(encoding)
    if "\\" not in text:
        return _encode(text, [(0, 1)], codec)
    data: list[bytes] = []
    # Characters are encoded together up to a byte that is written as `\\xNN`.
    run: list[str] = []
    places: list[tuple[int, int]] = []
    length = position = 0
    while position < len(text):
        slash = text.find("\\", position)
        end = len(text) if slash < 0 else slash
        column, after = position + 1, end
        piece: str | bytes = text[position:end]
        if not piece:
            piece, after = _parse_escape(text, slash)
        if isinstance(piece, bytes):
            data += [_encode("".join(run), places, codec), piece]
            run, places, length = [], [], 0
        else:
            run.append(piece)
            places.append((length, column))
            length += len(piece)
        position = after
    data.append(_encode("".join(run), places, codec))
    return b"".join(data)


def show_escapes(data: bytes, encoding: str = "utf-8") -> str:
    """Show bytes as text that `parse_escapes` turns back into exactly them.

    What is printable text is shown as it is, everything else as an escape.
    """
    codec = _codec(encoding)
    if codec == "utf-8":
        text = data.decode("utf-8", "surrogateescape")
        if text.isprintable() and "\\" not in text:
            return text
        return text.translate(_BYTES_SHOWN)
    try:
        shown = data.decode(codec).translate(_CHARACTERS_SHOWN)
    except UnicodeDecodeError:
        shown = _shown_piece_by_piece(data, codec)
    if not _is_read_as(shown, data, codec):
        shown = _shown_piece_by_piece(data, codec)
    # Where the state of an encoding spans bytes that are no text, nothing less is exact.
    return shown if _is_read_as(shown, data, codec) else "".join(map(_byte_shown, data))


def escape_unseen(text: str, kept: str = "") -> str:
    """Write the characters that a field cannot show, or would change, as escapes.

    `parse_escapes` makes the same of the result. Behind a single backslash a character stays as it
    is: there it is a mistake, which the parser reports.

    Args:
        text: as it was typed or pasted.
        kept: characters that the field can show.
    """
    if text.isprintable():
        return text

    def shown(found: re.Match[str]) -> str:
        character = found[0]
        return character if len(character) > 1 or character in kept else _character_shown(character)

    return _unseen().sub(shown, text)


@cache
def _codec(encoding: str) -> str:
    name = codecs.lookup(encoding).name
    return _WITHOUT_MARK.get(name, name)


def _encode(text: str, places: list[tuple[int, int]], codec: str) -> bytes:
    """Encode a run of characters.

    Args:
        text: the run.
        places: where pieces begin in it, and the columns they stand at.
        codec: as Python knows it.
    """
    try:
        return text.encode(codec)
    except UnicodeEncodeError as error:
        start, column = max(place for place in places if place[0] <= error.start)
        character = text[error.start]
        problem = (
            tr("this character is half of a surrogate pair and cannot be sent.")
            if "\ud800" <= character <= "\udfff"
            else tr(
                "{encoding} has no {character}; choose another encoding, or write bytes as \\xNN.",
                encoding=codec,
                character=character if character.isprintable() else f"U+{ord(character):04X}",
            )
        )
        raise EscapeError(column + error.start - start, problem) from None


def _parse_escape(text: str, slash: int) -> tuple[str | bytes, int]:
    """Read the escape at this place; returns its character or byte, and where it ends."""
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
    return chr(number), end


def _is_read_as(shown: str, data: bytes, codec: str) -> bool:
    try:
        return parse_escapes(shown, codec) == data
    except EscapeError:
        return False


def _shown_piece_by_piece(data: bytes, codec: str) -> str:
    r"""Show each character that its own bytes spell, and all other bytes as `\xNN`."""
    shown: list[str] = []
    start = end = 0
    decoder = codecs.getincrementaldecoder(codec)()
    while end < len(data):
        end += 1
        try:
            text = decoder.decode(data[end - 1 : end], final=end == len(data))
        except UnicodeDecodeError:
            # The first byte begins no character; the others may.
            shown.append(_byte_shown(data[start]))
            start = end = start + 1
            decoder.reset()
            continue
        if text:
            piece = data[start:end]
            written = text.translate(_CHARACTERS_SHOWN)
            is_exact = _is_read_as(written, piece, codec)
            shown += [written] if is_exact else map(_byte_shown, piece)
            start = end
    return "".join([*shown, *map(_byte_shown, data[start:])])


def _byte_shown(byte: int) -> str:
    return f"\\x{byte:02x}"


def _character_shown(character: str) -> str:
    """Write a character as one that `parse_escapes` reads in every encoding."""
    if character in _SHOWN:
        return _SHOWN[character]
    if character.isprintable() and character not in _NONCHARACTERS:
        return character
    code = ord(character)
    return f"\\u{code:04x}" if code <= 0xFFFF else character


def _utf8_shown(character: str) -> str:
    """Write a character of UTF-8, or a byte that is none, kept by `surrogateescape`."""
    if character in _SHOWN:
        return _SHOWN[character]
    if character.isprintable():
        return character
    code = ord(character)
    if code < 0x80:
        return _byte_shown(code)
    if 0xDC80 <= code <= 0xDCFF:
        return _byte_shown(code - 0xDC00)
    if code <= 0xFFFF:
        return f"\\u{code:04x}"
    return "".join(map(_byte_shown, character.encode()))


class _Table(dict[int, str]):
    """A table for `str.translate`, filled as characters come: that is what is quick."""

    def __init__(self, show: Callable[[str], str]) -> None:
        super().__init__()
        self._show = show

    def __missing__(self, code: int) -> str:
        self[code] = shown = self._show(chr(code))
        return shown


_BYTES_SHOWN = _Table(_utf8_shown)
_CHARACTERS_SHOWN = _Table(_character_shown)


@cache
def _unseen() -> re.Pattern[str]:
    """Find characters that cannot be seen; a backslash with what it escapes is found as one."""
    found = "".join(
        chr(code)
        for code in range(0xD800)
        if unicodedata.category(chr(code)) in INVISIBLE and chr(code) not in JOINERS
    )
    return re.compile(rf"\\.|[{re.escape(found)}\ufeff\ufff9-\ufffb{_NONCHARACTERS}]", re.DOTALL)
