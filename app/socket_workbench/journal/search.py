"""Finding a text in the payloads and texts of a segment."""

import re
from bisect import bisect_right

from socket_workbench.journal.segment import Numbers, Segment, column, unpack_texts


class TextSearch:
    """Looks for a text, upper and lower case alike.

    Payloads are searched for the text in UTF-8, all of a segment's at once.

    Args:
        text: what to look for; at least one character.
    """

    def __init__(self, text: str) -> None:
        self._folded = text.casefold()
        self._has_cases = text.lower() != text.upper()
        self._pattern = re.compile(b"".join(map(_either_case, text)))

    def matches(self, segment: Segment) -> bytearray:
        """Return 1 for each event that has the text in its payload or its text, else 0.

        Raises:
            JournalDamagedError: the segment's columns do not fit together.
        """
        found = bytearray(segment.count)
        lengths = segment.kept_lengths()
        offsets = column("I", segment.offsets, segment.count)
        if places := self._places(segment.payload, lengths, offsets):
            found[:] = [
                length > 0 and offset in places
                for length, offset in zip(lengths, offsets, strict=True)
            ]
        for index, text in unpack_texts(segment.texts).items():
            if index < segment.count and self._folded in text.casefold():
                found[index] = 1
        return found

    def _places(self, payload: bytes, lengths: Numbers, offsets: Numbers) -> set[int]:
        """Return the offsets of the payloads that hold the text."""
        # Folding the buffer once is several times quicker than a pattern that ignores case.
        buffer = payload.lower() if self._has_cases else payload
        match = self._pattern.search(buffer)
        if match is None:
            return set()
        ends = {
            offset: offset + length
            for offset, length in zip(offsets, lengths, strict=True)
            if length
        }
        starts = sorted(ends)
        places = set()
        while match is not None and starts:
            offset = starts[bisect_right(starts, match.start()) - 1]
            if match.end() <= ends[offset]:
                places.add(offset)
                match = self._pattern.search(buffer, ends[offset])
            else:
                # It lies across two payloads; one within the second may overlap it.
                match = self._pattern.search(buffer, match.start() + 1)
        return places


def _either_case(character: str) -> bytes:
    """A pattern for a character in UTF-8 whose ASCII letters are lower-case already."""
    forms = {character, character.lower(), character.upper(), character.casefold()}
    encoded = {form.encode("utf-8", "surrogatepass").lower() for form in forms}
    if len(encoded) == 1:
        return re.escape(encoded.pop())
    return b"(?:" + b"|".join(map(re.escape, sorted(encoded))) + b")"
