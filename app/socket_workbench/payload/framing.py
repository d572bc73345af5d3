r"""How messages are marked in a stream: the framing of an endpoint.

Written `none`, `line`, `delimiter:\r\n` (escapes as in sending), `length:u16be`, `header:u16be@4`,
`fixed:8` or `idle:20ms`; `Framing.parse` reads it and `str` writes it.
"""

import re
import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

from socket_workbench.language import tr
from socket_workbench.payload.decoders import (
    LIMIT,
    Decoder,
    DelimiterDecoder,
    FixedDecoder,
    FramingError,
    HeaderDecoder,
    IdleDecoder,
    LengthDecoder,
    PassingDecoder,
)
from socket_workbench.payload.escapes import EscapeError, parse_escapes, show_escapes
from socket_workbench.payload.length_field import LengthField

__all__ = ["LENGTH_HEADERS", "LIMIT", "Decoder", "Framing", "FramingError"]

LENGTH_HEADERS = {
    "u8": struct.Struct("B"),
    "u16be": struct.Struct(">H"),
    "u16le": struct.Struct("<H"),
    "u32be": struct.Struct(">I"),
    "u32le": struct.Struct("<I"),
}
"""The length fields of `length:`, by their names: unsigned, with their bits and byte order."""

LONGEST_PAUSE = 60_000
"""Milliseconds of silence that can be asked for."""


@dataclass(frozen=True, slots=True)
class Framing:
    """No framing: what one read returns is a message. The other framings are its subclasses."""

    @staticmethod
    def parse(text: str) -> "Framing":
        """Read a framing as people write it.

        Raises:
            FramingError: the text is no framing; says what was expected.
        """
        word, colon, argument = text.partition(":")
        word = word.strip().lower()
        if not colon and word in _PLAIN:
            return _PLAIN[word]
        if colon and word in _WITH_ARGUMENT:
            return _WITH_ARGUMENT[word](argument)
        raise FramingError(
            tr(
                "'{text}' is not a framing; use none, line, delimiter:\\r\\n, length:u16be, "
                "header:u16be@4, fixed:8 or idle:20ms.",
                text=text,
            )
        )

    @property
    def is_none(self) -> bool:
        """Whether messages are what the reads happen to return."""
        return type(self) is Framing

    def encode(self, message: bytes) -> bytes:
        """Mark a message for the wire.

        Raises:
            FramingError: the message is too long for this framing.
        """
        return message

    def message_of(self, data: bytes) -> bytes | None:
        """Return the message that `encode` turns into exactly these bytes; None if there is none.

        It may contain delimiters, and so be more than one message for a receiver.
        """
        message = self._unmarked(data)
        try:
            return message if self.encode(message) == data else None
        except FramingError:
            return None

    def _unmarked(self, data: bytes) -> bytes:
        """Return bytes without the mark of this framing, where it would stand."""
        return data

    def decoder(self, limit: int = LIMIT) -> Decoder:
        """Make what cuts one direction of one connection into messages of at most `limit` bytes."""
        return PassingDecoder()

    def __str__(self) -> str:
        return "none"


@dataclass(frozen=True, slots=True)
class LineFraming(Framing):
    """Messages are lines: they are sent with a line feed; LF and CR LF end those that come."""

    def encode(self, message: bytes) -> bytes:
        """Add a line feed."""
        return message + b"\n"

    def _unmarked(self, data: bytes) -> bytes:
        return data.removesuffix(b"\n")

    def decoder(self, limit: int = LIMIT) -> Decoder:
        """See `Framing.decoder`."""
        return DelimiterDecoder(b"\n", limit, lines=True)

    def __str__(self) -> str:
        return "line"


@dataclass(frozen=True, slots=True)
class DelimiterFraming(Framing):
    """Messages end with these bytes."""

    delimiter: bytes

    @classmethod
    def from_argument(cls, argument: str) -> Self:
        """Read what stands behind `delimiter:`."""
        try:
            delimiter = parse_escapes(argument)
        except EscapeError as error:
            raise FramingError(tr("The delimiter is wrong. {error}", error=error)) from None
        if not delimiter:
            raise FramingError(tr("The delimiter is missing; write delimiter:\\r\\n or the like."))
        return cls(delimiter)

    def encode(self, message: bytes) -> bytes:
        """Add the delimiter."""
        return message + self.delimiter

    def _unmarked(self, data: bytes) -> bytes:
        return data.removesuffix(self.delimiter)

    def decoder(self, limit: int = LIMIT) -> Decoder:
        """See `Framing.decoder`."""
        return DelimiterDecoder(self.delimiter, limit)

    def __str__(self) -> str:
        return f"delimiter:{show_escapes(self.delimiter)}"


