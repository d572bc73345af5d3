"""What a script has expected and what came instead, for people to compare."""

from dataclasses import dataclass

from socket_workbench.language import tr

MOST_KEPT = 1024
"""The most bytes that are kept of either side."""

_BEFORE = 256
"""Bytes that are kept of what is before the first difference."""

_SHOWN = 8
"""Bytes that `describe` shows from the first difference on."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """A piece of what was expected, and the piece of what came at the same place.

    Attributes:
        received: the piece of what came.
        received_size: how many bytes came, as far as they were compared.
        expected: the piece of what was expected; None where it was not certain bytes.
        expected_size: how many bytes were expected.
        offset: where both pieces begin in the whole.
        first: where they begin to differ in the whole.
        mask: for each byte of `expected`, the bits that count; empty for all.
        ignores_case: whether the case of ASCII letters makes no difference.
    """

    received: bytes
    received_size: int
    expected: bytes | None = None
    expected_size: int = 0
    offset: int = 0
    first: int = 0
    mask: bytes = b""
    ignores_case: bool = False

    def describe(self) -> str:
        """Say where the two begin to differ, in hexadecimal; empty for no certain bytes."""
        if self.expected is None:
            return ""
        place = self.first - self.offset
        return tr(
            "byte {place}: expected {expected}, received {received}",
            place=self.first + 1,
            expected=_shown(self.expected[place:], self.expected_size - self.first),
            received=_shown(self.received[place:], self.received_size - self.first),
        )

    def agrees(self, expected: int, received: int) -> bool:
        """Return whether two bytes agree, given by their places in the pieces."""
        if self.expected is None:
            return True
        one, other = self.expected[expected : expected + 1], self.received[received : received + 1]
        if self.ignores_case:
            return one.lower() == other.lower()
        if not self.mask:
            return one == other
        return not (one[0] ^ other[0]) & self.mask[expected]


def compared(
    expected: bytes,
    received: bytes | bytearray,
    first: int,
    mask: bytes = b"",
    *,
    ignores_case: bool = False,
) -> Comparison:
    """Return the pieces around the first difference.

    Args:
        expected: all that was expected.
        received: all that came and was compared.
        first: where they begin to differ.
        mask: see `Comparison`.
        ignores_case: see `Comparison`.
    """
    offset = max(first - _BEFORE, 0) // 16 * 16
    kept = slice(offset, offset + MOST_KEPT)
    return Comparison(
        bytes(received[kept]),
        len(received),
        expected[kept],
        len(expected),
        offset,
        first,
        mask[kept],
        ignores_case,
    )


def _shown(data: bytes, size: int) -> str:
    """Show the beginning of bytes in hexadecimal, of which there are so many in all."""
    more = " …" if size > _SHOWN else ""
    return f"{data[:_SHOWN].hex(' ')}{more}" if size > 0 else tr("the end")
