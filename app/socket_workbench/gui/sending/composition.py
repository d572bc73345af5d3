"""Turns what stands in a send bar into the bytes of one message."""

from socket_workbench.language import tr
from socket_workbench.payload.escapes import EscapeError, escape_unseen, parse_escapes
from socket_workbench.payload.hexadecimal import HexError, parse_hex
from socket_workbench.payload.line_end import LineEnd

TEXT = "text"
HEX = "hex"


class CompositionError(ValueError):
    """What was typed is no message; the text is a sentence.

    Attributes:
        place: index of the mistake's character in the whole text.
    """

    def __init__(self, sentence: str, place: int) -> None:
        super().__init__(sentence)
        self.place = place


def compose(text: str, mode: str, line_end: LineEnd, encoding: str = "utf-8") -> bytes:
    r"""Return the bytes to send.

    In text, the line breaks typed into the large field become the chosen line end (a line feed when
    none is chosen), and the line end is added once more behind the last line. A line that ends in a
    carriage return of its own, `\r`, has only a line feed behind it: it was pasted so.
    Hexadecimal gets no line end.

    Raises:
        CompositionError: an escape or a hexadecimal digit is wrong, or the encoding lacks a
            character; says the column, and the line where there are several.
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


def one_line(text: str, mode: str, line_end: LineEnd, encoding: str = "utf-8") -> str:
    """Return lines as one line of which `compose` makes the same bytes."""
    if mode == HEX or "\n" not in text:
        return text.replace("\n", " ")
    chosen = escape_unseen(line_end.text or "\n")
    lines = text.split("\n")
    written = []
    for line in lines[:-1]:
        if (len(line) - len(line.rstrip("\\"))) % 2:
            # A single backslash is a mistake, and stays one.
            written += [line, "\n"]
        else:
            written += [line, r"\n" if _ends_in_return(line, encoding) else chosen]
    return "".join([*written, lines[-1]])


class _LineEnds:
    """What stands between lines and behind the last one, in an encoding."""

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
