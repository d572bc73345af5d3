"""Converts the text of a send bar to the bytes of a message, and the reverse."""

import re

from socket_workbench.language import tr
from socket_workbench.payload.escapes import (
    EscapeError,
    escape_unseen,
    parse_escapes,
    show_escapes,
)
from socket_workbench.payload.hexadecimal import HexError, format_hex, parse_hex
from socket_workbench.payload.line_end import LineEnd

TEXT = "text"
HEX = "hex"

_NO_TEXT = re.compile(r"(?<!\\)(?:\\\\)*\\[x0u]")
"""Matches an escape of something that is no text; `\\\\x` is a backslash and an x."""


class CompositionError(ValueError):
    """The text is not a valid message; the error message is a sentence.

    Attributes:
        place: the index of the invalid character in the whole text.
    """

    def __init__(self, sentence: str, place: int) -> None:
        super().__init__(sentence)
        self.place = place


def compose(text: str, mode: str, line_end: LineEnd, encoding: str = "utf-8") -> bytes:
    r"""Return the bytes to send.

    In text mode, line breaks in the large field become the chosen line end (a line feed if none
    is chosen), which is also appended to the last line. A line that ends in the escape `\r` gets
    only a line feed, since it was pasted with CR LF. Hexadecimal gets no line end.

    Raises:
        CompositionError: an escape or a hexadecimal digit is invalid, or the encoding lacks a
            character; the message gives the column, and the line if there are several.
    """
    if mode == HEX:
        return _compose_hex(text)
    ends = _LineEnds(line_end, encoding)
    lines = text.split("\n")
    data = bytearray()
    place = 0
    for number, line in enumerate(lines, 1):
        try:
            piece = parse_escapes(line, encoding)
        except EscapeError as error:
            raise _located(str(error), place + error.column - 1, number, len(lines)) from None
        place += len(line) + 1
        data += piece
        data += ends.last if number == len(lines) else ends.behind(piece)
    return bytes(data)


def write(data: bytes, line_end: LineEnd, encoding: str = "utf-8") -> tuple[str, str, LineEnd]:
    """Return the text, the mode and the line end from which `compose` returns these bytes.

    Bytes are written as text if that is readable: with the given line end if they end with it,
    otherwise with none. All others are written in hexadecimal.
    """
    if not _is_text(data, encoding):
        return format_hex(data), HEX, line_end
    end = line_end
    ending = parse_escapes(end.text, encoding)
    if not data.endswith(ending):
        end, ending = LineEnd.NONE, b""
    text = show_escapes(data[: len(data) - len(ending)], encoding)
    if not _NO_TEXT.search(text) and compose(text, TEXT, end, encoding) == data:
        return text, TEXT, end
    return format_hex(data), HEX, line_end


def _is_text(data: bytes, encoding: str) -> bool:
    """Whether an encoding can decode bytes: telling is quick, escaping what it cannot is not."""
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def one_line(text: str, mode: str, line_end: LineEnd, encoding: str = "utf-8") -> str:
    """Join lines to one line from which `compose` returns the same bytes."""
    if mode == HEX or "\n" not in text:
        return text.replace("\n", " ")
    chosen = escape_unseen(line_end.text or "\n")
    lines = text.split("\n")
    written = []
    for line in lines[:-1]:
        if (len(line) - len(line.rstrip("\\"))) % 2:
            # A single backslash is an error, and must remain one.
            written += [line, "\n"]
        else:
            written += [line, r"\n" if _ends_in_return(line, encoding) else chosen]
    return "".join([*written, lines[-1]])


class _LineEnds:
    """The bytes between lines and after the last one, in an encoding."""

    def __init__(self, line_end: LineEnd, encoding: str) -> None:
        self.last = parse_escapes(line_end.text, encoding)
        self._feed = parse_escapes("\n", encoding)
        self._return = parse_escapes("\r", encoding)

    def behind(self, line: bytes) -> bytes:
        return self._feed if line.endswith(self._return) else self.last or self._feed


def _ends_in_return(line: str, encoding: str) -> bool:
    try:
        return parse_escapes(line, encoding).endswith(parse_escapes("\r", encoding))
    except EscapeError:
        return False


def _compose_hex(text: str) -> bytes:
    lines = text.split("\n")
    data = bytearray()
    place = 0
    for number, line in enumerate(lines, 1):
        try:
            data += parse_hex(line)
        except HexError as error:
            raise _located(str(error), place + error.column - 1, number, len(lines)) from None
        place += len(line) + 1
    return bytes(data)


def _located(sentence: str, place: int, line: int, lines: int) -> CompositionError:
    if lines > 1:
        sentence = tr("Line {line}, {mistake}", line=line, mistake=_lowered(sentence))
    return CompositionError(sentence, place)


def _lowered(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]
