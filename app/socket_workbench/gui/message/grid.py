"""Where offset, hex and text of a hex view stand, measured in characters of equal width."""

from dataclasses import dataclass

LINE_BYTES = 16

_OFFSET_CHARACTERS = 8
_GAP = 2
_HALF = LINE_BYTES // 2
#: Three characters a byte, one more gap in the middle, none after the last.
_HEX_CHARACTERS = LINE_BYTES * 3
_TEXT_AT = _OFFSET_CHARACTERS + _GAP + _HEX_CHARACTERS + _GAP

_VISIBLE = bytes(byte if 0x20 <= byte < 0x7F else 0x2E for byte in range(256))


@dataclass(frozen=True)
class HexGrid:
    """Turns bytes of a line into places and back.

    Attributes:
        character_width: in pixels.
        line_height: in pixels.
    """

    character_width: float
    line_height: float

    @property
    def width(self) -> float:
        """A whole line's width."""
        return (_TEXT_AT + LINE_BYTES + 2) * self.character_width

    @property
    def bar_left(self) -> float:
        """Where the bar before the text begins."""
        return _TEXT_AT * self.character_width

    @staticmethod
    def line_count(length: int) -> int:
        """Return how many lines so many bytes take; an empty payload takes one."""
        return max(-(-length // LINE_BYTES), 1)

    def hex_left(self, place: int) -> float:
        """Return where the hex of a byte begins; `place` is 0 to 15."""
        middle = 1 if place >= _HALF else 0
        return (_OFFSET_CHARACTERS + _GAP + place * 3 + middle) * self.character_width

    def hex_right(self, place: int) -> float:
        """Return where the hex of a byte ends."""
        return self.hex_left(place) + 2 * self.character_width

    def text_left(self, place: int) -> float:
        """Return where the text of a byte begins, behind the bar; 16 is where the last ends."""
        return (_TEXT_AT + 1 + place) * self.character_width

    def place_at(self, x: float) -> int:
        """Return which place of its line is at a distance from the left; 16 is behind the last."""
        if x >= self.text_left(0) - self.character_width:
            place = round((x - self.text_left(0)) / self.character_width)
            return min(max(place, 0), LINE_BYTES)
        for place in range(LINE_BYTES):
            if x < (self.hex_left(place) + self.hex_right(place)) / 2:
                return place
        return LINE_BYTES


def line_texts(payload: bytes, line: int) -> tuple[str, str, str, str]:
    """Return a line's offset, the hex of its two halves, and its text between bars."""
    start = line * LINE_BYTES
    part = payload[start : start + LINE_BYTES]
    text = part.translate(_VISIBLE).decode("ascii")
    return f"{start:08x}", part[:_HALF].hex(" "), part[_HALF:].hex(" "), text
