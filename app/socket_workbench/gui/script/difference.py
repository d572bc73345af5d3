"""The texts of what a step has expected and what came, with the places where they differ."""

from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import groupby
from typing import NamedTuple

from socket_workbench.dialogues.script_comparison import Comparison
from socket_workbench.gui.widgets.whole_line import utf16_length
from socket_workbench.payload.escapes import show_escapes

MOST_ALIGNED = 10_000
"""The product of two lengths up to which equal bytes between the first and the last difference are
looked for; it takes time up to the third power of the lengths."""

BYTES_A_LINE = 8

_TEXT_CONTROLS = frozenset(b"\t\r\n")

Range = tuple[int, int]


class Shown(NamedTuple):
    """A text with marks.

    Attributes:
        text: the text.
        marks: from where to where, in UTF-16 code units, as a `QTextCursor` counts.
    """

    text: str
    marks: Sequence[Range]


def differences(comparison: Comparison) -> tuple[list[Range], list[Range]]:
    """Return from where to where the pieces differ: of what was expected, and of what came."""
    expected, received = comparison.expected, comparison.received
    if expected is None:
        return [], []
    if comparison.mask:
        return _by_place(comparison, expected, received)
    if comparison.ignores_case:
        expected, received = expected.lower(), received.lower()
    least = min(len(expected), len(received))
    begin = next((n for n in range(least) if expected[n] != received[n]), least)
    room = least - begin
    end = next((n for n in range(room) if expected[-1 - n] != received[-1 - n]), room)
    one, other = expected[begin : len(expected) - end], received[begin : len(received) - end]
    if len(one) * len(other) > MOST_ALIGNED:
        return _moved([(0, len(one))], begin), _moved([(0, len(other))], begin)
    codes = SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
    changed = [code for code in codes if code[0] != "equal"]
    return (
        _moved([(first, last) for _, first, last, _, _ in changed], begin),
        _moved([(first, last) for _, _, _, first, last in changed], begin),
    )


def _moved(ranges: Iterable[Range], by: int) -> list[Range]:
    return [(first + by, last + by) for first, last in ranges if first < last]


def _by_place(
    comparison: Comparison, expected: bytes, received: bytes
) -> tuple[list[Range], list[Range]]:
    least = min(len(expected), len(received))
    places = [place for place in range(least) if not comparison.agrees(place, place)]
    both = list(_joined(places))
    return both + _moved([(least, len(expected))], 0), both + _moved([(least, len(received))], 0)


def _joined(places: Iterable[int]) -> Iterator[Range]:
    """Yield places that follow each other as ranges."""
    for _, group in groupby(enumerate(places), lambda item: item[1] - item[0]):
        run = [place for _, place in group]
        yield run[0], run[-1] + 1


def is_text(data: bytes) -> bool:
    """Return whether bytes are better read as text than in hexadecimal."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return False
    return all(letter.isprintable() or ord(letter) in _TEXT_CONTROLS for letter in text)


def as_text(data: bytes, ranges: Sequence[Range]) -> Shown:
    """Show bytes as UTF-8 with escapes; a line ends behind each line feed."""
    writing = _Writing(ranges)
    place = 0
    for letter in data.decode("utf-8", "surrogateescape"):
        encoded = letter.encode("utf-8", "surrogateescape")
        writing.add(show_escapes(encoded), place, place + len(encoded))
        place += len(encoded)
        if letter == "\n" and place < len(data):
            writing.add("\n")
    return writing.shown()


def as_hex(data: bytes, ranges: Sequence[Range], offset: int = 0, mask: bytes = b"") -> Shown:
    """Show bytes in hexadecimal with their offsets and as ASCII characters.

    Args:
        data: the bytes.
        ranges: what is marked of them.
        offset: that of the first byte.
        mask: the bits that count; `?` is shown for a digit that does not. Empty for all.
    """
    writing = _Writing(ranges)
    for first in range(0, len(data), BYTES_A_LINE):
        places = range(first, min(first + BYTES_A_LINE, len(data)))
        if first:
            writing.add("\n")
        writing.add(f"{offset + first:04x} ")
        for place in places:
            writing.add(" ")
            writing.add(_digits(data, mask, place), place, place + 1)
        writing.add("   " * (BYTES_A_LINE - len(places)) + "  ")
        for place in places:
            letter = chr(data[place]) if 0x20 <= data[place] < 0x7F else "."
            writing.add(letter, place, place + 1)
    return writing.shown()


def _digits(data: bytes, mask: bytes, place: int) -> str:
    digits = f"{data[place]:02x}"
    if not mask:
        return digits
    return "".join(
        d if m == "f" else "?" for d, m in zip(digits, f"{mask[place]:02x}", strict=True)
    )


class _Writing:
    """A text that is being written, with marks for bytes that are in the given ranges."""

    def __init__(self, ranges: Sequence[Range]) -> None:
        self._marked = {place for first, last in ranges for place in range(first, last)}
        self._pieces: list[str] = []
        self._marks: list[Range] = []
        self._length = 0

    def add(self, text: str, first: int = 0, last: int = 0) -> None:
        """Add a text that shows the bytes from one place to another; none for anything else."""
        begin = self._length
        self._pieces.append(text)
        self._length += utf16_length(text)
        if self._marked.isdisjoint(range(first, last)):
            return
        if self._marks and self._marks[-1][1] == begin:
            begin = self._marks.pop()[0]
        self._marks.append((begin, self._length))

    def shown(self) -> Shown:
        """Return what was written."""
        return Shown("".join(self._pieces), tuple(self._marks))