@dataclass(frozen=True, slots=True)
class LengthFraming(Framing):
    """Messages begin with their length, which does not count itself."""

    header: str

    @classmethod
    def from_argument(cls, argument: str) -> Self:
        """Read what stands behind `length:`."""
        header = argument.strip().lower()
        if header not in LENGTH_HEADERS:
            raise FramingError(
                tr(
                    "'{text}' is not a length field; use one of {known}.",
                    text=argument,
                    known=", ".join(LENGTH_HEADERS),
                )
            )
        return cls(header)

    def encode(self, message: bytes) -> bytes:
        """Put the length before the message."""
        field = LENGTH_HEADERS[self.header]
        most = 256**field.size - 1
        if len(message) > most:
            raise FramingError(
                tr(
                    "The message has {length} bytes; a {header} length goes to {most}. "
                    "Choose a wider length, or send less at once.",
                    length=len(message),
                    header=self.header,
                    most=most,
                )
            )
        return field.pack(len(message)) + message

    def _unmarked(self, data: bytes) -> bytes:
        return data[LENGTH_HEADERS[self.header].size :]

    def decoder(self, limit: int = LIMIT) -> Decoder:
        """See `Framing.decoder`."""
        return LengthDecoder(LENGTH_HEADERS[self.header], limit)

    def __str__(self) -> str:
        return f"length:{self.header}"


@dataclass(frozen=True, slots=True)
class HeaderFraming(Framing):
    """Messages have their length in a header, which is a part of them and sent as it is."""

    field: LengthField

    @classmethod
    def from_argument(cls, argument: str) -> Self:
        """Read what stands behind `header:`."""
        return cls(LengthField.parse(argument))

    def decoder(self, limit: int = LIMIT) -> Decoder:
        """See `Framing.decoder`."""
        return HeaderDecoder(self.field.size_of, limit)

    def __str__(self) -> str:
        return f"header:{self.field}"


@dataclass(frozen=True, slots=True)
class FixedFraming(Framing):
    """All messages have the same size; shorter ones are filled up with NUL bytes."""

    size: int

    @classmethod
    def from_argument(cls, argument: str) -> Self:
        """Read what stands behind `fixed:`."""
        number = re.fullmatch(r"\s*([0-9]{1,9})\s*", argument)
        size = int(number[1]) if number else 0
        if not 1 <= size <= LIMIT:
            raise FramingError(
                tr(
                    "'{text}' is not a message size; write fixed:N with N from 1 to {most}.",
                    text=argument,
                    most=LIMIT,
                )
            )
        return cls(size)

    def encode(self, message: bytes) -> bytes:
        """Fill the message up to the size."""
        if len(message) > self.size:
            raise FramingError(
                tr(
                    "The message has {length} bytes; this framing carries exactly {size}. "
                    "Choose a larger size, or send less at once.",
                    length=len(message),
                    size=self.size,
                )
            )
        return message.ljust(self.size, b"\0")

    def decoder(self, limit: int = LIMIT) -> Decoder:
        """See `Framing.decoder`."""
        return FixedDecoder(self.size)

    def __str__(self) -> str:
        return f"fixed:{self.size}"


@dataclass(frozen=True, slots=True)
class IdleFraming(Framing):
    """A message is what comes until there is silence for so many milliseconds."""

    milliseconds: int

    @classmethod
    def from_argument(cls, argument: str) -> Self:
        """Read what stands behind `idle:`."""
        number = re.fullmatch(r"\s*([0-9]{1,9})\s*(ms|s)\s*", argument.lower())
        pause = int(number[1]) * (1000 if number[2] == "s" else 1) if number else 0
        if not 1 <= pause <= LONGEST_PAUSE:
            raise FramingError(
                tr(
                    "'{text}' is not a pause; write idle:20ms or idle:1s, from 1ms to {most}s.",
                    text=argument,
                    most=LONGEST_PAUSE // 1000,
                )
            )
        return cls(pause)

    def decoder(self, limit: int = LIMIT) -> Decoder:
        """See `Framing.decoder`."""
        return IdleDecoder(self.milliseconds / 1000, limit)

    def __str__(self) -> str:
        return f"idle:{self.milliseconds}ms"


_PLAIN: dict[str, Framing] = {"none": Framing(), "line": LineFraming()}
_WITH_ARGUMENT: dict[str, Callable[[str], Framing]] = {
    "delimiter": DelimiterFraming.from_argument,
    "length": LengthFraming.from_argument,
    "header": HeaderFraming.from_argument,
    "fixed": FixedFraming.from_argument,
    "idle": IdleFraming.from_argument,
}
