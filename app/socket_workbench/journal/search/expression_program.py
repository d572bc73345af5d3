"""A program that matches a regular expression, run as a subprocess that can be killed.

Python's `re` cannot be interrupted and lets no other thread run meanwhile, and there are
expressions that take years on thirty bytes. It therefore runs in a process of its own
(`ExpressionProcess`), by its file's path; it needs nothing but Python's own modules. On standard
input:

- once: flags and length of the expression (32 bits each, little-endian), the expression;
- then for each question: `M` or `S`, how many parts (32 bits), where each of them begins, where the
  last one ends (32 bits each), and the bytes that they are parts of.

On standard output, for `M` a byte for each part, 1 where the expression is found in it; for `S` how
many places it is found in (32 bits), and for each place part, first byte, and the byte behind the
last (32 bits each).
"""

import re
import struct
import sys
from array import array
from bisect import bisect_right
from itertools import pairwise
from typing import BinaryIO

WORD = "--match-expressions"
"""The word with which the whole program, frozen into one executable, runs this one."""

MOST_PLACES = 10_000
"""About how many matches are returned for one question at most."""

_FEW = 64
"""Parts found by searching all the data, before the rest are searched one by one."""

_NOT_LOCAL = re.compile(rb"[*+^$]|\{\d*,\}|\(\?|\\[AZbB]")


def run(questions: BinaryIO, answers: BinaryIO) -> None:
    """Answer until there are no more questions."""
    flags, length = struct.unpack("<II", questions.read(8))
    # Of the flags, only what ignores case is ever set.
    found = re.compile(questions.read(length), re.RegexFlag(flags))
    while head := questions.read(5):
        form, count = struct.unpack("<cI", head)
        bounds = _numbers(questions.read(4 * (count + 1)))
        data = questions.read(bounds[-1])
        if form == b"M":
            answers.write(_mask(found, bounds, data))
        else:
            answers.write(_places(found, bounds, data))
        answers.flush()


def _mask(found: "re.Pattern[bytes]", bounds: "array[int]", data: bytes) -> bytes:
    search = found.search
    mask = bytearray(len(bounds) - 1)
    part = 0
    if _is_local(found):
        # All parts at once, and then those that have something in them.
        for _ in range(_FEW):
            match = search(data, bounds[part])
            if match is None:
                return bytes(mask)
            part = bisect_right(bounds, match.start()) - 1
            mask[part] = search(data[bounds[part] : bounds[part + 1]]) is not None
            part += 1
    rest = bounds[part:]
    mask[part:] = bytes([search(data[start:end]) is not None for start, end in pairwise(rest)])
    return bytes(mask)


def _is_local(found: "re.Pattern[bytes]") -> bool:
    """Whether searching the joined parts finds what searching each finds, as quickly.

    Not if a match depends on the bytes around it, or can be empty or of any length.
    """
    return _NOT_LOCAL.search(found.pattern) is None and found.search(b"") is None


def _places(found: "re.Pattern[bytes]", bounds: "array[int]", data: bytes) -> bytes:
    places = array("I")
    for part, start in enumerate(bounds[:-1]):
        for match in found.finditer(data[start : bounds[part + 1]]):
            places.extend((part, *match.span()))
            if len(places) >= 3 * MOST_PLACES:
                break
    if sys.byteorder == "big":
        places.byteswap()
    return struct.pack("<I", len(places) // 3) + places.tobytes()


def _numbers(stored: bytes) -> "array[int]":
    numbers = array("I")
    numbers.frombytes(stored)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers


def main() -> None:
    """Answer on the standard streams; a program without a console has no `sys.stdin`."""
    with open(0, "rb", closefd=False) as questions, open(1, "wb", closefd=False) as answers:
        run(questions, answers)


if __name__ == "__main__":
    main()
