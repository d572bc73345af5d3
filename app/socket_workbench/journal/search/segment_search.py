"""Finding a text or bytes in the payloads and texts of a segment."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from itertools import compress, pairwise, repeat
from operator import contains

from socket_workbench.journal.search.pattern import Pattern, PatternSyntax
from socket_workbench.journal.storage.segment import Numbers, Segment, column, unpack_texts

_FEW = 64
"""Payloads found by searching the whole segment, before the rest are searched one by one."""

_WORD_BYTES = frozenset(
    byte for byte in range(256) if byte >= 0x80 or chr(byte).isalnum() or byte == ord("_")
)


class TextSearch:
    """Looks for a text, by default in any case.

    Payloads are searched for the text in UTF-8, all of a segment's at once.

    Args:
        text: what to look for; at least one character.
        cased: whether upper and lower case differ.
        whole_words: whether letters, digits and `_` may not touch it; in payloads, every byte of
            a character outside ASCII counts as a letter.
    """

    def __init__(self, text: str, *, cased: bool = False, whole_words: bool = False) -> None:
        self._folds = not cased and text.lower() != text.upper()
        self._whole_words = whole_words
        encoded = text.encode("utf-8", "surrogatepass")
        pieces = [re.escape(encoded)] if cased else list(map(_either_case, text))
        self._pattern = re.compile(b"".join(pieces))
        # A plain search is several times quicker than a pattern.
        literal = encoded.lower() if self._folds else encoded
        self._literal = literal if b"".join(pieces) == re.escape(literal) else None
        self._in_text = _text_test(text, cased, whole_words)

    def matches(self, segment: Segment) -> bytes:
        """Return 1 for each event that has the text in its payload or its text, else 0.

        Raises:
            JournalDamagedError: the segment's columns do not fit together.
        """
        return masked(segment, self._places, self._in_text)

    def spans(self, data: bytes) -> list[tuple[int, int]]:
        """Return where the text is in one payload: first bytes, and those behind the last."""
        return list(self._found(self._folded(data), 0, len(data)))

    def _places(self, payload: bytes, offsets: Numbers) -> set[int] | None:
        """Return the offsets of the payloads that hold the text; None for all."""
        return _places_of(self._folded(payload), offsets, self._next, self._are_in)

    def _folded(self, data: bytes) -> bytes:
        # Folding the buffer once is several times quicker than a pattern that ignores case.
        return data.lower() if self._folds else data

    def _are_in(self, parts: Iterable[bytes]) -> Iterator[bool]:
        if self._literal is not None and not self._whole_words:
            return map(contains, parts, repeat(self._literal))
        return (next(self._found(part, 0, len(part)), None) is not None for part in parts)

    def _next(self, buffer: bytes, start: int) -> tuple[int, int] | None:
        if self._literal is not None:
            place = buffer.find(self._literal, start)
            return None if place < 0 else (place, place + len(self._literal))
        match = self._pattern.search(buffer, start)
        return None if match is None else match.span()

    def _found(self, buffer: bytes, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Yield where the text is between two places of a folded buffer."""
        match = self._next(buffer, start)
        while match is not None and match[1] <= end:
            if not self._whole_words or _stands_alone(buffer, *match, start, end):
                yield match
                match = self._next(buffer, match[1])
            else:
                match = self._next(buffer, match[0] + 1)


class BytesSearch:
    """Looks for bytes in payloads; at least one byte."""

    def __init__(self, wanted: bytes) -> None:
        self._wanted = wanted

    def matches(self, segment: Segment) -> bytes:
        """Return 1 for each event that has the bytes in its payload, else 0; see `TextSearch`."""
        return masked(segment, self._places, None)

    def spans(self, data: bytes) -> list[tuple[int, int]]:
        """Return where the bytes are in one payload."""
        found = []
        place = data.find(self._wanted)
        while place >= 0:
            found.append((place, place + len(self._wanted)))
            place = data.find(self._wanted, place + len(self._wanted))
        return found

    def _places(self, payload: bytes, offsets: Numbers) -> set[int] | None:
        return _places_of(payload, offsets, self._next, self._are_in)

    def _are_in(self, parts: Iterable[bytes]) -> Iterator[bool]:
        return map(contains, parts, repeat(self._wanted))

    def _next(self, buffer: bytes, start: int) -> tuple[int, int] | None:
        place = buffer.find(self._wanted, start)
        return None if place < 0 else (place, place + len(self._wanted))


def linear_search(pattern: Pattern) -> TextSearch | BytesSearch:
    """Return the search for a text or for bytes, whose time grows only with what is searched."""
    if pattern.syntax is PatternSyntax.HEX:
        return BytesSearch(bytes.fromhex(pattern.text))
    return TextSearch(pattern.text, cased=pattern.cased, whole_words=pattern.whole_words)


