"""The geometry of a hex view: columns of offset, hex and text in character widths."""

from dataclasses import dataclass

LINE_BYTES = 16

_OFFSET_CHARACTERS = 8
_GAP = 2
_HALF = LINE_BYTES // 2
#: Three characters per byte, one more in the middle, none after the last.
_HEX_CHARACTERS = LINE_BYTES * 3
_TEXT_AT = _OFFSET_CHARACTERS + _GAP + _HEX_CHARACTERS + _GAP

_VISIBLE = bytes(byte if 0x20 <= byte < 0x7F else 0x2E for byte in range(256))


@dataclass(frozen=True)
class HexGrid:
    """Maps the bytes of a line to x coordinates and back.

    Attributes:
        character_width: the width of a character, in pixels.
        line_height: the height of a line, in pixels.
    """

    character_width: float
    line_height: float

    @property
    def width(self) -> float:
        """The width of a line."""
        return (_TEXT_AT + LINE_BYTES + 2) * self.character_width

    @property
    def bar_left(self) -> float:
        """The left edge of the bar before the text."""
        return _TEXT_AT * self.character_width

    @staticmethod
    def line_count(length: int) -> int:
        """Return the number of lines of a payload of this size; at least 1."""
        return max(-(-length // LINE_BYTES), 1)

    def hex_left(self, place: int) -> float:
        """Return the left edge of a byte's hex; `place` is 0 to 15."""
        middle = 1 if place >= _HALF else 0
        return (_OFFSET_CHARACTERS + _GAP + place * 3 + middle) * self.character_width

    def hex_right(self, place: int) -> float:
        """Return the right edge of a byte's hex."""
        return self.hex_left(place) + 2 * self.character_width

    def text_left(self, place: int) -> float:
        """Return the left edge of a byte's character; for 16, the right edge of the last one."""
        return (_TEXT_AT + 1 + place) * self.character_width

    def place_at(self, x: float) -> int:
        """Return the place in the line at an x coordinate; 16 is after the last byte."""
        if x >= self.text_left(0) - self.character_width:
            place = round((x - self.text_left(0)) / self.character_width)
            return min(max(place, 0), LINE_BYTES)
        for place in range(LINE_BYTES):
            if x < (self.hex_left(place) + self.hex_right(place)) / 2:
                return place
        return LINE_BYTES


def line_texts(payload: bytes, line: int) -> tuple[str, str, str, str]:
    """Return a line's offset, the hex of its two halves, and its text in bars."""
    start = line * LINE_BYTES
    part = payload[start : start + LINE_BYTES]
    text = part.translate(_VISIBLE).decode("ascii")
    return f"{start:08x}", part[:_HALF].hex(" "), part[_HALF:].hex(" "), text
