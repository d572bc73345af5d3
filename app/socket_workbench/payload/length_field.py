"""Lengths that stand somewhere in the header of a message, such as that of Modbus/TCP or MQTT."""

import re
from dataclasses import dataclass
from typing import Literal, Self

from socket_workbench.language import tr
from socket_workbench.payload.decoders import LIMIT, FramingError

TYPES = ("u8", "u16be", "u16le", "u24be", "u24le", "u32be", "u32le", "varint")
"""Unsigned numbers, by their bits and byte order; `varint` has seven bits a byte, the low first."""

MOST_OFFSET = 1000
"""Bytes that may stand before a length."""

MOST_VARINT = 5
"""Bytes that a `varint` may have."""

_WRITTEN = re.compile(rf"({'|'.join(TYPES)})(?:@([0-9]{{1,4}}))?([+-][0-9]{{1,9}})?")


@dataclass(frozen=True, slots=True)
class LengthField:
    """Where the length of a message stands, and what it counts.

    Attributes:
        type: how it is written, one of `TYPES`.
        offset: how many bytes stand before it.
        added: what is added to it, so that it is the number of bytes behind it; negative where it
            counts some of those before.
    """

    type: str
    offset: int
    added: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `TYPE@OFFSET+ADDED`, of which the last two may be left out.

        Raises:
            FramingError: the text is something else.
        """
        written = _WRITTEN.fullmatch("".join(text.lower().split()))
        offset, added = (int(written[2] or 0), int(written[3] or 0)) if written else (0, 0)
        if written is None or offset > MOST_OFFSET or abs(added) > LIMIT:
            raise FramingError(
                tr(
                    "'{text}' does not say where a length stands; write TYPE@OFFSET, such as "
                    "u16be@4, and +N or -N where it counts less or more than what follows it. "
                    "Types are {known}.",
                    text=text,
                    known=", ".join(TYPES),
                )
            )
        return cls(written[1], offset, added)

    @property
    def width(self) -> int:
        """How many bytes the length has; 0 for a `varint`, which says so itself."""
        return 0 if self.type == "varint" else int(self.type.strip("uble")) // 8

    @property
    def order(self) -> Literal["big", "little"]:
        """Which of its bytes comes first."""
        return "big" if self.type.endswith("be") else "little"

    def size_of(self, data: bytes, start: int) -> int | None:
        """Return how many bytes a message has.

        Args:
            data: where it is.
            start: its first byte.

        Returns:
            Its size, header included; None while its length has not come whole.

        Raises:
            FramingError: it is shorter than its header, or its length has no end.
        """
        begin = start + self.offset
        read = self._read_varint if self.type == "varint" else self._read_fixed
        found = read(data, begin)
        if found is None:
            return None
        length, end = found
        if length + self.added < 0:
            raise FramingError(
                tr(
                    "A length of {length} was announced, which is less than the header has. "
                    "Check that both sides use this framing.",
                    length=length,
                )
            )
        return end - start + length + self.added

    def _read_fixed(self, data: bytes, begin: int) -> tuple[int, int] | None:
        end = begin + self.width
        return (int.from_bytes(data[begin:end], self.order), end) if len(data) >= end else None

    def _read_varint(self, data: bytes, begin: int) -> tuple[int, int] | None:
        length = 0
        for place, byte in enumerate(data[begin : begin + MOST_VARINT]):
            length |= (byte & 0x7F) << (7 * place)
            if byte < 0x80:
                return length, begin + place + 1
        if len(data) >= begin + MOST_VARINT:
            raise FramingError(
                tr(
                    "A length did not end within {most} bytes. "
                    "Check that both sides use this framing.",
                    most=MOST_VARINT,
                )
            )
        return None

    def __str__(self) -> str:
        return f"{self.type}@{self.offset}" + (f"{self.added:+}" if self.added else "")
