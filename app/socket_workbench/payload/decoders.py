"""Cut a stream into frames, whatever pieces it arrives in.

A frame is a message with what marks it on the wire: its delimiter or its length. All frames of a
stream, and what is left at its end, are the stream. A decoder holds the bytes of a frame that is
not complete, up to a limit. A stream that breaks its framing raises `FramingError`; frames complete
before the fault are handed out first, and the error is then raised by the next call. A decoder that
has raised is of no further use.
"""

import struct
from collections.abc import Callable
from typing import Protocol

from socket_workbench.language import tr

LIMIT = 16 * 1024 * 1024
"""Bytes that one message may have by default."""


class FramingError(ValueError):
    """A framing is invalid, cannot carry a message, or is broken by a stream; says why."""


class Decoder(Protocol):
    """Takes one direction of one connection, piece by piece."""

    @property
    def idle_seconds(self) -> float | None:
        """Seconds of silence after which to call `flush`; None while silence means nothing."""

    @property
    def is_holding(self) -> bool:
        """Whether a frame has begun that is not complete."""

    def feed(self, data: bytes) -> list[bytes]:
        """Take the next piece; returns the frames that are complete with it.

        Raises:
            FramingError: the stream breaks the framing, or a message is longer than the limit.
        """

    def flush(self) -> list[bytes]:
        """Return the frames that silence for `idle_seconds` ends."""

    def end(self) -> list[bytes]:
        """End the stream; returns what is left of an unfinished frame, as it came.

        Raises:
            FramingError: as `feed`, for a fault not raised yet.
        """

    def message(self, frame: bytes) -> bytes:
        """Return the message in a frame; an unfinished frame is returned as far as it came."""


def too_long(length: int, limit: int) -> str:
    """Say that a message is longer than is taken."""
    return tr(
        "A message of {length} bytes was announced; at most {limit} are taken. "
        "Check that both sides use this framing.",
        length=length,
        limit=limit,
    )


class PassingDecoder:
    """Every piece is a message: no framing."""

    idle_seconds: float | None = None
    is_holding = False

    def feed(self, data: bytes) -> list[bytes]:
        """Return the piece itself."""
        return [data]

    def flush(self) -> list[bytes]:
        """Nothing is ever held."""
        return []

    def end(self) -> list[bytes]:
        """Nothing is ever held."""
        return []

    def message(self, frame: bytes) -> bytes:
        """Return the piece itself."""
        return frame


class _HoldingDecoder:
    """Keeps an unfinished frame in `_held`, and in `_fault` an error that is still to raise."""

    idle_seconds: float | None = None

    def __init__(self) -> None:
        self._held = bytearray()
        self._fault = ""

    @property
    def is_holding(self) -> bool:
        """Whether a frame has begun that is not complete."""
        return bool(self._held)

    def message(self, frame: bytes) -> bytes:
        """Return the frame: nothing marks the message."""
        return frame

    def flush(self) -> list[bytes]:
        """Silence ends no message here."""
        return []

    def end(self) -> list[bytes]:
        """Return what is left of an unfinished frame, as it came."""
        self._raise_fault()
        return self._take_held()

    def _joined(self, data: bytes, needed: int) -> bytes | None:
        """Return what was held and what has come; None, and hold both, while that is too little."""
        held = self._held
        if not held:
            return data
        held += data
        if len(held) < needed:
            return None
        joined = bytes(held)
        held.clear()
        return joined

    def _take_held(self) -> list[bytes]:
        left = [bytes(self._held)] if self._held else []
        self._held.clear()
        return left

    def _raise_fault(self) -> None:
        if self._fault:
            raise FramingError(self._fault)

    def _fail(self, fault: str, frames: list[bytes]) -> list[bytes]:
        self._fault = fault
        self._held.clear()
        if not frames:
            self._raise_fault()
        return frames


