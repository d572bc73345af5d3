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
    return compose_body(text, mode, line_end, encoding) + ending(mode, line_end, encoding)


def compose_body(text: str, mode: str, line_end: LineEnd, encoding: str = "utf-8") -> bytes:
    """Return the bytes to send without the line end behind the last line; see `compose`.

    Raises:
        CompositionError: as `compose`.
    """
    try:
        return parse_hex(text) if mode == HEX else parse_lines(text, line_end, encoding)
    except (EscapeError, HexError) as error:
        raise located(error.problem, error.column - 1, text) from None


def parse_lines(text: str, line_end: LineEnd, encoding: str) -> bytes:
    """Return the bytes of a text of several lines, without the line end behind the last one.

    Raises:
        EscapeError: as `parse_escapes`; its column counts all lines and their line feeds.
    """
    ends = _LineEnds(line_end, encoding)
    data = bytearray()
    piece = b""
    place = 0
    for number, line in enumerate(text.split("\n")):
        data += ends.behind(piece) if number else b""
        try:
            piece = parse_escapes(line, encoding)
        except EscapeError as error:
            raise EscapeError(place + error.column, error.problem) from None
        place += len(line) + 1
        data += piece
    return bytes(data)


def ending(mode: str, line_end: LineEnd, encoding: str) -> bytes:
    """Return the bytes that are added behind a message; none behind hexadecimal."""
    return b"" if mode == HEX else parse_escapes(line_end.text, encoding)


def located(problem: str, place: int, text: str) -> CompositionError:
    """Return the error for a mistake in a text.

    Args:
        problem: what is wrong, as a sentence without the column.
        place: the index of the mistake in the text.
        text: the text; if it has several lines, the sentence names the line, too.
    """
    begin = text.rfind("\n", 0, place) + 1
    sentence = tr("Column {column}: {problem}", column=place - begin + 1, problem=problem)
    if "\n" in text:
        line = text.count("\n", 0, place) + 1
        mistake = sentence[:1].lower() + sentence[1:]
        sentence = tr("Line {line}, {mistake}", line=line, mistake=mistake)
    return CompositionError(sentence, place)


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
    """The bytes between lines, in an encoding."""

    def __init__(self, line_end: LineEnd, encoding: str) -> None:
        self._chosen = parse_escapes(line_end.text, encoding)
        self._feed = parse_escapes("\n", encoding)
        self._return = parse_escapes("\r", encoding)

    def behind(self, line: bytes) -> bytes:
        return self._feed if line.endswith(self._return) else self._chosen or self._feed


def _ends_in_return(line: str, encoding: str) -> bool:
    try:
        return parse_escapes(line, encoding).endswith(parse_escapes("\r", encoding))
    except EscapeError:
        return False
