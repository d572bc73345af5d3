"""Cut a stream into messages, whatever pieces it arrives in.

A decoder holds the bytes of a message that is not complete, up to a limit. A stream that breaks its
framing raises `FramingError`; messages complete before the fault are handed out first, and the
error is then raised by the next call. A decoder that has raised is of no further use.
"""

import struct
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

    def feed(self, data: bytes) -> list[bytes]:
        """Take the next piece; returns the messages that are complete with it.

        Raises:
            FramingError: the stream breaks the framing, or a message is longer than the limit.
        """

    def flush(self) -> list[bytes]:
        """Return the messages that silence for `idle_seconds` ends."""

    def end(self) -> list[bytes]:
        """End the stream; returns what is left of an unfinished message, as it came.

        Raises:
            FramingError: as `feed`, for a fault not raised yet.
        """


class PassingDecoder:
    """Every piece is a message: no framing."""

    idle_seconds: float | None = None

    def feed(self, data: bytes) -> list[bytes]:
        """Return the piece itself."""
        return [data]

    def flush(self) -> list[bytes]:
        """Nothing is ever held."""
        return []

    def end(self) -> list[bytes]:
        """Nothing is ever held."""
        return []


class _HoldingDecoder:
    """Keeps an unfinished message in `_held`, and in `_fault` an error that is still to raise."""

    idle_seconds: float | None = None

    def __init__(self) -> None:
        self._held = bytearray()
        self._fault = ""

    def flush(self) -> list[bytes]:
        """Silence ends no message here."""
        return []

    def end(self) -> list[bytes]:
        """Return what is left of an unfinished message, as it came."""
        self._raise_fault()
        return self._take_held()

    def _take_held(self) -> list[bytes]:
        left = [bytes(self._held)] if self._held else []
        self._held.clear()
        return left

    def _raise_fault(self) -> None:
        if self._fault:
            raise FramingError(self._fault)

    def _fail(self, fault: str, messages: list[bytes]) -> list[bytes]:
        self._fault = fault
        self._held.clear()
        if not messages:
            self._raise_fault()
        return messages


class DelimiterDecoder(_HoldingDecoder):
    """Messages end with a delimiter, which is taken off.

    With `lines`, a carriage return before the delimiter is taken off too.
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
        *messages, rest = data.split(self._delimiter)
        held += rest
        if len(data) > self._limit:
            for number, message in enumerate(messages):
                if len(message) > self._limit:
                    return self._fail(self._too_long(), self._lines_of(messages[:number]))
        return self._check_held(self._lines_of(messages))

    def end(self) -> list[bytes]:
        """Return a last message that no delimiter ended."""
        return self._lines_of(super().end())

    def _check_held(self, messages: list[bytes]) -> list[bytes]:
        # Less than a delimiter's length above the limit, the message may still end in time.
        if len(self._held) >= self._limit + len(self._delimiter):
            return self._fail(self._too_long(), messages)
        return messages

    def _too_long(self) -> str:
        return tr(
            "No end of message came within {limit} bytes. Check that both sides use this framing.",
            limit=self._limit,
        )

    def _lines_of(self, messages: list[bytes]) -> list[bytes]:
        if self._lines:
            return [message.removesuffix(b"\r") for message in messages]
        return messages


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
        held = self._held
        if held:
            held += data
            if len(held) < self._needed:
                return []
            data = bytes(held)
            held.clear()
        header, position = self._header, 0
        messages: list[bytes] = []
        self._needed = header.size
        while len(data) - position >= header.size:
            length: int = header.unpack_from(data, position)[0]
            start = position + header.size
            if length > self._limit:
                return self._fail(self._too_long(length), messages)
            if len(data) < start + length:
                self._needed = header.size + length
                break
            messages.append(data[start : start + length])
            position = start + length
        held += data[position:]
        return messages

    def _too_long(self, length: int) -> str:
        return tr(
            "A message of {length} bytes was announced; at most {limit} are taken. "
            "Check that both sides use this framing.",
            length=length,
            limit=self._limit,
        )


class FixedDecoder(_HoldingDecoder):
    """All messages have the same size."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self._size = size

    def feed(self, data: bytes) -> list[bytes]:
        """See `Decoder.feed`."""
        held, size = self._held, self._size
        if held:
            held += data
            if len(held) < size:
                return []
            data = bytes(held)
            held.clear()
        whole = len(data) - len(data) % size
        held += data[whole:]
        return [data[start : start + size] for start in range(0, whole, size)]


class IdleDecoder(_HoldingDecoder):
    """A message is what comes until there is silence."""

    def __init__(self, seconds: float, limit: int = LIMIT) -> None:
        super().__init__()
        self._seconds = seconds
        self._limit = limit

    def feed(self, data: bytes) -> list[bytes]:
        """Hold the piece; `flush` hands out what is held."""
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
