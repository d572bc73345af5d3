"""Cuts what is typed, or comes through a pipe, into lines of any length, byte for byte."""

from dataclasses import dataclass

LONGEST_LINE = 1024 * 1024
"""Bytes held while a line has not ended; what is longer is given out in pieces."""


@dataclass(frozen=True, slots=True)
class Line:
    r"""One line, or a piece of one that is too long to be held.

    Attributes:
        content: its bytes without the line end.
        end: the line end as it was typed: `\n`, `\r\n`, or empty where there is none.
        is_whole: whether the line ends here.
    """

    content: bytes
    end: bytes = b""
    is_whole: bool = True


class LineCutter:
    """Cuts bytes into lines, whatever the pieces they come in."""

    def __init__(self, longest: int = LONGEST_LINE) -> None:
        self._longest = longest
        self._held = bytearray()

    def feed(self, data: bytes) -> list[Line]:
        """Take the next bytes; returns the lines that are complete."""
        first, *rest = data.split(b"\n")
        self._held += first
        lines = []
        for piece in rest:
            lines.append(_ended(bytes(self._held)))
            self._held[:] = piece
        if len(self._held) > self._longest:
            # A carriage return at the very end may belong to the line end.
            keep = 1 if self._held.endswith(b"\r") else 0
            cut = len(self._held) - keep
            lines.append(Line(bytes(self._held[:cut]), is_whole=False))
            del self._held[:cut]
        return lines

    def end(self) -> list[Line]:
        """Take the end of the input; returns a last line that has no line end."""
        last, self._held = bytes(self._held), bytearray()
        return [Line(last)] if last else []


def _ended(line: bytes) -> Line:
    if line.endswith(b"\r"):
        return Line(line[:-1], b"\r\n")
    return Line(line, b"\n")