class DelimiterDecoder(_HoldingDecoder):
    """Messages end with a delimiter.

    With `lines`, a carriage return before the delimiter is no part of the message either.
    """

    def __init__(self, delimiter: bytes, limit: int = LIMIT, *, lines: bool = False) -> None:
        super().__init__()
        self._delimiter = delimiter
        self._limit = limit
        self._lines = lines

    def feed(self, data: bytes) -> list[bytes]:
        """See `Decoder.feed`."""
        self._raise_fault()
        held = self._held
        if held:
            # The delimiter may have begun in the last pieces; what is before was searched then.
            start = max(len(held) - len(self._delimiter) + 1, 0)
            held += data
            if held.find(self._delimiter, start) < 0:
                return self._check_held([])
            data = bytes(held)
            held.clear()
        *parts, rest = data.split(self._delimiter)
        held += rest
        if len(data) > self._limit:
            for number, part in enumerate(parts):
                if len(part) > self._limit:
                    return self._fail(self._too_long(), self._frames_of(parts[:number]))
        if len(parts) == 1 and not rest:
            # The very object: what is recorded twice is then stored once.
            return [data]
        return self._check_held(self._frames_of(parts))

    def message(self, frame: bytes) -> bytes:
        """Return a frame without its delimiter."""
        message = frame.removesuffix(self._delimiter)
        return message.removesuffix(b"\r") if self._lines else message

    def _check_held(self, frames: list[bytes]) -> list[bytes]:
        # Less than a delimiter's length above the limit, the message may still end in time.
        if len(self._held) >= self._limit + len(self._delimiter):
            return self._fail(self._too_long(), frames)
        return frames

    def _too_long(self) -> str:
        return tr(
            "No end of message came within {limit} bytes. Check that both sides use this framing.",
            limit=self._limit,
        )

    def _frames_of(self, parts: list[bytes]) -> list[bytes]:
        return [part + self._delimiter for part in parts]


class LengthDecoder(_HoldingDecoder):
    """Messages begin with their length in bytes, which does not count itself."""

    def __init__(self, header: struct.Struct, limit: int = LIMIT) -> None:
        super().__init__()
        self._header = header
        self._limit = limit
        self._needed = header.size

    def feed(self, data: bytes) -> list[bytes]:
        """See `Decoder.feed`."""
        self._raise_fault()
        joined = self._joined(data, self._needed)
        if joined is None:
            return []
        data = joined
        header, position = self._header, 0
        frames: list[bytes] = []
        self._needed = header.size
        while len(data) - position >= header.size:
            length: int = header.unpack_from(data, position)[0]
            end = position + header.size + length
            if length > self._limit:
                return self._fail(too_long(length, self._limit), frames)
            if len(data) < end:
                self._needed = header.size + length
                break
            frames.append(data[position:end])
            position = end
        self._held += data[position:]
        return frames

    def message(self, frame: bytes) -> bytes:
        """Return a frame without its length; an unfinished one as it came."""
        size = self._header.size
        if len(frame) < size or len(frame) - size < self._header.unpack_from(frame)[0]:
            return frame
        return frame[size:]


class HeaderDecoder(_HoldingDecoder):
    """Messages have their length in a header, which is a part of them."""

    def __init__(self, size_of: Callable[[bytes, int], int | None], limit: int = LIMIT) -> None:
        """Prepare it.

        Args:
            size_of: returns the size of the message that begins at a place; None while what says
                so has not come. It raises `FramingError` where that makes no sense.
            limit: bytes that a message may have.
        """
        super().__init__()
        self._size_of = size_of
        self._limit = limit
        self._needed = 0

    def feed(self, data: bytes) -> list[bytes]:
        """See `Decoder.feed`."""
        self._raise_fault()
        joined = self._joined(data, self._needed)
        if joined is None:
            return []
        data = joined
        frames: list[bytes] = []
        position, self._needed = 0, 0
        try:
            while (size := self._size_of(data, position)) is not None:
                if size > self._limit:
                    return self._fail(too_long(size, self._limit), frames)
                if len(data) - position < size:
                    self._needed = size
                    break
                frames.append(data[position : position + size])
                position += size
        except FramingError as error:
            return self._fail(str(error), frames)
        self._held += data[position:]
        return frames


class FixedDecoder(_HoldingDecoder):
    """All messages have the same size."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self._size = size

    def feed(self, data: bytes) -> list[bytes]:
        """See `Decoder.feed`."""
        size = self._size
        joined = self._joined(data, size)
        if joined is None:
            return []
        whole = len(joined) - len(joined) % size
        self._held += joined[whole:]
        return [joined[start : start + size] for start in range(0, whole, size)]


class IdleDecoder(_HoldingDecoder):
    """A message is what comes until there is silence."""

    def __init__(self, seconds: float, limit: int = LIMIT) -> None:
        super().__init__()
        self._seconds = seconds
        self._limit = limit

    def feed(self, data: bytes) -> list[bytes]:
        """Hold the piece; `flush` returns what is held."""
        self._raise_fault()
        self._held += data
        if len(self._held) > self._limit:
            fault = tr(
                "No pause came within {limit} bytes; choose a shorter one, or another framing.",
                limit=self._limit,
            )
            return self._fail(fault, [])
        self.idle_seconds = self._seconds if self._held else None
        return []

    def flush(self) -> list[bytes]:
        """Return what came before the silence."""
        self.idle_seconds = None
        return self._take_held()

    def end(self) -> list[bytes]:
        """Return what came before the end."""
        return self.flush()
