"""The geometry of a hex view: columns of offset, hex and text in character widths."""

from dataclasses import dataclass

LINE_BYTES = (16, 8, 4)
"""How many bytes a line may have: the most for which there is room."""

_OFFSET_CHARACTERS = 8
_GAP = 2

_VISIBLE = bytes(byte if 0x20 <= byte < 0x7F else 0x2E for byte in range(256))


@dataclass(frozen=True)
class HexGrid:
    """Maps the bytes of a line to x coordinates and back.

    Attributes:
        character_width: the width of a character, in pixels.
        line_height: the height of a line, in pixels.
        line_bytes: the number of bytes in a line.
    """

    character_width: float
    line_height: float
    line_bytes: int = LINE_BYTES[0]

    @classmethod
    def fitting(cls, character_width: float, line_height: float, room: float) -> "HexGrid":
        """Return the grid with the longest lines that fit in this width, in pixels."""
        grids = [cls(character_width, line_height, count) for count in LINE_BYTES]
        return next((grid for grid in grids if grid.width <= room), grids[-1])

    @property
    def half(self) -> int:
        """The number of bytes before the wider gap in the middle of a line."""
        return self.line_bytes // 2

    @property
    def _text_at(self) -> int:
        # Three characters per byte, one more in the middle, none after the last.
        return _OFFSET_CHARACTERS + _GAP + self.line_bytes * 3 + _GAP

    @property
    def width(self) -> float:
        """The width of a line."""
        return (self._text_at + self.line_bytes + 2) * self.character_width

    @property
    def bar_left(self) -> float:
        """The left edge of the bar before the text."""
        return self._text_at * self.character_width

    def line_count(self, length: int) -> int:
        """Return the number of lines of a payload of this size; at least 1."""
        return max(-(-length // self.line_bytes), 1)

    def hex_left(self, place: int) -> float:
        """Return the left edge of a byte's hex; `place` is 0 for the first of its line."""
        middle = 1 if place >= self.half else 0
        return (_OFFSET_CHARACTERS + _GAP + place * 3 + middle) * self.character_width

    def hex_right(self, place: int) -> float:
        """Return the right edge of a byte's hex."""
        return self.hex_left(place) + 2 * self.character_width

    def text_left(self, place: int) -> float:
        """Return the left edge of a byte's character; for `line_bytes`, the end of the text."""
        return (self._text_at + 1 + place) * self.character_width

    def place_at(self, x: float) -> int:
        """Return the place in the line at an x coordinate; `line_bytes` is after the last byte."""
        if x >= self.text_left(0) - self.character_width:
            place = round((x - self.text_left(0)) / self.character_width)
            return min(max(place, 0), self.line_bytes)
        for place in range(self.line_bytes):
            if x < (self.hex_left(place) + self.hex_right(place)) / 2:
                return place
        return self.line_bytes

    def line_texts(self, payload: bytes, line: int) -> tuple[str, str, str, str]:
        """Return a line's offset, the hex of its two halves, and its text in bars."""
        start = line * self.line_bytes
        part = payload[start : start + self.line_bytes]
        text = part.translate(_VISIBLE).decode("ascii")
        return f"{start:08x}", part[: self.half].hex(" "), part[self.half :].hex(" "), text