def masked(
    segment: Segment,
    places_in: Callable[[bytes, Numbers], set[int] | None],
    in_text: Callable[[str], bool] | None,
) -> bytes:
    """Return 1 for each event whose payload or text is found, else 0.

    Args:
        segment: the events.
        places_in: takes all payloads and the events' offsets in them; returns where those begin
            that are found, None for all.
        in_text: whether an event's text is found; None for none.

    Raises:
        JournalDamagedError: the segment's columns do not fit together.
    """
    offsets = column("I", segment.offsets, segment.count)
    lengths = segment.kept_lengths()
    places = places_in(segment.payload, offsets) if segment.payload else set()
    if places is None:
        mask = _without_empty(b"\1" * segment.count, lengths)
    elif places:
        mask = _without_empty(bytes(map(places.__contains__, offsets)), lengths)
    else:
        mask = bytes(segment.count)
    if in_text is None or not segment.texts:
        return mask
    found = bytearray(mask)
    for index, text in unpack_texts(segment.texts).items():
        if index < segment.count and in_text(text):
            found[index] = 1
    return bytes(found)


def _without_empty(mask: bytes, lengths: Numbers) -> bytes:
    """Return a mask without events whose payload is empty: its offset may be that of another."""
    empty = lengths.count(0)
    if not empty:
        return mask
    cleared, index = bytearray(mask), -1
    for _ in range(empty):
        index = lengths.index(0, index + 1)
        cleared[index] = 0
    return bytes(cleared)


def payload_starts(offsets: Numbers) -> list[int]:
    """Return where the payloads of a segment begin, ascending, the first at 0.

    They follow one another without gaps, equal ones once, so that each ends where the next begins.
    """
    # In the order of their first events they ascend already, which is quick to sort.
    starts = sorted(dict.fromkeys(offsets))
    return starts if starts and starts[0] == 0 else [0, *starts]


def _places_of(
    buffer: bytes,
    offsets: Numbers,
    next_in: Callable[[bytes, int], tuple[int, int] | None],
    are_in: Callable[[Iterable[bytes]], Iterator[bool]],
) -> set[int] | None:
    """Return where those parts of a buffer begin that something is in; None for all.

    Args:
        buffer: the parts, one after the other.
        offsets: where each begins, in any order.
        next_in: returns where it is next in the buffer, whatever the parts.
        are_in: whether it is in parts.
    """
    match = next_in(buffer, 0)
    if match is None:
        return set()
    starts = payload_starts(offsets)
    bounds = [*starts, len(buffer)]
    places: set[int] = set()
    begin = 0
    for _ in range(_FEW):
        index = bisect_right(starts, match[0])
        start, begin = bounds[index - 1], bounds[index]
        if next(are_in([buffer[start:begin]])):
            places.add(start)
        match = next_in(buffer, begin)
        if match is None:
            return places
    # Where it is everywhere, looking at one part after the other is quicker.
    first = bisect_right(starts, begin) - 1
    parts = [buffer[start:end] for start, end in pairwise(bounds[first:])]
    places.update(compress(starts[first:], are_in(parts)))
    return None if len(places) == len(starts) else places


def _stands_alone(buffer: bytes, first: int, last: int, start: int, end: int) -> bool:
    """Whether no letter touches a part of a buffer, where it lies between two places."""
    before = first > start and buffer[first - 1] in _WORD_BYTES and buffer[first] in _WORD_BYTES
    after = last < end and buffer[last] in _WORD_BYTES and buffer[last - 1] in _WORD_BYTES
    return not (before or after)


def _text_test(text: str, cased: bool, whole_words: bool) -> Callable[[str], bool]:
    wanted = text if cased else text.casefold()
    if not whole_words:
        return lambda said: wanted in (said if cased else said.casefold())
    head = r"(?<!\w)" if re.match(r"\w", wanted) else ""
    tail = r"(?!\w)" if re.search(r"\w\Z", wanted) else ""
    pattern = re.compile(head + re.escape(wanted) + tail)
    return lambda said: pattern.search(said if cased else said.casefold()) is not None


def _either_case(character: str) -> bytes:
    """A pattern for a character in UTF-8 whose ASCII letters are lower-case already."""
    forms = {character, character.lower(), character.upper(), character.casefold()}
    encoded = {form.encode("utf-8", "surrogatepass").lower() for form in forms}
    if len(encoded) == 1:
        return re.escape(encoded.pop())
    return b"(?:" + b"|".join(map(re.escape, sorted(encoded))) + b")"
