"""Compares what a script has received with what it expects.

A matcher is told the bytes of a stream that are not read yet, again whenever more have come, or one
whole message. What it has compared already it does not compare again.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple, Protocol

from socket_workbench.dialogues.quoting import quote
from socket_workbench.dialogues.script_comparison import Comparison, compared
from socket_workbench.dialogues.script_expectations import Expect, Match
from socket_workbench.language import tr, trn
from socket_workbench.payload.hexadecimal import parse_hex
from socket_workbench.values.patterns import compile_pattern

PEEK_SIZE = 1024
"""Bytes of what came instead that are kept for people to read."""

MOST_SEARCHED = 64 * 1024
"""Bytes of a stream in which a pattern is searched for."""

# Steps in a repetition have the same few patterns in each round.
read_pattern = lru_cache(256)(compile_pattern)

_NO_GROUPS: Mapping[str, bytes] = {}


class MismatchError(Exception):
    """What was received cannot turn into what is expected.

    Attributes:
        came: the beginning of what came instead.
        comparison: what was expected and what came.
    """

    def __init__(self, held: bytes | bytearray, comparison: Comparison | None = None) -> None:
        self.came = bytes(held[:PEEK_SIZE])
        super().__init__(self.came)
        self.comparison = comparison or Comparison(self.came, len(held))


class Found(NamedTuple):
    """What matches.

    Attributes:
        size: how many bytes of what is held it takes, from the beginning.
        groups: values of the variables that the match sets.
    """

    size: int
    groups: Mapping[str, bytes] = _NO_GROUPS


class Matcher(Protocol):
    """Compares with one thing that is expected."""

    def look(self, held: bytes | bytearray, *, is_whole: bool) -> Found | None:
        """Look for it.

        Args:
            held: what is there.
            is_whole: whether that is one message, which is compared whole; else the beginning of
                more.

        Returns:
            What matches; None if it may still come.

        Raises:
            MismatchError: it cannot come any longer.
        """

    def start_again(self) -> None:
        """Forget what has been compared: what is held begins elsewhere now."""

    def described(self) -> str:
        """Say what is expected, for a sentence."""

    def compare(self, held: bytes | bytearray, *, is_whole: bool) -> Comparison:
        """Return what is expected and what came, for people; see `look`."""


class _Stateless:
    """Has compared nothing that it would have to forget, and expects no certain bytes."""

    def start_again(self) -> None:
        """Do nothing."""

    def compare(self, held: bytes | bytearray, *, is_whole: bool) -> Comparison:
        """Return what came alone."""
        return Comparison(bytes(held[:PEEK_SIZE]), len(held))


class _Equal(_Stateless):
    """Expects exactly these bytes, except for the bits that the mask leaves out."""

    def __init__(self, expected: bytes, *, mask: bytes = b"", folds: bool = False) -> None:
        self._written = expected
        self._expected = expected.lower() if folds else expected
        self._mask = mask
        self._folds = folds
        self._compared = 0

    def look(self, held: bytes | bytearray, *, is_whole: bool) -> Found | None:
        expected = self._expected
        end = min(len(held), len(expected))
        begin = 0 if is_whole else min(self._compared, end)
        if not self._agrees(bytes(held[begin:end]), begin, end) or (
            is_whole and len(held) != len(expected)
        ):
            raise MismatchError(held, self.compare(held, is_whole=is_whole))
        self._compared = end
        return Found(end) if end == len(expected) else None

    def start_again(self) -> None:
        self._compared = 0

    def compare(self, held: bytes | bytearray, *, is_whole: bool) -> Comparison:
        # Of a stream, what is behind belongs to later steps.
        came = held if is_whole else held[: len(self._expected)]
        # Halving finds the place: all before it agrees.
        low, high = 0, min(len(came), len(self._expected))
        while low < high:
            middle = (low + high + 1) // 2
            if self._agrees(bytes(came[low:middle]), low, middle):
                low = middle
            else:
                high = middle - 1
        return compared(self._written, came, low, self._mask, ignores_case=self._folds)

    def _agrees(self, came: bytes, begin: int, end: int) -> bool:
        expected = self._expected[begin:end]
        if not self._mask:
            return (came.lower() if self._folds else came) == expected
        difference = int.from_bytes(came, "big") ^ int.from_bytes(expected, "big")
        return difference & int.from_bytes(self._mask[begin:end], "big") == 0

    def described(self) -> str:
        if not self._mask:
            return quote(self._expected, '"')
        digits = zip(self._expected.hex(), self._mask.hex(), strict=True)
        shown = "".join(digit if known == "f" else "?" for digit, known in digits)
        return " ".join(shown[place : place + 2] for place in range(0, len(shown), 2))


class _Containing(_Stateless):
    """Expects bytes among others; of a stream, what comes before them is taken with them."""

    def __init__(self, expected: bytes, *, folds: bool) -> None:
        self._expected = expected.lower() if folds else expected
        self._folds = folds
        self._searched = 0

    def look(self, held: bytes | bytearray, *, is_whole: bool) -> Found | None:
        first = 0 if is_whole else min(self._searched, len(held))
        within = held[first:].lower() if self._folds else held
        place = within.find(self._expected, 0 if self._folds else first)
        if place < 0:
            if is_whole:
                raise MismatchError(held)
            self._searched = max(len(held) - len(self._expected) + 1, 0)
            return None
        if is_whole:
            return Found(len(held))
        return Found(place + (first if self._folds else 0) + len(self._expected))

    def start_again(self) -> None:
        self._searched = 0

    def described(self) -> str:
        return tr("something with {expected} in it", expected=quote(self._expected, '"'))


class _Beginning(_Stateless):
    """Expects bytes at the beginning; takes all that has come with them."""

    def __init__(self, expected: bytes, *, folds: bool) -> None:
        self._equal = _Equal(expected, folds=folds)
        self._expected = expected

    def look(self, held: bytes | bytearray, *, is_whole: bool) -> Found | None:
        found = self._equal.look(held, is_whole=False)
        if found is None and is_whole:
            raise MismatchError(held, self.compare(held, is_whole=True))
        return Found(len(held)) if found else None

    def start_again(self) -> None:
        self._equal.start_again()

    def compare(self, held: bytes | bytearray, *, is_whole: bool) -> Comparison:
        return self._equal.compare(held, is_whole=False)

    def described(self) -> str:
        return tr("something that starts with {text}", text=quote(self._expected, '"'))


class _Ending(_Stateless):
    """Expects bytes at the end of what has come; takes all of it."""

    def __init__(self, expected: bytes, *, folds: bool) -> None:
        self._expected = expected.lower() if folds else expected
        self._folds = folds

    def look(self, held: bytes | bytearray, *, is_whole: bool) -> Found | None:
        end = held[len(held) - len(self._expected) :] if self._expected else b""
        if len(held) >= len(self._expected) and (
            (end.lower() if self._folds else end) == self._expected
        ):
            return Found(len(held))
        if is_whole:
            raise MismatchError(held)
        return None

    def described(self) -> str:
        return tr("something that ends with {text}", text=quote(self._expected, '"'))


class _Patterned(_Stateless):
    """Expects a match of a pattern; of a stream, all up to its end is taken."""

    def __init__(self, text: str, *, folds: bool) -> None:
        self._text = text
        self._pattern = read_pattern(text, ignore_case=folds)

    def look(self, held: bytes | bytearray, *, is_whole: bool) -> Found | None:
        found = self._pattern.search(bytes(held if is_whole else held[:MOST_SEARCHED]))
        if found is None:
            if is_whole or len(held) >= MOST_SEARCHED:
                raise MismatchError(held)
            return None
        return Found(len(held) if is_whole else found.end, found.groups)

    def described(self) -> str:
        return tr("something that matches {pattern}", pattern=self._text)


class _Sized(_Stateless):
    """Expects so many bytes, whatever they are."""

    def __init__(self, size: int) -> None:
        self._size = size

    def look(self, held: bytes | bytearray, *, is_whole: bool) -> Found | None:
        if is_whole and len(held) != self._size:
            raise MismatchError(held)
        return Found(self._size) if len(held) >= self._size else None

    def described(self) -> str:
        return trn("{count} byte", "{count} bytes", self._size)


class _Anything(_Stateless):
    """Expects one message, or whatever of a stream comes."""

    def look(self, held: bytes | bytearray, *, is_whole: bool) -> Found | None:
        return Found(len(held)) if is_whole or held else None

    def described(self) -> str:
        return tr("a message")


def masked_hex(text: str) -> tuple[bytes, bytes]:
    """Read hexadecimal bytes in which `?` stands for any digit.

    Returns:
        The bytes, and a mask with the bits that are known.

    Raises:
        HexError: it is no hexadecimal.
    """
    known = re.sub(r"[0-9A-Fa-f](?![xX])", "f", text).replace("?", "0")
    return parse_hex(text.replace("?", "0")), parse_hex(known)


def matcher(step: Expect, expected: bytes) -> Matcher:
    """Return what compares with a step's expectation.

    Args:
        step: the step.
        expected: its template, filled.
    """
    folds = step.ignore_case
    match step.match:
        case Match.EQUALS:
            return _Equal(expected, folds=folds)
        case Match.HEX:
            if "?" not in step.template:
                return _Equal(expected)
            value, mask = masked_hex(step.template)
            return _Equal(value, mask=mask)
        case Match.CONTAINS:
            return _Containing(expected, folds=folds)
        case Match.STARTS:
            return _Beginning(expected, folds=folds)
        case Match.ENDS:
            return _Ending(expected, folds=folds)
        case Match.REGEX:
            return _Patterned(step.template, folds=folds)
        case Match.LENGTH:
            return _Sized(int(step.template))
        case Match.ANY:
            return _Anything()
