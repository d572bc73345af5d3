"""Turns what stands in a send bar into the bytes of one message."""

from socket_workbench.language import tr
from socket_workbench.payload.escapes import EscapeError, parse_escapes
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


def compose(text: str, mode: str, line_end: LineEnd) -> bytes:
    """Return the bytes to send.

    In text, the line breaks typed into the large field become the chosen line end (a line feed when
    none is chosen), and the line end is added once more behind the last line.
    Hexadecimal gets none.

    Raises:
        CompositionError: an escape or a hexadecimal digit is wrong; says the column, and the line
            where there are several.
    """
    if mode == HEX:
        return _compose_hex(text)
    lines = text.split("\n")
    pieces: list[bytes] = []
    place = 0
    for number, line in enumerate(lines, 1):
        try:
            pieces.append(parse_escapes(line))
        except EscapeError as error:
            raise _located(str(error), place + error.column - 1, number, len(lines)) from None
        place += len(line) + 1
    return (line_end.bytes or b"\n").join(pieces) + line_end.bytes


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
